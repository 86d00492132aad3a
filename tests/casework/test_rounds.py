"""The weekly round: opened once, each unit asked once, closed once, late when it is late."""

from datetime import date

import pytest
from sqlalchemy import text

from casework.desk import Stamp
from casework.office import Office
from casework.registering import register
from casework.rounds import NoSuchRound, close_round, iso_week, open_round, standing
from models.acts import Via
from tests.world import DISPATCHER, OTHER_PROJECT, at, june, project, stamp


def system(day: date) -> Stamp:
    return Stamp(by="system", via=Via.SYSTEM, now=at(day))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2020, 6, 15), "2020-W25"),
        (date(2020, 6, 21), "2020-W25"),
        (date(2019, 12, 30), "2020-W01"),
        (date(2021, 1, 3), "2020-W53"),
    ],
)
def test_a_week_is_an_iso_week(day: date, week: str) -> None:
    assert iso_week(day) == week


class TestARound:
    def test_asks_every_unit_with_projects_once(self, office: Office) -> None:
        register(office, [project(OTHER_PROJECT, unit="town")], stamp=stamp(by=DISPATCHER))

        opened = open_round(office, stamp=system(june(15)))
        again = open_round(office, stamp=system(june(16)))

        assert opened == again
        assert (opened.week, opened.units, opened.late) == ("2020-W25", ("park", "town"), False)
        with office.store.reading() as connection:
            asked = connection.execute(
                text("select recipient from deliveries where notice_key like '2020-W25/%'")
            )
            assert sorted(asked.scalars()) == ["park-liaison", "town-liaison"]

    def test_closes_once_and_names_who_is_missing(self, office: Office) -> None:
        open_round(office, stamp=system(june(15)))

        closed = close_round(office, stamp=system(june(19)))
        again = close_round(office, stamp=system(june(20)))

        assert closed == again == standing(office, week="2020-W25")
        assert (closed.closed_on, closed.missing) == (june(19), ("park",))

    def test_that_was_missed_is_opened_late(self, office: Office) -> None:
        assert open_round(office, week="2020-W24", stamp=system(june(15))).late

    def test_that_was_never_opened_cannot_be_closed(self, office: Office) -> None:
        with pytest.raises(NoSuchRound, match="2020-W25 周报尚未启动"):
            close_round(office, stamp=system(june(19)))

        assert standing(office, week="2020-W25") is None
