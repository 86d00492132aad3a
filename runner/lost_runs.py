"""Runs that nobody carries any more (遗失的运行), found by the worker that could carry them.

A server that is killed while a run is claimed leaves it Pending for good; a worker that is
killed leaves its runs Running. A run is claimed only when a thread is free, so one that has
been Pending for long belongs to nobody; one that ran in a process of this machine that is
gone cannot be running.
"""

import os
import socket
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import AwaitingRetry, Crashed

LOOK_SECONDS = 5.0
CLAIMED = timedelta(seconds=40)
"""Pending longer than this is nobody's: with a look every few seconds, within a minute."""
MOST = 200


def carrier() -> str:
    """Return the name of this process, as it is kept with each run that it carries."""
    return f"{socket.gethostname()}:{os.getpid()}"


async def take_back(client: PrefectClient, pool: str, *, mine: Collection[UUID]) -> list[FlowRun]:
    """Set the lost runs of a pool going again, or end them; return them with their new state."""
    unfinished = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING])
    found = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=unfinished)),
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[pool])),
        limit=MOST,
    )
    taken = []
    for run in found:
        if run.id in mine or not (reason := _lost(run, datetime.now(UTC))):
            continue
        known = await client.read_flow_run(run.id)
        if known.state is None or run.state is None or known.state.id != run.state.id:
            continue
        state = await _next_state(client, known, reason)
        await client.set_flow_run_state(run.id, state, force=True)
        taken.append(known.model_copy(update={"state": state}))
    return taken


async def _next_state(client: PrefectClient, run: FlowRun, reason: str) -> State[None]:
    """Let a run go again; one of those of which one may run at a time ends, its next one does all.

    Its place is given back only by its end.
    """
    if run.state is not None and run.state.is_running() and run.deployment_id is not None:
        deployment = await client.read_deployment(run.deployment_id)
        if deployment.global_concurrency_limit is not None:
            return Crashed(message=f"{reason}，由下一次运行接办")
    again: State[None] = AwaitingRetry(
        scheduled_time=datetime.now(UTC), message=f"{reason}，现重新驱动"
    )
    return again


def _lost(run: FlowRun, now: datetime) -> str:
    """Return why nobody carries a run, or nothing when somebody may."""
    if run.state is None:
        return ""
    if run.state.is_pending():
        waited = now - run.state.timestamp
        return f"认领后 {waited.seconds} 秒未开始" if waited > CLAIMED else ""
    host, _, pid = (run.infrastructure_pid or "").rpartition(":")
    if host != socket.gethostname() or not pid.isdigit() or _alive(int(pid)):
        return ""
    return f"执行器进程 {pid} 已中断"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
