"""Whose days they were (延误归因账): every day of a procedure belongs to exactly one party.

A day belongs to whoever holds the case at its end (`rules/clocks/holders.py`). The day of
conclusion belongs to whoever held the case until then; the days after it are nobody's,
unless the permit is revoked. A hearing that is recorded late ended on the day on which it
was held.

Conservation: the parties' days add up to the calendar days on which the procedure was
open, on every prefix of the ledger. Whether offices work on a day does not matter here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby
from operator import itemgetter

from models.case import Case, CaseFile, CaseState, Party
from models.case_entries import Concluded
from models.changing import changed
from models.ledger import Entry
from rules.clocks.clock import ONE_DAY
from rules.clocks.holders import STEADY, holder_of, last_days_held
from rules.fold.file import add
from rules.in_force.regulations import Regulations
from rules.standing.hindsight import Hindsight

Delays = Mapping[Party, int]
"""Party → calendar days; a party without a day is left out."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row on which one party held a procedure, both ends included (归因时段)."""

    first: date
    last: date
    party: Party

    @property
    def days(self) -> int:
        """Return how many calendar days it spans."""
        return (self.last - self.first).days + 1


def holders(
    entries: Sequence[Entry], procedure: str, *, upto: date, regulations: Regulations
) -> tuple[tuple[date, Party], ...]:
    """Return each day of a procedure with the party to which it belongs, in order."""
    spans = delay_spans(entries, upto=upto, regulations=regulations).get(procedure, ())
    return tuple(
        (span.first + shift * ONE_DAY, span.party) for span in spans for shift in range(span.days)
    )


def delay_ledger(
    entries: Sequence[Entry], *, upto: date, regulations: Regulations
) -> Mapping[str, Delays]:
    """Return the delay ledger of a project: procedure → party → days, opened procedures only."""
    spans = delay_spans(entries, upto=upto, regulations=regulations)
    return {procedure: _counted(held) for procedure, held in spans.items()}


def sum_delays(ledgers: Iterable[Delays]) -> Delays:
    """Add up the days of several procedures, projects or departments: the sums add up as well."""
    total: Counter[Party] = Counter()
    for ledger in ledgers:
        total.update(ledger)
    return {party: total[party] for party in Party if party in total}


def delay_spans(
    entries: Sequence[Entry], *, upto: date, regulations: Regulations
) -> Mapping[str, Sequence[Span]]:
    """Return who held each procedure of a project when: one walk over its entries by day."""
    spans: dict[str, list[Span]] = {}
    file: CaseFile | None = None
    since: dict[str, date] = {}
    ahead = Hindsight.of(entries, upto)
    for on, entered in _by_day(entries):
        if on > upto:
            break
        before = file
        until_then: dict[str, Party | None] = {}
        for entry in entered:
            if file is not None and isinstance(entry.payload, Concluded):
                code = entry.payload.procedure
                seen = ahead.seen(file.cases[code], file.version)
                until_then[code] = holder_of(file, seen, on, regulations)
            file = add(file, entry, entry.version)
        assert file is not None
        if before is not None:
            for code, case in before.cases.items():
                if case.state not in STEADY or file.cases.get(code) is not case:
                    _hold(spans, before, code, since.pop(code), on - ONE_DAY, regulations, ahead)
        for code in file.cases:
            since.setdefault(code, on)
        for code, party in until_then.items():
            if party is not None and file.concluded(code):
                _append(spans, code, Span(on, on, party))
    for code, first in since.items():
        assert file is not None
        _hold(spans, file, code, first, upto, regulations, ahead)
    return {code: spans[code] for code in since if code in spans}


def _by_day(entries: Sequence[Entry]) -> Iterator[tuple[date, Iterator[Entry]]]:
    """Group entries by day, in their order: one dated before its forerunner counts on its day."""
    days = accumulate((entry.on for entry in entries), max)
    for on, entered in groupby(zip(days, entries, strict=True), key=itemgetter(0)):
        yield on, (entry for _, entry in entered)


def _hold(
    spans: dict[str, list[Span]],
    file: CaseFile,
    code: str,
    first: date,
    last: date,
    regulations: Regulations,
    ahead: Hindsight,
) -> None:
    """Book a procedure's days from ``first`` to ``last``, on which its case stood as it is."""
    if last < first:
        return
    as_entered = file.cases[code]
    case = ahead.seen(as_entered, file.version)
    heard_on = ahead.heard_on(case, file.version)
    for start, end in _parts(case, first, last, heard_on, regulations):
        then = case
        if heard_on is not None and start >= heard_on:
            then = changed(case, state=CaseState.ACCEPTED)
        party = holder_of(file, then, start, regulations)
        if party is not None:
            _append(spans, code, Span(start, end, party))


def _parts(
    case: Case, first: date, last: date, heard_on: date | None, regulations: Regulations
) -> Iterator[tuple[date, date]]:
    """Split a span where the holder changes without an entry, or as a later one will tell."""
    ends = [last, *last_days_held(case, regulations)]
    if heard_on is not None:
        ends.append(heard_on - ONE_DAY)
    start = first
    for end in sorted({one for one in ends if first <= one <= last}):
        yield start, end
        start = end + ONE_DAY


def _append(spans: dict[str, list[Span]], code: str, span: Span) -> None:
    """Add a span to a procedure's, joined to the last one where the party goes on."""
    held = spans.setdefault(code, [])
    if held and held[-1].party is span.party and held[-1].last + ONE_DAY == span.first:
        held[-1] = Span(held[-1].first, span.last, span.party)
    else:
        held.append(span)


def _counted(held: Iterable[Span]) -> Delays:
    return sum_delays({span.party: span.days} for span in held)
