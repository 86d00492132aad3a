"""What the targets of the plan measure, and by which day (总体目标)."""

from datetime import date
from decimal import Decimal

from models.target import Target, TargetMembers
from rules.weekly.targets import Measure, Outlook, TargetLine, target_lines
from tests.rules.weekly.test_five_rates import FRIDAY, WEEK, funded, reported
from tests.world import REGULATIONS

ALL = TargetMembers()
YEAR_END = date(2020, 12, 31)


def measured(target: Target, *, starts: date = date(2020, 10, 9)) -> dict[Measure, TargetLine]:
    """The lines of a target over two projects, one of which has invested 500 of its 5,000."""
    files = [reported(funded(), year=500), funded()]
    outlook = Outlook({file.project.code: starts for file in files})
    lines = target_lines(
        (target,),
        files,
        week=WEEK,
        on=FRIDAY,
        outlook=outlook,
        maturity=None,
        regulations=REGULATIONS,
    )
    return {line.measure: line for line in lines}


def aim(**asked: object) -> Target:
    return Target(code="aim", group="目标", members=ALL, clause="总体目标", **asked)


class TestTheInvestmentRate:
    def test_is_of_the_year_where_the_plan_says_so(self) -> None:
        line = measured(aim(investment_rate=0.6))[Measure.INVESTMENT_RATE]

        assert (line.name, line.actual) == ("投资完成率", Decimal("0.25"))

    def test_of_the_backlog_is_the_whole_projects(self) -> None:
        """滞留的中央预算内资金: 项目投资完成率, by the price of the project."""
        line = measured(aim(investment_rate=0.8, of_total=True))[Measure.INVESTMENT_RATE]

        assert (line.name, line.actual) == ("项目投资完成率", Decimal("0.05"))


class TestWhatIsCountedInTheWholeYear:
    def test_ends_with_the_year(self) -> None:
        """≥ 10 started and +5 % are of the whole year, the campaign ends in August."""
        lines = measured(
            aim(
                by=date(2020, 8, 31),
                least_starts=10,
                least_starts_by=YEAR_END,
                growth=0.05,
                growth_by=YEAR_END,
            )
        )

        assert lines[Measure.LEAST_STARTS].by == YEAR_END
        assert lines[Measure.GROWTH].by == YEAR_END

    def test_expects_a_start_in_autumn(self) -> None:
        """One is under way, the other is expected on 9 October."""
        late = aim(by=date(2020, 8, 31), least_starts=10)
        whole = aim(by=date(2020, 8, 31), least_starts=10, least_starts_by=YEAR_END)

        assert measured(late)[Measure.LEAST_STARTS].forecast == 1
        assert measured(whole)[Measure.LEAST_STARTS].forecast == 2
