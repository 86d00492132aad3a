"""Contradictions of a weekly report: each named, the impossible refused, the rest explained."""

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest

from models.amount_words import in_wan
from models.case import CaseFile, CaseState
from models.catalogue import Unit
from models.doubt import Doubt, DoubtCode
from models.progress import (
    Bottleneck,
    LandStatus,
    Progress,
    ProgressReport,
    ProgressReported,
    ReportedProblem,
    WorkStatus,
)
from rules.weekly.checks import ReportDoubtful, ReportImpossible, check_report, refusal_of
from tests.world import REGULATIONS, june, limit, opened, progress_report, running, with_case

C = DoubtCode
WEEK, BEFORE = "2020-W25", "2020-W24"
ON = june(18)
STARTED = {
    "status": WorkStatus.STARTED,
    "started_on": june(8),
    "land_status": LandStatus.IN_USE,
    "physical_work": "基础施工，完成两成",
}
LAST = progress_report(
    invested_week=Decimal(200_000),
    invested_year=Decimal(500_000),
    invested_total=Decimal(600_000),
    funds_arrived=Decimal(700_000),
    funds_paid=Decimal(400_000),
    next_week="钢筋绑扎",
    **{**STARTED, "physical_work": "基础施工，完成一成"},
)
NOW = progress_report(
    invested_week=Decimal(200_000),
    invested_year=Decimal(700_000),
    invested_total=Decimal(800_000),
    funds_arrived=Decimal(700_000),
    funds_paid=Decimal(500_000),
    next_week="浇筑混凝土",
    **STARTED,
)
"""A plain second report of works under way: nothing in it contradicts anything."""


def works(**reports: ProgressReport) -> CaseFile:
    """A project that has started, with reports of earlier weeks."""
    sent = {week: ProgressReported(week=week, report=one) for week, one in reports.items()}
    return replace(opened(), started_on=june(8), progress=Progress(MappingProxyType(sent)))


UNDER_WAY = works(**{BEFORE: LAST})


def doubts(
    report: ProgressReport, file: CaseFile = UNDER_WAY, week: str = WEEK
) -> tuple[Doubt, ...]:
    return check_report(report, week=week, file=file, regulations=REGULATIONS, on=ON)


def codes(
    report: ProgressReport, file: CaseFile = UNDER_WAY, week: str = WEEK
) -> list[tuple[DoubtCode, str]]:
    return [(one.code, one.field) for one in doubts(report, file, week)]


def changed(**changes: object) -> ProgressReport:
    return NOW.model_copy(update=changes)


def money(**yuan: int) -> ProgressReport:
    return changed(**{name: Decimal(value) for name, value in yuan.items()})


def test_a_plain_report_contradicts_nothing() -> None:
    assert codes(NOW) == []
    assert codes(progress_report(), opened()) == []


HARD = [
    (
        "a total that fell",
        money(invested_total=599_999, invested_year=599_999),
        [(C.TOTAL_FELL, "invested_total")],
    ),
    (
        "a year that fell",
        money(invested_week=200_000, invested_year=499_999),
        [(C.YEAR_FELL, "invested_year")],
    ),
    (
        "a week that is not the difference",
        money(invested_week=200_001),
        [(C.WEEK_DIFFERS, "invested_week")],
    ),
    (
        "a year that is more than all",
        money(invested_year=800_001),
        [(C.YEAR_OVER_TOTAL, "invested_year")],
    ),
    (
        "more paid than had arrived",
        money(funds_paid=700_001),
        [(C.PAID_OVER_ARRIVED, "funds_paid")],
    ),
    (
        "entered the statistics tomorrow",
        changed(statistics_entered_on=june(19)),
        [(C.DATE_AHEAD, "statistics_entered_on")],
    ),
    (
        "ended before it began",
        changed(completion_expected_on=june(7)),
        [(C.DATES_REVERSED, "completion_expected_on")],
    ),
    (
        "works without an image of them",
        changed(physical_work="。 "),
        [(C.IMAGE_MISSING, "physical_work")],
    ),
    (
        "a problem that asks nothing of anybody",
        changed(problems=(ReportedProblem(text="缺电", needs="增容"),)),
        [(C.PROBLEM_INCOMPLETE, "problems")],
    ),
    (
        "a problem for an office that nobody knows",
        changed(problems=(ReportedProblem(text="缺电", needs="增容", office="power"),)),
        [(C.UNKNOWN_CODE, "problems")],
    ),
    (
        "a procedure that is not the project's",
        changed(bottlenecks=(Bottleneck(procedure="Z01"),)),
        [(C.UNKNOWN_CODE, "bottlenecks")],
    ),
]

SOFT = [
    (
        "half as much again and more",
        money(invested_week=300_001, invested_year=800_001, invested_total=900_001),
        [(C.JUMP, "invested_week")],
    ),
    (
        "more than half less",
        money(invested_week=99_999, invested_year=599_999, invested_total=699_999),
        [(C.JUMP, "invested_week")],
    ),
    (
        "money that went back",
        money(funds_arrived=699_999),
        [(C.FUNDS_FELL, "funds_arrived")],
    ),
    (
        "more than the whole investment",
        money(invested_week=200_000, invested_total=1_000_001),
        [(C.WEEK_DIFFERS, "invested_week"), (C.OVER_PLAN, "invested_total")],
    ),
    (
        "more money than the whole investment",
        money(funds_arrived=1_000_001),
        [(C.FUNDS_OVER_PLAN, "funds_arrived")],
    ),
    (
        "statistics entered before the start",
        changed(statistics_entered_on=june(7)),
        [(C.STATISTICS_AHEAD, "statistics_entered_on")],
    ),
    (
        "an image that stands while money moves",
        changed(physical_work="基础施工 完成一成。"),
        [(C.IMAGE_STANDS, "physical_work")],
    ),
    (
        "an image that is ahead of the money",
        changed(physical_work="主体工程已竣工"),
        [(C.IMAGE_AHEAD, "physical_work")],
    ),
    ("a plan that was copied", changed(next_week="钢筋　绑扎"), [(C.COPIED, "next_week")]),
    (
        "works that were never begun after all",
        changed(status=WorkStatus.NOT_STARTED),
        [(C.START_DENIED, "status"), (C.STATUS_FELL, "status")],
    ),
    (
        "another day of the start than the record's",
        changed(started_on=june(9)),
        [(C.START_DAY_DIFFERS, "started_on")],
    ),
    (
        "an end that has gone by",
        changed(completion_expected_on=june(17)),
        [(C.DATE_PASSED, "completion_expected_on")],
    ),
]


@pytest.mark.parametrize(
    ("report", "expected"), [pytest.param(*one[1:], id=one[0]) for one in HARD]
)
def test_is_impossible(report: ProgressReport, expected: list[tuple[DoubtCode, str]]) -> None:
    assert codes(report) == expected
    assert all(one.hard for one in doubts(report))
    explained = report.model_copy(update={"explanation": "数据无误"})
    assert isinstance(refusal_of(explained, doubts(explained)), ReportImpossible)


@pytest.mark.parametrize(
    ("report", "expected"), [pytest.param(*one[1:], id=one[0]) for one in SOFT]
)
def test_needs_words(report: ProgressReport, expected: list[tuple[DoubtCode, str]]) -> None:
    assert sorted(codes(report)) == sorted(expected)
    soft = [one for one in doubts(report) if not one.hard]
    assert isinstance(refusal_of(report, soft), ReportDoubtful)
    assert refusal_of(report.model_copy(update={"explanation": "属实"}), soft) is None


class TestAnOldExplanation:
    """What was said about one contradiction of the week is no word about another."""

    SAID = changed(explanation="资金退回", funds_arrived=Decimal(600_000))
    SENT = ProgressReported(week=WEEK, report=SAID, doubts=("funds_fell",))

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"funds_arrived": Decimal(1_000_001)}, id="funds above the total"),
            pytest.param({"statistics_entered_on": june(7)}, id="statistics before the start"),
            pytest.param({"funds_arrived": Decimal(550_000)}, id="the figure fell further"),
        ],
    )
    def test_does_not_silence_a_new_contradiction(self, changes: dict[str, object]) -> None:
        again = self.SAID.model_copy(update=changes)

        refused = refusal_of(again, doubts(again), self.SENT)
        assert isinstance(refused, ReportDoubtful)
        assert "补充说明" in refused.message
        assert "写明" not in refused.message
        more = again.model_copy(update={"explanation": "资金退回；概算已调整，附批文"})
        assert refusal_of(more, doubts(more), self.SENT) is None

    def test_stands_for_what_it_was_said_about(self) -> None:
        again = self.SAID.model_copy(update={"next_week": "拆模"})

        assert refusal_of(again, doubts(again), self.SENT) is None

    def test_is_not_asked_for_again_beside_what_is_impossible(self) -> None:
        again = self.SAID.model_copy(update={"started_on": june(30), "invested_week": Decimal(1)})

        refused = refusal_of(again, doubts(again), self.SENT)

        assert isinstance(refused, ReportImpossible)
        told = refused.facts["doubts"]
        assert isinstance(told, list)
        assert "funds_fell" in {one.code.value for one in doubts(again)}
        assert "funds_fell" not in {one["code"] for one in told}


class TestFiguresExactlyOnTheLine:
    @pytest.mark.parametrize("week", [100_000, 300_000])
    def test_of_a_jump_need_no_words(self, week: int) -> None:
        report = money(
            invested_week=week, invested_year=500_000 + week, invested_total=600_000 + week
        )
        assert codes(report) == []

    def test_may_all_be_paid(self) -> None:
        assert codes(money(funds_paid=700_000)) == []


class TestAfterAGap:
    def test_the_week_is_at_most_the_difference(self) -> None:
        file = works(**{"2020-W22": LAST})
        assert codes(money(invested_week=150_000), file) == []
        assert codes(money(invested_week=200_001), file) == [(C.WEEK_DIFFERS, "invested_week")]

    def test_a_new_year_begins_from_nothing(self) -> None:
        file = works(**{"2019-W52": LAST})
        assert codes(money(invested_year=200_000), file) == []


class TestACorrectionOfThePast:
    def test_stays_below_what_came_after(self) -> None:
        file = works(**{BEFORE: LAST, "2020-W26": NOW})
        more = money(invested_week=200_001, invested_year=700_001, invested_total=800_001)
        assert codes(NOW, file) == []
        found = doubts(more, file)
        assert [one.code for one in found] == [C.TOTAL_FELL]
        assert "请先更正后一周" in found[0].text


class TestAgainstTheApprovalRecord:
    def test_a_start_without_its_conditions_names_them(self) -> None:
        found = doubts(progress_report(**STARTED), opened())
        by_code = {one.code: one for one in found}
        assert C.STARTED_UNPERMITTED in by_code
        assert by_code[C.STARTED_UNPERMITTED].text == (
            "填报已开工，开工条件尚缺：施工许可证、环评报告表审批、净地交付"
        )
        assert not by_code[C.STARTED_UNPERMITTED].hard

    def test_a_start_that_was_only_not_recorded_says_so(self) -> None:
        file = replace(
            opened(),
            passed={"start_construction": june(5)},
            confirmed={"start_construction.land_delivered": june(5)},
        )
        assert codes(progress_report(**STARTED), file) == [(C.START_UNRECORDED, "status")]

    def test_no_problem_stands_against_a_red_light(self) -> None:
        red = with_case(opened(), running(promised=limit(3, Unit.WORKDAY)))
        found = doubts(progress_report(), red)
        assert [(one.code, one.field) for one in found] == [(C.NO_PROBLEM, "problems")]
        assert found[0].text.endswith("用地预审")

        told = progress_report(
            bottlenecks=(Bottleneck(procedure="A01", sticking_point="专家未到"),)
        )
        assert doubts(told, red) == ()

    def test_land_is_cleared_where_it_was_confirmed(self) -> None:
        file = opened()
        cleared = progress_report(land_status=LandStatus.CLEARED_DELIVERED)
        assert codes(cleared, file) == [(C.LAND_DIFFERS, "land_status")]
        confirmed = replace(file, confirmed={"start_construction.land_delivered": june(5)})
        assert codes(cleared, confirmed) == []
        assert codes(progress_report(), confirmed) == [(C.LAND_DIFFERS, "land_status")]

    def test_a_concluded_procedure_holds_nothing_up(self) -> None:
        done = with_case(opened(), running(state=CaseState.APPROVED, concluded_on=june(5)))
        report = progress_report(bottlenecks=(Bottleneck(procedure="A01"),))
        assert codes(report, done) == [(C.BOTTLENECK_CONCLUDED, "bottlenecks")]

    def test_an_expected_day_lies_ahead(self) -> None:
        past = progress_report(bottlenecks=(Bottleneck(procedure="A01", expected_on=june(17)),))
        today = progress_report(bottlenecks=(Bottleneck(procedure="A01", expected_on=ON),))
        assert codes(past, opened()) == [(C.DATE_PASSED, "bottlenecks")]
        assert codes(today, opened()) == []


def test_hard_ones_come_first_in_the_order_of_the_form() -> None:
    report = changed(
        status=WorkStatus.NOT_STARTED,
        next_week="钢筋绑扎",
        funds_paid=Decimal(700_001),
        invested_week=Decimal(1),
    )
    assert [one.hard for one in doubts(report)] == [True, True, False, False, False, False]
    assert [one.field for one in doubts(report)][:2] == ["invested_week", "funds_paid"]


@pytest.mark.parametrize(
    ("yuan", "said"),
    [("0", "0"), ("14000000", "1400"), ("12345", "1.2345"), ("10000.01", "1.000001")],
)
def test_money_is_told_in_wan(yuan: str, said: str) -> None:
    assert in_wan(Decimal(yuan)) == said
