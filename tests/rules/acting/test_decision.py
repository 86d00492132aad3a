"""Decisions, extensions, special procedures and delivery: what must hold before somebody signs."""

from datetime import date

import pytest

from models.case import Case, CaseState, OwedDocument
from models.catalogue import Bound
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from tests.world import (
    CALENDAR_DAY,
    FIRST_DAY,
    HEAD,
    circumstances,
    july,
    june,
    limit,
    opened,
    regulations,
    request,
    running,
    with_case,
)

S = CaseState
FRIDAY = date(2020, 6, 5)
DECIDE = request("decide")
EARLY = regulations("early")


def code_of(now: Circumstances) -> str | None:
    refused = examine(now)
    return refused.code if refused else None


def refusal(now: Circumstances) -> Refused:
    refused = examine(now)
    assert refused is not None
    return refused


def granted(*codes: str) -> object:
    file = opened()
    for code in codes:
        file = with_case(file, Case(code, S.APPROVED, concluded_on=FIRST_DAY))
    return file


class TestADecision:
    def test_on_a_complete_file_is_recorded(self) -> None:
        now = circumstances(
            running(), request("decide", permit_number="阿规〔2020〕1号"), on=june(5)
        )

        assert examine(now) is None
        recorded = CONDUCT[now.request.act].record(now)
        assert (recorded.permit_number, recorded.conditional) == ("阿规〔2020〕1号", False)

    def test_waits_for_documents_that_are_owed(self) -> None:
        case = running(state=S.CONDITIONALLY_ACCEPTED, owed=(OwedDocument("A01-2", june(10)),))
        refused = refusal(circumstances(case, DECIDE))

        assert refused.code == "documents_still_owed"
        assert refused.message == "容缺材料《资金证明》尚未补齐，补齐前不得作出准予决定"

    def test_of_a_deemed_acceptance_waits_for_the_whole_file(self) -> None:
        case = running(deemed=True, documents=frozenset({"A01-3"}))

        assert (
            refusal(circumstances(case, DECIDE)).message == "申请材料仍缺《申请表》、《资金证明》"
        )

    def test_waits_for_prerequisites_also_tolerated_ones(self) -> None:
        assert refusal(circumstances(running("B02"), DECIDE)).facts["procedures"] == ("A01",)
        assert refusal(circumstances(running("C01"), DECIDE)).facts["procedures"] == ("B01", "B02")
        assert code_of(circumstances(running("B02"), DECIDE, file=granted("A01"))) is None

    @pytest.mark.parametrize(("on", "code"), [(june(30), "notice_period_running"), (july(1), None)])
    def test_waits_for_the_end_of_a_notice_period(self, on: date, code: str | None) -> None:
        period = limit(30, CALENDAR_DAY, Bound.MIN, "土地管理法第47条")
        now = circumstances(running("H01", promised=period, statutory=period), DECIDE, on=on)

        assert code_of(now) == code


class TestAConditionalDecision:
    OWING = running(
        "K01",
        state=S.CONDITIONALLY_ACCEPTED,
        documents=frozenset({"K01-1", "K01-3"}),
        owed=(OwedDocument("K01-2", june(10)),),
    )
    WANTED = request("decide_conditionally")

    def test_needs_the_profile(self) -> None:
        refused = refusal(circumstances(self.OWING, self.WANTED))

        assert refused.message == (
            "现行容缺办法“到期暂停”只许容缺受理，不许容缺审批，补齐后才可出证"
        )

    def test_needs_the_procedure(self) -> None:
        case = running(state=S.CONDITIONALLY_ACCEPTED, owed=(OwedDocument("A01-2", june(10)),))

        assert (
            refusal(circumstances(case, self.WANTED, rules=EARLY)).message
            == "用地预审不适用容缺审批"
        )

    def test_with_both_is_recorded_as_conditional(self) -> None:
        now = circumstances(self.OWING, self.WANTED, rules=EARLY)

        assert examine(now) is None
        assert CONDUCT[now.request.act].record(now).conditional is True


class TestAnExtension:
    def asked(self, case: Case, days: int = 10, on: date = FRIDAY, **data: object) -> Circumstances:
        wanted = request("extend", days=days, reason="情况复杂", **data)
        return circumstances(case, wanted, on=on, by=HEAD)

    def test_in_time_and_measure_is_recorded_with_its_article(self) -> None:
        now = self.asked(running())

        assert examine(now) is None
        assert CONDUCT[now.request.act].record(now).article == "行政许可法第42条"

    @pytest.mark.parametrize(
        ("now", "words"),
        [
            (("C01", 10, june(2), {}), "施工许可证没有可以延长期限的依据"),
            (("A01", 11, june(5), {}), "最多延长10日（行政许可法第42条），不能延长11日"),
            (
                ("A01", 10, june(5), {"applicant_informed": False}),
                "延长期限的理由应当告知申请人（行政许可法第四十二条）",
            ),
            (("A01", 10, july(1), {}), "法定期限已于 2020-06-30 届满，不能再延长"),
        ],
        ids=["nowhere provided", "by too much", "the applicant not told", "too late"],
    )
    def test_is_refused(self, now: tuple[str, int, date, dict[str, object]], words: str) -> None:
        code, days, on, data = now

        assert refusal(self.asked(running(code), days, on, **data)).message == words

    def test_is_not_barred_by_a_missed_promise(self) -> None:
        """行政许可法 42 extends the limit of the law; the promise ended on 15 June."""
        assert code_of(self.asked(running(), on=june(16))) is None
        assert code_of(self.asked(running(), on=june(30))) is None

    def test_is_given_on_the_last_day_still(self) -> None:
        assert code_of(self.asked(running(), on=june(15))) is None
        weekend = running(promised=limit(5, CALENDAR_DAY))
        assert code_of(self.asked(weekend, on=june(8))) is None

    def test_is_given_once(self) -> None:
        assert "期限只能延长1次" in refusal(self.asked(running(extensions=1))).message


class TestASpecialProcedure:
    def asked(self, kind: str, days: int, unit: str = "workday") -> Circumstances:
        wanted = request(
            "pause", procedure_kind=kind, reason="按规定", limit_days=days, limit_unit=unit
        )
        return circumstances(running(), wanted)

    @pytest.mark.parametrize(
        ("kind", "days", "unit", "code"),
        [
            pytest.param("expert_review", 15, "workday", None, id="as long as listed"),
            pytest.param("expert_review", 16, "workday", "pause_forbidden", id="longer"),
            pytest.param("expert_review", 21, "calendar_day", None, id="as long in other days"),
            pytest.param(
                "expert_review", 22, "calendar_day", "pause_forbidden", id="longer in them"
            ),
            pytest.param("hearing", 60, "workday", None, id="one of the law, not listed"),
            pytest.param("other", 5, "workday", "pause_forbidden", id="one that nobody listed"),
            pytest.param(
                "public_notice", 5, "workday", "pause_forbidden", id="one that does not stop"
            ),
        ],
    )
    def test_stops_the_clock_as_the_catalogue_says(
        self, kind: str, days: int, unit: str, code: str | None
    ) -> None:
        assert code_of(self.asked(kind, days, unit)) == code

    def test_names_who_asked_and_who_approved(self) -> None:
        now = self.asked("hearing", 20)
        recorded = CONDUCT[now.request.act].record(now)

        assert (recorded.requested_by, recorded.approved_by) == ("planning-01", "planning-01")

    def test_without_a_stated_length_is_no_request(self) -> None:
        with pytest.raises(ValueError, match="limit_days"):
            request("pause", procedure_kind="hearing", reason="听证")


class TestADelivery:
    def asked(self, case: Case, **data: object) -> Circumstances:
        return circumstances(case, request("deliver", **data), on=june(10))

    GRANTED = running(state=S.APPROVED, concluded_on=june(8))

    @pytest.mark.parametrize(
        ("served", "code"),
        [
            ("2020-06-07", "date_out_of_range"),
            ("2020-06-08", None),
            ("2020-06-10", None),
            ("2020-06-11", "date_out_of_range"),
        ],
    )
    def test_lies_between_decision_and_today(self, served: str, code: str | None) -> None:
        assert code_of(self.asked(self.GRANTED, served_on=served)) == code

    def test_without_a_day_is_today(self) -> None:
        now = self.asked(self.GRANTED)

        assert CONDUCT[now.request.act].record(now).served_on == june(10)

    def test_of_a_refusal_is_due_as_well(self) -> None:
        assert code_of(self.asked(running(state=S.REFUSED, ended_on=june(9)))) is None

    def test_happens_once(self) -> None:
        done = running(state=S.APPROVED, concluded_on=june(8), delivered_on=june(9))

        assert refusal(self.asked(done)).message == "决定已于 2020-06-09 送达"
