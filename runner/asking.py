"""How a worker asks what is due (询办): at a pace of its own, or where it may wait, by waiting.

Our server holds a question back until there may be something new (``runner/waiting.py``).
Any other one answers at once and does not say ``Waking-Count``; there the pace is kept.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import anyio
import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.responses import WorkerFlowRunResponse
from prefect.settings import get_current_settings

from runner.waiting import WAKING_COUNT

DEFAULT_POLL_SECONDS = 0.4  # while runs are here, and where the server lets nobody wait
LONGEST_WAIT = timedelta(seconds=5)
"""What Prefect's own services make due without a request is found by then."""

SHORTEST_WAIT = timedelta(milliseconds=20)


class Question:
    """What is due in one pool, asked again and again (询办)."""

    def __init__(self, pool: str, queues: Collection[str], threads: int) -> None:
        self._pool = pool
        self._queues = list(queues)
        self._most = 2 * threads + 1
        """As many as may be here from before, as many as can be claimed, and what comes next."""
        self._known = ""
        self._soonest: datetime | None = None
        self._held = False
        self.one_was_left = False
        """Whether a run that was due was not claimed: no thread, or still here from before."""
        self.one_has_gone = anyio.Event()

    async def ask(
        self, client: PrefectClient, at_most: timedelta | None = None
    ) -> list[WorkerFlowRunResponse]:
        """Return the runs that are due, at once or when there may be any; a missing pool has none.

        What is due later is not returned, for a run claimed early would hold a thread until its
        time comes; but nobody waits beyond it. A question looks further ahead than it may be
        held back, for it has to find what became due meanwhile.
        """
        self._held = False
        if self._known and self.one_was_left:
            # What that run waits for is here, so nothing is to be waited for at the server.
            pace = at_most.total_seconds() if at_most is not None else DEFAULT_POLL_SECONDS
            with anyio.move_on_after(pace):
                await self.one_has_gone.wait()
            at_most = timedelta()
        self.one_has_gone = anyio.Event()
        now = datetime.now(UTC)
        longest = LONGEST_WAIT if at_most is None else at_most
        if self._soonest is not None:
            longest = min(longest, max(self._soonest - now, SHORTEST_WAIT))
        wait = longest.total_seconds()
        try:
            response = await client.request(
                "POST",
                "/work_pools/{name}/get_scheduled_flow_runs",
                path_params={"name": self._pool},
                json={
                    "work_queue_names": self._queues,
                    "scheduled_before": str(now + 2 * LONGEST_WAIT),
                    "limit": self._most,
                },
                headers={"Prefer": f"wait={wait:.3f}", WAKING_COUNT: self._known},
                timeout=get_current_settings().api.request_timeout + wait,
            )
        except httpx.HTTPStatusError as failure:
            if failure.response.status_code != httpx.codes.NOT_FOUND:
                raise
            return []  # the next heartbeat creates it
        self._known = response.headers.get(WAKING_COUNT, "")
        self._held = response.headers.get("Preference-Applied") == "wait"
        return self._due(WorkerFlowRunResponse.model_validate_list(response.json()))

    def was_held_back(self) -> bool:
        """Tell, once per answer, whether the server set its pace; if not, the worker has to."""
        held, self._held = self._held, False
        return held

    def _due(self, scheduled: list[WorkerFlowRunResponse]) -> list[WorkerFlowRunResponse]:
        now = datetime.now(UTC)
        times = [entry.flow_run.next_scheduled_start_time or now for entry in scheduled]
        self._soonest = min((time for time in times if time > now), default=None)
        return [entry for entry, time in zip(scheduled, times, strict=True) if time <= now]


def configured_poll_seconds() -> float:
    """Return the pace that Prefect is configured with, or ours: ten seconds are no desk's."""
    worker = get_current_settings().worker
    if "query_seconds" in worker.model_fields_set:
        return worker.query_seconds
    return DEFAULT_POLL_SECONDS


def passes(failure: httpx.HTTPError) -> bool:
    """Tell whether a failed request is worth another try later."""
    if isinstance(failure, httpx.HTTPStatusError):
        return failure.response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
    return isinstance(failure, httpx.TransportError)
