"""A talk with a mail server (邮件会话) that ends in time and reads no endless answer."""

import smtplib
import socket
from typing import Any

from notices.senders.wire.deadline import Deadline

MOST_BYTES = 65_536


class _Answers:
    """What a server says, line by line, up to a bound."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = MOST_BYTES

    def readline(self, size: int) -> bytes:
        """Return the next line."""
        line: bytes = self._file.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise ConnectionAbortedError("an endless answer")
        return line

    def close(self) -> None:
        """Let go of the connection."""
        self._file.close()


class Talk(smtplib.SMTP):
    """In clear, or under TLS once ``starttls`` has been said."""

    def __init__(self, deadline: Deadline, *args: Any, **kwargs: Any) -> None:
        self._deadline = deadline
        super().__init__(*args, **kwargs)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        link: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        return self._deadline.watch(link)

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer through the bound."""
        if self.file is None and self.sock is not None:
            self.file = _Answers(self.sock.makefile("rb"))
        return super().getreply()


class SecretTalk(smtplib.SMTP_SSL, Talk):
    """Under TLS from its first byte."""

    def __init__(self, deadline: Deadline, *args: Any, **kwargs: Any) -> None:
        self._deadline = deadline
        smtplib.SMTP_SSL.__init__(self, *args, **kwargs)
