"""The case runs in Prefect (项目办理运行): one per open project and ISO week, kept true.

Prefect shows, the ledger knows: what Prefect lost is started again, what stands still
is set going again, what is stale is woken. All of it is found by looking, so that it
may run at any time.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect import task
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.runtime import flow_run
from prefect.states import AwaitingRetry

from casework.weekly.rounds import iso_week
from models.week_words import week_number, week_tag
from runner.project import FORBIDDEN
from tasks import house
from tasks.case.answering import REFRESH
from tasks.case.other_runs import put_others_right
from tasks.case.run_budgets import stands_still
from tasks.case.showing import active_projects, version_shown

DEPLOYMENT = "approve/approve"
PAGE = 200


@dataclass(slots=True)
class Reconciled:
    """What was put right (校正结果)."""

    started: list[str] = field(default_factory=list)
    woken: list[str] = field(default_factory=list)
    redriven: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


def start_case_run(
    client: SyncPrefectClient, *, code: str, name: str, week: str, again: str = ""
) -> FlowRun:
    """Start a project's case run of a week; the same again returns the same run."""
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    return client.create_flow_run_from_deployment(
        deployment.id,
        name=f"{code} {name} · {week_number(week)}",
        parameters={"case": {"project": code, "week": week}},
        tags=[f"project:{code}", week_tag(week)],
        idempotency_key=f"case:{code}:{week}{again}",
    )


def wake(client: SyncPrefectClient, flow_run_id: UUID) -> bool:
    """Resume a suspended case run with nothing to do but look; tell whether it was taken."""
    result = client.resume_flow_run(flow_run_id, run_input={"act": REFRESH, "officer": ""})
    return result.status.value == "ACCEPT"


@task(task_run_name="wake {project} · 刷新项目运行", persist_result=False)
def wake_project(project: str) -> int:
    """Wake a project's case run, best effort; the watch heals what was missed."""
    with get_client(sync_client=True) as client:
        runs = [run for run in _case_runs(client, project) if _suspended(run)]
        return sum(wake(client, run.id) for run in runs)


@task(task_run_name="start {code} · 启动项目运行", persist_result=False)
def start_project(code: str, name: str) -> str:
    """Start a project's case run of this week."""
    with get_client(sync_client=True) as client:
        run = start_case_run(client, code=code, name=name, week=iso_week(house.today()))
    return str(run.name)


@task(task_run_name="reconcile · 校正项目运行", persist_result=False)
def reconcile_case_runs() -> Reconciled:
    """Make Prefect show what the ledger says: start, wake and redrive case runs."""
    week = iso_week(house.today())
    done = Reconciled()
    with get_client(sync_client=True) as client:
        runs = _newest(_case_runs(client))
        active = {code: (name, version) for code, name, version in active_projects()}
        for code, (name, version) in active.items():
            run = runs.get(code)
            if run is None or (_final(run) and week_tag(week) not in run.tags):
                start_case_run(client, code=code, name=name, week=week)
                done.started.append(code)
            elif _final(run):
                start_case_run(client, code=code, name=name, week=week, again=f":{version}")
                done.started.append(code)
            else:
                stale = version_shown(run.tags) < version or week_tag(week) not in run.tags
                _put_right(client, run, code, stale=stale, done=done)
        for code, run in runs.items():
            if code not in active and not _final(run):
                _put_right(client, run, code, stale=True, done=done)
        redriven, ended = put_others_right(client, longest=_longest(), but=_this_run())
    done.redriven.extend(redriven)
    done.ended.extend(ended)
    return done


def _put_right(
    client: SyncPrefectClient, run: FlowRun, code: str, *, stale: bool, done: Reconciled
) -> None:
    state = run.state
    if state is None:
        return
    now = datetime.now(UTC)  # noqa: TID251 - Prefect's clock, not the office's
    lost = stands_still(state, now, longest=_longest())
    if not lost and stale and _suspended(run):
        if wake(client, run.id):
            done.woken.append(code)
            return
        # Killed between suspending and storing its form, it takes no answer at all.
        known = client.read_flow_run(run.id).state
        lost = known is not None and known.id == state.id
    if lost:
        client.set_flow_run_state(run.id, AwaitingRetry(scheduled_time=state.timestamp), force=True)
        done.redriven.append(code)


def _longest() -> timedelta:
    return timedelta(seconds=house.settings().stuck_seconds)


def _this_run() -> UUID | None:
    return UUID(flow_run.id) if flow_run.id else None


def _case_runs(client: SyncPrefectClient, project: str = "") -> list[FlowRun]:
    """Return case runs, oldest first, of one project or all."""
    runs: list[FlowRun] = []
    tags = FlowRunFilterTags(all_=[f"project:{project}"]) if project else None
    while True:
        page = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=["approve"])),
            flow_run_filter=FlowRunFilter(tags=tags) if tags else None,
            sort=FlowRunSort.START_TIME_ASC,
            limit=PAGE,
            offset=len(runs),
        )
        runs.extend(page)
        if len(page) < PAGE:
            return runs


def _newest(runs: list[FlowRun]) -> dict[str, FlowRun]:
    """Return each project's newest run; a living one goes before a finished one."""
    newest: dict[str, FlowRun] = {}
    for run in sorted(runs, key=lambda one: (not _final(one), one.created or datetime.min)):  # noqa: DTZ901
        for tag in run.tags:
            if tag.startswith("project:"):
                newest[tag.removeprefix("project:")] = run
    return newest


def _suspended(run: FlowRun) -> bool:
    return run.state is not None and run.state.type is StateType.PAUSED


def _final(run: FlowRun) -> bool:
    """Tell whether a run is over for good; a crashed or failed one is set going again.

    One that the worker refused was never ours.
    """
    return run.state is not None and (
        run.state.type in (StateType.COMPLETED, StateType.CANCELLED) or run.state.name == FORBIDDEN
    )
