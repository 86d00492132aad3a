"""Waking case runs (刷新运行): after the answer, those that wait by then together."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

logger = logging.getLogger("greenchannel.portal")


class Waker:
    """Wake case runs best effort; what is missed the watch heals (刷新)."""

    def __init__(self, wake: Callable[..., str]) -> None:
        self._wake = wake
        """Takes projects."""
        self._lock = Lock()
        self._waiting: set[str] = set()
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="waker")

    def wake(self, project: str) -> None:
        """Wake a project's run soon; nobody waits for it."""
        with self._lock:
            is_first = not self._waiting
            self._waiting.add(project)
        if is_first:
            self._hand.submit(self._go)

    def _go(self) -> None:
        with self._lock:
            projects, self._waiting = sorted(self._waiting), set()
        logger.info("%s: %s", " ".join(projects), self._wake(*projects))

    def close(self) -> None:
        """Wait for what has begun; the rest the watch will do."""
        self._hand.shutdown(wait=True, cancel_futures=True)
