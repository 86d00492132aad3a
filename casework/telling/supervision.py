"""Who is told of supervision (督办告知): the signer of a draft, the addressees of a slip.

A draft is nobody's business but its signer's: until it is signed nothing goes to the
office that would be supervised.
"""

from collections.abc import Iterable, Iterator, Mapping

from casework.telling.entry import News, Said, Telling, usual_readers
from models.campaign import Campaign
from models.case import CaseFile
from models.date_labels import REMINDERS
from models.escalation import Addressee, LadderRung
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


def _payload(news: News) -> SupervisionEntry:
    assert isinstance(news.entry.payload, SupervisionEntry)
    return news.entry.payload


def _said(news: News) -> Said:
    """Say what is under supervision, on which rung, and by when it is to be answered."""
    payload = _payload(news)
    fields = vars(payload)
    matter, rung = matter_of(payload, news.file), rung_of(payload, news.file, news.regulations)
    issued = isinstance(payload, SlipIssued) and rung is not None
    return Said(
        due_on=fields.get("reply_by") or fields.get("decide_by"),
        reason=fields.get("answer", "") or fields.get("result", ""),
        matter=matter_in_words(matter) if matter is not None else "",
        rung=rung.name if rung is not None else "",
        actor=rung.issuer if issued and rung is not None else "",
    )


def _of_a_draft(news: News) -> Ground | None:
    """Tell nobody of a prompt that needs no signature: it is no draft."""
    rung = rung_of(news.of(SlipDrafted), news.file, news.regulations)
    return None if rung is not None and rung.signer is None else Ground.SLIP_DRAFTED


def _to(news: News, ground: Ground) -> tuple[str, ...]:
    payload = _payload(news)
    rung = rung_of(payload, news.file, news.regulations)
    if rung is None:
        return usual_readers(news, ground)
    return supervision_recipients(payload, news.file, news.situation.file.campaign, rung)


OF_SUPERVISION: Mapping[type, Telling] = {
    SlipDrafted: Telling(_of_a_draft, _said, _to),
    SlipIssued: Telling(Ground.SLIP_ISSUED, _said, _to),
    SlipAnswered: Telling(Ground.SLIP_ANSWERED, _said, _to),
    MatterClosed: Telling(Ground.MATTER_CLOSED, _said, _to),
    ReviewRequested: Telling(Ground.REVIEW_REQUESTED, _said, _to),
    ReviewDecided: Telling(Ground.REVIEW_DECIDED, _said, _to),
}
"""Kind of entry about supervision → how it is told; the others tell nobody."""
