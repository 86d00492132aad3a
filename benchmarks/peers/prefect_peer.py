"""Prefect as one would begin: a flow a case, a task an action, nobody waited for.

`prefect_peer.py DATABASE CASES`; DATABASE is that of a server which this process starts for
itself. What makes it slow is that each change of a run's state is a request and a commit.
"""

import json
import os
import sys
import time

DATABASE, CASES = sys.argv[1], int(sys.argv[2])
os.environ |= {
    "PREFECT_HOME": f"{DATABASE}.home",
    "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{DATABASE}",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_API_URL": "",
    "DO_NOT_TRACK": "1",
}

import prefect  # noqa: E402

ACTIONS = 25


@prefect.task
def action(number: int) -> int:
    return number


@prefect.flow
def permits() -> None:
    for number in range(ACTIONS):
        action(number)


def main() -> None:
    permits()  # the server is up and warm
    began, cpu = time.perf_counter(), time.process_time()
    for _ in range(CASES):
        permits()
    told = {
        "acts": CASES * ACTIONS,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "version": prefect.__version__,
    }
    print(json.dumps(told))


main()
