"""The clock proof: literal days of the reference data, and any case against the clock itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.case import Case, CaseState, ClockStop, Limits, OwedDocument, Party
from models.case_entries import CorrectionRequested, Submitted
from models.catalogue import Bound, SpecialProcedureKind, TimeLimit, Unit
from models.days import DayNotice
from models.hearing import Hearing
from models.ledger import Entry, Payload
from models.proof import ClockName, ClockPhase, ClockProof, DayCause, DayLine, ProvenClock
from models.refusal import Unknown
from rules.clocks.clock import ClockReading, earliest_conclusion, read_clock
from rules.days.day_table import seeded_table, with_notice
from rules.in_force.regulations import Regulations
from rules.proof.proof import clock_proof
from tests.rules.clocks.test_clock import stop, tables
from tests.test_verifier import faults_of
from tests.world import (
    CALENDAR_DAY,
    DAYS,
    FIRST_DAY,
    PROJECT,
    REGULATIONS,
    WORKDAY,
    at,
    campaign,
    draft,
    july,
    june,
    limit,
    opened,
    running,
    with_case,
)

ONE_DAY = timedelta(days=1)
FILE = opened()


def prove(case: Case, on: date, rules: Regulations = REGULATIONS) -> ClockProof:
    """The proof of a case, which the verifier must find equal."""
    proof = clock_proof(with_case(FILE, case), case.procedure, on=on, regulations=rules)
    assert faults_of(proof) == []
    return proof


def line(clock: ProvenClock, day: date) -> DayLine:
    return next(one for one in clock.lines if one.date == day)


def other(proof: ClockProof, name: ClockName) -> ProvenClock:
    return next(one for one in proof.others if one.clock is name)


class TestTheDays:
    def test_from_the_first_of_june_name_the_festival_and_the_make_up_sunday(self) -> None:
        proof = prove(running(promised=limit(20)), FIRST_DAY)
        clock = proof.promised

        assert clock.due_on == june(30)
        assert clock.lines[0].date == FIRST_DAY
        assert clock.lines[-1].date == june(30)
        assert clock.lines[-1].used == 20
        assert [
            (one.why, one.reason) for one in clock.lines if one.date in map(june, (25, 27))
        ] == [
            (DayCause.HOLIDAY, "端午放假"),
            (DayCause.HOLIDAY, "端午放假"),
        ]
        sunday = line(clock, june(28))
        assert (sunday.counted, sunday.why, sunday.reason, sunday.used) == (
            True,
            DayCause.MAKE_UP_WORKDAY,
            "端午调休上班",
            18,
        )
        assert proof.days == clock.lines

    def test_over_the_long_holiday_of_october(self) -> None:
        accepted = date(2020, 9, 28)
        clock = prove(running(accepted=accepted, promised=limit(7)), accepted).promised

        assert clock.due_on == date(2020, 10, 14)
        assert line(clock, date(2020, 10, 10)).why is DayCause.MAKE_UP_WORKDAY
        assert {line(clock, date(2020, 10, day)).why for day in range(1, 9)} == {DayCause.HOLIDAY}

    def test_cite_the_article_of_each_kind(self) -> None:
        clock = prove(running(promised=limit(20)), FIRST_DAY).promised

        assert clock.lines[0].article == "民法总则第201条"
        assert not clock.lines[0].counted
        assert line(clock, june(6)).article == "行政许可法第82条"
        assert line(clock, june(6)).why is DayCause.WEEKEND

    def test_cite_the_civil_law_in_force_on_each_day(self) -> None:
        """民法总则 200, 201, 203 until the end of 2020, then 民法典 200, 201, 203."""
        accepted = date(2020, 12, 28)
        clock = prove(running(accepted=accepted, promised=limit(6, CALENDAR_DAY)), accepted)
        told = {one.date: one.article for one in clock.promised.lines}

        assert told == {
            accepted: "民法总则第201条",
            **dict.fromkeys((date(2020, 12, 29 + day) for day in range(3)), "民法总则第200条"),
            **dict.fromkeys((date(2021, 1, 1 + day) for day in range(3)), "民法典第200条"),
            date(2021, 1, 4): "民法典第203条",
        }

    def test_beyond_the_last_are_late(self) -> None:
        clock = prove(running(promised=limit(1)), june(4)).promised

        assert [one.phase for one in clock.lines] == [
            ClockPhase.START,
            ClockPhase.LIMIT,
            ClockPhase.OVERDUE,
            ClockPhase.OVERDUE,
        ]
        assert clock.overdue
        assert clock.statement == "已于2020-06-02到期，逾期"


class TestAStop:
    def test_names_its_kind_reason_and_article(self) -> None:
        case = running(stops=(stop(june(3), june(8)),), promised=limit(5))
        clock = prove(case, june(8)).promised

        assert clock.due_on == june(11)
        assert {line(clock, june(day)).reason for day in (3, 6, 7)} == {
            "暂停计时：专家评审（专家评审）"
        }
        assert line(clock, june(3)).article == "行政许可法第45条"
        assert line(clock, june(8)).counted

    def test_of_grace_cites_the_place_it_is_practised(self) -> None:
        grace = ClockStop(None, "容缺材料逾期未补", june(3), 0, WORKDAY)
        case = running(stops=(grace,), state=CaseState.OVERDUE_PROMISE)
        proof = prove(case, june(5))

        assert line(proof.promised, june(4)).reason == "暂停计时：容缺补交宽限（容缺材料逾期未补）"
        assert line(proof.promised, june(4)).article == "台州2019"
        assert proof.promised.due_on is None
        assert proof.promised.lines[-1].date == june(5)
        assert ClockName.SPECIAL not in {one.clock for one in proof.others}

    def test_has_a_clock_of_its_own_while_it_lasts(self) -> None:
        case = running(stops=(stop(june(3), days=5),), state=CaseState.PAUSED)
        clock = other(prove(case, june(12)), ClockName.SPECIAL)

        assert (clock.started_on, clock.due_on, clock.overdue) == (june(3), june(10), True)


class TestAHearing:
    TOLD = Hearing(june(1), june(8), 5, WORKDAY, "行政许可法第47条")
    ASKED = replace(TOLD, requested_on=june(8), hold_days=20)

    def asked(self, **changes: object) -> Case:
        held = changes.get("closed_on")
        hearing = ClockStop(SpecialProcedureKind.HEARING, "听证", june(8), 20, WORKDAY, held)  # type: ignore[arg-type]
        state = CaseState.ACCEPTED if held else CaseState.PAUSED
        given = replace(self.ASKED, held_on=held, closed_on=held)  # type: ignore[arg-type]
        return running(state=state, stops=(hearing,), hearing=given)

    def test_may_be_asked_for_within_five_working_days(self) -> None:
        clock = other(prove(running(hearing=self.TOLD), june(5)), ClockName.HEARING_REQUEST)

        assert (clock.started_on, clock.due_on, clock.used) == (june(1), june(8), 4)
        assert (clock.source, clock.closed_on) == ("行政许可法第47条", None)

    def test_that_nobody_asked_for_is_nobodys_delay(self) -> None:
        proof = prove(running(hearing=self.TOLD), june(12))
        clock = other(proof, ClockName.HEARING_REQUEST)

        assert (clock.closed_on, clock.overdue) == (june(8), False)
        assert clock.statement == "已于2020-06-08终结，最后一日为2020-06-08"
        assert {one.why for one in proof.promised.lines} == {
            *(DayCause.START, DayCause.WORKDAY, DayCause.WEEKEND)
        }

    def test_asked_for_is_to_be_held_within_twenty_and_stops_the_clock(self) -> None:
        proof = prove(self.asked(), july(10))
        clock = other(proof, ClockName.HEARING)

        # Twenty working days after 8 June, the festival of 25 and 26 June made up on the 28th.
        assert (clock.started_on, clock.due_on, clock.overdue) == (june(8), july(7), True)
        assert other(proof, ClockName.HEARING_REQUEST).closed_on == june(8)
        assert ClockName.SPECIAL not in {one.clock for one in proof.others}
        assert (proof.promised.due_on, proof.promised.used) == (None, 4)
        assert line(proof.promised, june(9)).reason == "暂停计时：听证（听证）"

    def test_held_lets_the_clock_run_on_from_that_day(self) -> None:
        proof = prove(self.asked(closed_on=june(22)), june(23))

        assert (
            other(proof, ClockName.HEARING).statement == "已于2020-06-22终结，最后一日为2020-07-07"
        )
        assert line(proof.promised, june(22)).counted
        assert (proof.promised.due_on, proof.promised.used) == (june(30), 6)


class TestAnExtension:
    def test_in_the_same_unit_is_a_part_of_its_own(self) -> None:
        clock = prove(running(extension_days=10, extensions=1), june(15)).promised

        assert clock.due_on == june(30)
        assert line(clock, june(15)).phase is ClockPhase.LIMIT
        assert line(clock, june(16)).phase is ClockPhase.EXTENSION
        assert (clock.limit, clock.days) == (10, 20)

    def test_in_working_days_follows_a_limit_in_calendar_days(self) -> None:
        case = running(extension_days=10, extensions=1, statutory=limit(7, CALENDAR_DAY))
        clock = prove(case, june(9)).statutory

        assert clock.due_on == june(22)
        assert (line(clock, june(8)).used, line(clock, june(8)).extension_used) == (7, 0)
        assert (line(clock, june(9)).phase, line(clock, june(9)).extension_used) == (
            ClockPhase.EXTENSION,
            1,
        )
        assert line(clock, june(13)).why is DayCause.WEEKEND
        assert line(clock, june(22)).extension_used == 10


class TestAPaperThatCameLate:
    """台州2019, 民法总则 201: promised by 15 June, the tenth and last day of the limit."""

    STOP = ClockStop(None, "容缺材料逾期未补", june(16), 0, WORKDAY)

    def late(self, came_on: date | None) -> Case:
        stopped = replace(self.STOP, ended_on=came_on)
        owed = OwedDocument("A01-2", june(15), came_on, june(16))
        state = CaseState.ACCEPTED if came_on else CaseState.OVERDUE_PROMISE
        return running(owed=(owed,), stops=(stopped,), state=state)

    def test_leaves_the_day_after_its_receipt(self) -> None:
        clock = prove(self.late(june(19)), june(22)).promised

        assert (clock.due_on, clock.overdue) == (june(22), False)
        monday = line(clock, june(22))
        assert (monday.why, monday.reason, monday.article) == (
            DayCause.ROLLED,
            "容缺材料逾期后补交，办至补交次日",
            "台州2019",
        )
        assert line(clock, june(21)).why is DayCause.WEEKEND
        assert prove(self.late(june(19)), june(23)).promised.overdue

    def test_has_no_last_day_while_it_is_awaited(self) -> None:
        clock = prove(self.late(None), june(24)).promised

        assert (clock.due_on, clock.overdue) == (None, False)

    def test_leaves_the_day_after_it_where_a_limit_is_extended_in_another_unit(self) -> None:
        case = replace(
            self.late(june(19)),
            limits=Limits(limit(4, CALENDAR_DAY), limit(20)),
            extension_days=6,
            extensions=1,
        )

        assert prove(case, june(22)).promised.due_on == june(22)


class TestALimit:
    def test_of_calendar_days_rolls_over_the_weekend(self) -> None:
        clock = prove(running(promised=limit(5, CALENDAR_DAY)), june(8)).promised

        assert [line(clock, june(day)).why for day in (6, 7, 8)] == [
            DayCause.CALENDAR_DAY,
            DayCause.ROLLED,
            DayCause.ROLLED,
        ]
        assert line(clock, june(8)).article == "民法总则第203条"
        assert clock.due_on == june(8)

    def test_of_no_days_is_settled_on_the_spot(self) -> None:
        clock = prove(running("D01"), FIRST_DAY).promised

        assert (clock.due_on, clock.statement) == (FIRST_DAY, "即办，最后一日为2020-06-01")

    def test_of_notice_runs_on_whatever_stops_the_review(self) -> None:
        case = running("H01", stops=(stop(june(3), june(12)),), extension_days=5)
        clock = prove(case, july(20)).statutory

        assert clock.due_on == earliest_conclusion(case, case.limits.statutory, days=DAYS)  # type: ignore[union-attr]
        assert clock.statement == "公告期，不得缩短，最早可于2020-07-01办结"
        assert clock.lines[-1].date == july(1)

    @pytest.mark.parametrize(
        ("given", "statement"),
        [
            pytest.param(limit(None, bound=Bound.NONE), "未定期限，不计到期日", id="none"),
            pytest.param(limit(None), "未定期限，不计到期日", id="no value"),
            pytest.param(
                limit(9, bound=Bound.APPLICANT_DUTY), "期限约束申请人，不约束审批部门", id="duty"
            ),
        ],
    )
    def test_that_binds_no_department_says_so(self, given: TimeLimit, statement: str) -> None:
        clock = prove(running(statutory=given), june(5)).statutory

        assert (clock.statement, clock.lines, clock.due_on) == (statement, (), None)


class TestACase:
    def test_that_is_not_open_says_that_no_clock_runs(self) -> None:
        proof = prove(FILE.cases["B01"], FIRST_DAY)

        assert {clock.statement for clock in proof.clocks} == {"未受理，时限未起算"}
        assert proof.days == ()

    def test_concluded_before_it_came_here_was_not_timed(self) -> None:
        case = Case("A01", CaseState.APPROVED, concluded_on=june(1))

        assert prove(case, june(2)).promised.statement == "登记前已办结，未经本系统计时"

    def test_submitted_has_the_clock_of_the_one_time_notice(self) -> None:
        case = Case("A01", CaseState.SUBMITTED, submitted_on=june(1))
        clock = other(prove(case, june(2)), ClockName.NOTICE)

        assert (clock.due_on, clock.used, clock.source) == (june(8), 1, "行政许可法第32条（四）")

    def test_told_what_to_correct_closed_that_clock_on_the_day(self) -> None:
        def entry(version: int, on: date, payload: Payload) -> Entry:
            one = draft(on, payload)
            return Entry(PROJECT, version, payload, one.at, on, one.by, one.via, None, "")

        case = Case("A01", CaseState.CORRECTING, submitted_on=june(1), told=True)
        entries = [
            entry(1, june(1), Submitted(procedure="A01", documents=())),
            entry(2, june(3), CorrectionRequested(procedure="A01", items=(), due_on=None)),
        ]
        file = with_case(FILE, case)
        proof = clock_proof(file, "A01", on=june(20), regulations=REGULATIONS, entries=entries)
        clock = other(proof, ClockName.NOTICE)

        assert (clock.closed_on, clock.used, clock.overdue) == (june(3), 2, False)
        assert faults_of(proof) == []

    def test_deemed_accepted_ended_it_by_law(self) -> None:
        clock = other(prove(running(deemed=True), july(1)), ClockName.NOTICE)

        assert (clock.closed_on, clock.overdue) == (june(9), True)

    def test_to_be_deemed_accepted_after_a_festival_carries_its_days(self) -> None:
        case = running(accepted=june(17), deemed=True, promised=limit(None), statutory=limit(None))

        assert other(prove(case, june(18)), ClockName.NOTICE).closed_on == june(28)

    @pytest.mark.parametrize("state", [CaseState.APPROVED, CaseState.REFUSED])
    def test_decided_has_the_clock_of_delivery(self, state: CaseState) -> None:
        granted = state is CaseState.APPROVED
        case = running(
            state=state,
            concluded_on=june(5) if granted else None,
            ended_on=None if granted else june(5),
            delivered_on=june(9),
        )
        proof = prove(case, july(20))
        clock = other(proof, ClockName.DELIVERY)

        assert (clock.started_on, clock.due_on, clock.used) == (june(5), june(19), 2)
        assert proof.promised.statement == "已于2020-06-05终结，最后一日为2020-06-15"

    @pytest.mark.parametrize("delivered", [None, june(9)])
    def test_revoked_ended_its_clocks_with_the_decision(self, delivered: date | None) -> None:
        case = running(
            state=CaseState.REVOKED,
            concluded_on=june(5),
            delivered_on=delivered,
            ended_on=june(17),
        )
        proof = prove(case, july(20))

        assert proof.promised.statement == "已于2020-06-05终结，最后一日为2020-06-15"
        delivery = other(proof, ClockName.DELIVERY)
        assert (delivery.started_on, delivery.closed_on) == (june(5), delivered or june(17))
        assert not delivery.overdue

    def test_revoked_that_was_decided_before_it_came_here_was_not_timed(self) -> None:
        case = Case("A01", CaseState.REVOKED, concluded_on=june(1), ended_on=june(3))

        assert prove(case, june(9)).promised.statement == "登记前已办结，未经本系统计时"

    def test_settled_keeps_its_calendar_but_is_delivered_by_todays(self) -> None:
        notice = DayNotice(notice="地方补充通知", year=2020, off={june(12): "阿城节"})
        changed = with_notice(seeded_table(), notice)
        rules = Regulations(campaign(), changed, ((at(june(8)), seeded_table()),))
        case = running(state=CaseState.APPROVED, concluded_on=june(5), settled_at=at(june(5)))
        proof = prove(case, june(30), rules)

        assert proof.promised.due_on == june(15)
        assert line(proof.promised, june(12)).why is DayCause.WORKDAY
        assert proof.calendar_version == seeded_table().version
        delivery = other(proof, ClockName.DELIVERY)
        assert delivery.due_on == june(22)
        assert line(delivery, june(12)).reason == "阿城节放假"
        assert prove(running(), june(30), rules).calendar_version == changed.version

    def test_that_the_project_does_not_have_is_refused(self) -> None:
        with pytest.raises(Unknown):
            clock_proof(FILE, "Z01", on=FIRST_DAY, regulations=REGULATIONS)

    def test_carries_the_delay_ledger(self) -> None:
        file = with_case(FILE, running())
        proof = clock_proof(
            file, "A01", on=june(3), regulations=REGULATIONS, delay={Party.DEPARTMENT: 3}
        )

        assert proof.exported()["delay"] == {"department": 3}


@some.composite
def cases(draw: some.DrawFn) -> Case:
    """Any case whose clock ran: stops, an extension, an end, limits of every kind."""
    start = FIRST_DAY + draw(some.integers(0, 20)) * ONE_DAY
    stops, day = [], start
    for _ in range(draw(some.integers(0, 3))):
        first = day + draw(some.integers(0, 8)) * ONE_DAY
        day = first + draw(some.integers(0, 9)) * ONE_DAY
        kind = draw(some.sampled_from([None, *SpecialProcedureKind]))
        stops.append(ClockStop(kind, draw(some.text(max_size=5)), first, 7, WORKDAY, day))
    if stops and draw(some.booleans()):
        stops[-1] = replace(stops[-1], ended_on=None)
    units = some.sampled_from(Unit)
    limits = some.builds(
        limit,
        some.none() | some.integers(0, 40),
        units,
        some.sampled_from(Bound),
        some.text(max_size=3),
    )
    ended = draw(some.none() | some.integers(0, 60))
    hearing = None
    if draw(some.booleans()):
        offered = start + draw(some.integers(0, 5)) * ONE_DAY
        hearing = Hearing(offered, offered, draw(some.integers(1, 9)), draw(units), "第47条")
        if draw(some.booleans()):
            asked = offered + draw(some.integers(0, 9)) * ONE_DAY
            hearing = replace(hearing, requested_on=asked, hold_days=draw(some.integers(1, 20)))
        if draw(some.booleans()):
            over = (hearing.requested_on or offered) + draw(some.integers(0, 30)) * ONE_DAY
            hearing = replace(hearing, closed_on=over)
    case = running(
        accepted=start,
        hearing=hearing,
        promised=draw(limits),
        statutory=draw(limits),
        stops=tuple(stops),
        extension_days=draw(some.integers(0, 12)),
        extension_unit=draw(some.sampled_from(Unit)),
        deemed=draw(some.booleans()),
    )
    if stops and stops[-1].ended_on is None:
        return replace(case, state=CaseState.PAUSED)
    if ended is None:
        return case
    state = draw(
        some.sampled_from(
            [CaseState.APPROVED, CaseState.REFUSED, CaseState.WITHDRAWN, CaseState.REVOKED]
        )
    )
    on = start + ended * ONE_DAY
    granted = state in (CaseState.APPROVED, CaseState.REVOKED)
    revoked = on + draw(some.integers(0, 30)) * ONE_DAY
    return replace(
        case,
        state=state,
        concluded_on=on if granted else None,
        ended_on=revoked if state is CaseState.REVOKED else None if granted else on,
    )


class TestAnyProof:
    @settings(max_examples=600, deadline=None)
    @given(case=cases(), table=tables(), seen=some.integers(0, 90))
    def test_agrees_with_the_clock_and_with_the_verifier(
        self, case: Case, table: object, seen: int
    ) -> None:
        rules = Regulations(campaign(), table)  # type: ignore[arg-type]
        assert case.clock_from is not None
        assert case.limits is not None
        on = case.clock_from + seen * ONE_DAY
        proof = prove(case, on, rules)

        for clock, given_ in (
            (proof.promised, case.limits.promised),
            (proof.statutory, case.limits.statutory),
        ):
            reading = read_clock(case, given_, on=on, days=rules.days)
            if reading is not None:
                _agrees(clock, reading)
            elif clock.lines:
                assert clock.due_on == earliest_conclusion(case, given_, days=rules.days)
            else:
                assert clock.statement


def _agrees(clock: ProvenClock, reading: ClockReading) -> None:
    assert (clock.days, clock.unit, clock.used, clock.remaining) == (
        *(reading.limit, reading.unit),
        *(reading.used, reading.remaining),
    )
    assert (clock.due_on, clock.overdue, clock.provisional) == (
        *(reading.due_on, reading.overdue),
        reading.provisional,
    )
    days = [line.date for line in clock.lines]
    assert days == [days[0] + shift * ONE_DAY for shift in range(len(days))]
    assert clock.through is not None
    upto = [line for line in clock.lines if line.date <= clock.through]
    assert (upto[-1].used if upto else 0) == reading.used
    late = [line.date for line in clock.lines if line.phase is ClockPhase.OVERDUE]
    assert bool(late) == reading.overdue
    if reading.due_on is not None:
        assert reading.due_on in days
        assert all(day > reading.due_on for day in late)
