"""A second opinion on due dates and open days, told one day after the other.

It reads the entries of a ledger and two plain sets of days, and shares no code with
`rules/clocks/clock.py`, `rules/days/working_days.py`, `rules/fold/file.py` or
`rules/standing/delay.py` and `holders.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.ledger import Entry

TOMORROW = timedelta(days=1)
WITHOUT_END = date.max


@dataclass(frozen=True)
class PlainDays:
    """The days that depart from an ordinary week, as a notice lists them."""

    off: frozenset[date]
    work: frozenset[date]

    def open(self, day: date) -> bool:
        return day in self.work or (day.weekday() < 5 and day not in self.off)


@dataclass
class WalkedClock:
    """What one application's entries say about its clock."""

    start: date | None = None
    limits: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Promised or statutory → how many, of what unit; only limits that bind the department."""
    longer: int = 0
    longer_unit: str = "workday"
    stops: list[tuple[date, date]] = field(default_factory=list)
    """First day and the day on which the clock runs on."""
    owed: set[str] = field(default_factory=set)
    lapsed: set[str] = field(default_factory=set)
    broken: dict[str, tuple[date, date]] = field(default_factory=dict)
    """Paper → the day on which its promise was found broken, and the day on which it came."""
    grace: bool = False
    ended_on: date | None = None

    def stop(self, first: date) -> None:
        free = self.stops[-1][1] if self.stops else first
        self.stops.append((max(first, free), WITHOUT_END))

    def go_on(self, day: date) -> None:
        if self.stops and self.stops[-1][1] is WITHOUT_END:
            self.stops[-1] = (self.stops[-1][0], day)
        self.grace = False

    def stopped(self, day: date) -> bool:
        return any(first <= day < on for first, on in self.stops)

    def due(self, which: str, days: PlainDays) -> date | None:
        """The last good day of a limit; ``None`` while the clock stands still before it.

        A paper that came after its promise was broken leaves the day after it at least.
        """
        due = self._counted(which, days)
        ended = self.ended_on or WITHOUT_END
        for lapsed_on, came_on in sorted(self.broken.values()):
            if due is None or lapsed_on > ended:
                return due
            promised = lapsed_on - TOMORROW
            while not days.open(promised):
                promised -= TOMORROW
            if due < promised:
                return due
            if (came := min(came_on, ended)) == WITHOUT_END:
                return None
            after = came + TOMORROW
            while not days.open(after):
                after += TOMORROW
            due = max(due, after)
        return due

    def _counted(self, which: str, days: PlainDays) -> date | None:
        assert self.start is not None
        value, unit = self.limits[which]
        if unit == self.longer_unit:
            return self._walk(self.start, value + self.longer, unit, days)
        due = self._walk(self.start, value, unit, days)
        if due is None or not self.longer:
            return due
        return self._walk(due, self.longer, self.longer_unit, days)

    def used(self, which: str, upto: date, days: PlainDays) -> int:
        assert self.start is not None
        _, unit = self.limits[which]
        if self.ended_on is not None:
            upto = min(upto, self.ended_on)
        count, day = 0, self.start
        while day < upto:
            day += TOMORROW
            count += not self.stopped(day) and (unit != "workday" or days.open(day))
        return count

    def late(self, which: str, upto: date, days: PlainDays) -> int:
        """Days of the limit's unit after the last good day; none while the clock stands still."""
        due = self.due(which, days)
        if self.ended_on is not None:
            upto = min(upto, self.ended_on)
        count, day = 0, due or upto
        while day < upto:
            day += TOMORROW
            counts = self.limits[which][1] != "workday" or days.open(day)
            count += counts and not self.stopped(day)
        return count

    def _walk(self, start: date, value: int, unit: str, days: PlainDays) -> date | None:
        day, left = start, value
        last_stop = self.stops[-1] if self.stops else (WITHOUT_END, WITHOUT_END)
        while True:
            if self.stopped(day):
                if last_stop[1] is WITHOUT_END and day >= last_stop[0]:
                    return None
            elif day > start:
                if unit == "calendar_day" or days.open(day):
                    left = max(left - 1, 0)
                if left == 0 and days.open(day):
                    return day
            elif left == 0 and (unit == "workday" or days.open(day)):
                return day
            day += TOMORROW


def clock_of(entries: Iterable[Entry], procedure: str) -> WalkedClock:
    """Read the clock of a procedure's latest application."""
    clock = WalkedClock()
    for entry in entries:
        payload = entry.payload
        if getattr(payload, "procedure", None) != procedure:
            continue
        match payload.kind:
            case "submitted":
                clock = WalkedClock()
            case "accepted":
                _begin(clock, payload, entry.on)
            case "deemed_accepted":
                _begin(clock, payload, payload.accepted_on)
            case "conditionally_accepted":
                _begin(clock, payload, payload.clock_from or payload.signed_on)
                clock.owed = {one.document for one in payload.owed}
            case "deferred_item_received":
                clock.owed.discard(payload.document)
                clock.lapsed.discard(payload.document)
                if payload.document in clock.broken:
                    clock.broken[payload.document] = (clock.broken[payload.document][0], entry.on)
                if clock.grace and not clock.lapsed:
                    clock.go_on(entry.on)
            case "promise_lapsed":
                clock.lapsed |= set(payload.documents)
                clock.broken |= dict.fromkeys(payload.documents, (payload.lapsed_on, WITHOUT_END))
                if payload.grace_until is not None:
                    clock.stop(payload.lapsed_on)
                    clock.grace = True
            case "clock_paused":  # takes over from a prerequisite that is waited for
                clock.go_on(entry.on)
                clock.stop(entry.on)
            case "upstream_awaited":
                clock.stop(entry.on)
            case "clock_resumed" | "upstream_arrived":
                clock.go_on(entry.on)
            case "hearing_requested":  # takes over from whatever stops the clock already
                clock.go_on(entry.on)
                clock.stop(entry.on)
            case "hearing_held":
                clock.go_on(payload.held_on)
            case "extended":
                clock.longer += payload.days
                clock.longer_unit = payload.unit.value
            case "concluded":
                clock.ended_on = entry.on
            case "returned" | "application_refused" | "withdrawn" | "declined":
                clock.go_on(entry.on)
                clock.ended_on = entry.on
            case "revoked":  # long after the decision with which the clock ended
                assert clock.ended_on is not None
    return clock


def _begin(clock: WalkedClock, payload: object, start: date) -> None:
    clock.start = start
    for which in ("promised", "statutory"):
        limit = getattr(payload, which)
        if limit.value is not None and limit.bound.value == "max":
            clock.limits[which] = (limit.value, limit.unit.value)


def days_open(entries: Sequence[Entry], procedure: str, *, upto: date) -> int:
    """Count the calendar days from opening to conclusion, and again from a revocation on."""
    return sum(1 for _ in open_days(entries, procedure, upto=upto))


def open_days(entries: Sequence[Entry], procedure: str, *, upto: date) -> Iterator[date]:
    """Yield the days at whose end the procedure is open, and those on which it is concluded."""
    happened: dict[date, list[str]] = {}
    for entry in entries:
        if getattr(entry.payload, "procedure", None) == procedure:
            happened.setdefault(entry.on, []).append(entry.payload.kind)
    is_open = False
    day = min(happened, default=upto + TOMORROW)
    while day <= upto:
        kinds = happened.get(day, ())
        for kind in kinds:
            if kind in ("procedure_opened", "revoked"):
                is_open = True
            elif kind == "concluded":
                is_open = False
        if is_open or "concluded" in kinds:
            yield day
        day += TOMORROW


def notice_days(
    entries: Iterable[Entry], procedure: str, days: PlainDays, *, upto: date
) -> list[date]:
    """The days of a minimum notice period on which an application could not be concluded."""
    found: list[date] = []
    for entry in entries:
        payload = entry.payload
        if getattr(payload, "procedure", None) != procedure:
            continue
        if payload.kind == "accepted" and payload.statutory.bound.value == "min":
            day, left = entry.on, payload.statutory.value
            while left > 0 or not days.open(day):
                day += TOMORROW
                left -= payload.statutory.unit.value == "calendar_day" or days.open(day)
                found.append(day)
        elif payload.kind in ("concluded", "withdrawn", "application_refused"):
            done = entry.on if payload.kind == "concluded" else entry.on - TOMORROW
            found = [one for one in found if one <= done]
    return [one for one in found if one <= upto]


def papers_came_first(entries: Iterable[Entry], procedure: str) -> bool:
    """Tell whether no permit was ever given before everything that was promised was in."""
    owed: set[str] = set()
    for entry in entries:
        payload = entry.payload
        if getattr(payload, "procedure", None) != procedure:
            continue
        if payload.kind == "submitted":
            owed = set()
        elif payload.kind == "conditionally_accepted":
            owed = {one.document for one in payload.owed}
        elif payload.kind == "deferred_item_received":
            owed.discard(payload.document)
        elif payload.kind == "concluded" and (owed or payload.conditional):
            return False
    return True
