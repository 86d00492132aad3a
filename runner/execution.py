"""How a run is carried out in a thread of the worker (执行): its variables, end and pulse."""

from collections.abc import Iterator
from contextlib import contextmanager
from logging import LoggerAdapter
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

import anyio
import prefect.flow_engine
from prefect._flow_run_suspension import FlowRunSuspensionRequest
from prefect.client.schemas.objects import FlowRun
from prefect.context import SyncClientContext
from prefect.engine import _drive_run_flow_result
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import BaseFlowRunEngine, run_flow
from prefect.flows import Flow
from prefect.settings import get_current_settings
from prefect.workers.base import BaseJobConfiguration

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient


class WarmConfiguration(BaseJobConfiguration):
    """What a run is given beside its parameters: nothing (无作业变量)."""

    @classmethod
    async def from_template_and_values(
        cls,
        base_job_template: dict[str, Any],  # noqa: ARG003 - whoever edits the pool wrote it
        values: dict[str, Any],  # noqa: ARG003
        client: "PrefectClient | None" = None,  # noqa: ARG003
    ) -> Self:
        """Leave the template of the pool and all variables alone."""
        return cls()

    @classmethod
    def _base_environment(cls) -> dict[str, str]:
        """Hand no settings over: a thread has those of its process."""
        return {}


def watch_for_no_suspension() -> None:
    """Let no run of this process listen for somebody who would suspend it while it runs.

    Prefect's engine opens a thread, a client and a WebSocket for each run to do so, waits for
    them before the flow begins and for a moment after it has ended. Our runs suspend themselves,
    and are over before anybody could press a button.
    """

    @contextmanager
    def unobserved(
        flow_run_id: UUID,  # noqa: ARG001
        suspension_request: FlowRunSuspensionRequest,  # noqa: ARG001
        polling_interval: float = 10,  # noqa: ARG001
    ) -> Iterator[None]:
        yield

    prefect.flow_engine.observe_flow_run_suspension = unobserved  # type: ignore[attr-defined]


@contextmanager
def one_client() -> Iterator[None]:
    """Let all that a run asks of the server go through one client, opened without certificates.

    Prefect reads the certificates of all authorities for each client, a twentieth of a second;
    a server asked without TLS shows none. It gives the context's client to those alone who ask
    by the settings it was made with, so these are forgotten once it is made.
    """
    url = get_current_settings().api.url or ""
    settings = {"verify": SSLContext(PROTOCOL_TLS_CLIENT)} if url.startswith("http:") else None
    kept = SyncClientContext(settings)
    kept._httpx_settings = None
    with kept:
        yield


def execute(flow: Flow[..., Any], flow_run: FlowRun, logger: "LoggerAdapter[Any]") -> int:
    """Run one flow in this thread; return 0, or 1 when the engine could not report its end.

    A flow that raises is reported Failed by the engine. ``Pause`` is how a suspending
    run ends, ``Abort`` how the server says that the run is no longer wanted.
    """
    try:
        with one_client():
            _drive_run_flow_result(flow, run_flow(flow, flow_run=flow_run, return_type="state"))
    except (Pause, Abort) as end:
        logger.info("Run left its thread: %r", end)
    except BaseException:
        # The fence around a flow: even a SystemExit must not reach the other runs.
        logger.exception("The run broke out of Prefect's engine")
        return 1
    return 0


async def beat(flow: Flow[..., Any], flow_run: FlowRun, seconds: int) -> None:
    """Send the run's heartbeat, as the engine would from a thread of its own."""
    engine = BaseFlowRunEngine[..., Any](flow=flow, flow_run=flow_run)
    while True:
        engine._emit_flow_run_heartbeat()
        await anyio.sleep(seconds)
