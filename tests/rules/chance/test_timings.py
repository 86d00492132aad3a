"""Turns of a project's cases in, timings out: what is over, what goes on, what was held up."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from models.case import CaseFile
from models.project import LandPlan, LandSupply
from models.timing import Known, Phase
from rules.chance.durations import Observation
from rules.chance.timings import Happened, Turn, observe
from tests.world import DAYS, REGULATIONS, june, opened, project

CONDITIONS = ("land_delivered", "funds_arranged")


def pinned() -> CaseFile:
    return replace(opened(project(pinned_start=june(30))), pinned_start=june(30))


def told(
    *happened: tuple[date, Turn, str], on: date, file: CaseFile | None = None
) -> dict[tuple[str, Phase], tuple[int, Known]]:
    file = file or pinned()
    seen = observe(
        file,
        [Happened(*one) for one in happened],
        REGULATIONS.procedures(file.project, on=on),
        awaited={"A01", "B01", "C01"},
        conditions=CONDITIONS,
        on=on,
        days=DAYS,
    )
    return {(one.procedure, one.phase): (one.days, one.known) for one in seen}


class TestACase:
    def test_is_timed_from_opening_over_application_and_acceptance_to_conclusion(self) -> None:
        seen = told(
            (june(1), Turn.OPENED, "A01"),
            (june(3), Turn.SUBMITTED, "A01"),
            (june(4), Turn.ACCEPTED, "A01"),
            (june(12), Turn.CONCLUDED, "A01"),
            on=june(20),
        )
        assert seen["A01", Phase.APPLY] == (2, Known.EXACTLY)
        assert seen["A01", Phase.RECEIVE] == (1, Known.EXACTLY)
        assert seen["A01", Phase.DECIDE] == (6, Known.EXACTLY)

    def test_that_goes_on_lasted_at_least_until_this_morning(self) -> None:
        happened = (
            (june(1), Turn.OPENED, "A01"),
            (june(3), Turn.SUBMITTED, "A01"),
            (june(4), Turn.ACCEPTED_OWING, "A01"),
            (june(12), Turn.CONCLUDED, "A01"),
        )
        before = told(*happened, on=june(12))  # what the day itself brings is not known yet
        assert before["A01", Phase.DECIDE] == (6, Known.AT_LEAST)
        assert before["A01", Phase.DECIDE_OWED] == (6, Known.AT_LEAST)
        assert told(*happened, on=june(15))["A01", Phase.DECIDE_OWED] == (6, Known.EXACTLY)

    FAILED_ONCE = (
        (june(1), Turn.OPENED, "A01"),
        (june(1), Turn.SUBMITTED, "A01"),
        (june(2), Turn.ACCEPTED, "A01"),
        (june(5), Turn.FAILED, "A01"),
        (june(10), Turn.SUBMITTED, "A01"),
        (june(11), Turn.ACCEPTED, "A01"),
        (june(15), Turn.CONCLUDED, "A01"),
    )

    def test_that_fails_is_timed_to_its_next_application_and_attempt_by_attempt(self) -> None:
        seen = told(*self.FAILED_ONCE, on=june(20))
        assert seen["A01", Phase.REAPPLY] == (3, Known.EXACTLY)
        assert seen["A01", Phase.RECEIVE] == (1, Known.EXACTLY)
        assert seen["A01", Phase.DECIDE] == (2, Known.EXACTLY)

    def test_that_failed_has_lasted_at_least_so_long_and_grows_no_longer(self) -> None:
        seen = told(*self.FAILED_ONCE[:4], on=june(30))
        assert seen["A01", Phase.DECIDE] == (3, Known.AT_LEAST)
        assert seen["A01", Phase.REAPPLY] == (16, Known.AT_LEAST)

    def test_that_nobody_awaits_or_whose_project_is_not_pinned_is_not_timed(self) -> None:
        happened = ((june(1), Turn.OPENED, "Y01"), (june(2), Turn.SUBMITTED, "Y01"))
        assert ("Y01", Phase.APPLY) not in told(*happened, on=june(20))
        reserve = replace(pinned(), pinned_start=None)
        assert told((june(1), Turn.OPENED, "A01"), on=june(20), file=reserve) == {}


class TestACaseWithATolerablePrerequisite:
    """B01 may be applied for while A01 is open, but is decided after it."""

    def file(self) -> CaseFile:
        file = pinned()
        own = file.plan["B01"].model_copy(
            update={"prerequisites": (), "any_of": (), "tolerable": ("A01",)}
        )
        return replace(file, plan=MappingProxyType({**file.plan, "B01": own}))

    def test_applied_for_ahead_is_timed_from_when_that_could_be_applied_for_too(self) -> None:
        seen = told(
            (june(1), Turn.OPENED, "B01"),
            (june(3), Turn.OPENED, "A01"),
            (june(5), Turn.SUBMITTED, "B01"),
            (june(8), Turn.ACCEPTED, "B01"),
            (june(15), Turn.CONCLUDED, "A01"),
            (june(16), Turn.CONCLUDED, "B01"),
            on=june(20),
            file=self.file(),
        )
        assert seen["B01", Phase.HOLD] == (0, Known.EXACTLY)
        assert seen["B01", Phase.APPLY_AHEAD] == (2, Known.EXACTLY)
        assert seen["B01", Phase.DECIDE] == (6, Known.AT_MOST)
        assert seen["B01", Phase.SETTLE] == (1, Known.EXACTLY)

    def test_applied_for_afterwards_is_timed_from_its_conclusion(self) -> None:
        seen = told(
            (june(1), Turn.OPENED, "A01"),
            (june(1), Turn.OPENED, "B01"),
            (june(10), Turn.CONCLUDED, "A01"),
            (june(12), Turn.SUBMITTED, "B01"),
            on=june(20),
            file=self.file(),
        )
        assert seen["B01", Phase.HOLD] == (1, Known.EXACTLY)
        assert seen["B01", Phase.APPLY_AFTER] == (2, Known.EXACTLY)

    def test_that_waits_for_a_decision_elsewhere_tells_nothing_of_its_own(self) -> None:
        seen = told(
            (june(1), Turn.OPENED, "A01"),
            (june(1), Turn.OPENED, "B01"),
            (june(2), Turn.SUBMITTED, "B01"),
            (june(3), Turn.ACCEPTED, "B01"),
            on=june(20),
            file=self.file(),
        )
        assert ("B01", Phase.DECIDE) not in seen


class TestTheStart:
    def test_is_timed_from_the_gate_and_its_conditions_from_registration(self) -> None:
        seen = told(
            (june(9), Turn.CONFIRMED, "funds_arranged"),
            (june(16), Turn.PASSED, "start_construction"),
            on=june(19),
        )
        assert seen["start_construction", Phase.START] == (3, Known.AT_LEAST)
        assert seen["funds_arranged", Phase.CONDITION] == (6, Known.EXACTLY)
        assert seen["land_delivered", Phase.CONDITION][1] is Known.AT_LEAST

    def test_waits_for_land_from_the_day_it_was_to_be_cleared(self) -> None:
        land = LandPlan(supply=LandSupply.GRANTED, area_hectares=3, status="", cleared_by=june(10))
        file = replace(opened(project(pinned_start=june(30), land=land)), pinned_start=june(30))
        seen = told((june(12), Turn.CONFIRMED, "land_delivered"), on=june(19), file=file)
        assert seen["land_delivered", Phase.CONDITION] == (2, Known.EXACTLY)


def test_an_observation_knows_its_project() -> None:
    file = pinned()
    (one,) = observe(
        file,
        [Happened(june(1), Turn.OPENED, "A01")],
        REGULATIONS.procedures(file.project, on=june(3)),
        awaited={"A01"},
        conditions=(),
        on=june(3),
        days=DAYS,
    )
    department = file.plan["A01"].department
    code = file.project.code
    assert one == Observation("A01", department, Phase.APPLY, 2, 0, Known.AT_LEAST, code)
