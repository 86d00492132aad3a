"""Cases beyond their limit: running, decided late, and late before anybody accepted them."""

from datetime import date
from decimal import Decimal

from models.campaign_views import LateCase
from models.case import Case, CaseFile, CaseState
from models.catalogue import TimeLimit
from models.target import Target, TargetMeasure
from reports.text.late_words import late_in_words
from rules.clocks.receipt import clock_runs
from rules.in_force.regulations import Regulations
from rules.standing.late_cases import decided_late, late_case, late_cases
from rules.weekly.targets.facts import facts_of
from rules.weekly.targets.rollup import target_lines
from tests.rules.clocks.test_receipt import SUBMITTED
from tests.rules.clocks.test_receipt import regulations as licensed_from_receipt
from tests.world import REGULATIONS, after, june, limit, opened, running, with_case

S = CaseState
WEEK = "2020-W25"
"""15 to 21 June 2020."""


def late(case: Case, on: date, rules: Regulations = REGULATIONS) -> LateCase | None:
    return late_case(with_case(opened(), case), case, on=on, regulations=rules)


def decided(on: date, **limits: TimeLimit) -> Case:
    """Accepted on 1 June: ten promised working days end on 15 June, twenty on 30 June."""
    return running(state=S.APPROVED, concluded_on=on, **limits)


class TestALateCase:
    def test_is_not_one_on_its_last_day(self) -> None:
        assert late(running(), june(15)) is None

    def test_runs_beyond_the_promised_limit(self) -> None:
        found = late(running(), june(17))

        assert found is not None
        assert (found.due_on, found.days_late, found.decided) == (june(15), 2, False)
        assert late_in_words(found) == "在办·超期2个工作日"

    def test_keeps_its_days_after_the_decision(self) -> None:
        found = late(decided(june(17)), june(30))

        assert found is not None
        assert late_in_words(found) == "办结·超期2个工作日"

    def test_is_late_against_the_law_where_nothing_shorter_was_promised(self) -> None:
        found = late(
            decided(june(17), promised=TimeLimit(value=None), statutory=limit(5)), june(30)
        )

        assert found is not None
        assert (found.due_on, found.days_late) == (june(8), 7)


class TestACaseThatNobodyAccepted:
    """建筑法 8: 自收到申请之日起七日; received on 1 June, the seventh day is 8 June."""

    def received(self) -> tuple[CaseFile, Regulations]:
        rules = licensed_from_receipt()
        return after(opened(rules=rules), (june(1), SUBMITTED)), rules

    def test_is_late_from_its_receipt(self) -> None:
        file, rules = self.received()
        found = late_case(file, file.cases["A01"], on=june(5), regulations=rules)

        assert clock_runs(file, file.cases["A01"], rules)
        assert found is not None
        assert (found.due_on, found.before_acceptance) == (june(3), True)
        assert late_in_words(found) == "未受理·超期2个工作日（自收件之日起算）"

    def test_is_in_the_weeks_list(self) -> None:
        file, rules = self.received()
        (found,) = late_cases([file], week="2020-W23", on=june(5), regulations=rules)

        assert (found.project, found.procedure) == (file.project.code, "A01")


class TestTheListOfAWeek:
    def test_has_what_runs_late_and_what_was_decided_late_in_it(self) -> None:
        file = with_case(opened(), decided(june(17)))
        file = with_case(file, running("C01"))
        file = with_case(file, running("B01", state=S.APPROVED, concluded_on=june(3)))

        found = late_cases([file], week=WEEK, on=june(19), regulations=REGULATIONS)

        assert [(one.procedure, one.decided) for one in found] == [("C01", False), ("A01", True)]
        assert [
            one.procedure
            for one in late_cases([file], week="2020-W26", on=june(22), regulations=REGULATIONS)
        ] == ["C01"]

    def test_leaves_the_count_of_late_decisions_to_every_later_day(self) -> None:
        file = with_case(opened(), decided(june(17)))

        assert decided_late(file, on=date(2020, 9, 1), regulations=REGULATIONS) == 1
        assert decided_late(opened(), on=june(1), regulations=REGULATIONS) == 0


def test_a_target_of_procedures_tells_how_many_were_decided_late() -> None:
    """方案：6月30日前办结前期手续. What was late counts as done, and stays late."""
    target = Target.model_validate(
        {
            "code": "signed",
            "group": "签约项目",
            "members": {},
            "by": "2020-08-31",
            "procedures_by": "2020-06-30",
            "clause": "第6条",
            "source": "方案",
            "assumed": False,
        }
    )
    file = with_case(opened(), decided(june(17)))
    facts = facts_of(
        file,
        week=WEEK,
        on=june(19),
        forecast=None,
        procedures=REGULATIONS.procedures(file.project, on=june(19)),
        maturity=None,
        regulations=REGULATIONS,
    )
    (line,) = target_lines([target], [facts], {}, {}, on=june(19), mature=False)

    assert (line.measure, line.decided_late) == (TargetMeasure.PROCEDURES_RATE, 1)
    assert line.asked == Decimal("1.0")
