"""The warm worker: one interpreter that keeps every flow loaded.

Its one law: a run is claimed only when a thread is free for it, and never while an
earlier execution of the same run is still here. What is not claimed stays Scheduled on
the server, where the next poll finds it; so nothing is lost and nothing runs twice.

Flows share this process, hence also its environment, working directory and loaded
code: only the entrypoints of one project's prefect.yaml are run, a run that brings
steps, variables or a directory of its own is refused (``runner/project.py``), and a new
release of the code needs a new worker.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import anyio
import anyio.abc
import anyio.to_thread
import httpx
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.responses import DeploymentResponse, WorkerFlowRunResponse
from prefect.context import SettingsContext, get_settings_context
from prefect.settings import (
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_WORKER_QUERY_SECONDS,
    get_current_settings,
    temporary_settings,
)
from prefect.states import Failed
from prefect.workers.base import BaseVariables, BaseWorker, BaseWorkerResult

from runner.asking import Question, configured_poll_seconds, passes
from runner.execution import WarmConfiguration, beat, execute, watch_for_no_suspension
from runner.loading import LoadedFlows
from runner.lost_runs import LOOK_SECONDS, carrier, take_back
from runner.project import FORBIDDEN, Project, RunRefused

DEFAULT_THREADS = 4
LONGEST_PATIENCE_SECONDS = 5.0  # between two polls while the server is away


class WarmResult(BaseWorkerResult):
    """How a run left its thread: 0 unless the engine itself broke."""


class WarmWorker(BaseWorker[WarmConfiguration, BaseVariables, WarmResult]):
    """Run flows in threads of this process instead of a new interpreter each."""

    type = "green-channel-warm"
    job_configuration = WarmConfiguration

    _display_name = "Green Channel warm worker"
    _description = (
        "Runs flows in threads of one long-lived process: a suspended run shows its next form "
        "in less than a second. For short, idempotent flows that share one environment."
    )

    def __init__(
        self,
        work_pool_name: str,
        *,
        limit: int | None = None,
        poll_seconds: float | None = None,
        project: Path | None = None,
        **options: Any,
    ) -> None:
        super().__init__(work_pool_name, limit=limit or DEFAULT_THREADS, **options)
        self._threads: anyio.CapacityLimiter | None = None
        self._poll_seconds = poll_seconds or configured_poll_seconds()
        self._poll_settings = get_current_settings()
        self._patience = self._poll_seconds
        self._question = Question(work_pool_name, self._work_queues, limit or DEFAULT_THREADS)
        self._heartbeat_seconds = get_current_settings().flows.heartbeat_frequency
        self._running: set[UUID] = set()
        self._next_look = 0.0
        self._project = Project.at(project or Path.cwd())
        self._flows = LoadedFlows(self._project)
        self._stopping = False

    @classmethod
    def get_default_base_job_template(cls) -> dict[str, Any]:
        """Offer no job variables: threads of one process cannot honour them."""
        # Prefect takes an empty configuration for a missing one.
        return {
            "job_configuration": {"labels": {}},
            "variables": {"type": "object", "properties": {}},
        }

    @property
    def is_idle(self) -> bool:
        """Tell whether no run is in a thread or on its way into one."""
        return not self._running and not self._submitting_flow_run_ids

    def stop_polling(self) -> None:
        """Claim no further run; those already here go on."""
        self._stopping = True

    async def start(
        self,
        run_once: bool = False,
        with_healthcheck: bool = False,
        printer: Callable[..., None] = print,
    ) -> None:
        """Serve at this worker's own pace: Prefect's default of ten seconds is no desk's.

        The engine's heartbeat holds a finished run in its thread for up to a second;
        the worker sends the same events instead (``_beat``).
        """
        ours = {
            PREFECT_WORKER_QUERY_SECONDS: self._poll_seconds,
            PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        }
        with temporary_settings(ours):
            await super().start(run_once, with_healthcheck, printer)

    async def setup(self) -> None:
        """Prepare the worker and its threads."""
        watch_for_no_suspension()
        self._threads = anyio.CapacityLimiter(self._limit or DEFAULT_THREADS)
        self._poll_settings = get_current_settings().copy_with_update(
            {PREFECT_CLIENT_MAX_RETRIES: 0}
        )
        await super().setup()

    async def run(
        self,
        flow_run: FlowRun,
        configuration: WarmConfiguration,
        task_status: "anyio.abc.TaskStatus[Any] | None" = None,
    ) -> WarmResult:
        """Run the flow in a thread.

        A flow that cannot be loaded raises before the run counts as started: Prefect
        then reports it Crashed, with the reason in its state and in its logs.
        """
        deployment: DeploymentResponse = configuration._related_objects["deployment"]
        flow = await self._flows.flow_of(deployment, flow_run)
        if task_status is not None:
            task_status.started(carrier())
        async with anyio.create_task_group() as while_running:
            if self._heartbeat_seconds is not None:
                while_running.start_soon(beat, flow, flow_run, self._heartbeat_seconds)
            status_code = await anyio.to_thread.run_sync(
                execute,
                flow,
                flow_run,
                self.get_flow_run_logger(flow_run),
                abandon_on_cancel=True,
                limiter=self._threads,
            )
            while_running.cancel_scope.cancel()
        await self._confirm_cancelling(flow_run.id)
        return WarmResult(status_code=status_code, identifier=carrier())

    async def get_and_submit_flow_runs(self) -> list[FlowRun]:
        """Ask and claim; ask again at once as long as the server sets the pace."""
        while True:
            submitted = await super().get_and_submit_flow_runs()
            if not self._question.was_held_back():
                return submitted

    async def _get_scheduled_flow_runs(self) -> list[WorkerFlowRunResponse]:
        """Ask what is due, wait if nothing is, and outlive a server that is away.

        While runs are here the question is held back no longer than a poll: a place that is
        given back rings no bell there.

        Prefect's client would repeat one question for a minute, at last half a minute apart,
        and its loop gives up after twelve: a restarted server would be noticed late, and one
        away for a while would end the worker.
        """
        if self._stopping:
            return []
        at_most = None if self.is_idle else timedelta(seconds=self._poll_seconds)
        settings = get_settings_context()
        try:
            with SettingsContext(profile=settings.profile, settings=self._poll_settings):
                due = await self._question.ask(self.client, at_most)
                await self._take_back_lost()
        except httpx.HTTPError as failure:
            if not passes(failure):
                raise
            self._logger.warning("No answer to a poll; next in %.1f s", self._patience)
            self._logger.debug("The failed poll", exc_info=True)
            await anyio.sleep(self._patience)
            self._patience = min(2 * self._patience, LONGEST_PATIENCE_SECONDS)
            return []
        self._patience = self._poll_seconds
        return due

    async def _take_back_lost(self) -> None:
        """Look now and then for runs that nobody carries, and at once when newly started."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_SECONDS
        mine = self._running | self._submitting_flow_run_ids
        for run in await take_back(self.client, self._work_pool_name, mine=mine):
            said = run.state.message if run.state else ""
            self._logger.warning("Lost run %s: %s", run.id, said)
            self.get_flow_run_logger(run).warning(said)

    async def _submit_scheduled_flow_runs(
        self, flow_run_response: list[WorkerFlowRunResponse]
    ) -> list[FlowRun]:
        """Leave a run that was resumed before its old execution has left for the next poll.

        Claimed now it would run twice at once; and Prefect's own limiter raises when a
        run that holds a slot asks for a second one, which ends the worker.
        """
        if self._stopping:
            return []  # told to stop while it asked
        submitted = await super()._submit_scheduled_flow_runs(
            [entry for entry in flow_run_response if entry.flow_run.id not in self._running]
        )
        self._question.one_was_left = len(submitted) < len(flow_run_response)
        return submitted

    async def _submit_run(self, flow_run: FlowRun) -> None:
        try:
            await super()._submit_run(flow_run)
        except httpx.HTTPError as failure:
            # Unhandled, this would end the worker with all its runs. The run was not
            # claimed and is still Scheduled.
            self._logger.warning("Run %s stays for the next poll: %r", flow_run.id, failure)
            self._submitting_flow_run_ids.discard(flow_run.id)
            self._release_limit_slot(flow_run.id)

    async def _submit_run_and_capture_errors(
        self,
        flow_run: FlowRun,
        task_status: anyio.abc.TaskStatus[int | Exception] | None = None,
    ) -> BaseWorkerResult | Exception:
        self._running.add(flow_run.id)
        try:
            refusal = await self._refusal_of(flow_run)
            if refusal is not None and task_status is not None:
                task_status.started(refusal)
            return refusal or await super()._submit_run_and_capture_errors(
                flow_run, task_status=task_status
            )
        finally:
            self._running.discard(flow_run.id)
            self._question.one_has_gone.set()

    async def _refusal_of(self, flow_run: FlowRun) -> RunRefused | None:
        """Refuse a run that is none of the project's, and say so in its state and both logs."""
        if flow_run.deployment_id is None:
            reason = "执行器不予运行：不属于任何部署"
        else:
            deployment = await self.client.read_deployment(flow_run.deployment_id)
            reason = self._project.objection(deployment, flow_run)
        if not reason:
            return None
        self._logger.warning("Refused run %s: %s", flow_run.id, reason)
        self.get_flow_run_logger(flow_run).error(reason)
        state: State[None] = Failed(name=FORBIDDEN, message=reason)
        await self.client.set_flow_run_state(flow_run.id, state, force=True)
        return RunRefused(reason)

    async def _propose_submitting_state(self, flow_run: FlowRun) -> None:
        """Leave a claimed run Pending: in a tenth of a second its thread sets it Running."""

    async def _give_worker_labels_to_flow_run(self, flow_run_id: UUID) -> None:
        """Write no labels: the run keeps the name of the process that carries it."""

    async def _confirm_cancelling(self, run_id: UUID) -> None:
        """Close a run that was cancelled while it ran: a thread ends only by itself."""
        flow_run = await self.client.read_flow_run(run_id)
        if flow_run.state is not None and flow_run.state.is_cancelling():
            message = "Cancelled while it ran; its flow has come to its end."
            await self._mark_flow_run_as_cancelled(flow_run, {"message": message})
