"""What waits for a signature (待签字的办理): filled in elsewhere, signed at the portal's desk.

Prefect's pages have one shared password: who typed an account there is not known. Outside the
demonstration such an act is put on the desk of the account that was typed, and counts when
that person has signed it; nobody else may.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from casework.acting import act
from casework.desk import Recorded, Stamp
from casework.intake.registering import filled_in, register
from casework.office import Office
from casework.weekly.reporting import report_changes
from models.act_requests import REQUESTS
from models.proposal import Proposal, ProposalEnd, ProposalKind
from models.refusal import Refused, Unknown
from models.register_form import RegisterForm
from models.report_form import ReportFields
from rules.in_force.authority import NotEntitled
from store.people import proposals


class ProposalSettled(Refused):
    """It has been signed or sent back already (已处理)."""


def propose(
    office: Office,
    kind: ProposalKind,
    *,
    project: str,
    procedure: str = "",
    officer: str,
    content: dict[str, Any],
    key: str | None,
    now: datetime,
) -> Proposal:
    """Put something on an account's desk, once a key; unknown accounts and projects are refused."""
    with office.store.writing() as connection:
        office.situation(connection).account(officer)
        if kind is not ProposalKind.REGISTER:
            office.file(connection, project)
        told = Proposal(
            number=0,
            key=key or f"proposal-{uuid4()}",
            kind=kind,
            project=project,
            procedure=procedure,
            officer=officer,
            content=content,
            asked_at=now,
        )
        return proposals.put(connection, told)


def proposal_of(office: Office, number: int, *, officer: str) -> Proposal:
    """Return what waits, or waited, for an account; refuse what is another's."""
    with office.store.reading() as connection:
        found = proposals.find(connection, number)
        if found is None:
            raise Unknown(f"签批台没有第{number}号", proposal=number)
        if found.officer != officer:
            name = office.situation(connection).account(found.officer).name
            raise NotEntitled(f"第{number}号须由{name}（{found.officer}）本人签字")
    return found


def sign_proposal(
    office: Office, number: int, *, stamp: Stamp
) -> tuple[Proposal, tuple[Recorded, ...]]:
    """Record what is signed, in the signer's name; what the rules refuse goes on waiting.

    Its key makes a repetition harmless: who was cut off after the record signs again.
    """
    found = _open(office, number, stamp.by)
    recorded = _recorded(office, found, stamp)
    with office.store.writing() as connection:
        proposals.settle(connection, number, ProposalEnd.SIGNED, at=stamp.now)
    return found, recorded


def drop_proposal(office: Office, number: int, *, by: str, now: datetime) -> Proposal:
    """Send back what one has not asked for; nothing of it is recorded."""
    found = _open(office, number, by)
    with office.store.writing() as connection:
        if not proposals.settle(connection, number, ProposalEnd.DROPPED, at=now):
            raise ProposalSettled(f"第{number}号已处理")
    return found


def _open(office: Office, number: int, by: str) -> Proposal:
    found = proposal_of(office, number, officer=by)
    if not found.open:
        raise ProposalSettled(f"第{number}号已处理，不必再签")
    return found


def _recorded(office: Office, found: Proposal, stamp: Stamp) -> tuple[Recorded, ...]:
    match found.kind:
        case ProposalKind.ACT:
            return (
                act(
                    office,
                    project=found.project,
                    procedure=found.procedure,
                    request=REQUESTS.validate_python(found.content),
                    key=found.key,
                    by=stamp.by,
                    person=stamp.person,
                    via=stamp.via,
                    now=stamp.now,
                ),
            )
        case ProposalKind.REPORT:
            fields = {k: v for k, v in found.content.items() if k != "week"}
            return (
                report_changes(
                    office,
                    project=found.project,
                    week=found.content["week"],
                    fields=ReportFields(**fields),
                    key=found.key,
                    by=stamp.by,
                    person=stamp.person,
                    via=stamp.via,
                    now=stamp.now,
                ),
            )
        case ProposalKind.REGISTER:
            project = filled_in(RegisterForm(**found.content))
            return register(office, [project], stamp=stamp).registered
