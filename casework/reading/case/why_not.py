"""Why an act is not to be had on some cases (不能办理的原因): the rules' own sentences, per case.

Asked before anybody presses: the batch itself is judged again, case by case.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from casework.office import Office
from casework.reading.case.offering import Seen, may_act, who_may
from models.act_requests import REQUESTS, Act
from models.people import Account
from rules.acting.examining import examine
from store.projected.queries import open_breaches

NONE = "没有这个事项"


def why_not(
    office: Office,
    *,
    act: Act,
    cases: Iterable[tuple[str, str]],
    account: Account,
    today: date,
) -> Mapping[tuple[str, str], str]:
    """Return (project, procedure) → the refusal that stands against the act; empty = none does.

    The act is one that asks for nothing. What does not exist is told as that.
    """
    request = REQUESTS.validate_python({"act": act.value})
    told: dict[tuple[str, str], str] = {}
    with office.store.reading() as connection:
        situation = office.situation(connection)
        for project, procedure in cases:
            found = office.find(connection, project)
            file = found[0] if found is not None else None
            known = situation.regulations.procedures(file.project, on=today) if file else {}
            if file is None or procedure not in file.cases or procedure not in known:
                told[project, procedure] = NONE
                if file is not None:
                    told[project, procedure] = file.not_required.get(procedure, NONE)
                continue
            seen = Seen(
                file=file,
                case=file.cases[procedure],
                procedure=known[procedure],
                situation=situation,
                account=account,
                on=today,
                breaches=open_breaches(connection, file.project.applicant.credit_code),
            )
            if not may_act(seen, act):
                who = who_may(situation, file, seen.procedure.department, act)
                told[project, procedure] = f"由{who}办理"
                continue
            refused = examine(seen.circumstances(request))
            told[project, procedure] = refused.message if refused is not None else ""
    return told
