"""Waking case runs (刷新运行): after the answer, one at a time, several wakes of one together."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

logger = logging.getLogger("greenchannel.portal")


class Waker:
    """Wake case runs best effort; what is missed the watch heals (刷新)."""

    def __init__(self, wake: Callable[[str], str]) -> None:
        self._wake = wake
        self._lock = Lock()
        self._waiting: set[str] = set()
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="waker")

    def wake(self, project: str) -> None:
        """Wake a project's run soon; nobody waits for it."""
        with self._lock:
            if project in self._waiting:
                return
            self._waiting.add(project)
        self._hand.submit(self._go, project)

    def _go(self, project: str) -> None:
        with self._lock:
            self._waiting.discard(project)
        logger.info("%s: %s", project, self._wake(project))

    def close(self) -> None:
        """Wait for what has begun; the rest the watch will do."""
        self._hand.shutdown(wait=True, cancel_futures=True)
