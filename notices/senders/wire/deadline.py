"""A talk that ends in time (限时通话): however slowly the other side drips its answer.

A timeout of a socket begins anew with every byte. Here the connection is cut when the
time of the whole talk is over; whoever reads sees it closed.
"""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Deadline:
    """The time that one talk may take (限时)."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        """Whether the connection was cut."""
        self._links: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Begin to count."""
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop counting."""
        self._timer.cancel()
        with self._lock:
            for link in self._links:
                link.close()
            self._links.clear()

    def watch(self, link: socket.socket) -> socket.socket:
        """Cut this connection too when the time is over; return it.

        A handle of its own is kept: TLS takes the first one away.
        """
        with self._lock:
            self._links.append(link.dup())
        if self.passed:
            self._cut()
        return link

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            for link in self._links:
                with suppress(OSError):
                    link.shutdown(socket.SHUT_RDWR)
