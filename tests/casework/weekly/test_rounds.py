"""The weekly round: asked once, chased where needed, closed, published, made up for."""

from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy import text

from casework.desk import Stamp
from casework.intake.registering import register
from casework.office import CAMPAIGN, Office
from casework.weekly.reporting import report_progress
from casework.weekly.rounds import (
    CutoffAhead,
    NoSuchRound,
    WeekWithoutRound,
    chase_round,
    close_round,
    keep_rounds,
    open_round,
    publish_round,
    standing,
)
from models.act import Via
from models.case_entries import Reminded
from models.notice import Ground
from models.weekly import RoundDuty, RoundPublished
from rules.in_force.authority import NotEntitled
from store import ledger
from tests.world import (
    DISPATCHER,
    LIAISON,
    OTHER_LIAISON,
    OTHER_PROJECT,
    PROJECT,
    at,
    july,
    june,
    progress_report,
    project,
    stamp,
)

WEEK = "2020-W25"


def system(now: datetime) -> Stamp:
    return Stamp(by="system", via=Via.SYSTEM, now=now)


def report(office: Office, code: str = PROJECT, *, now: datetime, week: str = WEEK) -> None:
    by = LIAISON if code == PROJECT else OTHER_LIAISON
    report_progress(
        *(office,),
        project=code,
        week=week,
        report=progress_report(),
        by=by,
        via=Via.CONSOLE,
        now=now,
    )


def told(office: Office, like: str) -> list[tuple[str, str]]:
    """Whom the notices of a round went to: key and recipient."""
    with office.store.reading() as connection:
        rows = connection.execute(
            text("select notice_key, recipient from deliveries where notice_key like :like"),
            {"like": like},
        )
        return sorted((key, recipient) for key, recipient in rows)


def duties(office: Office, now: datetime) -> list[tuple[str, RoundDuty]]:
    return [(step.week, step.duty) for step in keep_rounds(office, now=now)]


@pytest.fixture
def two(office: Office) -> Office:
    """An office with a project each of two units."""
    register(office, [project(OTHER_PROJECT, unit="town")], stamp=stamp(by=DISPATCHER))
    return office


class TestARound:
    def test_asks_every_unit_with_projects_once(self, two: Office) -> None:
        opened = open_round(two, week=WEEK, stamp=system(at(june(15))))
        again = open_round(two, week=WEEK, stamp=system(at(june(16))))

        assert opened == again
        assert (opened.units, opened.projects, opened.late) == (
            ("park", "town"),
            (PROJECT, OTHER_PROJECT),
            False,
        )
        assert opened.cutoff_at == at(june(19), 16)
        assert told(two, "2020-W25/%") == [
            ("2020-W25/park/asked", LIAISON),
            ("2020-W25/town/asked", OTHER_LIAISON),
        ]

    def test_chases_only_who_has_something_missing_and_once(self, two: Office) -> None:
        open_round(two, week=WEEK, stamp=system(at(june(15))))
        report(two, now=at(june(17)))
        for _ in range(2):
            chase_round(two, week=WEEK, before_hours=24, stamp=system(at(june(18), 16)))

        # A chase also goes to who helps the unit's project.
        assert told(two, "2020-W25/%/chased/%") == [
            ("2020-W25/town/chased/24", "cso-01"),
            ("2020-W25/town/chased/24", OTHER_LIAISON),
        ]

    def test_closes_once_and_names_who_is_missing(self, two: Office) -> None:
        open_round(two, week=WEEK, stamp=system(at(june(15))))
        report(two, now=at(june(17)))

        closed = close_round(two, week=WEEK, stamp=system(at(june(19), 16)))
        again = close_round(two, week=WEEK, stamp=system(at(june(20))))

        assert closed == again == standing(two, week=WEEK)
        assert closed.closed_on == june(19)
        assert (closed.missing, closed.missing_projects) == (("town",), (OTHER_PROJECT,))

    def test_puts_a_missing_report_on_its_project_once(self, two: Office) -> None:
        open_round(two, week=WEEK, stamp=system(at(june(15))))
        report(two, now=at(june(17)))
        for hour in (16, 17):
            close_round(two, week=WEEK, stamp=system(at(june(19), hour)))

        reminded = Counter()
        with two.store.reading() as connection:
            for code in (PROJECT, OTHER_PROJECT):
                for entry in ledger.read(connection, code):
                    if isinstance(entry.payload, Reminded):
                        reminded[code, entry.payload.ground, entry.payload.about_on] += 1
        assert reminded == {(OTHER_PROJECT, Ground.REPORT_MISSED, june(19)): 1}

    def test_publishes_what_it_came_to_once(self, two: Office) -> None:
        open_round(two, week=WEEK, stamp=system(at(june(15))))
        report(two, now=at(june(17)))
        close_round(two, week=WEEK, stamp=system(at(june(19), 16)))
        report(two, OTHER_PROJECT, now=at(june(19), 17))
        for _ in range(2):
            line = publish_round(two, week=WEEK, stamp=system(at(june(19), 18)))

        with two.store.reading() as connection:
            entries = [one.payload for one in ledger.read(connection, CAMPAIGN)]
        assert line.published_on == june(19)
        assert [one for one in entries if isinstance(one, RoundPublished)] == [
            RoundPublished(week=WEEK, due=2, on_time=1, late=1, missing=0, doubtful=0, problems=0)
        ]


class TestNobody:
    def test_closes_before_the_cutoff_but_the_dispatch_centre(self, two: Office) -> None:
        open_round(two, week=WEEK, stamp=system(at(june(15))))

        with pytest.raises(CutoffAhead, match="2020-06-19 16:00 截止，时间未到"):
            close_round(two, week=WEEK, stamp=system(at(june(19), 15)))

        assert close_round(two, week=WEEK, stamp=stamp(june(19), DISPATCHER)).closed_on == june(19)

    @pytest.mark.parametrize("by", [LIAISON, "supervision-01", "operator-01"])
    def test_keeps_rounds_by_hand_but_the_dispatch_centre(self, two: Office, by: str) -> None:
        for step in (open_round, chase_round, close_round, publish_round):
            with pytest.raises(NotEntitled, match="无权办理周报轮次"):
                step(two, week=WEEK, stamp=stamp(june(15), by, Via.CONSOLE))
        assert standing(two, week=WEEK) is None

    def test_opens_a_week_to_come_or_before_the_campaign(self, two: Office) -> None:
        with pytest.raises(WeekWithoutRound, match="2020年第26周（6月22—28日）尚未开始"):
            open_round(two, week="2020-W26", stamp=system(at(june(19))))
        with pytest.raises(WeekWithoutRound, match="专项行动尚未开始"):
            open_round(two, week="2020-W22", stamp=system(at(june(19))))

    def test_goes_on_with_a_round_that_was_never_opened(self, office: Office) -> None:
        for step in (chase_round, close_round, publish_round):
            with pytest.raises(NoSuchRound, match="2020年第25周（6月15—21日）周报尚未"):
                step(office, week=WEEK, stamp=system(at(june(19), 16)))
        assert standing(office, week=WEEK) is None


class TestWhatIsDue:
    def test_is_done_in_its_hour_and_not_before(self, office: Office) -> None:
        week = "2020-W23"
        assert duties(office, at(june(1), 8)) == []
        assert duties(office, at(june(1), 9)) == [(week, RoundDuty.OPEN)]
        assert duties(office, at(june(4), 15)) == []
        assert duties(office, at(june(4), 16)) == [(week, RoundDuty.CHASE)]
        assert duties(office, at(june(5), 12)) == [(week, RoundDuty.CHASE)]
        assert duties(office, at(june(5), 15)) == []
        assert duties(office, at(june(5), 16)) == [
            (week, RoundDuty.CLOSE),
            (week, RoundDuty.PUBLISH),
        ]
        assert duties(office, at(june(7), 23)) == []

    def test_is_made_up_for_after_an_outage_each_week_once(self, office: Office) -> None:
        missed = ["2020-W23", "2020-W24", "2020-W25"]
        # Nobody looked for three weeks; Saturday 20 June, in the fourth week nothing is due.
        assert duties(office, at(june(20))) == [(week, RoundDuty.OPEN) for week in missed]
        assert duties(office, at(june(20), 10)) == []
        lines = [standing(office, week=week) for week in missed]
        assert [(line.late, line.cutoff_at) for line in lines] == [(True, at(june(22), 16))] * 3

        # Units have until Monday afternoon; who reports then is in time.
        report(office, week="2020-W24", now=at(june(22), 10))
        done = duties(office, at(june(22), 16))
        assert done == [
            *[("2020-W23", RoundDuty.CLOSE), ("2020-W23", RoundDuty.PUBLISH)],
            *[("2020-W24", RoundDuty.CLOSE), ("2020-W24", RoundDuty.PUBLISH)],
            *[("2020-W25", RoundDuty.CLOSE), ("2020-W25", RoundDuty.PUBLISH)],
            ("2020-W26", RoundDuty.OPEN),
        ]
        closed = standing(office, week="2020-W24")
        assert (closed.missing, closed.closed_on) == ((), june(22))

    def test_that_is_made_up_for_asks_nothing_of_what_was_not_registered_yet(
        self, office: Office
    ) -> None:
        new = project(OTHER_PROJECT, unit="town")
        register(office, [new], stamp=Stamp(DISPATCHER, Via.CONSOLE, at(june(17))))

        keep_rounds(office, now=at(june(20)))

        with office.store.reading() as connection:
            rounds = office.situation(connection).file.rounds
        assert {week: one.projects for week, one in rounds.items()} == {
            "2020-W23": (PROJECT,),
            "2020-W24": (PROJECT,),
            "2020-W25": (PROJECT, OTHER_PROJECT),
        }

    def test_makes_only_the_last_of_several_chases_that_were_missed(self, office: Office) -> None:
        open_round(office, week="2020-W23", stamp=system(at(june(1))))
        (step,) = keep_rounds(office, now=at(june(5), 13))
        assert (step.duty, step.before_hours) == (RoundDuty.CHASE, 4)
        assert keep_rounds(office, now=at(june(5), 14)) == ()

    def test_ends_with_the_campaign(self, office: Office) -> None:
        keep_rounds(office, now=at(july(31)).replace(month=12))
        with office.store.reading() as connection:
            rounds = office.situation(connection).file.rounds
        # The campaign's last day, 31 August 2020, is the Monday of week 36.
        assert (min(rounds), max(rounds), len(rounds)) == ("2020-W23", "2020-W36", 14)
