"""Connections that are kept (留用连接): begun for one act or page, kept for the process's next."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

MOST = 4
"""So many are kept by a process while they do nothing."""

Begin = Callable[[Connection], None]
"""Begins a transaction in which nothing has been written yet."""


class KeptConnections:
    """The connections of one kind, to write or to read, that do nothing now (闲置连接).

    Taking one from the pool and giving it back costs an act as much as its statements, on
    PostgreSQL a question of its own whether it still lives.
    """

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._idle: dict[int, list[Connection]] = {}
        """Process → its own."""

    @contextmanager
    def lent(self, begin: Begin) -> Iterator[Connection]:
        """Lend a connection whose transaction has begun; it commits when the block ends well."""
        idle = self._idle.setdefault(os.getpid(), [])
        connection = self._begun(idle, begin)
        try:
            yield connection
            connection.commit()
        except BaseException:
            _give_up(connection)
            raise
        if len(idle) < MOST:
            idle.append(connection)
        else:
            connection.close()

    def _begun(self, idle: list[Connection], begin: Begin) -> Connection:
        """Return a begun connection: one that was kept may have died since, with its server."""
        while True:
            try:
                connection, kept = idle.pop(), True
            except IndexError:  # others may have taken the last one
                connection, kept = self._connect(), False
            try:
                begin(connection)
            except BaseException as wrong:
                died = _give_up(connection)
                if kept and died and isinstance(wrong, OperationalError):
                    continue  # nothing was begun there
                raise
            return connection

    def close(self) -> None:
        """Give back those of this process."""
        for connection in self._idle.pop(os.getpid(), []):
            connection.close()


def _give_up(connection: Connection) -> bool:
    """Give a connection back, whatever was begun undone; tell whether it had died."""
    died = connection.invalidated or bool(
        getattr(connection.connection.dbapi_connection, "closed", False)
    )
    if died and not connection.invalidated:
        connection.invalidate()  # nothing is asked of it any more
    connection.close()
    return died
