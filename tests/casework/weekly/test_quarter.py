"""A simulated quarter of weekly rounds: 13 weeks, 60 projects, 12 units, outages, repetitions.

The office is looked after three times a day, each time twice, and by runs that come late
with an earlier hour; it is down over an opening, over a cut-off, and for a whole week.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import text

from casework.desk import ZONE, Stamp
from casework.intake.loading import load
from casework.office import CAMPAIGN, Office
from casework.office.integrity import dump, rebuild, verify
from casework.office.settings import Settings, open_office
from casework.weekly.reporting import report_progress
from casework.weekly.rounds import close_round, keep_rounds, open_round
from models.act import Via
from models.campaign import CampaignFolder
from models.case_entries import Reminded
from models.notice import Ground
from models.people import Account, ResponsibleUnit, Role
from models.progress import ProgressReported
from models.weekly import RoundChased, RoundClosed, RoundOpened, RoundPublished
from rules.clocks.round_days import iso_week
from store import ledger
from tests.world import DISPATCHER, campaign, progress_report, project, stamp

FIRST, LAST = date(2020, 6, 1), date(2020, 8, 30)
UNITS = tuple(f"unit-{chr(ord('a') + number)}" for number in range(12))
PROJECTS = tuple(f"2020-230112-39-03-{number:06}" for number in range(1, 61))
WEEKS = tuple(f"2020-W{number}" for number in range(23, 36))
HOURS = (time(9), time(12), time(16))


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


OUTAGES = (
    # Over the opening of week 25: back on Tuesday at noon.
    (moment(date(2020, 6, 15), 0), moment(date(2020, 6, 16), 11)),
    # Over the second chase and the cut-off of week 27: back on Saturday evening.
    (moment(date(2020, 7, 3), 10), moment(date(2020, 7, 4), 15)),
    # All of week 29 and the Monday after it until 10.
    (moment(date(2020, 7, 13), 0), moment(date(2020, 7, 20), 10)),
)
MISSED = "2020-W29"


def unit_of(code: str) -> str:
    return UNITS[int(code[-6:]) % len(UNITS)]


def folder() -> CampaignFolder:
    given = campaign()
    units = tuple(ResponsibleUnit(code=one, name=f"单位{one}", short=one) for one in UNITS)
    liaisons = tuple(
        Account(number=f"{one}-liaison", name=f"{one}·联络员", role=Role.UNIT_LIAISON, office=one)
        for one in UNITS
    )
    changed = given.model_copy(
        update={
            "units": (*given.units, *units),
            "accounts": (*given.accounts, *liaisons),
            "last_day": LAST,
        }
    )
    projects = tuple(
        project(code, name=f"项目{code[-3:]}", unit=unit_of(code)) for code in PROJECTS
    )
    return CampaignFolder(campaign=changed, projects=projects, digests={"x": "x" * 64})


def down(now: datetime) -> datetime | None:
    """When the server is back that is down now; ``None`` = it is up."""
    return next((until for since, until in OUTAGES if since <= now < until), None)


@dataclass
class Quarter:
    """What was simulated, with its own account of it."""

    office: Office
    sent: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """Week and project → when its report was sent."""

    def keep(self, now: datetime) -> None:
        """One look at the rounds, done twice; then a run that was held up for five hours."""
        for at in (now, now, now - timedelta(hours=5)):
            keep_rounds(self.office, now=at)

    def report(self, week: str, code: str, now: datetime) -> None:
        report_progress(
            self.office,
            project=code,
            week=week,
            report=progress_report(next_week=f"{week} 之后继续"),
            key=f"{week}/{code}",
            by=f"{unit_of(code)}-liaison",
            via=Via.CONSOLE,
            now=now,
        )
        self.sent[week, code] = now


def planned(luck: Random) -> Iterator[tuple[datetime, str, str]]:
    """Who means to report when; whoever finds the server down tries again when it is back."""
    for number, week in enumerate(WEEKS):
        monday = FIRST + timedelta(days=7 * number)
        for code in PROJECTS:
            roll = luck.random()
            if roll < 0.85:
                at = moment(monday + timedelta(days=luck.choice((0, 1, 2))), 10, luck.randrange(60))
            elif roll < 0.93:
                at = moment(monday + timedelta(days=7), 14, luck.randrange(60))
            else:
                continue
            back = down(at)
            yield (at if back is None else back + timedelta(hours=4)), week, code


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Quarter:
    office = open_office(Settings(home=tmp_path_factory.mktemp("quarter")))
    load(office, folder(), stamp=stamp(FIRST))
    made = Quarter(office)
    reports = sorted(planned(Random(5)))
    day = FIRST
    while day <= LAST + timedelta(days=8):
        for hour in HOURS:
            now = datetime.combine(day, hour, ZONE)
            while reports and reports[0][0] < now:
                at, week, code = reports.pop(0)
                made.report(week, code, at)
            if down(now) is None:
                made.keep(now)
        day += timedelta(days=1)
    assert not reports
    # Somebody opens and closes old weeks by hand once more, in no order.
    for week in ("2020-W30", "2020-W23", MISSED):
        by = Stamp(DISPATCHER, Via.CONSOLE, moment(day, 9))
        open_round(office, week=week, stamp=by)
        close_round(office, week=week, stamp=by)
    return made


@pytest.fixture(scope="module")
def rounds(quarter: Quarter) -> dict[type, list]:
    """The entries of the campaign's own stream, by kind."""
    found: dict[type, list] = defaultdict(list)
    with quarter.office.store.reading() as connection:
        for entry in ledger.read(connection, CAMPAIGN):
            found[type(entry.payload)].append(entry)
    return found


def test_there_are_exactly_thirteen_rounds_each_opened_closed_and_published_once(
    rounds: dict[type, list],
) -> None:
    for kind in (RoundOpened, RoundClosed, RoundPublished):
        assert sorted(entry.payload.week for entry in rounds[kind]) == list(WEEKS)


def test_every_unit_is_asked_once_a_round(quarter: Quarter, rounds: dict[type, list]) -> None:
    assert {entry.payload.units for entry in rounds[RoundOpened]} == {UNITS}
    assert {entry.payload.projects for entry in rounds[RoundOpened]} == {PROJECTS}
    with quarter.office.store.reading() as connection:
        asked = connection.execute(
            text("select notice_key, recipient from deliveries where notice_key like '%/asked'")
        ).all()
    assert Counter(key for key, _ in asked) == {
        f"{week}/{unit}/asked": 1 for week in WEEKS for unit in UNITS
    }
    assert all(recipient == f"{key.split('/')[1]}-liaison" for key, recipient in asked)


def test_no_chase_is_made_twice_and_none_where_nothing_is_missing(
    quarter: Quarter, rounds: dict[type, list]
) -> None:
    made = [(one.payload.week, one.payload.before_hours) for one in rounds[RoundChased]]
    assert len(set(made)) == len(made)
    # Week 27 was down over its second chase.
    assert set(made) == {(week, 24) for week in WEEKS} | {
        (week, 4) for week in WEEKS if week != "2020-W27"
    }
    for entry in rounds[RoundChased]:
        reported = {
            code
            for (week, code), at in quarter.sent.items()
            if week == entry.payload.week and at < entry.at
        }
        assert set(entry.payload.projects) == set(PROJECTS) - reported
        assert entry.payload.units == tuple(
            sorted({unit_of(one) for one in entry.payload.projects})
        )


def test_the_missed_week_was_made_up_for_and_left_its_units_time(rounds: dict[type, list]) -> None:
    late = [entry for entry in rounds[RoundOpened] if entry.payload.late]
    (made_up,) = late
    assert made_up.payload.week == MISSED
    assert made_up.at == moment(date(2020, 7, 20), 12)
    assert made_up.payload.cutoff_at == moment(date(2020, 7, 21), 16)


def test_nothing_that_was_sent_is_lost_or_doubled(quarter: Quarter) -> None:
    found: Counter[tuple[str, str]] = Counter()
    with quarter.office.store.reading() as connection:
        for code in PROJECTS:
            for entry in ledger.read(connection, code):
                if isinstance(entry.payload, ProgressReported):
                    found[entry.payload.week, code] += 1
    assert found == dict.fromkeys(quarter.sent, 1)
    assert len(quarter.sent) > 600


def test_late_ones_are_counted(quarter: Quarter, rounds: dict[type, list]) -> None:
    cutoffs = {one.payload.week: one.payload.cutoff_at for one in rounds[RoundOpened]}
    expected = {key for key, at in quarter.sent.items() if at > cutoffs[key[0]]}
    with quarter.office.store.reading() as connection:
        files = {code: quarter.office.file(connection, code)[0] for code in PROJECTS}
    late = {(week, code) for code, file in files.items() for week in file.progress.late}
    assert late == expected
    assert 30 < len(late) < 130


def test_who_was_missing_at_the_close_is_named_and_reminded_once(
    quarter: Quarter, rounds: dict[type, list]
) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for entry in rounds[RoundClosed]:
        week = entry.payload.week
        sent = {code for (of, code), at in quarter.sent.items() if of == week and at < entry.at}
        missing = tuple(code for code in PROJECTS if code not in sent)
        assert entry.payload.projects == missing
        assert entry.payload.missing == tuple(sorted({unit_of(code) for code in missing}))
        expected.update((week, code) for code in missing)
    found: Counter[tuple[str, str]] = Counter()
    with quarter.office.store.reading() as connection:
        for code in PROJECTS:
            for entry in ledger.read(connection, code):
                match entry.payload:
                    case Reminded(ground=Ground.REPORT_MISSED, about_on=about_on):
                        found[iso_week(about_on), code] += 1
    assert found == expected


def test_what_was_published_adds_up(rounds: dict[type, list]) -> None:
    for entry in rounds[RoundPublished]:
        counted = entry.payload
        assert counted.on_time + counted.late + counted.missing == counted.due == len(PROJECTS)


def test_the_ledger_holds_and_rebuilds_byte_for_byte(quarter: Quarter) -> None:
    assert verify(quarter.office).ok
    before = dump(quarter.office)
    rebuild(quarter.office)
    assert dump(quarter.office) == before
