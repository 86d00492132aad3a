"""The letters of a case (决定文书): drawn from its ledger, a draft until somebody has signed."""

from collections.abc import Sequence
from datetime import date

from casework.office import Office
from models.case import CaseState
from models.catalogue import Procedure
from models.ledger import Entry
from models.letter import Letter, Section
from models.refusal import Unknown
from reports.text.letter_words import RECEIPT, TOLD_IN, LetterKind, basis, paragraphs, title_of
from store import ledger

TELLING = tuple({one for kinds in TOLD_IN.values() for one in kinds})
"""What an entry says that brings a letter."""


def case_letter(
    office: Office, *, project: str, procedure: str, kind: LetterKind, today: date
) -> Letter:
    """Return a letter about the application that is or was last under way.

    :class:`Unknown` where the project has no such case, or an item of its nature no such letter.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
        entries = ledger.read(connection, project)
    if procedure not in file.plan:
        raise Unknown(f"项目 {project} 不办理事项“{procedure}”", procedure=procedure)
    entry = _told(entries, procedure, kind)
    on = entry.on if entry is not None else today
    item = situation.regulations.procedures(file.project, on=on)[procedure]
    title = title_of(kind, item)
    if not title:
        raise Unknown(
            f"《{item.name}》没有{kind.label}：按其性质不存在不予办理", procedure=procedure
        )
    account = situation.file.campaign.account(entry.by) if entry is not None else None
    applicant = file.project.applicant
    about = (
        f"{applicant.name}（统一社会信用代码 {applicant.credit_code}）就{file.project.name}"
        f"（项目代码 {project}）申请办理“{item.name}”（{procedure}）。"
    )
    issuer = situation.regulations.department_name(item.department)
    said = paragraphs(kind, entry.payload if entry is not None else None, item)
    return Letter(
        title=title,
        number=_number(entries, entry) if entry is not None else "",
        mark="" if entry is not None else "拟稿：尚未作出，不得送达",
        addressed_to=applicant.name,
        sections=(
            Section(paragraphs=(about, *said)),
            Section(heading="依据", paragraphs=basis(kind, item)),
        ),
        issuer=issuer,
        seal=issuer if entry is not None else "",
        signed_by=account.name if account is not None else "",
        signed_on=entry.on if entry is not None else None,
        receipt=RECEIPT if kind is LetterKind.SERVICE else (),
        foot=f"据项目 {project} 台账第{entry.version if entry else file.version}条生成，"
        f"截至{today.isoformat()}。",
    )


def letters_of(
    entries: Sequence[Entry], item: Procedure, state: CaseState
) -> tuple[tuple[LetterKind, str], ...]:
    """Return the letters of the last application with their titles, drafts marked as such."""
    signed = {kind for kind in LetterKind if _told(entries, item.code, kind) is not None}
    drafts = set[LetterKind]()
    if state in (CaseState.ACCEPTED, CaseState.CONDITIONALLY_ACCEPTED):
        drafts |= {LetterKind.GRANT, LetterKind.REFUSAL}
    if signed & {LetterKind.GRANT, LetterKind.REFUSAL, LetterKind.DECLINE}:
        drafts |= {LetterKind.SERVICE}
    return tuple(
        (kind, title if kind in signed else f"{title}（拟稿）")
        for kind in LetterKind
        if kind in signed | drafts and (title := title_of(kind, item))
    )


def _number(entries: Sequence[Entry], told: Entry) -> str:
    """Return the number of a letter: those of a project run on, one for each entry that brings one.

    Departments that keep a register of their own (发文字号) write its number in by hand.
    """
    before = (one for one in entries if one.version <= told.version)
    running = sum(isinstance(one.payload, TELLING) for one in before)
    return f"{told.stream}〔{told.on.year}〕第{running}号"


def _told(entries: Sequence[Entry], procedure: str, kind: LetterKind) -> Entry | None:
    """Return the entry that a letter tells of: of the last application, not of one before."""
    for entry in reversed(entries):
        if getattr(entry.payload, "procedure", "") != procedure:
            continue
        if isinstance(entry.payload, TOLD_IN[kind]):
            return entry
        if entry.payload.kind == "submitted":
            return None
    return None
