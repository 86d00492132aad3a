"""Project lights: by the practice in force; a justified reason turns blue, two yellows make red."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest
from pydantic import ValidationError

from models.case import CaseFile, Light
from models.catalogue import Unit
from models.light_rules import (
    DelayJustified,
    FundsLightRule,
    InvestmentLightRule,
    LightSubject,
    ProjectLightBook,
    ProjectLightRules,
    StartLightRule,
    StatisticsLightRule,
)
from models.progress import LandStatus, Progress, ProgressReported, WorkStatus
from models.project import Fund, FundKind, InvestmentPlan
from rules.clocks.round_days import iso_week
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_project
from rules.standing.planned_progress import planned_share, rates
from rules.standing.project_lights import project_lights
from tests.world import (
    FIRST_DAY,
    REGULATIONS,
    campaign,
    june,
    limit,
    opened,
    progress_report,
    project,
    running,
    with_case,
)

S = LightSubject
POINTS = InvestmentLightRule(yellow_points=Decimal(10), red_points=Decimal(30))
YINCHUAN = ProjectLightRules(
    name="银川",
    start=StartLightRule(red_months=3),
    investment=POINTS,
    funds=FundsLightRule(
        kinds=(FundKind.SPECIAL_BOND,), paid_share=Decimal("0.6"), by=date(2020, 8, 31)
    ),
    statistics=StatisticsLightRule(yellow_months=1, red_months=2),
    yellows_for_red=2,
)
WUHAN = YINCHUAN.model_copy(
    update={
        "investment": InvestmentLightRule(yellow_ratio=Decimal("0.8"), red_ratio=Decimal("0.6"))
    }
)
SANYA = YINCHUAN.model_copy(
    update={"investment": InvestmentLightRule(yellow_ratio=Decimal(1), red_ratio=Decimal("0.5"))}
)


def lit_by(rules: ProjectLightRules) -> Regulations:
    given = campaign()
    book = ProjectLightBook(in_force="one", sets={"one": rules})
    rulebook = given.rulebook.model_copy(update={"project_lights": book})
    return Regulations(given.model_copy(update={"rulebook": rulebook}))


LIT = lit_by(YINCHUAN)
FRIDAY = date(2020, 7, 31)
MONTHLY = {"2020-06": Decimal(100), "2020-07": Decimal(300), "2020-08": Decimal(600)}
PLAN = InvestmentPlan(total=Decimal(2000), this_year=Decimal(1000), monthly=MONTHLY)


def works(
    invested: int = 0,
    *,
    on: date = FRIDAY,
    started: date = FIRST_DAY,
    paid: int = 0,
    arrived: int = 0,
    entered: date | None = None,
    **changes: object,
) -> CaseFile:
    """A project under way whose last report is of the week of a day."""
    report = progress_report(
        invested_year=Decimal(invested),
        invested_total=Decimal(invested),
        status=WorkStatus.STARTED,
        land_status=LandStatus.IN_USE,
        funds_arrived=Decimal(arrived),
        funds_paid=Decimal(paid),
        statistics_entered_on=entered,
    )
    week = iso_week(on)
    sent = {week: ProgressReported(week=week, report=report)}
    return replace(
        opened(project(**{"investment": PLAN, **changes})),
        started_on=started,
        progress=Progress(MappingProxyType(sent)),
    )


def plain(file: CaseFile, on: date = FRIDAY, regulations: Regulations = LIT) -> dict[str, str]:
    lights = project_lights(file, on=on, regulations=regulations).lights
    return {one.subject.value: one.plain.value for one in lights}


class TestPlannedProgress:
    @pytest.mark.parametrize(
        ("day", "share"),
        [
            (date(2020, 5, 31), "0"),
            (june(15), "0.05"),
            (june(30), "0.1"),
            (date(2020, 7, 31), "0.4"),
            (date(2020, 8, 31), "1"),
            (date(2020, 12, 31), "1"),
        ],
    )
    def test_is_piecewise_by_the_monthly_plan(self, day: date, share: str) -> None:
        assert planned_share(works(), day) == Decimal(share)

    def test_is_even_by_days_from_the_start_without_one(self) -> None:
        even = InvestmentPlan(total=Decimal(2000), this_year=Decimal(1000))
        file = works(investment=even, started=date(2020, 7, 1))
        # 31 of the 184 days from 1 July to 31 December.
        assert planned_share(file, date(2020, 7, 31)) == Decimal(31) / 184
        assert planned_share(file, june(30)) == 0

    def test_is_unknown_without_a_plan(self) -> None:
        none = InvestmentPlan(total=Decimal(2000), this_year=Decimal(0))
        assert planned_share(works(investment=none), FRIDAY) is None

    def test_gives_every_rate_anew(self) -> None:
        file = works(invested=150, arrived=500, paid=200)
        report = file.progress.last
        assert report is not None
        found = rates(file, report, on=FRIDAY)
        assert (found.planned, found.invested, found.gap_points) == (
            Decimal("0.4"),
            Decimal("0.15"),
            Decimal(25),
        )
        assert (found.arrived, found.paid) == (Decimal("0.25"), Decimal("0.4"))


class TestInvestment:
    # On Friday 31 July 40 % are planned; the week ends on 2 August with 43.87 %.
    @pytest.mark.parametrize(
        ("invested", "light"),
        [(400, "green"), (301, "green"), (300, "yellow"), (100, "yellow"), (99, "red")],
    )
    def test_by_points_below_the_plan(self, invested: int, light: str) -> None:
        assert plain(works(invested))["investment"] == light

    @pytest.mark.parametrize(
        ("rules", "invested", "light"),
        [
            (WUHAN, 320, "green"),
            (WUHAN, 319, "yellow"),
            (WUHAN, 240, "yellow"),
            (WUHAN, 239, "red"),
            (SANYA, 400, "green"),
            (SANYA, 399, "yellow"),
            (SANYA, 200, "yellow"),
            (SANYA, 199, "red"),
        ],
    )
    def test_by_ratio_to_the_plan(
        self, rules: ProjectLightRules, invested: int, light: str
    ) -> None:
        assert plain(works(invested), regulations=lit_by(rules))["investment"] == light

    def test_says_nothing_before_the_first_report(self) -> None:
        assert plain(opened(project(investment=PLAN)))["investment"] == "grey"

    def test_is_judged_as_of_the_last_reported_week(self) -> None:
        assert plain(works(300), on=FRIDAY + timedelta(days=20))["investment"] == "yellow"

    def test_rule_is_by_points_or_by_ratio(self) -> None:
        for given in (
            {},
            {"yellow_points": 10},
            {"yellow_points": 1, "red_points": 2, "red_ratio": 1},
        ):
            with pytest.raises(ValidationError, match="须写明"):
                InvestmentLightRule(**given)


class TestStart:
    @pytest.mark.parametrize(
        ("on", "light"),
        [
            (june(30), "green"),
            (date(2020, 7, 1), "yellow"),
            (date(2020, 9, 30), "yellow"),
            (date(2020, 10, 1), "red"),
        ],
    )
    def test_is_yellow_after_the_pinned_day_and_red_after_three_months(
        self, on: date, light: str
    ) -> None:
        file = replace(
            opened(project(pinned_start=june(30))), passed={"start_construction": june(1)}
        )
        assert plain(file, on)["start"] == light

    def test_is_yellow_where_the_forecast_slips(self) -> None:
        file = opened(project(pinned_start=june(10)))
        found = project_lights(file, on=june(8), regulations=LIT).of(S.START)
        assert found is not None
        assert found.light is Light.YELLOW
        assert "比锁定的 2020-06-10 晚" in found.reason

    def test_is_green_once_started_and_grey_without_a_day(self) -> None:
        assert plain(works())["start"] == "green"
        assert plain(opened())["start"] == "grey"


class TestFunds:
    BOND = (Fund(kind=FundKind.SPECIAL_BOND, amount=Decimal(1000)),)

    @pytest.mark.parametrize(
        ("on", "paid", "light"),
        [
            (date(2020, 9, 1), 599, "red"),
            (date(2020, 9, 1), 600, "green"),
            (date(2020, 8, 31), 599, "yellow"),
            # 60 of the 91 days from 1 June to 31 August: 39.56 % are asked.
            (date(2020, 7, 31), 395, "yellow"),
            (date(2020, 7, 31), 396, "green"),
        ],
    )
    def test_are_paid_out_by_the_day(self, on: date, paid: int, light: str) -> None:
        file = works(on=on, arrived=1000, paid=paid, funds=self.BOND)
        assert plain(file, on)["funds"] == light

    def test_of_other_kinds_have_no_light(self) -> None:
        own = (Fund(kind=FundKind.OWN, amount=Decimal(1000)),)
        assert plain(works(arrived=1000, funds=own))["funds"] == "grey"


class TestStatistics:
    @pytest.mark.parametrize(
        ("on", "light"),
        [
            (date(2020, 7, 1), "green"),
            (date(2020, 7, 2), "yellow"),
            (date(2020, 8, 1), "yellow"),
            (date(2020, 8, 2), "red"),
        ],
    )
    def test_are_entered_within_a_month_of_the_start(self, on: date, light: str) -> None:
        assert plain(works(on=on), on)["statistics"] == light
        assert plain(works(on=on, entered=june(20)), on)["statistics"] == "green"


class TestTheOverallLight:
    def test_is_the_worst_with_its_reason(self) -> None:
        found = project_lights(works(99, entered=june(20)), on=FRIDAY, regulations=LIT)
        assert found.overall is Light.RED
        assert found.reasons == ("完成年度投资 9.9%，序时进度 40.0%",)

    def test_counts_approvals(self) -> None:
        red = with_case(opened(), running(promised=limit(3, Unit.WORKDAY)))
        found = project_lights(red, on=june(10), regulations=LIT)
        assert (found.approvals, found.overall) == (Light.RED, Light.RED)
        assert found.reasons == ("审批事项 A01亮红灯",)

    def test_is_red_with_two_yellows(self) -> None:
        file = works(300, on=FRIDAY, started=june(20))  # investment and statistics
        found = project_lights(file, on=FRIDAY, regulations=LIT)
        assert [one.light for one in found.lights].count(Light.YELLOW) == 2
        assert found.overall is Light.RED
        assert found.reasons[0] == "同时有2盏黄灯，转为红灯"

    def test_stays_yellow_where_the_practice_does_not_add_them_up(self) -> None:
        file = works(300, on=FRIDAY, started=june(20))
        rules = YINCHUAN.model_copy(update={"yellows_for_red": None})
        found = project_lights(file, on=FRIDAY, regulations=lit_by(rules))
        assert found.overall is Light.YELLOW

    def test_is_that_of_the_approvals_where_no_practice_is_configured(self) -> None:
        file = opened(project(pinned_start=june(5)))
        found = project_lights(file, on=june(8), regulations=REGULATIONS)
        assert found.overall is light_project(file, on=june(8), regulations=REGULATIONS)
        assert found.lights == ()


class TestAJustifiedReason:
    UNTIL = date(2020, 8, 15)
    GIVEN = DelayJustified(
        about=S.INVESTMENT,
        reason="汛期停工",
        evidence="防汛通知",
        approved_by="区领导01",
        until=UNTIL,
    )

    def file(self, invested: int = 99) -> CaseFile:
        given = works(invested, entered=june(20))
        return replace(given, justified={S.INVESTMENT: self.GIVEN})

    @pytest.mark.parametrize(
        ("on", "light"), [(UNTIL, Light.BLUE), (UNTIL + timedelta(days=1), Light.RED)]
    )
    def test_turns_its_light_blue_until_its_day(self, on: date, light: Light) -> None:
        found = project_lights(self.file(), on=on, regulations=LIT)
        assert found.overall is light

    def test_leaves_the_deviation_in_sight(self) -> None:
        found = project_lights(self.file(), on=FRIDAY, regulations=LIT)
        one = found.of(S.INVESTMENT)
        assert one is not None
        assert (one.light, one.plain, one.justified) == (Light.BLUE, Light.RED, self.GIVEN)
        assert found.reasons[0].startswith("完成年度投资 9.9%")
        assert found.reasons[0].endswith("（有正当理由，至 2020-08-15）")

    def test_changes_no_light_that_is_green(self) -> None:
        found = project_lights(self.file(400), on=FRIDAY, regulations=LIT)
        assert found.overall is Light.GREEN

    def test_of_one_light_excuses_no_other_one(self) -> None:
        file = replace(self.file(), pinned_start=june(1), started_on=None)
        found = project_lights(file, on=FRIDAY, regulations=LIT)
        start = found.of(S.START)
        assert start is not None
        assert start.light is Light.YELLOW
