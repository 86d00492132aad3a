"""What lines of books add to a measure of a target (清单构成): never a project twice."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from decimal import Decimal

from models.book import Book, FieldKind
from models.book_line import BookLine
from models.target import MONEY, BookSource, Target, TargetMeasure
from rules.fold.books import Books
from rules.weekly.targets.chances import NEVER, SURE
from rules.weekly.targets.holdups import Cause, Holdup
from rules.weekly.targets.members import lines_of
from rules.weekly.targets.shares import ONE, ZERO, Share, due_on, forfeited


def with_lines(
    target: Target,
    measure: TargetMeasure,
    shares: Sequence[Share],
    kept: Books,
    books: Mapping[str, Book],
    *,
    on: date,
) -> tuple[Share, ...]:
    """Return the shares of a measure with what its books add, projects first."""
    found = list(shares)
    for source in target.sources:
        if source.measure is not measure or source.book not in books:
            continue
        book = books[source.book]
        counted = [*lines_of(source, kept.get(source.book, {}).values())]
        if source.instead:
            found = _replaced(source, book, found, counted)
        members = {one.project for one in found if one.project}
        usual = in_time_rate(source, counted, on=on)
        found.extend(
            _line(target, source, book, line, usual, on)
            for line in counted
            if not _projects(book, line) & members
        )
    return tuple(found)


def in_time_rate(source: BookSource, lines: Sequence[BookLine], *, on: date) -> float | None:
    """Return how often lines of a book kept their day, of those whose day has passed.

    By the rule of succession: nothing known is one half. ``None`` = the lines have no day.
    """
    if not source.due:
        return None
    passed = [line for line in lines if (line.day(source.due) or date.max) < on]
    kept = sum(
        any(
            state in source.states and day <= (line.day(source.due) or day)
            for state, day in line.reached
        )
        for line in passed
    )
    return (kept + 1) / (len(passed) + 2)


def _replaced(
    source: BookSource, book: Book, shares: Sequence[Share], lines: Sequence[BookLine]
) -> list[Share]:
    """Return shares whose sums are those of their lines, where a project has lines."""
    found = []
    for share in shares:
        own = [one for one in lines if share.project and share.project in _projects(book, one)]
        of = Decimal(sum(one.amount(source.of) for one in own))
        if of:
            done = Decimal(sum(one.amount(source.done) for one in own))
            ahead = min(max(share.expected - share.done, ZERO), max(of - done, ZERO))
            share = replace(
                share,
                done=done,
                of=of,
                expected=done + ahead,
                book=book.code,
                line=own[0].number if len(own) == 1 else 0,
                holdup=share.holdup if done < of else None,
            )
        found.append(share)
    return found


def _line(
    target: Target, source: BookSource, book: Book, line: BookLine, usual: float | None, on: date
) -> Share:
    """Return what one line adds that names no registered project of the target."""
    by, due = due_on(target, source.measure), line.day(source.due) if source.due else None
    title = line.text(book.fields[0].code)
    owner = line.text(book.owner) if book.owner else ""
    state = book.state(line.state).name
    share = Share(
        name=title,
        unit=owner,
        done=ZERO,
        of=ONE,
        expected=ZERO,
        book=book.code,
        line=line.number,
        holdup=Holdup(Cause.LINE, line.state, state, owner),
    )
    begun = min((day for code, day in line.reached if code in source.states), default=None)
    lost = line.state in source.lost or forfeited(due or target.start_by, begun, on)
    if source.measure in MONEY:
        share = replace(
            share,
            done=Decimal(line.amount(source.done)),
            of=Decimal(line.amount(source.of)) if source.of else ZERO,
        )
        share = replace(share, expected=share.done, holdup=None if share.there else share.holdup)
    elif begun is not None:
        share = replace(share, done=ONE, expected=ONE, chance=SURE, holdup=None)
    if source.measure in target.forfeits and lost:
        why = Holdup(Cause.FORFEITED, office=owner)
        return replace(share, counted=False, expected=ZERO, chance=NEVER, holdup=why)
    if source.measure in MONEY or begun is not None:
        return share
    if by is not None and by <= on:
        return replace(share, chance=NEVER)
    soon = due is not None and by is not None and on <= due <= by
    return replace(share, expected=Decimal(soon), chance=usual if soon else NEVER)


def _projects(book: Book, line: BookLine) -> AbstractSet[str]:
    return {
        line.text(one.code)
        for one in book.fields
        if one.kind is FieldKind.PROJECT and one.code in line.values
    }
