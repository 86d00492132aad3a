"""Open clocks read anew in one run, beside peers: what recomputing instead of storing costs.

    python benchmarks/open_clocks.py [--clocks 100000] [--rounds 5] [--sample 300] [--json]

Each clock is a case accepted between 2010 and 2026, in working or calendar days, with
none to three stops and sometimes an extension; both its limits (promised, statutory)
are read on one day. Peers are given the working-day promised limits alone, stops
included, and find the due day:

* `chinesecalendar` asked day by day (a sample; it ends with 2026, then Monday to Friday),
* `holidays` asked day by day (a sample),
* `numpy.busday_offset` over whole arrays. It knows no make-up Saturdays and no stops, so
  it is asked only about clocks without stops, and the share of due days that it gets
  wrong stands beside its speed.

Rounds are interleaved; figures are medians, per clock, with the spread of ours.
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib.metadata import version
from random import Random

import chinese_calendar
import holidays
import numpy as np

from models.case import Case, CaseState, ClockStop, Limits
from models.catalogue import Bound, SpecialProcedureKind, TimeLimit, Unit
from models.days import DayKind
from rules.clocks.clock import read_clock
from rules.days.day_table import seeded_table
from rules.days.working_days import WorkingDays, working_days

FIRST, LAST = date(2010, 1, 4), date(2026, 11, 20)
TODAY = date(2026, 11, 23)
GOAL_SECONDS = 10
ONE_DAY = timedelta(days=1)


def limit(days: int, unit: Unit) -> TimeLimit:
    return TimeLimit(value=days, unit=unit, bound=Bound.MAX)


PROMISED = [limit(days, Unit.WORKDAY) for days in (1, 2, 3, 5, 7, 10, 15, 20, 30)]
STATUTORY = [limit(days, Unit.WORKDAY) for days in (5, 10, 20, 30, 45)] + [
    limit(days, Unit.CALENDAR_DAY) for days in (7, 30, 60)
]


def open_case(random: Random) -> Case:
    """Return a running case with its stops in order."""
    accepted = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
    stops = []
    free_from = accepted
    for _ in range(random.randint(0, 3)):
        began = free_from + timedelta(days=random.randint(0, 9))
        ended = began + timedelta(days=random.randint(1, 25))
        stops.append(
            ClockStop(
                SpecialProcedureKind.EXPERT_REVIEW, "专家评审", began, 15, Unit.WORKDAY, ended
            )
        )
        free_from = ended
    case = Case(
        "A01",
        CaseState.ACCEPTED,
        accepted_on=accepted,
        clock_from=accepted,
        limits=Limits(random.choice(PROMISED), random.choice(STATUTORY)),
        stops=tuple(stops),
    )
    if random.random() < 0.1:
        case = replace(case, extension_days=10, extensions=1)
    return case


def read_all(cases: Sequence[Case], days: WorkingDays) -> float:
    """Return the seconds to read both limits of every case."""
    began = time.perf_counter()
    for case in cases:
        assert case.limits is not None
        read_clock(case, case.limits.promised, on=TODAY, days=days)
        read_clock(case, case.limits.statutory, on=TODAY, days=days)
    return time.perf_counter() - began


def read_promised(cases: Sequence[Case], days: WorkingDays) -> float:
    """Return the seconds to read the promised limit alone, as the peers do."""
    began = time.perf_counter()
    for case in cases:
        assert case.limits is not None
        read_clock(case, case.limits.promised, on=TODAY, days=days)
    return time.perf_counter() - began


def walk(case: Case, works: Callable[[date], bool]) -> date:
    """Return the due day of a promised limit by asking day after day."""
    assert case.limits is not None
    assert case.clock_from is not None
    assert case.limits.promised.value is not None
    left = case.limits.promised.value + case.extension_days
    day = case.clock_from
    while left:
        day += ONE_DAY
        stopped = any(
            one.started_on <= day and (one.ended_on is None or day < one.ended_on)
            for one in case.stops
        )
        left -= not stopped and works(day)
    return day


def by_chinese_calendar(day: date) -> bool:
    if day.year > LAST.year:
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def walk_all(cases: Sequence[Case], works: Callable[[date], bool]) -> float:
    began = time.perf_counter()
    for case in cases:
        walk(case, works)
    return time.perf_counter() - began


def offsets(cases: Sequence[Case], calendar: np.busdaycalendar) -> tuple[float, list[date]]:
    """Return seconds and due days of busday_offset over arrays, conversion included."""
    began = time.perf_counter()
    starts = np.array([case.clock_from for case in cases], dtype="datetime64[D]")
    counts = np.array([(case.limits.promised.value or 0) + case.extension_days for case in cases])  # type: ignore[union-attr]
    due = np.busday_offset(starts, counts, roll="backward", busdaycal=calendar).astype(object)
    return time.perf_counter() - began, list(due)


def due_of(case: Case, days: WorkingDays) -> date | None:
    assert case.limits is not None
    reading = read_clock(case, case.limits.promised, on=TODAY, days=days)
    return reading.due_on if reading is not None else None


def main() -> None:
    """Run the rounds and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clocks", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20200521)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    random = Random(options.seed)
    cases = [open_case(random) for _ in range(options.clocks)]
    sample = random.sample(cases, k=min(options.sample, len(cases)))
    plain = [case for case in cases if not case.stops]
    table = seeded_table()
    days = working_days(table)
    off = [day for day, one in days.special.items() if one.kind is DayKind.OFF]
    calendar = np.busdaycalendar(holidays=np.array(off, dtype="datetime64[D]"))
    china = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 2))
    agreed = sum(walk(case, by_chinese_calendar) == due_of(case, days) for case in sample)
    seconds: dict[str, list[float]] = {
        "ours": [],
        "one": [],
        "package": [],
        "holidays": [],
        "numpy": [],
    }
    due: list[date] = []
    for turn in range(options.rounds):
        seconds["ours"].append(read_all(cases, days))
        seconds["one"].append(read_promised(cases, days))
        seconds["package"].append(walk_all(sample, by_chinese_calendar))
        seconds["holidays"].append(walk_all(sample, china.is_working_day))
        took, due = offsets(plain, calendar)
        seconds["numpy"].append(took)
        if not options.json:
            print(f"round {turn + 1}: {seconds['ours'][-1]:.2f} s", flush=True)
    wrong = sum(one != due_of(case, days) for case, one in zip(plain, due, strict=True))
    ours = statistics.median(seconds["ours"])
    of_one = statistics.median(seconds["one"]) / len(cases)
    package = statistics.median(seconds["package"]) / len(sample)
    walked = statistics.median(seconds["holidays"]) / len(sample)
    vector = statistics.median(seconds["numpy"]) / len(plain)
    figures = {
        "clocks": len(cases),
        "seconds_median": round(ours, 3),
        "seconds_min": round(min(seconds["ours"]), 3),
        "seconds_max": round(max(seconds["ours"]), 3),
        "goal_seconds_for_100000": GOAL_SECONDS,
        "goal_met": ours / len(cases) * 100_000 < GOAL_SECONDS,
        "microseconds_per_clock_both_limits": round(ours / len(cases) * 1e6, 2),
        "microseconds_one_limit": round(of_one * 1e6, 2),
        "chinesecalendar_walk_microseconds_one_limit": round(package * 1e6, 1),
        "chinesecalendar_walk_times_ours": round(package / of_one, 1),
        "chinesecalendar_walk_agrees": f"{agreed}/{len(sample)}",
        "holidays_walk_microseconds_one_limit": round(walked * 1e6, 1),
        "holidays_walk_times_ours": round(walked / of_one, 1),
        "busday_offset_microseconds_one_limit": round(vector * 1e6, 3),
        "busday_offset_times_ours": round(vector / of_one, 4),
        "busday_offset_wrong_share": round(wrong / len(plain), 3),
        "rounds": options.rounds,
        "sample": len(sample),
        "python": platform.python_version(),
        "chinesecalendar": chinese_calendar.__version__,
        "holidays": version("holidays"),
        "numpy": np.__version__,
    }
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>45}  {value}")


if __name__ == "__main__":
    main()
