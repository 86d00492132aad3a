"""Acts of people on cases and projects (办理): authority, rules, record — for every door."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import get_args, get_type_hints

from sqlalchemy import Connection

from casework.desk import ZONE, KeyTaken, Recorded, Stamp
from casework.office import Office, Situation
from casework.recording import record
from models.act_requests import Act, Request, Via
from models.case import Case, CaseFile
from models.catalogue import Gate, Procedure
from models.ledger import Payload
from models.people import Account
from models.refusal import Refused, Unknown
from rules.acceptance.circumstances import Circumstances
from rules.acting.conduct import CONDUCT
from rules.acting.examining import GATE_ACTS, entitled, examine
from rules.clocks.concurring import offices_asked
from rules.fold.file import fold
from store import ledger
from store.projected.queries import open_breaches


def act(
    office: Office,
    *,
    project: str,
    procedure: str,
    request: Request,
    key: str | None = None,
    expect: int | None = None,
    by: str,
    person: str = "",
    via: Via,
    now: datetime,
) -> Recorded:
    """Do one act on one procedure (or gate) of one project; the only way to do it.

    Raises a :class:`Refused` when the rules or the authority table say no, with
    nothing written. ``expect`` is the version that the person saw, ``key`` an
    idempotency key: :class:`KeyTaken` says that another act was recorded under it; ``by`` is
    the post at which it is done, ``person`` the login of who holds it, where that is not the
    post itself.
    """
    on = now.astimezone(ZONE).date()

    def look(connection: Connection, file: CaseFile) -> tuple[str, ...]:
        return _breaches(connection, file, procedure, request.act)

    def judge(situation: Situation, file: CaseFile, breaches: tuple[str, ...]) -> Sequence[Payload]:
        who = situation.account(by), person
        return [_judged(_given(situation, file, procedure, request, who, breaches, on))]

    stamp = Stamp(by=by, via=via, now=now, person=person)
    recorded = record(office, project, judge, look, key=key, expect=expect, stamp=stamp)
    if recorded.repeated and not _is_what_was_asked(office, recorded, procedure, request, by):
        raise KeyTaken.by(recorded.entries[0])
    return recorded


def _is_what_was_asked(
    office: Office, recorded: Recorded, procedure: str, request: Request, by: str
) -> bool:
    """Tell whether an entry under a key is what this request would have recorded.

    The file is taken as it stood before the entry; of what the rules add nothing is compared,
    for they may have changed since.
    """
    (done,) = recorded.entries
    conduct = CONDUCT[request.act]
    said = get_type_hints(conduct.record)["return"]
    about = getattr(done.payload, "procedure", procedure)
    if done.by != by or about != procedure or not isinstance(done.payload, get_args(said) or said):
        return False
    with office.store.reading() as connection:
        situation = office.situation(connection)
        entries = ledger.read(connection, done.stream)
    file = fold(None, entries[: done.version - 1])
    who = situation.account(by), done.person
    again = conduct.record(_given(situation, file, procedure, request, who, (), done.on))
    asked = type(request).model_fields.keys() & type(done.payload).model_fields.keys()
    return all(getattr(again, one, None) == getattr(done.payload, one) for one in asked)


def _judged(given: Circumstances) -> Payload:
    """Return what the act records, or raise the first refusal that stands against it."""
    if refused := _entitled(given) or examine(given):
        raise refused
    return CONDUCT[given.request.act].record(given)


def _given(
    situation: Situation,
    file: CaseFile,
    procedure: str,
    request: Request,
    who: tuple[Account, str],
    open_breaches: tuple[str, ...],
    on: date,
) -> Circumstances:
    account, person = who
    at_a_gate = request.act in GATE_ACTS
    return Circumstances(
        file=file,
        about=(_gate if at_a_gate else _case)(situation, file, procedure, on),
        request=request,
        by=account,
        on=on,
        regulations=situation.regulations,
        open_breaches=open_breaches,
        books=situation.file.books,
        person=person,
    )


def _entitled(given: Circumstances) -> Refused | None:
    project, procedure = given.file.project, None
    if given.request.act not in GATE_ACTS:
        procedure = given.procedure
    catalogue = given.regulations.campaign.catalogue
    return entitled(
        given.by,
        given.request.act,
        department=procedure.department if procedure is not None else None,
        unit=project.unit,
        carers=(project.chief_service_officer, project.sponsor),
        agent=given.file.agent,
        asked=offices_asked(procedure, catalogue) if procedure is not None else (),
    )


def _case(situation: Situation, file: CaseFile, procedure: str, on: date) -> tuple[Case, Procedure]:
    procedures = situation.regulations.procedures(file.project, on=on)
    if procedure not in procedures:
        raise Unknown(f"审批事项目录中没有“{procedure}”", procedure=procedure)
    if procedure not in file.cases:
        raise Unknown(
            f"{file.project.name}无需办理 {procedure} {procedures[procedure].name}："
            f"{file.not_required.get(procedure, '不适用')}",
            procedure=procedure,
        )
    return file.cases[procedure], procedures[procedure]


def _gate(situation: Situation, _file: CaseFile, gate: str, _on: date) -> Gate:
    gates = situation.regulations.gates
    found = next((one for one in gates.values() if gate in (one.code, one.name)), None)
    if found is None:
        known = "、".join(one.name for one in gates.values())
        raise Unknown(f"没有“{gate}”这道门槛，可用的是：{known}", gate=gate)
    return found


def _breaches(
    connection: Connection, file: CaseFile, procedure: str, chosen: Act
) -> tuple[str, ...]:
    """Return the applicant's unrepaired breaches where they matter; a repair needs the case's."""
    credit_code, here = file.project.applicant.credit_code, (file.project.code, procedure)
    match chosen:
        case Act.ACCEPT_CONDITIONALLY | Act.DECLINE:
            return open_breaches(connection, credit_code)
        case Act.REPAIR_CREDIT:
            return open_breaches(connection, credit_code, of=here)
        case _:
            return ()
