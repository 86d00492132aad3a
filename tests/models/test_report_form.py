"""The form of a weekly report: what people type, read strictly; what is shown, read back."""

from datetime import date
from decimal import Decimal

import pytest

from models.progress import (
    Bottleneck,
    LandStatus,
    ProgressReport,
    ReportedProblem,
    Utility,
    WorkStatus,
)
from models.refusal import BadInput
from models.report_form import ReportFields, filled_in, titles
from tests.world import june, progress_report

LAST = progress_report(
    invested_year=Decimal(5_000_000),
    invested_total=Decimal(8_000_000),
    physical_work="基础施工",
    funds_arrived=Decimal("9000000.01"),
    utility_gaps=(Utility.POWER,),
    bottlenecks=(Bottleneck(procedure="A01", sticking_point="专家", expected_on=june(30)),),
    problems=(ReportedProblem(text="缺电；缺水", needs="增容", office="town"),),
)


def read(**typed: str) -> ProgressReport:
    return ReportFields(**typed).report(LAST)


class TestNothingTyped:
    def test_leaves_everything_as_it_was_prefilled(self) -> None:
        assert read() == LAST


class TestMoney:
    @pytest.mark.parametrize("typed", ["120.5", "１２０．５", "120.50 万元", " 120.5"])
    def test_is_read_in_wan_as_people_type_it(self, typed: str) -> None:
        assert read(invested_week=typed).invested_week == Decimal(1_205_000)

    @pytest.mark.parametrize("typed", ["-1", "一百", "1e5", "120元", "1.2.3", "9" * 13])
    def test_that_is_none_is_named_with_its_field(self, typed: str) -> None:
        with pytest.raises(BadInput, match="本周完成投资（万元）"):
            read(invested_week=typed)

    def test_of_the_week_is_added_to_the_totals(self) -> None:
        report = read(invested_week="100")
        assert (report.invested_year, report.invested_total) == (6_000_000, 9_000_000)

    def test_of_the_total_alone_gives_the_week(self) -> None:
        report = read(invested_total="950")
        assert (report.invested_week, report.invested_year) == (1_500_000, 6_500_000)

    def test_that_was_typed_stands_even_where_it_does_not_add_up(self) -> None:
        report = read(invested_week="100", invested_total="850")
        assert (report.invested_week, report.invested_total) == (1_000_000, 8_500_000)

    def test_is_exact_to_the_cent(self) -> None:
        assert read(invested_week="0.000001").invested_week == Decimal("0.01")


class TestTheOtherFields:
    def test_read_words_codes_days_and_lists(self) -> None:
        report = read(
            status="已开工",
            land_status="in_use",
            started_on="2020/06/08",
            utility_gaps="水、热",
            bottlenecks="S05；施工合同未备案；2020-07-01\nS02",
            problems="缺电|请增容；尽快|town",
        )
        assert (report.status, report.land_status) == (WorkStatus.STARTED, LandStatus.IN_USE)
        assert report.started_on == june(8)
        assert report.utility_gaps == (Utility.WATER, Utility.HEAT)
        assert report.bottlenecks == (
            Bottleneck(
                procedure="S05", sticking_point="施工合同未备案", expected_on=date(2020, 7, 1)
            ),
            Bottleneck(procedure="S02"),
        )
        assert report.problems == (
            ReportedProblem(text="缺电", needs="请增容；尽快", office="town"),
        )

    def test_reads_utilities_in_one_word(self) -> None:
        together = read(utility_gaps="水电、排水通信").utility_gaps
        assert together == (Utility.WATER, Utility.POWER, Utility.DRAINAGE, Utility.TELECOM)

    @pytest.mark.parametrize("told", ["无", "暂无｜｜", "无｜无｜无", "／", "—"])
    def test_tell_of_no_problem_as_in_a_workbook(self, told: str) -> None:
        assert read(problems=told).problems == ()

    def test_do_not_pass_over_what_no_problem_needs(self) -> None:
        with pytest.raises(BadInput, match="却写有需协调事项，请写明问题"):
            read(problems="无｜请住建局协调外线｜housing")

    def test_are_emptied_by_a_word(self) -> None:
        report = read(problems="无", utility_gaps="无", bottlenecks="无", physical_work="无")
        assert (report.problems, report.utility_gaps, report.bottlenecks) == ((), (), ())
        assert report.physical_work == ""

    @pytest.mark.parametrize(
        ("field", "typed", "title"),
        [
            ("status", "开工了", "开工状态"),
            ("land_status", "有地", "用地状态"),
            ("utility_gaps", "油", "要素缺口"),
            ("started_on", "2020-02-30", "实际开工日期"),
            ("bottlenecks", "S05；卡；明天", "前期手续卡点"),
            ("problems", "x", "存在问题"),
        ],
    )
    def test_that_cannot_be_read_are_named(self, field: str, typed: str, title: str) -> None:
        with pytest.raises(BadInput, match=title):
            read(**{field: typed})


def test_what_is_shown_is_read_back_the_same() -> None:
    report = LAST.model_copy(
        update={
            "invested_week": Decimal("123456.78"),
            "status": WorkStatus.SUSPENDED,
            "started_on": june(8),
            "next_week": "主体施工",
        }
    )
    shown = filled_in(report)
    assert set(shown) == set(ProgressReport.model_fields) == set(titles())
    assert ReportFields(**shown).report(report) == report
