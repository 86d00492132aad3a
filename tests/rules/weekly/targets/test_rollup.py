"""What the targets of the plan measure, by which day, from what they add up, and why not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models.book import Book
from models.book_line import BookLine
from models.case import CaseFile
from models.progress import WorkStatus
from models.project import ProjectStanding
from models.target import Target, TargetMeasure
from rules.plan.forecast import StartForecast
from rules.weekly.targets.facts import ProjectFacts, facts_of
from rules.weekly.targets.holdups import Cause
from rules.weekly.targets.rollup import TargetLine, target_lines
from tests.rules.weekly.test_five_rates import FRIDAY, WEEK, funded, reported
from tests.world import REGULATIONS, june

YEAR_END = date(2020, 12, 31)
BOOK = Book.model_validate(
    {
        "code": "signings",
        "name": "签约清单",
        "clause": "第10条",
        "keepers": ["dispatcher"],
        "owner": "holder",
        "fields": [
            {"code": "name", "name": "项目名称"},
            {"code": "project", "name": "已登记项目", "kind": "project"},
            {"code": "agreed", "name": "合同价", "kind": "amount"},
            {"code": "paid_in", "name": "支付", "kind": "amount"},
            {"code": "start_by", "name": "开工期限", "kind": "day"},
            {"code": "holder", "name": "跟踪单位", "kind": "holder"},
        ],
        "states": [
            {"code": "signed", "name": "签约"},
            {"code": "started", "name": "开工", "after": ["signed"]},
            {"code": "ended", "name": "终止", "after": ["signed"]},
            {"code": "not_counted", "name": "不列入", "after": ["signed"]},
        ],
    }
)


def known(file: CaseFile, *, on: date = FRIDAY, starts: date = date(2020, 10, 9)) -> ProjectFacts:
    """What a project adds, expected to start on a day."""
    forecast = StartForecast(starts, file.pinned_start, 0, 0, {}, None)
    return facts_of(
        file,
        week=WEEK,
        on=on,
        forecast=forecast if file.started_on is None else None,
        procedures=REGULATIONS.procedures(file.project, on=on),
        maturity=None,
        regulations=REGULATIONS,
    )


def coded(file: CaseFile, number: int) -> CaseFile:
    """The same file for another project."""
    code = f"2020-230112-39-03-{number:06d}"
    return replace(file, project=file.project.model_copy(update={"code": code}))


def rolled(
    target: Target, *facts: ProjectFacts, lines: tuple[BookLine, ...] = (), on: date = FRIDAY
) -> dict[TargetMeasure, TargetLine]:
    kept = {BOOK.code: {one.number: one for one in lines}}
    found = target_lines((target,), facts, kept, {BOOK.code: BOOK}, on=on, mature=False)
    return {line.measure: line for line in found}


def measured(target: Target) -> dict[TargetMeasure, TargetLine]:
    """The lines of a target over two projects, one of which has invested 500 of its 5,000."""
    return rolled(target, known(reported(funded(), year=500)), known(coded(funded(), 2)))


def aim(**asked: Any) -> Target:
    return Target.model_validate(
        {"code": "aim", "group": "目标", "clause": "总体目标", **asked}, strict=False
    )


def signing(number: int, *reached: tuple[str, date], **values: Any) -> BookLine:
    states = reached or (("signed", date(2020, 5, 1)),)
    return BookLine(
        number=number,
        state=states[-1][0],
        values={"name": f"签约{number}", "holder": "unit-park", **values},
        reached=states,
        moved_on=states[-1][1],
        by="dispatch-01",
    )


class TestTheInvestmentRate:
    def test_is_of_the_year_where_the_plan_says_so(self) -> None:
        line = measured(aim(investment_rate=0.6))[TargetMeasure.INVESTMENT_RATE]

        assert (line.name, line.actual) == ("投资完成率", Decimal("0.25"))
        assert line.missing == Decimal("0.6") * 2000 - 500

    def test_of_the_backlog_is_the_whole_projects(self) -> None:
        """滞留的中央预算内资金: 项目投资完成率, by the price of the project."""
        line = measured(aim(investment_rate=0.8, of_total=True))[TargetMeasure.INVESTMENT_RATE]

        assert (line.name, line.actual) == ("项目投资完成率", Decimal("0.05"))

    def test_of_the_backlog_is_by_contract_price_where_the_book_keeps_it(self) -> None:
        """按合同价支付: 700 of 1,000 stand instead of what the first project reports."""
        source = {
            "measure": "investment_rate",
            "book": "signings",
            "done": "paid_in",
            "of": "agreed",
            "instead": True,
        }
        file = reported(funded(), year=500)
        line = signing(1, project=file.project.code, agreed=1000, paid_in=700)
        other = signing(2, agreed=400, paid_in=100)
        target = aim(investment_rate=0.8, of_total=True, sources=[source])
        found = rolled(target, known(file), known(coded(funded(), 2)), lines=(line, other))
        rate = found[TargetMeasure.INVESTMENT_RATE]

        assert [(one.done, one.of) for one in rate.shares] == [(700, 1000), (0, 5000), (100, 400)]
        assert rate.actual == Decimal(800) / 6400


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

        assert lines[TargetMeasure.LEAST_STARTS].by == YEAR_END
        assert lines[TargetMeasure.GROWTH].by == YEAR_END
        assert lines[TargetMeasure.GROWTH].actual is None

    def test_expects_a_start_in_autumn(self) -> None:
        """One is under way, the other is expected on 9 October."""
        late = aim(by=date(2020, 8, 31), least_starts=10)
        whole = aim(by=date(2020, 8, 31), least_starts=10, least_starts_by=YEAR_END)

        assert measured(late)[TargetMeasure.LEAST_STARTS].forecast == 1
        assert measured(whole)[TargetMeasure.LEAST_STARTS].forecast == 2

    def test_is_not_over_before_its_last_day_is(self) -> None:
        """By 31 July is on 31 July too: what is expected to begin that day is expected."""
        last = date(2020, 7, 31)
        target, other = aim(by=last, start_rate=1.0), coded(reported(funded(), year=500), 2)

        for on, expected in ((last, 1), (last + timedelta(days=1), Decimal("0.5"))):
            facts = known(funded(), on=on, starts=last), known(other, on=on)
            line = rolled(target, *facts, on=on)[TargetMeasure.START_RATE]
            assert (line.actual, line.forecast) == (Decimal("0.5"), expected)

    def test_a_start_after_the_day_counts_and_is_told_as_late(self) -> None:
        """省百大和市重点: all started by 30 June; what began in July has begun, and late."""
        target = aim(by=date(2020, 8, 31), start_by=june(30), start_rate=1.0)

        for began, late in ((june(30), 0), (date(2020, 7, 1), 1)):
            facts = known(replace(funded(), started_on=began), on=date(2020, 7, 3))
            line = rolled(target, facts, on=date(2020, 7, 3))[TargetMeasure.START_RATE]
            assert (line.actual, line.started_late) == (1, late)

    def test_grows_from_a_base_that_the_district_gives(self) -> None:
        grown = aim(growth=0.05, growth_by=YEAR_END, growth_base_yuan=1000)
        facts = known(reported(funded(), arrived=1040, year=1))
        line = rolled(grown, facts)[TargetMeasure.GROWTH]

        assert line.actual == Decimal("0.04")
        assert line.missing == 10


class TestClauseTen:
    """6月底前完善手续，8月底前开工，否则不列入招商成果."""

    TARGET = aim(
        by=date(2020, 8, 31),
        start_by=date(2020, 8, 31),
        start_rate=1.0,
        least_starts=2,
        least_starts_by=YEAR_END,
        forfeits=["least_starts"],
        otherwise="不列入招商成果",
        sources=[
            {
                "measure": measure,
                "book": "signings",
                "states": ["started"],
                "except_states": ["ended"],
                "lost": ["not_counted"],
                "due": "start_by",
            }
            for measure in ("start_rate", "least_starts")
        ],
    )

    def test_counts_nothing_that_starts_too_late_and_hides_nothing_either(self) -> None:
        """In October: one started in August, one in September, one has not started."""
        october = date(2020, 10, 12)
        august = replace(funded(standing=ProjectStanding.SIGNED), started_on=date(2020, 8, 31))
        september = coded(replace(august, started_on=date(2020, 9, 1)), 2)
        never = coded(funded(standing=ProjectStanding.SIGNED), 3)
        facts = [known(one, on=october) for one in (august, september, never)]
        lines = rolled(self.TARGET, *facts, on=october)
        starts, rate = lines[TargetMeasure.LEAST_STARTS], lines[TargetMeasure.START_RATE]

        assert (starts.actual, starts.members, starts.not_counted) == (1, 1, 2)
        assert [one.cause for one in starts.reasons] == [Cause.FORFEITED]
        assert starts.forecast == 1
        assert (rate.members, rate.not_counted) == (3, 0)
        assert rate.actual == Decimal(2) / 3

    def test_counts_everything_until_the_day_itself(self) -> None:
        last = date(2020, 8, 31)
        facts = known(funded(standing=ProjectStanding.SIGNED), on=last)

        assert rolled(self.TARGET, facts, on=last)[TargetMeasure.LEAST_STARTS].not_counted == 0

    def test_holds_for_what_is_signed_and_not_registered_too(self) -> None:
        september = date(2020, 9, 1)
        lines = (
            signing(1, ("signed", date(2020, 5, 1)), ("started", date(2020, 8, 3))),
            signing(2, start_by="2020-08-31"),
            signing(3, start_by="2020-10-31"),
            signing(4, ("signed", date(2020, 5, 1)), ("ended", date(2020, 6, 1))),
            signing(5, ("signed", date(2020, 5, 1)), ("not_counted", date(2020, 8, 1))),
        )
        starts = rolled(self.TARGET, lines=lines, on=september)[TargetMeasure.LEAST_STARTS]

        assert [(one.line, one.counted) for one in starts.shares] == [
            (1, True),
            (2, False),
            (3, True),
            (5, False),
        ]
        assert (starts.actual, starts.forecast) == (1, 2)

    def test_counts_a_signed_project_that_is_registered_once(self) -> None:
        file = funded(standing=ProjectStanding.SIGNED)
        line = signing(1, project=file.project.code)
        found = rolled(self.TARGET, known(file), lines=(line,))

        assert [one.project for one in found[TargetMeasure.START_RATE].shares] == [
            file.project.code
        ]


class TestAReason:
    def test_adds_up_to_everything_that_is_missing(self) -> None:
        facts = [
            known(reported(funded(), year=500, status=WorkStatus.STARTED)),
            known(coded(reported(funded(), year=100, status=WorkStatus.NOT_STARTED), 2)),
            known(coded(funded(), 3)),
        ]
        for line in rolled(aim(investment_rate=0.6, start_rate=1.0), *facts).values():
            counted = [one for one in line.shares if not one.there or not one.counted]

            assert sum(len(one.members) for one in line.reasons) == len(counted)
            assert sum(one.short for one in line.reasons) >= line.missing > 0

    def test_is_not_given_where_nothing_is_missing(self) -> None:
        facts = known(reported(funded(), year=900))

        assert rolled(aim(investment_rate=0.6), facts)[TargetMeasure.INVESTMENT_RATE].reasons == ()
