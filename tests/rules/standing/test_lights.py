"""The lights: when a case turns yellow, red, black, blue and back, and whom it points at."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.case import Case, CaseFile, CaseState, ClockStop, Light, OwedDocument, Party
from models.case_entries import Reminded
from models.catalogue import SpecialProcedureKind
from models.milestone import StartPinned
from models.notice import Ground
from rules.acting.agenda import agenda
from rules.clocks.holders import holder
from rules.plan.forecast import forecast_start
from rules.standing.lights import LitCase, light_case, light_project
from tests.world import (
    CALENDAR_DAY,
    DAYS,
    FIRST_DAY,
    REGULATIONS,
    WORKDAY,
    after,
    july,
    june,
    limit,
    opened,
    running,
    with_case,
)

S = CaseState


def lit(case: Case, on: date) -> LitCase:
    return light_case(case, on=on, regulations=REGULATIONS)


def paused(started: date, days: int, **changes: object) -> Case:
    stop = ClockStop(SpecialProcedureKind.EXPERT_REVIEW, "专家评审", started, days, WORKDAY)
    return running(state=S.PAUSED, stops=(stop,), **changes)


class TestARunningCase:
    @pytest.mark.parametrize(
        ("on", "light"),
        [
            pytest.param(june(1), Light.GREEN, id="on the day of acceptance"),
            pytest.param(june(11), Light.GREEN, id="eight of ten days used"),
            pytest.param(june(12), Light.YELLOW, id="nine tenths used"),
            pytest.param(june(15), Light.YELLOW, id="on the last day"),
            pytest.param(june(16), Light.RED, id="on the day after"),
            pytest.param(june(30), Light.RED, id="on the last statutory day"),
            pytest.param(july(1), Light.BLACK, id="beyond the statutory limit"),
        ],
    )
    def test_of_ten_days_and_twenty_by_law(self, on: date, light: Light) -> None:
        assert lit(running(), on).light is light
        assert lit(running(), on).party is Party.DEPARTMENT

    def test_with_a_long_limit_turns_yellow_at_nine_tenths(self) -> None:
        case = running(promised=limit(40), statutory=limit(60))

        assert lit(case, july(22)).promised.used == 36
        assert lit(case, july(22)).light is Light.YELLOW
        assert lit(case, july(21)).light is Light.GREEN

    def test_with_a_short_limit_turns_yellow_on_its_last_day_but_one(self) -> None:
        case = running(promised=limit(3))

        assert [lit(case, june(day)).light for day in (2, 3, 4, 5)] == [
            Light.GREEN,
            *(Light.YELLOW, Light.YELLOW),
            Light.RED,
        ]

    def test_in_calendar_days_is_not_red_while_its_last_day_rolls(self) -> None:
        case = running(promised=limit(5, CALENDAR_DAY))

        assert lit(case, june(8)).light is Light.YELLOW
        assert lit(case, june(9)).light is Light.RED

    def test_that_nobody_promised_a_limit_for_stays_green(self) -> None:
        case = running(promised=limit(None), statutory=limit(None))

        assert lit(case, date(2020, 12, 31)).light is Light.GREEN

    def test_turns_yellow_for_the_applicant_when_a_promise_falls_due(self) -> None:
        case = running(
            promised=limit(20),
            state=S.CONDITIONALLY_ACCEPTED,
            owed=(OwedDocument("A01-2", june(9)),),
        )

        assert (lit(case, june(5)).light, lit(case, june(8)).light) == (Light.GREEN, Light.YELLOW)
        assert lit(case, june(8)).party is Party.APPLICANT

    @settings(max_examples=150, deadline=None)
    @given(days=some.integers(1, 60), start=some.integers(0, 40))
    def test_turns_yellow_on_the_very_day_of_its_reminder(self, days: int, start: int) -> None:
        accepted = DAYS.day_at(DAYS.index(FIRST_DAY) + start)
        case = running(accepted=accepted, promised=limit(days), statutory=limit(100))
        reminder = next(
            one.on
            for one in agenda(with_case(opened(), case), REGULATIONS)
            if isinstance(one.payload, Reminded) and one.payload.ground is Ground.DUE_SOON
        )

        assert DAYS.is_working_day(reminder)
        assert lit(case, reminder).light is Light.YELLOW
        if reminder > accepted:
            before = DAYS.previous_working_day(date.fromordinal(reminder.toordinal() - 1))
            assert lit(case, before).light is Light.GREEN


class TestASpecialProcedure:
    @pytest.mark.parametrize(
        ("on", "light"),
        [
            pytest.param(june(3), Light.BLUE, id="on its first day"),
            pytest.param(june(9), Light.BLUE, id="on its last day but one"),
            pytest.param(june(10), Light.YELLOW, id="on the last day that was stated"),
            pytest.param(june(11), Light.RED, id="past its stated length, by itself"),
            pytest.param(date(2020, 12, 1), Light.RED, id="much later"),
        ],
    )
    def test_of_five_days(self, on: date, light: Light) -> None:
        assert lit(paused(june(3), 5), on).light is light
        # 行政许可法 45: what goes beyond the time that was told is no longer the law's.
        over = Party.DEPARTMENT if light is Light.RED else Party.STATUTORY_STOP
        assert lit(paused(june(3), 5), on).party is over

    def test_that_began_after_the_last_day_hides_nothing(self) -> None:
        assert lit(paused(june(17), 5), june(18)).light is Light.RED
        assert lit(paused(july(2), 5), july(3)).light is Light.BLACK

    def test_that_began_after_the_last_day_names_whose_days_its_days_are(self) -> None:
        """The light of the day, like its place in the delay ledger: the stop's, then whose it is.

        Stated for five working days on 17 June: with Dragon Boat Festival and the make-up
        Sunday it ends on 24 June.
        """
        assert lit(paused(june(17), 5), june(24)).party is Party.STATUTORY_STOP
        assert lit(paused(june(17), 5), june(28)).party is Party.DEPARTMENT

    def test_that_is_over_leaves_no_red_behind(self) -> None:
        stop = ClockStop(
            SpecialProcedureKind.EXPERT_REVIEW, "专家评审", june(3), 5, WORKDAY, june(22)
        )

        assert lit(running(stops=(stop,)), june(22)).light is Light.GREEN

    @pytest.mark.parametrize(
        ("kind", "party"),
        [
            (SpecialProcedureKind.BIDDING, Party.THIRD_PARTY),
            (SpecialProcedureKind.CORRECTION, Party.APPLICANT),
            (SpecialProcedureKind.HEARING, Party.STATUTORY_STOP),
        ],
        ids=str,
    )
    def test_blames_whoever_carries_it_out(self, kind: SpecialProcedureKind, party: Party) -> None:
        stop = ClockStop(kind, "特别程序", june(3), 5, WORKDAY)
        case = running(state=S.PAUSED, stops=(stop,))

        assert {lit(case, june(day)).party for day in (3, 10)} == {party}
        lets_it_run_on = Party.DEPARTMENT if party is Party.STATUTORY_STOP else party
        assert lit(case, june(15)).party is lets_it_run_on


class TestALapsedPromise:
    def test_is_red_for_the_applicant_also_where_the_clock_goes_on(self) -> None:
        owed = OwedDocument("A01-2", june(9))
        case = running(promised=limit(20), state=S.CONDITIONALLY_ACCEPTED, owed=(owed,))
        recovered = running(promised=limit(20), owed=(replace(owed, received_on=june(11)),))

        assert lit(case, june(9)) == lit(case, june(9))._replace(
            light=Light.YELLOW, party=Party.APPLICANT
        )
        assert (lit(case, june(10)).light, lit(case, june(10)).party) == (
            Light.RED,
            Party.APPLICANT,
        )
        assert lit(case, july(1)).light is Light.BLACK
        assert lit(recovered, june(11)).light is Light.GREEN

    def test_is_red_for_the_applicant_until_it_is_made_good(self) -> None:
        owed = OwedDocument("A01-2", june(9), lapsed_on=june(10))
        stop = ClockStop(None, "逾期", june(10), 0, WORKDAY)
        overdue = running(state=S.OVERDUE_PROMISE, owed=(owed,), stops=(stop,))
        recovered = running(
            owed=(OwedDocument("A01-2", june(9), june(15), june(10)),),
            stops=(ClockStop(None, "逾期", june(10), 0, WORKDAY, june(15)),),
        )

        assert lit(overdue, june(12)).light is Light.RED
        assert lit(overdue, june(12)).party is Party.APPLICANT
        assert lit(recovered, june(15)).light is Light.GREEN

    def test_after_a_conditional_decision_is_red_until_it_is_made_good(self) -> None:
        owed = OwedDocument("A01-2", june(9), lapsed_on=june(10))
        case = running(state=S.APPROVED_CONDITIONALLY, owed=(owed,), concluded_on=june(5))
        late = with_case(opened(), case)

        assert lit(case, june(12)).light is Light.RED
        assert light_project(late, on=june(12), regulations=REGULATIONS) is Light.RED


class TestBeforeAFestival:
    """建筑法 8: received on 30 September 2020, seven days end on 7 October, rolled to the 9th."""

    def test_the_laws_last_working_day_is_yellow_before_the_promise_is_near(self) -> None:
        received = date(2020, 9, 30)
        case = running(accepted=received, promised=limit(4), statutory=limit(7, CALENDAR_DAY))

        assert lit(case, received).light is Light.YELLOW
        assert lit(case, date(2020, 10, 9)).light is Light.YELLOW
        assert lit(case, date(2020, 10, 10)).light is Light.BLACK
        (soon,) = (
            one.on
            for one in agenda(with_case(opened(), case), REGULATIONS)
            if isinstance(one.payload, Reminded) and one.payload.ground is Ground.DUE_SOON
        )
        assert soon == received

    def test_an_ordinary_week_is_green(self) -> None:
        case = running(promised=limit(4), statutory=limit(7, CALENDAR_DAY))

        assert lit(case, june(1)).light is Light.GREEN


class TestTheParty:
    """Of a running case, as the project's file lets it be seen."""

    def blamed(self, file: CaseFile, code: str, on: date) -> Party | None:
        return light_case(file.cases[code], on=on, regulations=REGULATIONS, file=file).party

    def test_is_upstream_when_only_another_departments_procedure_is_waited_for(self) -> None:
        file = with_case(opened(), running("B01", state=S.APPROVED, concluded_on=june(2)))
        file = with_case(file, running("A01", state=S.APPROVED, concluded_on=june(2)))
        waiting = with_case(file, running("C01", accepted=june(3)))
        free = with_case(waiting, running("B02", state=S.APPROVED, concluded_on=june(9)))

        assert self.blamed(waiting, "C01", june(9)) is Party.UPSTREAM
        assert self.blamed(free, "C01", june(9)) is Party.DEPARTMENT

    def test_is_upstream_also_when_the_case_is_late(self) -> None:
        file = with_case(opened(), running("B01", state=S.APPROVED, concluded_on=june(2)))
        file = with_case(file, running("C01", accepted=june(3), promised=limit(2)))
        late = light_case(file.cases["C01"], on=june(8), regulations=REGULATIONS, file=file)

        assert (late.light, late.party) == (Light.RED, Party.UPSTREAM)

    def test_is_the_superior_level_where_that_decides(self) -> None:
        assert self.blamed(with_case(opened(), running("G01")), "G01", june(9)) is Party.SUPERIOR

    def test_is_the_applicant_when_a_promise_is_about_to_fall_due(self) -> None:
        case = running(state=S.CONDITIONALLY_ACCEPTED, owed=(OwedDocument("A01-2", june(5)),))
        file = with_case(opened(), case)

        assert self.blamed(file, "A01", june(3)) is Party.DEPARTMENT
        assert self.blamed(file, "A01", june(5)) is Party.APPLICANT

    @pytest.mark.parametrize(
        "case",
        [
            running(),
            running("G01"),
            running("B02"),
            paused(june(3), 5),
            Case("A01", S.OPEN, opened_on=FIRST_DAY),
            Case("A01", S.SUBMITTED, opened_on=FIRST_DAY, submitted_on=june(2)),
            Case("A01", S.CORRECTING, opened_on=FIRST_DAY),
        ],
        ids=lambda case: f"{case.procedure} {case.state}",
    )
    def test_is_the_one_to_whom_the_delay_ledger_gives_the_day(self, case: Case) -> None:
        file = with_case(opened(), case)

        assert self.blamed(file, case.procedure, june(4)) is holder(
            file, case.procedure, on=june(4), regulations=REGULATIONS
        )


class TestBeforeTheClock:
    @pytest.mark.parametrize(
        ("on", "light"), [(june(1), Light.GREEN), (june(5), Light.YELLOW), (june(8), Light.YELLOW)]
    )
    def test_an_application_turns_yellow_on_the_last_days_of_its_notice(
        self, on: date, light: Light
    ) -> None:
        case = Case("A01", S.SUBMITTED, submitted_on=june(1))

        assert lit(case, on) == LitCase(light, Party.DEPARTMENT)

    def test_a_correction_turns_yellow_when_it_is_late(self) -> None:
        case = Case("A01", S.CORRECTING, correction_due_on=june(5))

        assert lit(case, june(5)) == LitCase(Light.GREEN, Party.APPLICANT)
        assert lit(case, june(6)) == LitCase(Light.YELLOW, Party.APPLICANT)

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            (S.NOT_OPEN, LitCase(Light.GREY, Party.UPSTREAM)),
            (S.OPEN, LitCase(Light.GREY, Party.APPLICANT)),
            (S.APPROVED, LitCase(Light.GREEN, None)),
            (S.DECLINED, LitCase(Light.GREY, None)),
        ],
    )
    def test_a_case_without_a_clock(self, state: CaseState, expected: LitCase) -> None:
        assert lit(Case("A01", state), june(5)) == expected


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.RETURNED, S.REFUSED, S.REVOKED], ids=str)
def test_a_case_that_ended_is_grey_for_ever(state: CaseState) -> None:
    case = running(state=state, ended_on=june(5))

    assert lit(case, date(2020, 12, 1)).light is Light.GREY


def test_a_decision_in_time_stays_green_for_ever() -> None:
    case = running(state=S.APPROVED, concluded_on=june(5))

    assert lit(case, date(2020, 12, 1)).light is Light.GREEN


class TestAProject:
    def test_shows_the_worst_of_its_cases(self) -> None:
        file = with_case(opened(), running("A01"))
        file = with_case(file, paused(june(3), 30))
        worse = with_case(file, running("B02", promised=limit(2)))

        assert light_project(opened(), on=june(9), regulations=REGULATIONS) is Light.GREY
        assert light_project(file, on=june(9), regulations=REGULATIONS) is Light.BLUE
        assert light_project(worse, on=june(9), regulations=REGULATIONS) is Light.RED

    @pytest.mark.parametrize(
        ("pinned", "light"),
        [
            pytest.param(july(30), Light.GREY, id="in time"),
            pytest.param(june(12), Light.YELLOW, id="forecast too late"),
            pytest.param(june(8), Light.RED, id="gone by"),
        ],
    )
    def test_shows_a_start_that_slips(self, pinned: date, light: Light) -> None:
        file = after(opened(), (FIRST_DAY, StartPinned(start_on=pinned)))
        procedures = REGULATIONS.procedures(file.project, on=june(9))
        seen = forecast_start(file, procedures, on=june(9), regulations=REGULATIONS)

        assert light_project(file, forecast=seen, on=june(9), regulations=REGULATIONS) is light


class TestWhatWasLate:
    def test_stays_late_when_it_is_concluded(self) -> None:
        """Accepted on 1 June 2020 for ten working days: the last good day is 15 June."""
        case = replace(running(), state=CaseState.APPROVED, concluded_on=june(18))
        late = light_case(case, on=june(30), regulations=REGULATIONS).late_by

        assert late is not None
        assert (late.due_on, -late.remaining) == (june(15), 3)

    def test_is_not_what_was_concluded_in_time(self) -> None:
        case = replace(running(), state=CaseState.APPROVED, concluded_on=june(3))
        assert light_case(case, on=june(30), regulations=REGULATIONS).late_by is None
