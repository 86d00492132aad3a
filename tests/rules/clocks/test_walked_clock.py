"""The clock against the day walker: any limit, any stops, any extension, any calendar."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as some

from models.act_requests import Via
from models.case_entries import Accepted, ClockPaused, ClockResumed, Extended, Submitted
from models.catalogue import SpecialProcedureKind, Unit
from models.ledger import Entry, Payload
from rules.clocks.clock import read_clock
from rules.days.working_days import WorkingDays
from rules.fold.file import add
from tests.calendars import CALENDARS
from tests.walker import PlainDays, clock_of
from tests.world import FIRST_DAY, PROJECT, at, limit, opened

OPENED = opened()
UNITS = some.sampled_from(tuple(Unit))
GAPS = some.lists(some.sampled_from((0, 1, 2, 3, 6)), max_size=9)
"""Days between one stop or resumption and the next; odd numbers leave the last stop open."""


def entry(on: date, payload: Payload, version: int) -> Entry:
    return Entry(PROJECT, version, payload, at(on), on, "", Via.SYSTEM, None, "")


def lived(
    start: date, days: int, unit: Unit, gaps: list[int], longer: tuple[int, Unit] | None
) -> list[Entry]:
    """A case that was accepted, extended, and stopped and let go in turn."""
    payloads: list[tuple[date, Payload]] = [
        (start, Submitted(procedure="A01", documents=())),
        (start, Accepted(procedure="A01", promised=limit(days, unit), statutory=limit(30))),
    ]
    if longer is not None:
        more, its_unit = longer
        payloads.append(
            (
                start,
                Extended(
                    procedure="A01",
                    days=more,
                    unit=its_unit,
                    reason="案情复杂",
                    applicant_informed=True,
                    article="",
                ),
            )
        )
    day = start
    for place, gap in enumerate(gaps):
        day += timedelta(days=gap)
        payloads.append(
            (
                day,
                ClockResumed(procedure="A01")
                if place % 2
                else ClockPaused(
                    procedure="A01",
                    procedure_kind=SpecialProcedureKind.HEARING,
                    reason="听证",
                    requested_by="",
                    approved_by="",
                    limit_days=5,
                    limit_unit=Unit.WORKDAY,
                ),
            )
        )
    return [entry(on, payload, number) for number, (on, payload) in enumerate(payloads, start=1)]


@example(0, 5, Unit.CALENDAR_DAY, [7, 1, 0, 1], None, CALENDARS[0], 0).via(
    "two stops, one after the other, on the day to which the last day had rolled"
)
@settings(max_examples=1500, deadline=None)
@given(
    start=some.integers(0, 150),
    days=some.integers(0, 12),
    unit=UNITS,
    gaps=GAPS,
    longer=some.none() | some.tuples(some.integers(1, 6), UNITS),
    calendar=some.sampled_from(CALENDARS),
    later=some.integers(0, 30),
)
def test_a_due_day_and_the_days_used_are_what_the_walker_finds(
    start: int,
    days: int,
    unit: Unit,
    gaps: list[int],
    longer: tuple[int, Unit] | None,
    calendar: tuple[WorkingDays, PlainDays],
    later: int,
) -> None:
    working, plain = calendar
    entries = lived(FIRST_DAY + timedelta(days=start), days, unit, gaps, longer)
    file = OPENED
    for one in entries:
        file = add(file, one, one.version)
    case = file.cases["A01"]
    on = entries[-1].on + timedelta(days=later)
    walked = clock_of(entries, "A01")
    assert case.limits is not None
    for which in ("promised", "statutory"):
        reading = read_clock(case, getattr(case.limits, which), on=on, days=working)
        assert reading is not None
        assert reading.due_on == walked.due(which, plain)
        assert reading.used == walked.used(which, on, plain)
        if reading.overdue:
            assert -reading.remaining == walked.late(which, on, plain)
