"""Runs that are no case run (其他运行): none stands still for good, none blocks its successors.

A watch that died while it ran would keep the one place there is for a watch. What is
due every few minutes is ended, its successor does all of it; what somebody asked for is
set going again, since acts are counted once by their key.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import AwaitingRetry, Cancelled, Crashed

from tasks.case.run_budgets import stands_still

RECURRING = ("watch", "brief", "collect-progress", "publish-bulletin")
"""Flows whose next run does everything the lost one left."""
REQUESTED = ("act", "register", "report-progress")
"""Flows that somebody asked for: a lost run is that person's request."""
MOST_RUNS = 3
"""A request that was lost so often stays Crashed, to be looked at."""
PAGE = 200
IN_TRANSIT = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def put_others_right(
    client: SyncPrefectClient, *, longest: timedelta, but: UUID | None
) -> tuple[list[str], list[str]]:
    """Return the names of the runs that were set going again, and of those that were ended."""
    now = datetime.now(UTC)  # noqa: TID251 - Prefect's clock, not the office's
    redriven: list[str] = []
    ended: list[str] = []
    for run in _runs(client, RECURRING, IN_TRANSIT):
        if run.id != but and run.state and stands_still(run.state, now, longest=longest):
            client.set_flow_run_state(run.id, _end(run.state), force=True)
            ended.append(run.name)
    for run in _runs(client, REQUESTED, [*IN_TRANSIT, StateType.CRASHED]):
        if run.state is None or not stands_still(run.state, now, longest=longest):
            continue
        if run.state.type is StateType.CANCELLING:
            client.set_flow_run_state(run.id, _end(run.state), force=True)
            ended.append(run.name)
        elif run.run_count < MOST_RUNS:
            again: State[None] = AwaitingRetry(scheduled_time=run.state.timestamp)
            client.set_flow_run_state(run.id, again, force=True)
            redriven.append(run.name)
        elif run.state.type is not StateType.CRASHED:
            client.set_flow_run_state(run.id, _end(run.state), force=True)
            ended.append(run.name)
    return redriven, ended


def _end(state: State) -> State[None]:
    """Return how a run that stands still ends: as wished when cancelled, else as crashed."""
    if state.type is StateType.CANCELLING:
        return Cancelled(message="取消后其执行器已不在，现予结束")
    return Crashed(message=f"在 {state.name} 状态停滞超过时限，现予结束")


def _runs(
    client: SyncPrefectClient, flows: tuple[str, ...], states: list[StateType]
) -> list[FlowRun]:
    found: list[FlowRun] = client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=list(flows))),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states))
        ),
        sort=FlowRunSort.START_TIME_DESC,
        limit=PAGE,
    )
    return found
