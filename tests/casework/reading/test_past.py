"""Files as they stood: what is kept of the past is what the ledger says of it, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.office import Office
from casework.reading.board import past
from casework.reading.board.past import files_as_of, recall
from casework.reading.board.standing import standing_of, standings
from rules.fold.file import fold
from store import ledger
from store.projected.queries import project_lines
from tests.asked import asked
from tests.rehearsed import rehearsed

FIRST, UNTIL = date(2020, 5, 20), date(2020, 6, 1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return rehearsed(tmp_path_factory, until=UNTIL)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=st.lists(st.integers(0, 13), min_size=1, max_size=4))
def test_in_whatever_order_days_are_asked_they_are_read_right(
    office: Office, days: list[int]
) -> None:
    for number in days:
        day = FIRST + timedelta(days=number)
        with office.store.reading() as connection:
            situation = office.situation(connection)
            files = files_as_of(office, connection, day, today=UNTIL)
            for file in files:
                entries = ledger.read(connection, file.project.code)
                assert file == fold(None, [one for one in entries if one.on <= day])
        lines = standings(office, as_of=day, today=UNTIL)
        assert list(lines) == [standing_of(file, situation, min(day, UNTIL)) for file in files]


def test_before_the_campaign_there_is_nothing(office: Office) -> None:
    assert standings(office, as_of=date(2020, 1, 1), today=UNTIL) == ()


def test_a_day_that_has_not_come_is_today(office: Office) -> None:
    assert standings(office, as_of=date(2021, 1, 1), today=UNTIL) == standings(office, today=UNTIL)
    with office.store.reading() as connection:
        assert len(project_lines(connection)) == 60


def whole_streams(office: Office, day: date) -> int:
    """How often entries of many projects are read for a past day."""
    with asked(office.store) as statements:
        standings(office, as_of=day, today=UNTIL)
    return sum("entries.stream IN" in one for one in statements)


def test_once_the_past_is_recalled_a_day_reads_only_what_its_week_added(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    fresh = rehearsed(tmp_path_factory, until=UNTIL)
    day = UNTIL - timedelta(days=3)

    recall(fresh, today=UNTIL)

    assert whole_streams(fresh, day) == 0
    with asked(fresh.store) as statements:
        recall(fresh, today=UNTIL)
    assert statements == []


def test_of_more_projects_than_are_kept_by_week_nothing_is_read_ahead(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = rehearsed(tmp_path_factory, until=UNTIL)
    monkeypatch.setattr(past, "MOST_BY_WEEK", 59)

    recall(fresh, today=UNTIL)

    assert whole_streams(fresh, UNTIL - timedelta(days=3)) == 1
