"""Finished runs are taken away (清理运行): Prefect's database keeps what somebody may look up.

Nothing is lost: what a run did or found stands in the ledger. Prefect's own cleaning of old
runs would take the pages that they have published with them; deleted through the API, a run
goes with its tasks, states and log, and its pages stay.
"""

from datetime import UTC, datetime, timedelta

from prefect import task
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort

KEPT_WATCHES = 6
"""Half an hour of watches stays to be looked at: more would push case runs off the first page."""
KEPT_DAYS = 30
"""So long any other run that has ended stays."""
AT_ONCE = 200
ENDED = [StateType.COMPLETED, StateType.CANCELLED, StateType.FAILED, StateType.CRASHED]


@task(task_run_name="tidy · 清理已结束的运行", persist_result=False)
def tidy_runs() -> int:
    """Delete finished watches but the last few, and what ended long ago; return how many."""
    with get_client(sync_client=True) as client:
        gone = {run.id for run in (*_finished_watches(client), *_ended_long_ago(client))}
        for run in gone:
            client.delete_flow_run(run)
    return len(gone)


def _finished_watches(client: SyncPrefectClient) -> list[FlowRun]:
    """Return finished watches but the last few; failed ones stay, with what they say."""
    done = FlowRunFilterStateType(any_=[StateType.COMPLETED, StateType.CANCELLED])
    found: list[FlowRun] = client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=["watch"])),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=done)),
        sort=FlowRunSort.END_TIME_DESC,
        limit=AT_ONCE,
        offset=KEPT_WATCHES,
    )
    return found


def _ended_long_ago(client: SyncPrefectClient) -> list[FlowRun]:
    before = datetime.now(UTC) - timedelta(days=KEPT_DAYS)  # noqa: TID251 - Prefect's clock
    found: list[FlowRun] = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=ENDED)),
            end_time=FlowRunFilterEndTime(before_=before),
        ),
        sort=FlowRunSort.END_TIME_DESC,
        limit=AT_ONCE,
    )
    return found
