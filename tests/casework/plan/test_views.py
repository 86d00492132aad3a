"""The plan as doors read it: dates, drift and quality, and what a late document does to it."""

import pytest

from casework.office import Office
from casework.plan.views import plan, plan_all
from models.case import Light
from models.milestone import BaselineTaken
from models.refusal import Unknown
from store import ledger
from tests.world import DISPATCHER, LIAISON, PROJECT, do, july, june


@pytest.fixture
def pinned(office: Office) -> Office:
    do(office, "pin_start", "start_construction", by=DISPATCHER, start_on="2020-06-30")
    return office


class TestThePlan:
    def test_says_when_each_can_and_must_begin(self, pinned: Office) -> None:
        view = plan(pinned, PROJECT, june(1))

        assert (view.pinned_start, view.forecast_start) == (june(30), june(24))
        assert (view.float_days, view.slip_days, view.deciding) == (3, 0, "C01")
        assert view.critical == ("A01", "B01", "C01")
        first = view.procedures[0]
        assert (first.procedure, first.name, first.light) == ("A01", "用地预审", Light.GREY)
        assert (first.early_start, first.early_finish) == (june(1), june(15))
        assert (first.late_start, first.late_finish) == (june(4), june(18))
        assert (first.float, first.free_float, first.critical) == (3, 0, True)

    def test_an_expected_document_moves_it_and_is_shown(self, pinned: Office) -> None:
        do(
            pinned,
            "expect_document",
            by=LIAISON,
            document="资金证明",
            expected_on="2020-06-10",
            reason="银行未出具",
        )

        view = plan(pinned, PROJECT, june(1))

        assert view.procedures[0].expected == {"资金证明": june(10)}
        # Seven working days later than 24 June: four after the pinned day.
        assert (view.forecast_start, view.slip_days) == (july(6), 4)

    def test_a_past_day_is_planned_as_it_stood(self, pinned: Office) -> None:
        do(pinned, "submit", by=LIAISON, on=june(5))
        do(pinned, "accept", on=june(5))

        then = plan(pinned, PROJECT, june(8), as_of=june(2))

        assert then.procedures[0].state_name == "待申报"
        assert plan(pinned, PROJECT, june(8)).procedures[0].state_name == "审查中"

    def test_a_gate_or_a_day_that_is_not_known_is_refused(self, pinned: Office) -> None:
        with pytest.raises(Unknown):
            plan(pinned, PROJECT, june(1), gate="start_dancing")
        with pytest.raises(Unknown):
            plan(pinned, PROJECT, june(1), as_of=june(1).replace(month=5))

    def test_all_are_those_whose_start_lies_ahead(self, pinned: Office) -> None:
        views = plan_all(pinned, june(1))

        assert PROJECT in [one.project for one in views.projects]
        assert all(one.started_on is None for one in views.projects)


class TestTheBaseline:
    def test_is_signed_by_who_pinned_the_date_in_the_same_transaction(self, pinned: Office) -> None:
        with pinned.store.reading() as connection:
            entries = ledger.read(connection, PROJECT)
        (taken,) = [one for one in entries if isinstance(one.payload, BaselineTaken)]
        (before,) = [one for one in entries if one.version == taken.version - 1]

        assert before.payload.kind == "start_pinned"
        assert (taken.by, taken.at) == (before.by, before.at) == (DISPATCHER, before.at)

    def test_drift_is_told_against_it(self, pinned: Office) -> None:
        (since,) = plan(pinned, PROJECT, june(8)).baselines

        assert (since.by_name, since.taken_on) == ("调度中心01", june(1))
        assert (since.start_days, since.pinned_days) == (5, 0)
        assert since.procedures["A01"] == 5
