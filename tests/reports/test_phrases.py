"""What every document says in the same words."""

from datetime import date

import pytest

from models.case import CaseState
from models.catalogue import Unit
from models.views import OwedView
from reports.phrases import due, next_step, owed_standing, remaining, who_acts
from tests.reports.views import FRIDAY, case, june, owed


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
