"""Flags, commendation, interviews and exemplary cases (考核奖惩、典型案例): the system drafts.

What is drafted is a line of a book: there it is changed, approved or dropped by a named
person. Nothing is proposed of a unit whose place chance may explain.
"""

from datetime import date

from casework.desk import Stamp, write_campaign
from casework.intake.books import book_named, book_view, keep_line, names_of
from casework.office import CAMPAIGN, Office
from casework.weekly.league import league_table
from models.book_line import KeepLine, LineMoved
from models.book_views import LineView
from models.honour import HonourDraft, HonourDrafts
from models.letter import Letter, Section
from models.people import Role
from models.refusal import Refused, Unknown
from reports.text.honour_words import (
    APPROVAL,
    CLAUSES,
    EXAMPLE,
    example_text,
    not_proposed,
    proposals,
)
from rules.acceptance.saved import saved_by_promise
from rules.books.writing import written
from store import ledger

AWARDS, EXAMPLES = "awards", "examples"
PUBLISHED = "published"
OUT = ("approved", PUBLISHED)
"""States in which a paper may go out."""
MARKS = {
    "drafted": "未经批准，不得公布",
    "offered": "未经企业同意，不得公开",
    "agreed": "企业已同意公开，尚未宣传",
    "dropped": "不予采用，不得公布",
}


class NothingToDraft(Refused):
    """The figures give no ground for a draft, or it is drafted already (没有可以拟稿的依据)."""


class NotConsented(Refused):
    """An exemplary case may not be shown to everybody (未经同意公开)."""


def proposed(office: Office, *, today: date) -> HonourDrafts:
    """Return what today's league table gives ground for, and what it does not and why."""
    table = league_table(office, today=today)
    view = book_view(office, book=AWARDS, today=today)
    known = {one.values["matter"]: one.number for one in view.lines}
    return HonourDrafts(
        table=table,
        lines=tuple(
            one.model_copy(update={"line": known.get(one.matter)}) for one in proposals(table)
        ),
        sentences=not_proposed(table),
    )


def draft_awards(office: Office, *, stamp: Stamp) -> tuple[int, ...]:
    """Put everything proposed into the book of awards, once; return the numbers of its lines.

    :class:`NothingToDraft` where nothing is left to draft.
    """
    found = proposed(office, today=stamp.on).lines
    with office.store.writing(CAMPAIGN) as connection:
        situation = office.situation(connection)
        book = book_named(situation, AWARDS)
        lines = situation.file.books.get(AWARDS, {})
        known = {one.text("matter") for one in lines.values()}
        by, names = situation.account(stamp.by), names_of(connection, situation)
        entries = [
            written(
                book,
                None,
                _line_of(one),
                number=number,
                by=by,
                names=names,
                on=stamp.on,
                days=situation.regulations.days,
            )
            for number, one in enumerate(
                (one for one in found if one.matter not in known), len(lines) + 1
            )
        ]
        if not entries:
            raise NothingToDraft(
                "本周比赶超榜能够提出的均已拟稿"
                if found
                else "各责任单位名次不可区分，没有可以提出的"
            )
        write_campaign(office, connection, entries, stamp=stamp)
    return tuple(one.line for one in entries)


def _line_of(one: HonourDraft) -> KeepLine:
    values = {"matter": one.matter, "kind": one.kind, "unit": one.unit}
    return KeepLine(values={**values, "basis": one.basis, "draft": one.draft}, note="系统拟稿")


def draft_example(office: Office, *, project: str, stamp: Stamp) -> int:
    """Put what a project did into the book of exemplary cases; return the number of its line.

    :class:`NothingToDraft` where no promise was kept to the last document.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
    saved = saved_by_promise(file, situation.regulations.days)
    if not saved:
        raise NothingToDraft("项目没有凭承诺受理并已按期全部补齐的事项，没有可以核实的成效")
    unit = file.project.unit
    text = example_text(
        file,
        saved,
        situation.regulations.procedures(file.project, on=stamp.on),
        unit_name=situation.file.campaign.office_names.get(unit, unit),
    )
    values = {"title": f"{file.project.name}容缺受理", "text": text, "holder": unit}
    request = KeepLine(values={**values, "project": project}, note="系统拟稿")
    return keep_line(office, book=EXAMPLES, line=None, request=request, stamp=stamp)


def honour_letter(office: Office, *, book: str, line: int, today: date) -> Letter:
    """Return a line of either book as a letter; what is a draft says that it may not go out."""
    found = _line(office, book, line, today)
    out = _signed(office, book, line)
    of_awards, shown = book == AWARDS, found.shown
    said = shown.get("draft" if of_awards else "text", "尚未拟写")
    basis = (shown["basis"], CLAUSES[shown["kind"]], APPROVAL) if of_awards else (EXAMPLE,)
    return Letter(
        title=f"{shown['kind']}文稿" if of_awards else found.title,
        mark="" if out and found.state in OUT else MARKS[found.state],
        addressed_to=shown["unit" if of_awards else "holder"],
        sections=(
            Section(paragraphs=tuple(said.splitlines())),
            Section(heading="依据", paragraphs=basis),
        ),
        issuer=Role.SUPERVISOR.label if of_awards else shown["holder"],
        signed_by=out[0] if out else "",
        signed_on=out[1] if out else None,
        foot=f"据专项清单第{line}号拟制，佐证：{found.evidence or '无'}；"
        f"状态：{found.state_name}（{found.since.isoformat()}起），截至{today.isoformat()}。",
    )


def _signed(office: Office, book: str, line: int) -> tuple[str, date] | None:
    """Return who let a line go out, by name, and when; ``None`` = nobody has."""
    with office.store.reading() as connection:
        campaign = office.situation(connection).file.campaign
        entries = ledger.read(connection, CAMPAIGN)
    for entry in entries:
        match entry.payload:
            case LineMoved(book=of, line=number, state=state) if (of, number) == (book, line):
                if state in OUT:
                    account = campaign.account(entry.by)
                    return account.name if account is not None else entry.by, entry.on
    return None


def published_examples(office: Office, *, today: date) -> tuple[LineView, ...]:
    """Return the cases that everybody may see: agreed to by the enterprise, and published."""
    view = book_view(office, book=EXAMPLES, today=today)
    return tuple(one for one in view.lines if one.state == PUBLISHED)


def published_example(office: Office, *, line: int, today: date) -> Letter:
    """Return a case for everybody; :class:`NotConsented` unless it was agreed to and published."""
    if _line(office, EXAMPLES, line, today).state != PUBLISHED:
        raise NotConsented("该案例未经企业同意公开，或者尚未宣传，不向社会展示")
    return honour_letter(office, book=EXAMPLES, line=line, today=today)


def _line(office: Office, book: str, line: int, today: date) -> LineView:
    if book not in (AWARDS, EXAMPLES):
        raise Unknown(f"“{book}”没有可以打印的文稿，可用：{AWARDS}、{EXAMPLES}", book=book)
    view = book_view(office, book=book, today=today)
    found = next((one for one in view.lines if one.number == line), None)
    if found is None:
        raise Unknown(f"清单“{view.name}”没有第{line}号", line=line)
    return found
