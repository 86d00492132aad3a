"""Books (专项清单): lines are written here, in one transaction each, and shown."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection

from casework.desk import (
    Addition,
    KeyTaken,
    Recorded,
    Stamp,
    caught_up,
    remember,
    write,
    write_campaign,
)
from casework.office import CAMPAIGN, REGULATIONS, Office, Situation
from models.amount_words import amount_in_words
from models.book import Book, FieldKind, Scalar
from models.book_line import BookLine, KeepLine, LineMoved, LineRecorded
from models.book_views import BookView, LayerSum, LineView, MeasureView, StateSum, WarningView
from models.parcel import ParcelMoved
from models.refusal import Stale, Unknown
from rules.books.figures import Warned, amounts_by_state, layers, measured, warned
from rules.books.repeated import wrote
from rules.books.writing import Names, written
from rules.fold.books import with_line
from store import ledger
from store.engine import hold
from store.projected.queries import project_names


def keep_line(
    office: Office,
    *,
    book: str,
    line: int | None,
    request: KeepLine,
    key: str | None = None,
    expect: str = "",
    stamp: Stamp,
) -> int:
    """Write a line of a book, a new one where ``line`` is ``None``; return its number.

    ``expect`` is the state that the person saw: :class:`Stale` says that it has moved on.
    ``key`` makes a repetition harmless; :class:`KeyTaken` says that something else was recorded
    under it.
    """
    with office.store.writing(CAMPAIGN) as connection:
        situation = office.situation(connection)
        kept = book_named(situation, book)
        lines = situation.file.books.get(kept.code, {})
        if key is not None and (done := ledger.read_key(connection, key)) is not None:
            names, entry = names_of(connection, situation), done.payload
            if not wrote(entry, kept, lines, line=line, request=request, names=names):
                raise KeyTaken.by(done)
            return entry.line
        before = None if line is None else _line(kept, lines.get(line), line)
        if before is not None and expect and before.state != expect:
            raise Stale(
                f"他人已先行更新：第{before.number}号现为“{kept.state(before.state).name}”，"
                "请刷新后再办"
            )
        number = before.number if before is not None else len(lines) + 1
        entry = written(
            kept,
            before,
            request,
            number=number,
            by=situation.account(stamp.by),
            names=names_of(connection, situation),
            on=stamp.on,
            days=situation.regulations.days,
        )
        write_campaign(office, connection, [entry], key=key, stamp=stamp)
        told = _told_to_projects(office, connection, situation, kept, before, entry, stamp)
    remember(office, told)
    return number


def _told_to_projects(
    office: Office,
    connection: Connection,
    situation: Situation,
    book: Book,
    before: BookLine | None,
    entry: LineRecorded | LineMoved,
    stamp: Stamp,
) -> list[Recorded]:
    """Tell the projects whose land a line clears how far it is: their plans wait for it."""
    if not book.clears:
        return []
    books = with_line(situation.file.books, entry, on=stamp.on, by=stamp.by)
    line = books[book.code][entry.line]
    now = set(_projects_in(book, line))
    then = set(_projects_in(book, before)) if before is not None else set[str]()
    if before is not None and before.reached == line.reached and now == then:
        return []
    found = []
    for project in sorted(now | then):
        hold(connection, project, beside=REGULATIONS)
        file, prev = office.file(connection, project)
        drafts, today = caught_up(file, situation, stamp)
        moved = ParcelMoved(
            book=book.code,
            line=line.number,
            parcel=line.text(book.fields[0].code),
            reached=line.reached if project in now else (),
        )
        addition = Addition(file, prev, [*drafts, stamp.draft(moved)], today)
        found.append(write(office, connection, situation, addition, stamp=stamp))
    return found


def book_view(office: Office, *, book: str, today: date) -> BookView:
    """Return a book with its lines, sums, measures and warnings."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        return _view(connection, situation, book_named(situation, book), today)


def book_views(office: Office, *, today: date) -> tuple[BookView, ...]:
    """Return every book of the campaign, in the order of its file."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        books = situation.file.campaign.books
        return tuple(_view(connection, situation, one, today) for one in books)


def book_named(situation: Situation, book: str) -> Book:
    """Return the book of that code or name, or refuse."""
    found = situation.file.campaign.book(book)
    if found is None:
        known = "、".join(f"{one.code}（{one.name}）" for one in situation.file.campaign.books)
        raise Unknown(f"没有专项清单“{book}”，可用：{known or '无'}", book=book)
    return found


def lines_of_project(
    office: Office, *, project: str, today: date
) -> tuple[tuple[Book, LineView], ...]:
    """Return the lines of all books that name a project."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        return tuple(
            (book, line)
            for book in situation.file.campaign.books
            for line in _naming(connection, situation, book, project, today)
        )


def lines_owned_by(
    views: Sequence[BookView], holders: Collection[str]
) -> tuple[tuple[BookView, LineView], ...]:
    """Return the unfinished lines that a post, or its office, answers for."""
    return tuple(
        (view, line)
        for view in views
        for line in view.lines
        if line.owner in holders and not line.finished
    )


def _naming(
    connection: Connection, situation: Situation, book: Book, project: str, today: date
) -> tuple[LineView, ...]:
    lines = situation.file.books.get(book.code, {}).values()
    naming = {line.number for line in lines if project in _projects_in(book, line)}
    if not naming:
        return ()
    view = _view(connection, situation, book, today)
    return tuple(line for line in view.lines if line.number in naming)


def _view(connection: Connection, situation: Situation, book: Book, today: date) -> BookView:
    lines = tuple(situation.file.books.get(book.code, {}).values())
    held = {code for line in lines for code in _projects_in(book, line)}
    names = {**situation.file.campaign.holder_names, **project_names(connection, sorted(held))}
    against: dict[int, list[Warned]] = {}
    for one in warned(book, lines, on=today, days=situation.regulations.days):
        against.setdefault(one.line, []).append(one)
    sums = amounts_by_state(book, lines)
    return BookView(
        code=book.code,
        name=book.name,
        clause=book.clause,
        as_of=today,
        assumed=book.assumed,
        source=book.source,
        lines=tuple(_line_view(book, line, against.get(line.number, []), names) for line in lines),
        states=tuple(
            StateSum(
                state=one.code, name=one.name, lines=sums[one.code][0], amounts=sums[one.code][1]
            )
            for one in book.states
        ),
        layers=tuple(
            LayerSum(name=name, unit=unit, amount=amount)
            for name, unit, amount in layers(book, lines)
        ),
        measures=tuple(
            MeasureView(
                name=one.name,
                part=found.part,
                whole=found.whole,
                unit=book.field(one.part).unit if one.part else "",
                rate=found.rate,
                least=one.least,
                least_count=one.least_count,
                by=one.by,
                met=found.met,
                missing=found.missing,
                lines=found.short,
                assumed=one.assumed,
            )
            for one in book.measures
            for found in (measured(one, lines),)
        ),
    )


def _line_view(
    book: Book, line: BookLine, against: Sequence[Warned], names: dict[str, str]
) -> LineView:
    shown = {
        one.code: _shown(one.kind, one.unit, line.values[one.code], names)
        for one in book.fields
        if one.code in line.values
    }
    return LineView(
        number=line.number,
        title=shown.get(book.fields[0].code, f"第{line.number}号"),
        state=line.state,
        state_name=book.state(line.state).name,
        values=dict(line.values),
        shown=shown,
        owner=line.text(book.owner) if book.owner else "",
        finished=book.ends_at(line.state),
        since=line.reached[-1][1],
        moved_on=line.moved_on,
        by=line.by,
        evidence=line.evidence,
        note=line.note,
        warnings=tuple(
            WarningView(
                name=one.warning.name,
                on=one.on,
                red=one.warning.red,
                start=one.warning.start,
                assumed=one.warning.assumed,
            )
            for one in against
        ),
    )


def _shown(kind: FieldKind, unit: str, value: Scalar, names: dict[str, str]) -> str:
    match kind:
        case FieldKind.AMOUNT:
            return amount_in_words(int(value), unit)
        case FieldKind.PROJECT | FieldKind.HOLDER:
            return names.get(str(value), str(value))
        case _:
            return str(value)


def _projects_in(book: Book, line: BookLine) -> list[str]:
    return [
        line.text(one.code)
        for one in book.fields
        if one.kind is FieldKind.PROJECT and one.code in line.values
    ]


def _line(book: Book, line: BookLine | None, number: int) -> BookLine:
    if line is None:
        raise Unknown(f"清单“{book.name}”没有第{number}号", line=number)
    return line


def names_of(connection: Connection, situation: Situation) -> Names:
    """Return what a line may name: projects, offices, accounts."""
    holders = situation.file.campaign.holder_names
    return Names(projects=project_names(connection), holders=holders)
