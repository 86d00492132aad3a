"""The flows that a worker has loaded (已载入的流程): each once, and nothing but the project's."""

import sys
from typing import Any

import anyio
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import DeploymentResponse
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.asyncutils import run_sync_in_worker_thread

from runner.project import Project, RunRefused


class LoadedFlows:
    """Flows by their entrypoint, kept as long as the process lives (已载入的流程)."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._flows: dict[str, Flow[..., Any]] = {}
        self._loading = anyio.Lock()

    async def flow_of(self, deployment: DeploymentResponse, flow_run: FlowRun) -> Flow[..., Any]:
        """Return an entrypoint's flow, loaded once; one at a time, for loading moves the cwd.

        What the server says of a deployment may have changed since it was looked at; so it
        is looked at again, and nothing is loaded but a file of the project.
        """
        if reason := self._project.objection(deployment, flow_run):
            raise RunRefused(reason)
        entrypoint = str(deployment.entrypoint)
        async with self._loading:
            if entrypoint not in self._flows:
                search_path = list(sys.path)
                try:
                    self._flows[entrypoint] = await run_sync_in_worker_thread(
                        load_flow_from_entrypoint,
                        self._project.file_of(entrypoint),
                        use_placeholder_flow=False,
                    )
                except BaseException:
                    sys.path[:] = search_path  # Prefect prepends twice per attempt
                    raise
            return self._flows[entrypoint]
