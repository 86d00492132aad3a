"""How long a run may stay in a state, by the age of the state alone."""

from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.schemas.objects import State, StateDetails, StateType

from tasks.case.run_budgets import stands_still

NOW = datetime(2020, 6, 9, 8, 30, tzinfo=UTC)
LONGEST = timedelta(minutes=5)


def state(kind: StateType, age: timedelta, *, due: timedelta | None = None) -> State[None]:
    """Return a state that is so old; a scheduled one was due so long ago."""
    details = StateDetails(scheduled_time=NOW - due if due is not None else None)
    return State(type=kind, timestamp=NOW - age, state_details=details)


@pytest.mark.parametrize(
    ("kind", "budget"),
    [
        pytest.param(StateType.PENDING, timedelta(minutes=1), id="claimed by a worker"),
        pytest.param(StateType.RUNNING, LONGEST, id="running"),
        pytest.param(StateType.CANCELLING, timedelta(minutes=2), id="coming to its end"),
    ],
)
def test_a_state_has_its_own_budget(kind: StateType, budget: timedelta) -> None:
    second = timedelta(seconds=1)

    assert not stands_still(state(kind, budget), NOW, longest=LONGEST)
    assert stands_still(state(kind, budget + second), NOW, longest=LONGEST)
    assert stands_still(state(kind, timedelta(seconds=21)), NOW, longest=timedelta(seconds=20))


@pytest.mark.parametrize(
    ("age", "due", "still"),
    [
        pytest.param(timedelta(days=3), timedelta(minutes=-1), False, id="not due yet"),
        pytest.param(timedelta(days=3), timedelta(minutes=10), False, id="waiting in line"),
        pytest.param(timedelta(days=3), timedelta(minutes=11), True, id="due and never fetched"),
        pytest.param(timedelta(minutes=2), timedelta(days=3), False, id="only now set going again"),
    ],
)
def test_a_scheduled_run_is_late_by_its_time_and_by_its_state(
    age: timedelta, due: timedelta, *, still: bool
) -> None:
    assert stands_still(state(StateType.SCHEDULED, age, due=due), NOW, longest=LONGEST) is still


@pytest.mark.parametrize("kind", [StateType.CRASHED, StateType.FAILED])
def test_a_lost_run_has_no_time_at_all(kind: StateType) -> None:
    assert stands_still(state(kind, timedelta(0)), NOW, longest=LONGEST)


@pytest.mark.parametrize("kind", [StateType.PAUSED, StateType.COMPLETED, StateType.CANCELLED])
def test_a_run_that_waits_or_is_over_may_stay_for_ever(kind: StateType) -> None:
    assert not stands_still(state(kind, timedelta(days=400)), NOW, longest=LONGEST)
