"""What every document says in the same words."""

from datetime import date

import pytest

from models.case import CaseState
from models.catalogue import Unit
from models.project_views import LikelyStart, OwedView
from reports.text.phrases import conclusion, due, next_step, owed_standing, remaining, who_acts
from tests.reports.views import FRIDAY, case, june, owed, project_view, start


@pytest.mark.parametrize(
    ("document", "said"),
    [
        pytest.param(owed(due_on=june(24)), "待补交", id="still to come"),
        pytest.param(owed(due_on=june(19)), "今日到期", id="due today"),
        pytest.param(owed(due_on=june(18)), "逾期未补", id="late"),
        pytest.param(owed(due_on=june(24), lapsed=True), "逾期未补", id="lapsed"),
        pytest.param(owed(received_on=june(17)), "6月17日已补交", id="received"),
    ],
)
def test_how_a_deferred_document_stands(document: OwedView, said: str) -> None:
    assert owed_standing(document, FRIDAY) == said


@pytest.mark.parametrize(
    ("state", "unit", "days", "said"),
    [
        (CaseState.ACCEPTED, Unit.WORKDAY, 3, "3个工作日"),
        (CaseState.ACCEPTED, Unit.CALENDAR_DAY, 3, "3日"),
        (CaseState.ACCEPTED, Unit.WORKDAY, 0, "今日到期"),
        (CaseState.ACCEPTED, Unit.CALENDAR_DAY, -2, "超期2日"),
        (CaseState.ACCEPTED, Unit.WORKDAY, None, "—"),
        (CaseState.PAUSED, Unit.WORKDAY, 4, "暂停计时，余4个工作日"),
        (CaseState.OVERDUE_PROMISE, Unit.WORKDAY, -1, "暂停计时，余0个工作日"),
        (CaseState.WITHDRAWN, Unit.WORKDAY, 4, "—"),
    ],
)
def test_what_is_left_of_a_limit(state: CaseState, unit: Unit, days: int | None, said: str) -> None:
    assert remaining(case(state=state, promised_unit=unit, remaining_days=days)) == said


def test_a_due_day_carries_its_marks_and_a_foreign_year() -> None:
    running = case(
        state=CaseState.ACCEPTED, promised_due=date(2027, 1, 5), provisional=True, assumed=True
    )
    assert due(running, FRIDAY) == "2027年1月5日（暂算）※"


@pytest.mark.parametrize("state", list(CaseState))
def test_who_acts_and_what_comes_next_is_said_in_every_state(state: CaseState) -> None:
    one = case(state=state)
    assert who_acts(one)
    assert next_step(one)


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (CaseState.OPEN, "建设单位"),
        (CaseState.SUBMITTED, "住建局"),
        (CaseState.CONDITIONALLY_ACCEPTED, "住建局、建设单位"),
        (CaseState.OVERDUE_PROMISE, "建设单位"),
        (CaseState.APPROVED, "—"),
    ],
)
def test_who_acts(state: CaseState, who: str) -> None:
    assert who_acts(case(state=state)) == who


class TestTheConclusionByChance:
    """The 50 % day and its chance come first; what the promises allow at best comes last."""

    def said(self, **changed: object) -> str:
        given = {"p50": date(2020, 7, 14), "p80": date(2020, 7, 24), "on_time": 0.17}
        likely = LikelyStart.model_validate({**given, "slip_days": 9, **changed})
        return conclusion(project_view(case(), start=start(likely=likely)))

    def test_names_the_day_its_slip_and_the_chance_to_be_in_time(self) -> None:
        assert self.said() == (
            "7月14日前开工的概率为50％，比锁定日期晚9个工作日，按期概率17％，"
            "受制于S05 建筑工程施工许可证核发（住建局）；均按承诺时限办结，最早7月6日"
        )

    def test_of_a_start_in_time_says_how_sure_it_is(self) -> None:
        assert self.said(p50=date(2020, 6, 30), slip_days=0, on_time=0.85).startswith(
            "6月30日前开工的概率为50％，按期概率85％，关键在S05 "
        )

    def test_does_not_repeat_a_day_that_the_promises_give_as_well(self) -> None:
        assert "最早" not in self.said(p50=date(2020, 7, 6), slip_days=3)
