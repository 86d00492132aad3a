"""The few words of SMPP 3.4 that a short message needs (短信网关协议): bind, submit, unbind."""

import socket
import struct
from types import TracebackType
from typing import Self

from notices.senders.wire.failure import SendFailure

_HEADER = struct.Struct(">IIII")
_BIND, _SUBMIT, _UNBIND, _ENQUIRE, _ANSWER = 0x2, 0x4, 0x6, 0x15, 0x8000_0000
_LONGEST_PDU = 4096
_UCS2, _WITH_HEADER = 8, 0x40

_PASSING = frozenset({0x01, 0x08, 0x14, 0x45, 0x58})
"""Bad length, system error, queue full, submit failed, throttled: worth another try."""
_TOO_FAST = frozenset({0x14, 0x58})
_NAMES = {
    0x0A: "主叫号码无效",
    0x0B: "被叫号码无效",
    0x0D: "绑定失败",
    0x0E: "密码错误",
    0x0F: "账号无效",
    0x14: "队列已满",
    0x58: "超出流量限制",
}


class Session:
    """A bound link to a gateway, for one sender of messages (会话)."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._sequence = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take leave, whether anybody hears it or not."""
        try:
            if kind is None:
                self._send(_UNBIND, b"")
        except OSError:
            pass
        finally:
            self._link.close()

    def bind(self, user: str, password: str) -> None:
        """Sign in as a transmitter."""
        body = _text(user, 15) + _text(password, 8) + b"\0" + bytes((0x34, 0, 0)) + b"\0"
        self._ask(_BIND, body)

    def submit(self, source: str, target: str, text: bytes, *, in_parts: bool) -> None:
        """Give one message to the gateway; done when it answered 0."""
        body = (
            b"\0"
            + bytes((0, 1))
            + _text(source, 20)
            + bytes((0, 1))
            + _text(target, 20)
            + bytes((_WITH_HEADER if in_parts else 0, 0, 0))
            + b"\0\0"
            + bytes((1, 0, _UCS2, 0, len(text)))
            + text
        )
        self._ask(_SUBMIT, body)

    def _ask(self, command: int, body: bytes) -> None:
        sequence = self._send(command, body)
        for _ in range(16):
            answer, status, number = self._receive()
            if answer == _ENQUIRE:
                self._link.sendall(_HEADER.pack(_HEADER.size, _ENQUIRE | _ANSWER, 0, number))
            elif number == sequence and answer in (command | _ANSWER, _ANSWER):
                if status:
                    said = _NAMES.get(status, "")
                    raise SendFailure(
                        f"短信网关拒收 status=0x{status:02x} {said}".strip(),
                        hopeless=status not in _PASSING,
                        too_fast=status in _TOO_FAST,
                    )
                return
        raise SendFailure("短信网关应答无法识别")

    def _send(self, command: int, body: bytes) -> int:
        self._sequence += 1
        size = _HEADER.size + len(body)
        self._link.sendall(_HEADER.pack(size, command, 0, self._sequence) + body)
        return self._sequence

    def _receive(self) -> tuple[int, int, int]:
        size, command, status, number = _HEADER.unpack(self._exactly(_HEADER.size))
        if not _HEADER.size <= size <= _LONGEST_PDU:
            raise SendFailure("短信网关应答无法识别")
        self._exactly(size - _HEADER.size)
        return command, status, number

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            chunk = self._link.recv(size - len(data))
            if not chunk:
                raise ConnectionResetError
            data += chunk
        return data


def _text(given: str, most: int) -> bytes:
    """Write a field of the protocol: plain ASCII, ended by a zero."""
    data = given.encode("ascii", "replace")
    if len(data) > most or b"\0" in data:
        raise SendFailure("短信网关账号、密码或者号码过长", hopeless=True)
    return data + b"\0"
