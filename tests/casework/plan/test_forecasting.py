"""How surely a project starts: the promise at first, then what the ledger has told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from casework.intake.loading import load
from casework.office import Office
from casework.plan.experience import in_words
from casework.plan.forecasting import confidence, keep_learnt, learn_ledger
from casework.plan.views import plan, plan_all
from casework.reading.case.views import show
from models.case import CaseFile
from models.timing import Phase
from rules.chance.confidence import StartConfidence
from tests.asked import asked
from tests.world import LIAISON, OFFICER, OTHER_PROJECT, PROJECT, do, folder, june, project, stamp

EDITS = (
    "update reckoned set told = '{}' where topic = 'learnt'",
    "update reckoned set version = version + 1 where topic = 'learnt'",
    "update reckoned set law = '7' where topic = 'learnt'",
    "update reckoned set day = '2020-06-04' where topic = 'learnt'",
)


@pytest.fixture
def two_projects(empty_office: Office) -> Office:
    """Two projects that shall start on 30 June."""
    pinned = [project(code, pinned_start=june(30)) for code in (PROJECT, OTHER_PROJECT)]
    load(empty_office, folder(*pinned), stamp=stamp())
    return empty_office


def file_of(office: Office, code: str = PROJECT) -> CaseFile:
    with office.store.reading() as connection:
        return office.file(connection, code)[0]


def surely(office: Office, on: date, code: str = PROJECT) -> StartConfidence:
    with office.store.reading() as connection:
        return confidence(office, connection, office.file(connection, code)[0], on=on)


def slowly_done(office: Office, code: str, *, project: str, officer: str, since: date) -> None:
    """Applied for on the third working day, accepted on the next, decided on a later one."""
    do(office, "submit", code, by=LIAISON, on=since + timedelta(days=2), project=project)
    do(office, "accept", code, by=officer, on=since + timedelta(days=3), project=project)


class TestBeforeAnybodyHasDoneAnything:
    def test_the_promises_speak_alone(self, two_projects: Office) -> None:
        sure = surely(two_projects, june(1))
        expected = plan(two_projects, PROJECT, june(1)).forecast_start
        assert sure.observed == 0
        assert {sure.p10, sure.p50, sure.p80, sure.p90} == {expected}
        assert sure.on_time == float(expected <= june(30))


class TestOnceTheLedgerHasTold:
    @pytest.fixture
    def told(self, two_projects: Office) -> Office:
        slowly_done(two_projects, "A01", project=PROJECT, officer=OFFICER, since=june(1))
        return two_projects

    def test_an_application_that_waited_makes_every_start_later(self, told: Office) -> None:
        promised = plan(told, OTHER_PROJECT, june(5)).forecast_start
        sure = surely(told, june(5), OTHER_PROJECT)
        assert sure.observed > 0
        assert sure.p50 > promised

    def test_the_day_itself_teaches_nothing_yet(self, told: Office) -> None:
        assert surely(told, june(3)).observed < surely(told, june(5)).observed

    def test_is_learnt_once_a_day(self, told: Office) -> None:
        with told.store.reading() as connection:
            known = told.situation(connection)
            first = learn_ledger(told, connection, known, on=june(5))
            assert learn_ledger(told, connection, known, on=june(5)) is first
            assert learn_ledger(told, connection, known, on=june(8)) is not first
        told.forget()
        with told.store.reading() as connection:
            again = learn_ledger(told, connection, told.situation(connection), on=june(5))
        assert again is not first
        for phase in Phase:
            tables = [
                one.durations.table(phase, "A01", "planning", 10).tolist() for one in (first, again)
            ]
            assert tables[0] == tables[1]

    def test_is_kept_for_everybody_who_asks_that_day(self, told: Office) -> None:
        with told.store.reading() as connection:
            first = learn_ledger(told, connection, told.situation(connection), on=june(5))
        keep_learnt(told, on=june(5))
        told.forget()
        with told.store.reading() as connection, asked(told.store) as statements:
            again = learn_ledger(told, connection, told.situation(connection), on=june(5))
        assert again is not first
        assert in_words(again) == in_words(first)
        assert not any("entries.kind IN" in one for one in statements), "no entry is looked at"

    @pytest.mark.parametrize("edit", [*EDITS])
    def test_is_learnt_anew_where_what_was_kept_does_not_hold(
        self, told: Office, edit: str
    ) -> None:
        keep_learnt(told, on=june(5))
        right = surely(told, june(5))
        with told.store.writing() as connection:
            connection.execute(text(edit))
        told.forget()
        with told.store.reading() as connection, asked(told.store) as statements:
            learn_ledger(told, connection, told.situation(connection), on=june(5))
        assert any("entries.kind IN" in one for one in statements)
        assert surely(told, june(5)) == right

    def test_what_was_entered_before_the_day_makes_what_is_kept_old(self, told: Office) -> None:
        keep_learnt(told, on=june(8))
        before = surely(told, june(8)).observed
        do(told, "submit", by=LIAISON, on=june(8), project=OTHER_PROJECT)
        told.forget()
        with told.store.reading() as connection, asked(told.store) as statements:
            learn_ledger(told, connection, told.situation(connection), on=june(8))
        assert not any("entries.kind IN" in one for one in statements), "the day teaches nothing"

        keep_learnt(told, on=june(9))
        do(told, "accept", by=OFFICER, on=june(8), project=OTHER_PROJECT)
        told.forget()
        assert surely(told, june(9)).observed > before

    def test_is_the_same_for_everybody_who_sees_the_same_version(self, told: Office) -> None:
        assert surely(told, june(5)) == surely(told, june(5))

    def test_dates_rise_with_how_sure_they_are(self, told: Office) -> None:
        sure = surely(told, june(5))
        assert sure.p10 <= sure.p50 <= sure.p80 <= sure.p90
        assert sure.on_time is not None
        assert 0 <= sure.on_time <= 1


class TestAPlan:
    def test_shows_its_confidence_for_one_and_for_all(self, two_projects: Office) -> None:
        one = plan(two_projects, PROJECT, june(1))
        sure = surely(two_projects, june(1))
        assert one.confidence is not None
        shown = one.confidence
        assert (shown.p50, shown.p80, shown.on_time) == (sure.p50, sure.p80, sure.on_time)
        every = plan_all(two_projects, june(1))
        assert [view.confidence is not None for view in every.projects] == [True, True]


class TestWhatPeopleReadFirst:
    def test_is_the_day_of_one_half_and_how_far_it_lies_behind_the_pinned_one(
        self, two_projects: Office
    ) -> None:
        slowly_done(two_projects, "A01", project=PROJECT, officer=OFFICER, since=june(1))
        sure = surely(two_projects, june(5))
        shown = show(two_projects, project=PROJECT, likely=True, today=june(5)).start

        assert shown.likely is not None
        assert (shown.likely.p50, shown.likely.on_time) == (sure.p50, sure.on_time)
        assert (shown.likely.slip_days > 0) is (sure.p50 > june(30))

    def test_is_not_worked_out_where_nobody_reads_it(self, two_projects: Office) -> None:
        assert show(two_projects, project=PROJECT, today=june(5)).start.likely is None
