"""Who is told of supervision (督办告知): the signer of a draft, the addressees of a slip.

A draft is nobody's business but its signer's: until it is signed nothing goes to the
office that would be supervised.
"""

from collections.abc import Iterable, Iterator

from models.campaign import Campaign
from models.case import CaseFile
from models.escalation import Addressee, LadderRung
from models.labels import REMINDERS
from models.notice import Ground
from models.people import Role
from models.supervision import (
    Matter,
    MatterClosed,
    MissedStartExplained,
    ReviewDecided,
    ReviewRequested,
    SlipAnswered,
    SlipDrafted,
    SlipIssued,
    SupervisionEntry,
)
from rules.in_force.regulations import Regulations

GROUND: dict[type, Ground] = {
    SlipDrafted: Ground.SLIP_DRAFTED,
    SlipIssued: Ground.SLIP_ISSUED,
    SlipAnswered: Ground.SLIP_ANSWERED,
    MatterClosed: Ground.MATTER_CLOSED,
    ReviewRequested: Ground.REVIEW_REQUESTED,
    ReviewDecided: Ground.REVIEW_DECIDED,
}
"""Entry about supervision → why somebody is told; the others tell nobody."""


def supervision_ground(payload: SupervisionEntry, rung: LadderRung | None) -> Ground | None:
    """Return the ground of a notice, or ``None``: a prompt that needs no signature is no draft."""
    if isinstance(payload, SlipDrafted) and rung is not None and rung.signer is None:
        return None
    return GROUND.get(type(payload))


def rung_of(
    payload: SupervisionEntry, file: CaseFile, regulations: Regulations
) -> LadderRung | None:
    """Return the rung that an entry is about, or the one that its matter has reached."""
    ladder = regulations.rulebook.escalation
    matter = matter_of(payload, file)
    if ladder is None or matter is None:
        return None
    code = getattr(payload, "rung", "") or (matter.slip.rung if matter.slip else matter.first_rung)
    return ladder.rung(code)


def matter_of(payload: SupervisionEntry, file: CaseFile) -> Matter | None:
    """Return the matter that an entry is about."""
    if isinstance(payload, MissedStartExplained):
        return None
    return file.matters[payload.matter]


def matter_in_words(matter: Matter) -> str:
    """Say what a matter is about."""
    about = f"{matter.procedure} " if matter.procedure else ""
    cause = f"（{matter.cause}）" if matter.cause else ""
    return f"{about}{REMINDERS.get(matter.ground, '督办事项')}{cause}"


def supervision_recipients(
    payload: SupervisionEntry, file: CaseFile, campaign: Campaign, rung: LadderRung
) -> tuple[str, ...]:
    """Return the accounts that an entry about supervision concerns, each once."""
    matter = matter_of(payload, file)
    assert matter is not None
    told: Iterable[str]
    match payload:
        case SlipDrafted() | SlipAnswered() | ReviewRequested():
            told = signers(rung, campaign)
            if isinstance(payload, ReviewRequested):
                told = _of_role(Role.SUPERVISOR, campaign)
        case MatterClosed(gone=True):
            # The signers knew of the draft; the office only if a slip reached it before.
            told = signers(rung, campaign)
            if any(slip.issued_on is not None for slip in matter.slips):
                told = (*told, *_asked(matter, file, campaign))
        case MatterClosed() | ReviewDecided():
            told = _asked(matter, file, campaign)
        case _:
            told = _addressees(rung.to, matter, file, campaign)
    found = tuple(dict.fromkeys(told))
    return found or tuple(_of_role(Role.DISPATCHER, campaign))


def answerers(office: str, campaign: Campaign) -> tuple[str, ...]:
    """Return who speaks for a unit or a department: its liaison, or its windows."""
    return tuple(
        account.number
        for account in campaign.accounts
        if account.office == office and account.role in (Role.UNIT_LIAISON, Role.OFFICER)
    )


def signers(rung: LadderRung, campaign: Campaign) -> Iterator[str]:
    """Yield the accounts that may sign a rung's slip."""
    if rung.signers:
        yield from rung.signers
    else:
        yield from _of_role(rung.signer or Role.DISPATCHER, campaign)


def _of_role(role: Role, campaign: Campaign) -> Iterator[str]:
    return (account.number for account in campaign.accounts_of(role))


def _asked(matter: Matter, file: CaseFile, campaign: Campaign) -> Iterator[str]:
    return _addressees((Addressee.ANSWERER, Addressee.ANSWERER_HEAD), matter, file, campaign)


def _addressees(
    to: tuple[Addressee, ...], matter: Matter, file: CaseFile, campaign: Campaign
) -> Iterator[str]:
    roles = {
        Addressee.ANSWERER: (Role.UNIT_LIAISON, Role.OFFICER),
        Addressee.ANSWERER_HEAD: (Role.UNIT_HEAD, Role.DEPARTMENT_HEAD),
    }
    for addressee in to:
        match addressee:
            case Addressee.CHIEF_SERVICE_OFFICER:
                yield file.project.chief_service_officer
            case Addressee.SPONSOR:
                yield file.project.sponsor
            case _:
                for account in campaign.accounts:
                    if account.office == matter.office and account.role in roles[addressee]:
                        yield account.number
