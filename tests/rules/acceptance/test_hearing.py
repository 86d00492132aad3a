"""The hearing: who may ask, until when, and that nothing is decided before."""

from dataclasses import replace
from datetime import date

import pytest

from models.case import Case, CaseState, Light, Party
from models.case_entries import Reminded
from models.days import DayNotice
from models.hearing import Hearing, HearingHeld, HearingOffered, HearingRequested
from models.ledger import Payload
from models.notice import Ground
from models.refusal import Refused
from models.review import Recommendation, ReviewStage, SignedReview
from rules.acceptance.hearing import hearing_by, hold_until, request_until
from rules.acting.agenda import agenda
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from rules.clocks.clock import read_clock
from rules.days.day_table import seeded_table, with_notice
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_case
from tests.world import (
    DAYS,
    HEAD,
    OFFICER,
    REGULATIONS,
    WORKDAY,
    after,
    campaign,
    circumstances,
    july,
    june,
    opened,
    request,
    running,
    with_case,
)

SIGNED = (ReviewStage.EXAMINATION, Recommendation.GRANT, "同意")
TOLD = Hearing(june(1), june(8), 5, WORKDAY, "行政许可法第47条")


def refusal(
    case: Case, act: str, on: date, rules: Regulations = REGULATIONS, **data: object
) -> Refused | None:
    return examine(circumstances(case, request(act, **data), on=on, by=HEAD, rules=rules))


def code(case: Case, act: str, on: date, **data: object) -> str | None:
    refused = refusal(case, act, on, **data)
    return refused.code if refused is not None else None


def recorded(case: Case, act: str, on: date, **data: object) -> Payload:
    wanted = request(act, **data)
    now = circumstances(case, wanted, on=on, by=OFFICER)
    assert examine(now) is None
    return CONDUCT[wanted.act].record(now)


def done(case: Case, act: str, on: date, **data: object) -> Case:
    """The case after an act that the rules allow."""
    payload = recorded(case, act, on, **data)
    return after(with_case(opened(), case), (on, payload)).cases[case.procedure]


def awaited(on: date | None = None) -> Case:
    told = done(running(), "offer_hearing", june(1), reason="重大利益")
    return done(told, "request_hearing", on or june(5))


class TestTheRight:
    def test_lasts_five_working_days_from_the_day_it_is_told(self) -> None:
        offered = recorded(running(), "offer_hearing", june(1), reason="重大利益")

        assert offered == HearingOffered(
            procedure="A01",
            reason="重大利益",
            apply_by=june(8),
            days=5,
            unit=WORKDAY,
            article="行政许可法第47条",
        )

    @pytest.mark.parametrize(
        ("on", "refused"), [(june(1), None), (june(8), None), (june(9), "hearing_right_over")]
    )
    def test_may_be_used_up_to_its_last_day(self, on: date, refused: str | None) -> None:
        assert code(running(hearing=TOLD), "request_hearing", on) == refused

    def test_that_nobody_told_cannot_be_used(self) -> None:
        assert code(running(), "request_hearing", june(1)) == "hearing_right_over"

    def test_is_used_once(self) -> None:
        held = done(awaited(), "hold_hearing", june(9), result="意见一致")

        assert code(held, "request_hearing", june(9)) == "hearing_right_over"
        assert code(held, "offer_hearing", june(9), reason="再次") == "hearing_offered_before"

    def test_is_told_again_only_where_it_lapsed_unused(self) -> None:
        case = running(hearing=TOLD)

        assert code(case, "offer_hearing", june(8), reason="再次") == "hearing_offered_before"
        again = done(case, "offer_hearing", june(9), reason="再次").hearing
        assert again == Hearing(june(9), june(16), 5, WORKDAY, "行政许可法第47条")

    def test_is_not_lost_while_another_special_procedure_stops_the_clock(self) -> None:
        paused = done(
            running(hearing=TOLD),
            "pause",
            june(3),
            procedure_kind="expert_review",
            limit_days=5,
            reason="评审",
        )

        case = done(paused, "request_hearing", june(4))
        assert [(one.started_on, one.ended_on) for one in case.stops] == [
            (june(3), june(4)),
            (june(4), None),
        ]

    def test_lasts_longer_where_a_new_holiday_falls_into_it_and_never_shorter(self) -> None:
        def under(**days: dict[date, str]) -> date:
            table = with_notice(seeded_table(), DayNotice(notice="补充", year=2020, **days))
            return request_until(TOLD, Regulations(campaign(), table).days)

        assert under(off={june(4): "补休"}) == june(9)
        assert under(make_up_workdays={june(6): "补班"}) == june(8)

    def test_needs_rules_that_say_how_long(self) -> None:
        small = campaign()
        clock = small.rulebook.clock.model_copy(update={"hearing": None})
        rulebook = small.rulebook.model_copy(update={"clock": clock})
        rules = Regulations(small.model_copy(update={"rulebook": rulebook}))

        for act, data in (("offer_hearing", {"reason": "重大利益"}), ("request_hearing", {})):
            refused = refusal(running(hearing=TOLD), act, june(9), rules, **data)
            assert refused is not None
            assert refused.code == "hearing_not_regulated"


class TestTheNextDay:
    def test_is_the_last_one_to_ask_and_then_to_hold(self) -> None:
        held = done(awaited(), "hold_hearing", june(9), result="意见一致")
        told = running(hearing=TOLD)

        assert hearing_by(running(), on=june(1), days=DAYS) is None
        assert hearing_by(told, on=june(8), days=DAYS) == june(8)
        assert hearing_by(told, on=june(9), days=DAYS) is None
        assert hearing_by(awaited(), on=june(9), days=DAYS) == july(6)
        assert hearing_by(held, on=june(9), days=DAYS) is None


class TestADecision:
    @pytest.mark.parametrize(
        ("act", "data"),
        [("decide", {}), ("refuse", {"reason": "不符合条件"})],
    )
    def test_waits_until_the_right_is_over(self, act: str, data: dict[str, object]) -> None:
        case = running(hearing=TOLD)

        assert code(case, act, june(8), **data) == "hearing_right_running"
        assert code(case, act, june(9), **data) is None

    def test_may_follow_the_hearing_at_once(self) -> None:
        held = done(awaited(june(2)), "hold_hearing", june(3), result="意见一致")

        assert code(held, "decide", june(3)) is None

    def test_waits_for_a_hearing_that_was_asked_for(self) -> None:
        assert code(awaited(), "decide", june(30)) == "act_impossible"


class TestAHearing:
    def test_is_held_within_twenty_working_days_of_the_request(self) -> None:
        case = running(hearing=TOLD)
        asked = recorded(case, "request_hearing", june(8), reason="不服拟决定")

        assert asked == HearingRequested(
            procedure="A01",
            hold_by=july(7),
            days=20,
            unit=WORKDAY,
            article="行政许可法第47条",
            reason="不服拟决定",
        )
        hearing = done(case, "request_hearing", june(8)).hearing
        assert hearing is not None
        assert hold_until(hearing, DAYS) == july(7)
        assert hold_until(TOLD, DAYS) is None

    def test_stops_the_clock_from_the_request_to_its_day(self) -> None:
        held = done(awaited(), "hold_hearing", june(17), result="意见一致", held_on=june(15))

        reading = read_clock(held, held.limits.promised, on=june(17), days=DAYS)  # type: ignore[union-attr]
        # 2, 3 and 4 June, then 15, 16 and 17.
        assert reading is not None
        assert (reading.used, reading.due_on) == (6, june(23))

    def test_that_nobody_asked_for_stops_nothing(self) -> None:
        case = running(hearing=TOLD)
        reading = read_clock(case, case.limits.promised, on=june(12), days=DAYS)  # type: ignore[union-attr]

        assert reading is not None
        assert (reading.used, reading.due_on) == (9, june(15))

    @pytest.mark.parametrize(
        ("on", "light", "party"),
        [
            pytest.param(july(3), Light.BLUE, Party.STATUTORY_STOP, id="in time"),
            pytest.param(july(6), Light.YELLOW, Party.STATUTORY_STOP, id="on its last day"),
            pytest.param(july(7), Light.RED, Party.DEPARTMENT, id="too late"),
        ],
    )
    def test_has_the_light_of_its_own_length(self, on: date, light: Light, party: Party) -> None:
        """行政许可法 45, 47: beyond its twenty days it is the department that let it run on."""
        case = awaited()
        lit = light_case(case, on=on, regulations=REGULATIONS)

        assert (lit.light, lit.party) == (light, party)

    def test_that_is_late_is_reminded_of(self) -> None:
        due = agenda(with_case(opened(), awaited()), REGULATIONS)
        reminder = Reminded(
            ground=Ground.SPECIAL_PROCEDURE_OVERRUN, about_on=july(6), procedure="A01"
        )
        assert [one.on for one in due if one.payload == reminder] == [july(7)]

    @pytest.mark.parametrize("held_on", [june(4), june(10)])
    def test_is_not_held_before_it_was_asked_for_nor_in_the_future(self, held_on: date) -> None:
        given = {"result": "意见一致", "held_on": held_on}

        assert code(awaited(), "hold_hearing", june(9), **given) == "date_out_of_range"

    def test_is_recorded_with_its_day_and_result(self) -> None:
        assert recorded(awaited(), "hold_hearing", june(9), result="意见一致") == HearingHeld(
            procedure="A01", held_on=june(9), result="意见一致", presided_by=OFFICER
        )

    @pytest.mark.parametrize("examiner", ["planning-20", "规划局·窗口20", "planning-05", "chen"])
    def test_is_presided_over_by_none_of_those_who_examine_the_application(
        self, examiner: str
    ) -> None:
        case = replace(
            awaited(),
            handler="planning-05",
            reviews=(SignedReview("planning-06", june(3), *SIGNED, person="chen"),),
        )
        held = {"result": "意见一致", "presided_by": examiner}

        assert code(case, "hold_hearing", june(9), **held) == "presider_examines"
        held["presided_by"] = "法规股"
        assert code(case, "hold_hearing", june(9), **held) is None

    def test_is_presided_over_by_who_records_it_where_nobody_is_named(self) -> None:
        case = replace(awaited(), accepted_by=HEAD)

        assert code(case, "hold_hearing", june(9), result="意见一致") == "presider_examines"

    def test_is_held_once_and_only_where_asked_for(self) -> None:
        paused = running(
            state=CaseState.PAUSED, stops=awaited().stops, hearing=replace(TOLD, apply_by=june(8))
        )

        assert code(paused, "hold_hearing", june(9), result="意见") == "hearing_not_requested"

    def test_is_not_skipped_unless_the_request_was_taken_back(self) -> None:
        assert code(awaited(), "resume", june(9)) == "hearing_awaited"
        back = done(awaited(), "resume", june(9), result="申请人撤回听证申请")
        assert back.state is CaseState.ACCEPTED
        assert back.hearing is not None
        assert (back.hearing.held_on, back.hearing.closed_on) == (None, june(9))
