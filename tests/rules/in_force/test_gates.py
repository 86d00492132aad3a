"""The start: what the gate asks for, and the acts that concern the whole project."""

from dataclasses import replace
from datetime import date

import pytest

from models.act_requests import Act
from models.case import Case, CaseFile, CaseState
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from rules.in_force.gates import missing
from tests.world import DISPATCHER, REGULATIONS, START_GATE, june, opened, request, with_case

TODAY = date(2020, 6, 8)


def now(act: str, on: date = TODAY, file: CaseFile | None = None, **data: object) -> Circumstances:
    account = REGULATIONS.campaign.account(DISPATCHER)
    assert account is not None
    return Circumstances(
        file=file or opened(),
        about=START_GATE,
        request=request(act, **data),
        by=account,
        on=on,
        regulations=REGULATIONS,
    )


def refusal(given: Circumstances) -> Refused:
    refused = examine(given)
    assert refused is not None
    return refused


def complete() -> CaseFile:
    file = opened()
    for code in ("C01", "E01"):
        file = with_case(file, Case(code, CaseState.APPROVED, concluded_on=june(3)))
    return replace(
        file,
        confirmed={"start_construction.land_delivered": june(4)},
        passed={"start_construction": june(4)},
    )


class TestTheGate:
    def test_misses_procedures_first_then_confirmations(self) -> None:
        lacking = missing(opened(), START_GATE, {"C01": "施工许可证"})

        assert [(one.code, one.name) for one in lacking] == [
            ("C01", "施工许可证"),
            ("E01", "E01"),
            ("land_delivered", "净地交付"),
        ]
        assert missing(complete(), START_GATE, {}) == ()

    def test_asks_for_nothing_that_the_project_does_not_need(self) -> None:
        file = opened()
        without = replace(
            file, cases={code: case for code, case in file.cases.items() if code != "E01"}
        )

        assert "E01" not in [one.code for one in missing(without, START_GATE, {})]


class TestConfirmingACondition:
    def test_is_recorded_with_its_evidence(self) -> None:
        given = now("confirm_condition", condition="land_delivered", evidence="交地确认书")

        assert examine(given) is None
        recorded = CONDUCT[Act.CONFIRM_CONDITION].record(given)
        assert (recorded.gate, recorded.evidence) == ("start_construction", "交地确认书")

    def test_names_what_can_be_confirmed(self) -> None:
        refused = refusal(now("confirm_condition", condition="weather"))

        assert refused.code == "condition_unknown"
        assert refused.message == "开工条件没有条件“weather”，可确认的是：净地交付"

    def test_happens_once(self) -> None:
        given = now("confirm_condition", file=complete(), condition="land_delivered")

        assert refusal(given).message == "净地交付已经确认过"


class TestPinningTheStart:
    def pinned(self, day: date) -> CaseFile:
        return replace(opened(), pinned_start=day)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            ("2020-06-05", "开工日期 2020-06-05 早于今日（2020-06-08）"),
            ("2020-06-13", "开工日期 2020-06-13 不是工作日（周末），下一工作日为 2020-06-15"),
            ("2020-06-25", "开工日期 2020-06-25 不是工作日（节假日），下一工作日为 2020-06-28"),
        ],
    )
    def test_takes_a_working_day_ahead(self, day: str, words: str) -> None:
        assert refusal(now("pin_start", start_on=day)).message == words

    @pytest.mark.parametrize("day", ["2020-06-08", "2020-06-28"], ids=["today", "a make-up Sunday"])
    def test_may_be_plain_the_first_time(self, day: str) -> None:
        assert examine(now("pin_start", start_on=day)) is None

    def test_moved_needs_a_reason(self) -> None:
        file = self.pinned(june(22))

        assert refusal(now("pin_start", file=file, start_on="2020-06-23")).code == "reason_missing"
        assert examine(now("pin_start", file=file, start_on="2020-06-23", reason="暴雨")) is None

    def test_on_the_same_day_is_done_already(self) -> None:
        given = now("pin_start", file=self.pinned(june(22)), start_on="2020-06-22", reason="重复")

        assert refusal(given).code == "already_done"

    def test_of_a_project_that_has_started_is_too_late(self) -> None:
        started = replace(opened(), started_on=june(5))

        assert refusal(now("pin_start", file=started, start_on="2020-06-22")).code == "already_done"


class TestReportingTheStart:
    def test_before_the_gate_names_what_is_missing(self) -> None:
        refused = refusal(now("report_start", started_on="2020-06-08"))

        assert refused.code == "gate_shut"
        assert refused.message == "开工条件尚缺：C01、E01、净地交付，不得开工"

    @pytest.mark.parametrize(
        ("day", "code"),
        [
            ("2020-06-03", "date_out_of_range"),
            ("2020-06-04", None),
            ("2020-06-08", None),
            ("2020-06-09", "date_out_of_range"),
        ],
        ids=["before the gate", "on its day", "today", "tomorrow"],
    )
    def test_lies_between_the_gate_and_today(self, day: str, code: str | None) -> None:
        refused = examine(now("report_start", file=complete(), started_on=day))

        assert (refused.code if refused else None) == code

    def test_happens_once(self) -> None:
        started = replace(complete(), started_on=june(5))

        assert (
            refusal(now("report_start", file=started, started_on="2020-06-08")).code
            == "already_done"
        )
