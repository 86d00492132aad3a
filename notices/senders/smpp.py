"""Short messages over SMPP (短信网关): submitted part by part, each answer read.

Address: ``smpp://{user}:{password}@{host}:{port}/{from}/{to}``, ``smpps://`` under TLS.
Apprise's own sender needs a library that is not installed, takes no port, no TLS, and
reads no answer; here a message is delivered when the gateway took every part.
"""

import socket
import ssl
import zlib
from collections.abc import Iterator
from typing import Any

from apprise.plugins.smpp import NotifySMPP

from models.one_line import shortened
from notices.senders.wire.checked import Checked, Part
from notices.senders.wire.deadline import Deadline
from notices.senders.wire.failure import SendFailure
from notices.senders.wire.smpp_wire import Session

SECONDS = 5.0
TALK = 4
"""So many times as long as one answer may a whole talk take."""
_ALONE, _IN_PARTS = 70, 67
"""UTF-16 units that one message takes: alone, or with the header that joins parts."""
_LONGEST = 400


class ShortMessage(Checked, NotifySMPP):  # type: ignore[misc]
    """Sends a short line to one number."""

    enabled = True
    short = True
    per_second = 10
    per_minute = 60
    joined = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.targets) != 1 or self._invalid_targets:
            raise TypeError("an address has one reader")
        self.session: Session | None = None

    @property
    def server(self) -> str:
        """Return host and port of the gateway."""
        port = self.default_secure_port if self.secure else self.default_port
        return f"{self.host}:{self.port or port}"

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """Return the address; Apprise would show the password."""
        told: str = super().url(privacy, *args, **kwargs)
        return told.replace(f":{self.password}@", ":****@", 1) if privacy else told

    def text(self, title: str, body: str) -> str:  # noqa: ARG002 - there is no room for it
        """Return the short line, else the title alone: a message has no room for more."""
        return shortened(self.line or title, _LONGEST)

    def parts(self, title: str, body: str) -> tuple[str, ...]:
        """Return what a telephone joins again: no part numbers in the text."""
        text = self.text(title, body)
        return (text,) if _units(text) <= _ALONE else tuple(_cut(text))

    def send(self, body: str, title: str = "", **more: Any) -> bool:
        """Send all parts in one session."""
        deadline = Deadline(TALK * SECONDS)
        try:
            with deadline, self._opened(deadline) as self.session:
                self.session.bind(self.user, self.password)
                return super().send(body, title, **more)
        except SendFailure as failure:
            self.failure = failure
        except ssl.SSLError:
            self.failure = SendFailure("TLS 证书或者握手未通过", unreachable=True)
        except TimeoutError:
            self.failure = SendFailure("短信网关应答超时", timed_out=True)
        except OSError:
            self.failure = SendFailure("短信网关无法连接或者连接中断", unreachable=True)
        if deadline.passed:
            self.failure = SendFailure("短信网关应答超时", timed_out=True)
        return False

    def hand_over(self, part: Part) -> None:
        """Submit one part."""
        assert self.session is not None
        data = part.text.encode("utf-16-be")
        if part.of > 1:
            mark = zlib.crc32(self.notice.encode()) & 0xFF
            data = bytes((5, 0, 3, mark, part.of, part.number)) + data
        self.session.submit(self.source, self.targets[0], data, in_parts=part.of > 1)

    def _opened(self, deadline: Deadline) -> Session:
        host, _, port = self.server.rpartition(":")
        link = deadline.watch(socket.create_connection((host, int(port)), timeout=SECONDS))
        if not self.secure:
            return Session(link)
        try:
            return Session(ssl.create_default_context().wrap_socket(link, server_hostname=host))
        except OSError:
            link.close()
            raise


def _units(text: str) -> int:
    return len(text.encode("utf-16-be")) // 2


def _cut(text: str) -> Iterator[str]:
    """Cut a text into parts of whole characters."""
    part = ""
    for character in text:
        if _units(part + character) > _IN_PARTS:
            yield part
            part = ""
        part += character
    yield part
