"""Connections dealt to processes in turn (分派连接): one process accepts, the others answer.

The system would divide them by their addresses, by chance: of fifty officers one process then
has up to thirty-two, who all wait longer. A hand is a pair of sockets, over which a connection
goes from the one that accepted it to the one that answers.
"""

import asyncio
import os
import signal
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from select import select

import uvicorn


@contextmanager
def signalled(*signals: signal.Signals) -> Iterator[int]:
    """Let signals come as bytes, to be read from what is returned, while somebody waits."""
    told, tells = os.pipe()
    os.set_blocking(tells, False)
    before = {one: signal.signal(one, lambda *_: None) for one in signals}
    woken = signal.set_wakeup_fd(tells)
    try:
        yield told
    finally:
        signal.set_wakeup_fd(woken)
        for one, handler in before.items():
            signal.signal(one, handler)
        os.close(told)
        os.close(tells)


def deal(listening: socket.socket, hands: Sequence[socket.socket], signals: int) -> set[int]:
    """Deal what comes at a socket to hands in turn until signals come; return which.

    A hand that is full is passed over; where all are, whoever comes is sent away.
    """
    for one in (listening, *hands):
        one.setblocking(False)
    turns = cycle(hands)
    while True:
        ready, _, _ = select([listening.fileno(), signals], (), ())
        if signals in ready:
            return set(os.read(signals, 64))
        with suppress(BlockingIOError, ConnectionError):  # whoever came has gone
            connection, _ = listening.accept()
            with connection:
                _give(connection, islice(turns, len(hands)))


def _give(connection: socket.socket, hands: Iterable[socket.socket]) -> None:
    for hand in hands:
        with suppress(BlockingIOError, ConnectionError):  # full, or its process is ending
            socket.send_fds(hand, [b"1"], [connection.fileno()])
            return


class DealtServer(uvicorn.Server):
    """A server that answers the connections dealt to it (应答进程)."""

    def __init__(self, config: uvicorn.Config, hand: socket.socket) -> None:
        super().__init__(config)
        self._hand = hand
        self._taking: set[asyncio.Task[object]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take connections."""
        await super().startup(sockets)
        asyncio.get_running_loop().add_reader(self._hand, self._take)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more, and end what was taken."""
        asyncio.get_running_loop().remove_reader(self._hand)
        await super().shutdown(sockets)

    def _take(self) -> None:
        _, descriptors, _, _ = socket.recv_fds(self._hand, 1, 1)
        loop = asyncio.get_running_loop()
        for descriptor in descriptors:
            connection = socket.socket(fileno=descriptor)
            connection.setblocking(False)
            task = loop.create_task(loop.connect_accepted_socket(self._protocol, connection))
            self._taking.add(task)
            task.add_done_callback(self._taking.discard)
        if not descriptors:  # the other end is gone, and so is this process in a moment
            loop.remove_reader(self._hand)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made
