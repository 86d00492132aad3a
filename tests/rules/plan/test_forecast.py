"""The forecast of the start: facts, then promised limits; one pass equals the longest path."""

from datetime import date, timedelta
from decimal import Decimal

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.case import Case, CaseFile, CaseState, ClockStop, OwedDocument
from models.case_entries import Accepted, Submitted
from models.catalogue import SpecialProcedureKind
from models.milestone import ConditionConfirmed, Registered, StartPinned
from models.project import LandPlan, LandSupply
from rules.in_force.regulations import Regulations
from rules.plan.forecast import StartForecast, forecast_start
from rules.plan.slipping import slips_on
from tests.world import (
    CALENDAR_DAY,
    DAYS,
    FIRST_DAY,
    REGULATIONS,
    WORKDAY,
    after,
    campaign,
    july,
    june,
    limit,
    opened,
    planned,
    procedure,
    project,
    running,
    with_case,
)


def forecast(file: CaseFile, on: date, rules: Regulations = REGULATIONS) -> StartForecast:
    procedures = rules.procedures(file.project, on=on)
    return forecast_start(file, procedures, on=on, regulations=rules)


def granted(file: CaseFile, *codes: str, on: date = FIRST_DAY) -> CaseFile:
    for code in codes:
        file = with_case(file, Case(code, CaseState.APPROVED, opened_on=on, concluded_on=on))
    return file


class TestAnUntouchedProject:
    def test_starts_after_the_longest_chain_of_promised_limits(self) -> None:
        seen = forecast(opened(), FIRST_DAY)

        # A01 ten days to 15 June, B01 five to 22 June, C01 two to 24 June.
        assert seen.start_on == june(24)
        assert seen.deciding == "C01"
        assert [
            (one.starts_on, one.concludes_on)
            for one in (seen.expected["A01"], seen.expected["C01"])
        ] == [
            (june(1), june(15)),
            (june(22), june(24)),
        ]

    def test_moves_with_every_day_on_which_nobody_acts(self) -> None:
        assert forecast(opened(), june(2)).start_on == june(28)

    def test_looks_only_at_what_the_gate_asks_for(self) -> None:
        assert set(forecast(opened(), FIRST_DAY).expected) == {"A01", "B01", "B02", "C01", "E01"}


class TestFacts:
    def test_what_was_revoked_is_to_be_done_anew(self) -> None:
        revoked = Case(
            "A01",
            CaseState.REVOKED,
            opened_on=FIRST_DAY,
            concluded_on=june(5),
            ended_on=june(9),
        )

        assert (
            forecast(with_case(opened(), revoked), june(9)).expected["A01"]
            == forecast(opened(), june(9)).expected["A01"]
        )

    def test_a_running_clock_ends_on_its_due_day(self) -> None:
        file = with_case(opened(), running("A01", accepted=june(1)))

        assert forecast(file, june(10)).expected["A01"].concludes_on == june(15)

    def test_a_case_beyond_its_due_day_is_expected_today(self) -> None:
        file = with_case(opened(), running("A01"))

        assert forecast(file, june(22)).expected["A01"].concludes_on == june(22)

    def test_what_is_granted_is_behind_us(self) -> None:
        seen = forecast(granted(opened(), "A01", "B01", "B02", "C01", "E01"), june(10))

        assert (seen.start_on, seen.deciding) == (june(10), None)

    def test_a_tolerated_prerequisite_holds_up_the_decision_only(self) -> None:
        file = granted(opened(), "B01")
        file = with_case(file, running("A01", accepted=june(8)))

        assert forecast(file, june(8)).expected["B02"].starts_on == june(8)
        assert forecast(file, june(8)).expected["B02"].concludes_on == june(22)

    def test_a_promise_that_is_still_owed_holds_up_the_decision(self) -> None:
        owed = (OwedDocument("A01-2", june(22)),)
        case = running(state=CaseState.CONDITIONALLY_ACCEPTED, owed=owed)

        assert forecast(with_case(opened(), case), FIRST_DAY).expected["A01"].concludes_on == june(
            22
        )

    @pytest.mark.parametrize(
        ("on", "ends"),
        [
            pytest.param(june(4), june(19), id="within its stated length"),
            pytest.param(june(12), june(24), id="beyond it, as if it ended today"),
        ],
    )
    def test_a_special_procedure_ends_by_its_stated_length(self, on: date, ends: date) -> None:
        stop = ClockStop(SpecialProcedureKind.HEARING, "听证", june(3), 4, WORKDAY)
        case = running(state=CaseState.PAUSED, stops=(stop,), promised=limit(9))

        assert forecast(with_case(opened(), case), on).expected["A01"].concludes_on == ends

    def test_a_special_procedure_in_a_limit_of_calendar_days(self) -> None:
        stop = ClockStop(SpecialProcedureKind.HEARING, "听证", june(3), 4, WORKDAY)
        case = running(state=CaseState.PAUSED, stops=(stop,), promised=limit(14, CALENDAR_DAY))

        # One day was used; thirteen calendar days after 9 June end on 22 June.
        assert forecast(with_case(opened(), case), june(4)).expected["A01"].concludes_on == june(22)

    def test_an_extension_in_the_other_unit_survives_a_stop(self) -> None:
        stop = ClockStop(SpecialProcedureKind.HEARING, "听证", june(3), 4, WORKDAY)
        case = running(
            state=CaseState.PAUSED,
            stops=(stop,),
            promised=limit(14, CALENDAR_DAY),
            extension_days=3,
        )

        assert forecast(with_case(opened(), case), june(4)).expected["A01"].concludes_on == june(28)

    def test_grace_holds_up_the_decision_to_its_end(self) -> None:
        stop = ClockStop(None, "逾期", june(3), 0, WORKDAY)
        owed = (OwedDocument("A01-2", june(2), lapsed_on=june(3)),)
        case = running(
            state=CaseState.OVERDUE_PROMISE, stops=(stop,), owed=owed, grace_until=june(10)
        )

        assert forecast(with_case(opened(), case), june(4)).expected["A01"].concludes_on == june(23)

    def test_land_that_is_not_cleared_holds_up_the_start(self) -> None:
        land = LandPlan(
            supply=LandSupply.GRANTED,
            area_hectares=Decimal(1),
            status="批而未供",
            cleared_by=july(18),
        )
        waiting = opened(project(land=land))
        cleared = after(
            waiting,
            (june(2), ConditionConfirmed(gate="start_construction", condition="land_delivered")),
        )

        assert forecast(waiting, FIRST_DAY).start_on == july(20)
        assert forecast(cleared, FIRST_DAY).start_on == june(24)


class TestAgainstThePinnedDate:
    @pytest.mark.parametrize(
        ("pinned", "slip", "spare"),
        [(june(24), 0, 0), (june(30), 0, 3), (june(22), 2, 0)],
        ids=["in time to the day", "to spare", "slipped"],
    )
    def test_counts_working_days(self, pinned: date, slip: int, spare: int) -> None:
        seen = forecast(after(opened(), (june(1), StartPinned(start_on=pinned))), FIRST_DAY)

        assert (seen.slip_days, seen.float_days) == (slip, spare)
        assert seen.slipped is (slip > 0)


@some.composite
def files(draw: some.DrawFn) -> tuple[CaseFile, Regulations, dict[str, int]]:
    """A project of up to ten procedures with random working-day limits and prerequisites."""
    codes = [f"A{number:02}" for number in range(1, draw(some.integers(2, 10)) + 1)]
    lengths = {code: draw(some.integers(0, 15)) for code in codes}
    rows = [
        planned(code, *sorted(draw(some.sets(some.sampled_from(codes[:place]))) if place else ()))
        for place, code in enumerate(codes)
    ]
    last = planned("C01", *codes)
    lengths["C01"] = draw(some.integers(0, 15))
    rules = Regulations(
        campaign(
            procedures=[
                *(procedure(code, "某事项", "planning", days) for code, days in lengths.items()),
                procedure("E01", "环评", "planning", 0, applies_to=()),
            ]
        )
    )
    given = Registered(
        project=project(), catalogue_version="x", plan=(*rows, last), not_required={}
    )
    return after(None, (FIRST_DAY, given)), rules, lengths


class TestOnePass:
    @settings(max_examples=150, deadline=None)
    @given(built=files(), shift=some.integers(0, 40))
    def test_equals_the_longest_path(
        self, built: tuple[CaseFile, Regulations, dict[str, int]], shift: int
    ) -> None:
        file, rules, lengths = built
        on = FIRST_DAY + timedelta(days=shift)
        graph = networkx.DiGraph()
        for code, row in file.plan.items():
            graph.add_edge("start", code, weight=lengths[code])
            graph.add_edges_from(
                (before, code, {"weight": lengths[code]}) for before in row.prerequisites
            )
        path = networkx.dag_longest_path_length(graph)

        expected = DAYS.next_working_day(on)
        if path:
            expected = DAYS.day_at(DAYS.index(on) + path)
        assert forecast(file, on, rules).start_on == expected


class TestTheDayOfTheSlip:
    @settings(max_examples=100, deadline=None)
    @given(
        pinned=some.integers(0, 90),
        units=some.lists(some.sampled_from([WORKDAY, CALENDAR_DAY]), min_size=3, max_size=3),
        days=some.lists(some.integers(0, 30), min_size=3, max_size=3),
        accepted=some.booleans(),
    )
    def test_is_the_first_on_which_the_forecast_lies_after_the_pinned_date(
        self, pinned: int, units: list, days: list[int], accepted: bool
    ) -> None:
        rules = Regulations(
            campaign(
                procedures=[
                    procedure(
                        code,
                        "某事项",
                        "planning",
                        0,
                        promised=limit(days[n], units[n]),
                        prerequisites=before,
                    )
                    for n, (code, before) in enumerate(
                        [("A01", ()), ("B01", ("A01",)), ("C01", ("B01",))]
                    )
                ]
                + [procedure("E01", "环评", "planning", 0, applies_to=())]
            )
        )
        day = DAYS.next_working_day(FIRST_DAY + timedelta(days=pinned))
        file = after(opened(rules=rules), (FIRST_DAY, StartPinned(start_on=day)))
        if accepted:
            wanted = limit(days[0], units[0])
            file = after(
                file,
                (FIRST_DAY, Submitted(procedure="A01", documents=())),
                (FIRST_DAY, Accepted(procedure="A01", promised=wanted, statutory=wanted)),
            )
        procedures = rules.procedures(file.project, on=FIRST_DAY)
        walked = FIRST_DAY
        while not forecast_start(file, procedures, on=walked, regulations=rules).slipped:
            walked += timedelta(days=1)

        assert slips_on(file, procedures, since=FIRST_DAY, regulations=rules) == walked
