"""The door to the warm worker: what Prefect finds, what a shell starts, how it stops.

The worker's class lives next door, because ``python -m`` runs this file a second time
under another name, and a worker type may be registered only once.
"""

import argparse
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import anyio
from prefect.logging import get_logger

from runner.asking import DEFAULT_POLL_SECONDS
from runner.worker import DEFAULT_THREADS, WarmWorker

__all__ = ["WarmWorker", "main", "run_warm_worker"]

GRACE_SECONDS = 5.0

logger = get_logger("runner")


def run_warm_worker(
    pool_name: str,
    threads: int = DEFAULT_THREADS,
    poll_seconds: float = DEFAULT_POLL_SECONDS,
    *,
    name: str | None = None,
    project: Path | None = None,
    grace_seconds: float = GRACE_SECONDS,
) -> bool:
    """Serve a work pool until SIGTERM or SIGINT; tell whether every run had left by then.

    Only the entrypoints of ``project``'s prefect.yaml are run (the working directory's, if
    none is given). The pool is created when it does not exist. On a signal nothing more is
    claimed and active runs get ``grace_seconds`` to finish; what is cut off stays Running
    on the server until the office reconciles it by age.
    """
    worker = WarmWorker(
        work_pool_name=pool_name,
        name=name,
        limit=threads,
        poll_seconds=poll_seconds,
        project=project,
    )
    return anyio.run(_serve, worker, grace_seconds)


async def _serve(worker: WarmWorker, grace_seconds: float) -> bool:
    async with anyio.create_task_group() as service:
        with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
            service.start_soon(_start, worker)
            async for received in signals:
                logger.info("%s: no further runs", received.name)
                break
            worker.stop_polling()
            with anyio.move_on_after(grace_seconds):
                while not worker.is_idle:
                    await anyio.sleep(0.05)
            all_left = worker.is_idle
            service.cancel_scope.cancel()
    return all_left


async def _start(worker: WarmWorker) -> None:
    await worker.start(printer=logger.info)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m runner.warm_worker", description=__doc__)
    parser.add_argument("--pool", required=True, help="work pool to serve; created if missing")
    parser.add_argument("--threads", type=int, default=DEFAULT_THREADS, help="runs at a time")
    parser.add_argument("--poll-seconds", type=float, default=DEFAULT_POLL_SECONDS)
    parser.add_argument("--name", help="name of this worker, as shown by Prefect")
    parser.add_argument("--project", type=Path, help="directory whose prefect.yaml is served")
    options = parser.parse_args(arguments)
    if not run_warm_worker(
        options.pool,
        options.threads,
        options.poll_seconds,
        name=options.name,
        project=options.project,
    ):
        # A thread cannot be ended from outside, and the interpreter would wait for it.
        logger.warning("Leaving while runs are still active")
        os._exit(1)


if __name__ == "__main__":
    main()
