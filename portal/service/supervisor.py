"""Who looks after the other processes (看护): one that `up` starts and `down` ends first.

What has died is started again within seconds, and written down for `status`. A process
that dies again and again is started less often, so that its log can still be read.
"""

import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casework.office.clock import machine_time
from portal.edge import Unreachable
from portal.premises import read_settings
from portal.service.layout import Layout
from portal.service.processes import Service

LOOK_SECONDS = 1.0
MOST, WITHIN_SECONDS = 5, 60.0
"""So many restarts within so long go on at once; further ones wait."""

logger = logging.getLogger("greenchannel.supervisor")


@dataclass(frozen=True, slots=True)
class Restarts:
    """How often a process had to be started again since `up` (重启记录)."""

    count: int
    last: datetime


def restarts_file(layout: Layout) -> Path:
    """Return where restarts are written down."""
    return layout.home / "run" / "restarts.json"


def restarts(layout: Layout) -> dict[str, Restarts]:
    """Return the restarts of each process since `up`; what cannot be read counts for none."""
    try:
        told = json.loads(restarts_file(layout).read_text(encoding="utf-8"))
        return {
            name: Restarts(int(one["count"]), datetime.fromisoformat(one["last"]))
            for name, one in told.items()
        }
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


class Supervisor:
    """Look after the processes of one data directory (看护)."""

    def __init__(self, layout: Layout, clock: Callable[[], float] = time.monotonic) -> None:
        self._layout = layout
        self._clock = clock
        self._lately: dict[str, list[float]] = {}

    def look(self) -> list[str]:
        """Start again what has died; return its names."""
        dead = [
            (service, start)
            for service, start in (
                (self._layout.server, self._layout.start_server),
                (self._layout.worker, self._layout.start_worker),
                (self._layout.portal, self._layout.start_portal),
            )
            if _died(service) and self._may_start(service.name)
        ]
        if not dead:
            return []
        begun: list[str] = []
        try:
            with self._layout.alone():
                for service, start in dead:
                    if _died(service):  # `down` may have ended it meanwhile
                        start()
                        self._note(service.name)
                        begun.append(service.name)
        except Unreachable:
            return begun  # another command starts or stops processes just now
        return begun

    def _may_start(self, name: str) -> bool:
        now = self._clock()
        lately = [at for at in self._lately.get(name, []) if now - at < WITHIN_SECONDS]
        self._lately[name] = lately
        return len(lately) < MOST

    def _note(self, name: str) -> None:
        self._lately.setdefault(name, []).append(self._clock())
        known = restarts(self._layout)
        before = known[name].count if name in known else 0
        told = {
            other: {"count": one.count, "last": one.last.isoformat()}
            for other, one in known.items()
        } | {name: {"count": before + 1, "last": machine_time().isoformat()}}
        path = restarts_file(self._layout)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(told), encoding="utf-8")
        draft.replace(path)
        logger.warning("%s had died and was started again (%d)", name, before + 1)


def _died(service: Service) -> bool:
    """Tell whether a process that `up` started is gone without `down`."""
    return service.pid_file.exists() and service.pid() is None


def _bury() -> None:
    """Let go of what it started and what has ended, so that it is seen to be gone.

    Children are not ignored: those it starts would inherit that and never see theirs end.
    """
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    """Look after the processes until SIGTERM."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    supervisor = Supervisor(Layout(read_settings()))
    while not over.wait(LOOK_SECONDS):
        _bury()
        supervisor.look()


if __name__ == "__main__":
    main()
