"""What a sweep worked out for the day is what lists tell, and no file is folded for it."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from benchmarks.growth import grown
from casework.office import Office
from casework.office.settings import Settings, open_office
from casework.plan.bottlenecks import bottlenecks
from casework.plan.look_ahead import load_ahead
from casework.plan.meeting import meeting_agenda
from casework.plan.views import plan_all
from casework.reading.board.board import board, front
from casework.reading.board.investment import investment
from casework.reading.board.public import public_lines
from casework.reading.board.standing import standings
from casework.reading.board.targets import target_detail, targets_on
from casework.reading.board.week import week_of
from casework.reading.case.views import show
from casework.supervision.bulletin import bulletin_of, keep_bulletins
from casework.supervision.bulletin_figures import ENDED
from casework.supervision.light_watch import read_lights
from casework.watching.reckon import reckon, topics_on
from casework.weekly.league import league_table
from casework.weekly.summary import campaign_report
from rules.clocks.round_days import iso_week
from store.projected import reckoned
from tests.asked import asked
from tests.once import made
from tests.rehearsed import played_home
from tests.world import DISPATCHER, PROJECT, at, do, june

TODAY = date(2020, 6, 12)
AHEAD = (0, 3, 20)
"""Days after the last act: only time has passed."""
MANY = 10_000

LISTS: dict[str, Callable[[Office, date], object]] = {
    "standings": lambda office, on: standings(office, today=on),
    "board": lambda office, on: board(office, today=on),
    "front": lambda office, on: front(office, today=on),
    "public": lambda office, on: public_lines(office, today=on),
    "targets": lambda office, on: targets_on(office, today=on),
    "targets without chances": lambda office, on: targets_on(office, surely=False, today=on),
    "league": lambda office, on: league_table(office, today=on),
    "a project's page": lambda office, on: show(office, project=PROJECT, likely=True, today=on),
    "plans": lambda office, on: plan_all(office, on),
    "agenda of a meeting": lambda office, on: meeting_agenda(office, today=on),
    "look-ahead": lambda office, on: load_ahead(office, today=on),
    "campaign report": lambda office, on: campaign_report(office, today=on),
    "week of reports": lambda office, on: week_of(office, week=iso_week(on), now=at(on), today=on),
    "investment": lambda office, on: investment(office, today=on),
    "bottlenecks": lambda office, on: bottlenecks(office, today=on),
    "bulletin": lambda office, on: bulletin_of(office, month=f"{on:%Y-%m}", today=on),
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played_home(tmp_path_factory, until=TODAY)


@pytest.fixture
def home(played: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(played, tmp_path / "home"))


@pytest.fixture
def swept(played: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own that is worked out for the day: once for all workers."""

    def sweep(template: Path) -> None:
        home = Path(shutil.copytree(played, template / "home"))
        office = opened(home)
        assert reckon(office, now=at(TODAY)) == 60
        office.store.close()

    template = made(tmp_path_factory, f"swept-{TODAY}", sweep)
    return Path(shutil.copytree(template / "home", tmp_path / "swept"))


@pytest.fixture(scope="module")
def off_files(played: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What is told of the day where nothing was worked out."""
    return told(Path(shutil.copytree(played, tmp_path_factory.mktemp("files") / "home")), TODAY)


def opened(home: Path) -> Office:
    return open_office(Settings(home=home), migrate=False)


def told(home: Path, on: date) -> dict[str, object]:
    """What a process that has just begun tells."""
    office = opened(home)
    found = {name: read(office, on) for name, read in LISTS.items()}
    office.store.close()
    return found


def lacking(office: Office, on: date) -> list[str]:
    """Projects of which something is not told for a day."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        days = {topic.name: day for topic, day in topics_on(situation, on).items()}
        law = situation.law
        return [*reckoned.lacking(connection, days, law=law, most=MANY)]


def to_be_pinned(office: Office, on: date) -> str:
    return next(one.code for one in standings(office, today=on) if one.ahead and not one.passed_on)


def forget(home: Path) -> None:
    office = opened(home)
    with office.store.writing() as connection:
        reckoned.forget(connection)
    office.store.close()


@pytest.mark.parametrize("ahead", AHEAD)
def test_lists_tell_off_rows_what_they_tell_off_files(home: Path, ahead: int) -> None:
    on = TODAY + timedelta(days=ahead)
    off_files = told(home, on)

    assert reckon(opened(home), now=at(on)) == 60

    assert told(home, on) == off_files
    assert reckon(opened(home), now=at(on, 20)) == 0


@pytest.fixture(scope="module")
def few_and_many(played: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Homes of 60 and 240 projects, worked out for the day."""
    homes = []
    for number in (60, 240):
        home = Path(shutil.copytree(played, tmp_path_factory.mktemp("swept") / "home"))
        if number > 60:
            grown(home, number)
        assert reckon(opened(home), now=at(TODAY), most=MANY) == number
        homes.append(home)
    return homes


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_database_as_often_for_four_times_as_many_projects(
    few_and_many: list[Path], name: str
) -> None:
    counts = []
    for place in few_and_many:
        office = opened(place)
        with asked(office.store) as statements:
            LISTS[name](office, TODAY)
        assert not any("entries.stream IN" in one for one in statements), "no file is folded"
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 12


def test_what_changed_since_is_read_off_its_file_and_nothing_else(swept: Path) -> None:
    office = opened(swept)
    code = to_be_pinned(office, TODAY)
    day = date(2020, 9, 30)
    do(
        office,
        *("pin_start", "start_construction"),
        project=code,
        by=DISPATCHER,
        on=TODAY,
        start_on=day.isoformat(),
        reason="调度会议定",
    )

    off_rows = told(swept, TODAY)
    assert lacking(office, TODAY) == [code]
    assert reckon(opened(swept), now=at(TODAY, 11)) == 1
    assert told(swept, TODAY) == off_rows
    forget(swept)

    assert told(swept, TODAY) == off_rows
    (line,) = [one for one in standings(opened(swept), today=TODAY) if one.code == code]
    assert line.pinned_on == day


@pytest.mark.parametrize(
    "edit",
    [
        "update reckoned set told = "
        "(select other.told from reckoned other where other.topic = reckoned.topic limit 1)",
        "update reckoned set version = version + 1",
        "update reckoned set law = '7'",
        "update reckoned set day = '2020-06-11'",
    ],
)
def test_a_row_that_does_not_hold_is_not_believed(
    swept: Path, off_files: dict[str, object], edit: str
) -> None:
    office = opened(swept)
    with office.store.writing() as connection:
        assert connection.execute(text(edit)).rowcount
    office.store.close()

    assert told(swept, TODAY) == off_files


def test_a_sweep_that_stops_half_way_is_gone_on_with(home: Path) -> None:
    office = opened(home)

    done = [reckon(office, now=at(TODAY), most=25) for _ in range(4)]

    assert done == [25, 25, 10, 0]


def test_what_is_lacking_is_looked_up_project_by_project(swept: Path) -> None:
    office = opened(swept)
    asking: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        office.store.engine,
        "before_cursor_execute",
        lambda *given: asking.append((given[2], given[3])),
    )

    assert lacking(office, TODAY) == []

    (said, given), *_ = [one for one in asking if "FROM reckoned" in one[0]]
    with office.store.reading() as connection:
        steps = connection.exec_driver_sql(f"explain query plan {said}", given).all()
    on_rows = [step[3] for step in steps if "reckoned" in step[3] and "SUBQUERY" not in step[3]]
    assert len(on_rows) == 1
    assert on_rows[0].startswith("SEARCH")  # of three thousand projects a scan took 40 s
    assert "project=?" in on_rows[0]


def test_what_the_campaign_writes_about_itself_makes_nothing_old(swept: Path) -> None:
    office = opened(swept)
    with office.store.reading() as connection:
        before = office.situation(connection).file
    read_lights(office, now=at(TODAY + timedelta(days=1)))

    with office.store.reading() as connection:
        after = office.situation(connection).file

    assert (after.version > before.version, after.law) == (True, before.law)


def test_a_month_that_is_over_is_told_off_rows_until_it_is_drafted(home: Path) -> None:
    over = date(2020, 7, 3)

    def june(office: Office) -> object:
        return bulletin_of(office, month="2020-06", today=over)

    off_files = june(opened(home))
    reckon(opened(home), now=at(over))
    office = opened(home)
    with asked(office.store) as statements:
        off_rows = june(office)
    assert off_rows == off_files
    assert not any("entries.stream IN" in one for one in statements), "no file is folded"

    code = standings(office, today=over)[0].code
    do(
        office,
        "raise_issue",
        "start_construction",
        project=code,
        by=DISPATCHER,
        on=over,
        text="围挡",
    )
    assert june(opened(home)) == off_files, "what is entered in July is not told of June"
    assert keep_bulletins(office, now=at(date(2020, 7, 6))) == ("2020-06",)
    with office.store.reading() as connection:
        assert ENDED not in topics_on(office.situation(connection), date(2020, 7, 7))


def test_drilling_down_folds_the_files_of_that_target_alone(swept: Path) -> None:
    office = opened(swept)

    detail = target_detail(office, target="government", measure="start_rate", today=TODAY)

    members = {one.project for one in detail.shares if one.project}
    assert 0 < len(members) < 60
    assert set(office._files) == members


def test_two_watches_at_once_write_the_same_rows(office: Office) -> None:
    with ThreadPoolExecutor(2) as watches:
        done = list(watches.map(lambda _: reckon(office, now=at(june(2))), range(2)))

    assert max(done) == 1
    assert lacking(office, june(2)) == []
    assert lacking(office, june(3)) == [PROJECT]
