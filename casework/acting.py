"""Acts of people on cases and projects (办理): authority, rules, record — for every door."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from casework.desk import ZONE, Recorded, Stamp
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
    idempotency key; ``by`` is the post at which it is done, ``person`` the login of
    who holds it, where that is not the post itself.
    """
    on = now.astimezone(ZONE).date()

    def look(connection: Connection, file: CaseFile) -> tuple[str, ...]:
        return _breaches(connection, file, procedure, request.act)

    def judge(situation: Situation, file: CaseFile, breaches: tuple[str, ...]) -> Sequence[Payload]:
        account = situation.account(by)
        return [_judged(situation, file, procedure, request, (account, person), breaches, on)]

    stamp = Stamp(by=by, via=via, now=now, person=person)
    return record(office, project, judge, look, key=key, expect=expect, stamp=stamp)


def _judged(
    situation: Situation,
    file: CaseFile,
    procedure: str,
    request: Request,
    who: tuple[Account, str],
    open_breaches: tuple[str, ...],
    on: date,
) -> Payload:
    """Return what the act records, or raise the first refusal that stands against it."""
    account, person = who
    at_a_gate = request.act in GATE_ACTS
    about = (_gate if at_a_gate else _case)(situation, file, procedure, on)
    given = Circumstances(
        file=file,
        about=about,
        request=request,
        by=account,
        on=on,
        regulations=situation.regulations,
        open_breaches=open_breaches,
        books=situation.file.books,
        person=person,
    )
    department = None if at_a_gate else given.procedure.department
    asked = (
        ()
        if at_a_gate
        else offices_asked(given.procedure, situation.regulations.campaign.catalogue)
    )
    if refused := _entitled(file, department, asked, request, account) or examine(given):
        raise refused
    return CONDUCT[request.act].record(given)


def _entitled(
    file: CaseFile,
    department: str | None,
    asked: tuple[str, ...],
    request: Request,
    account: Account,
) -> Refused | None:
    project = file.project
    return entitled(
        account,
        request.act,
        department=department,
        unit=project.unit,
        carers=(project.chief_service_officer, project.sponsor),
        agent=file.agent,
        asked=asked,
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
