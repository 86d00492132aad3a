"""Prefect's own server, made fit for one machine and SQLite, with a guarded door.

Prefect opens most SQLite transactions DEFERRED: a read that turns into a write fails at
once when anybody else wrote meanwhile, and under a handful of clients most writes are
answered 503. Begun IMMEDIATE, writers wait in line for SQLite's busy timeout instead.
With PostgreSQL there is no such difference (docs/adr/0012-desk-server.md).

On either database the door is guarded (``runner/door.py``), and the second UI, which asks
a third-party host, is not there (docs/adr/0031-who-may-knock.md). Workers wait there for what
becomes due (docs/adr/0064-a-worker-waits-at-the-door.md).
"""

import argparse
import contextlib
import gc
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import uvicorn

from runner.waiting import WaitingRoom

if TYPE_CHECKING:
    from prefect.server.database.configurations import AioSqliteConfiguration
    from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction

LASTING_LEASES = "prefect.server.concurrency.lease_storage.filesystem"
ENVIRONMENT_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    # Leases in memory die with the server: a run that died with it would hold its place for good.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": LASTING_LEASES,
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # it asks a third-party host
    "PREFECT_SERVER_UI_API_URL": "/api",  # of whatever name the pages were opened by
    "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "",
    # Events are most of what the database holds, and a heartbeat is news for minutes only.
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P2D",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_EVENT_RETENTION_OVERRIDES": (
        '{"prefect.flow-run.heartbeat": 7200}'
    ),
}
SHUTDOWN_SECONDS = 5
NOT_STARTED = 3  # the exit code that uvicorn's command ends with
GARBAGE = (50_000, 20, 50)
"""When Python's collector looks for what nobody holds any longer."""


def queue_sqlite_writers(database_url: str) -> bool:
    """Let every SQLite write transaction begin IMMEDIATE; tell whether the database is SQLite."""
    from prefect.server.database.configurations import AioSqliteConfiguration
    from prefect.server.utilities.database import get_dialect

    if get_dialect(database_url).name != "sqlite":
        return False
    stock = AioSqliteConfiguration.begin_transaction

    def begin_immediate(
        self: "AioSqliteConfiguration",
        session: "AsyncSession",
        with_for_update: bool = False,  # noqa: ARG001
    ) -> "AbstractAsyncContextManager[AsyncSessionTransaction]":
        return stock(self, session, with_for_update=True)

    AioSqliteConfiguration.begin_transaction = begin_immediate  # type: ignore[assignment,method-assign]
    return True


def refuse_late_claims() -> None:
    """Let nobody claim a run that has ended: whoever wants it again schedules it first.

    Two workers find the same run; the claim of one may wait for the database until the other
    has carried it out. Prefect refuses a claim of what is Pending or Running, but would take
    this one for a new beginning, and the run would be carried out twice.
    """
    from prefect.server.orchestration.core_policy import PreventPendingTransitions
    from prefect.server.schemas.states import TERMINAL_STATES

    PreventPendingTransitions.FROM_STATES = PreventPendingTransitions.FROM_STATES | TERMINAL_STATES


def leave_out_second_ui() -> None:
    """Let Prefect find no files of the UI that it mounts at ``/v2`` whatever is configured."""
    import prefect

    prefect.__ui_v2_static_path__ = prefect.__ui_static_path__ / "left-out"


class DeskServer(uvicorn.Server):
    """Prefect's server, which keeps nobody waiting when it stops."""

    def __init__(self, config: uvicorn.Config, waiting: WaitingRoom) -> None:
        super().__init__(config)
        self._waiting = waiting

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the questions through that are held back, then stop."""
        self._waiting.close()
        await super().shutdown(sockets)


def serve(host: str, port: int, names: Sequence[str] = ()) -> None:
    """Serve API, UI and services, as ``prefect server start`` does, until SIGTERM or SIGINT.

    ``names`` are further names by which the server may be asked, as a proxy says them.
    """
    gc.disable()  # else it looks time and again through what is being loaded, and stays
    for name, value in ENVIRONMENT_DEFAULTS.items():
        os.environ.setdefault(name, value)
    # The UI learns from these where the API is.
    os.environ["PREFECT_SERVER_API_HOST"] = host
    os.environ["PREFECT_SERVER_API_PORT"] = str(port)

    # Prefect reads its settings on import, so it comes after them.
    from prefect.server.api.server import create_app
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, get_current_settings

    from runner.door import Door, names_of

    queue_sqlite_writers(PREFECT_API_DATABASE_CONNECTION_URL.value())
    refuse_late_claims()
    leave_out_second_ui()
    api = get_current_settings().server.api
    waiting = WaitingRoom(create_app(final=True))
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()
    config = uvicorn.Config(
        Door(waiting, names_of(host, port, names)),
        host=host,
        port=port,
        log_config=None,  # Prefect's, which writes to stderr
        log_level="warning",
        access_log=False,
        timeout_keep_alive=api.keepalive_timeout,
        ws_ping_interval=api.websocket_ping_interval,
        ws_ping_timeout=api.websocket_ping_timeout,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    # uvicorn raises the signal that stopped it once more when it has finished; by then
    # the stop is complete and is reported as such.
    signal.signal(signal.SIGTERM, lambda *_: None)
    server = DeskServer(config, waiting)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(NOT_STARTED)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m runner.desk_server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4200)
    parser.add_argument(
        "--known-as", action="append", default=[], help="further name, as a proxy says it in Host"
    )
    options = parser.parse_args(arguments)
    serve(options.host, options.port, options.known_as)


if __name__ == "__main__":
    main()
