"""Stand-ins of the platforms on loopback: what they get is kept, what they answer is said here."""

import json
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

AGENT = "1000002"
SECRETS = ("SECc0ffee123456", "t0kenABCDEF123456", "corpS3cret99", "AT_s3cretTokenXyz")


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        given: dict[str, Any] = json.loads(self.body)
        return given

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class Answer:
    """What a platform says next."""

    body: object = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    hangs_up: bool = False
    trickles: bool = False
    """The body byte by byte."""
    drips: bool = False
    """The head byte by byte, without end."""
    endless: bool = False
    """A body without end, as fast as it is taken."""


@dataclass
class Platform:
    """A running stand-in."""

    base: str
    asked: list[Asked]
    answers: Callable[[Asked], Answer]


@contextmanager
def platform(
    answers: Callable[[Asked], Answer], *, context: ssl.SSLContext | None = None
) -> Iterator[Platform]:
    """Run a stand-in that answers as it is told; hanging ends with the test."""
    over = threading.Event()
    running = Platform("", [], answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version: ClassVar[str] = "HTTP/1.1"

        def handle_one(self) -> None:
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, address.path, query, dict(self.headers), body)
            running.asked.append(asked)
            answer = running.answers(asked)
            self.close_connection = True
            if answer.hangs:
                over.wait(60)
                return
            if answer.hangs_up:
                return
            if answer.drips:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not over.wait(0.05):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                return
            if answer.endless:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                while not over.is_set():
                    self.wfile.write(b"<html>" * 10_000)
                return
            said = answer.body
            data = (said if isinstance(said, str) else json.dumps(said)).encode()
            if "Date" in answer.headers:
                self.send_response_only(answer.status)
            else:
                self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Connection", "close")
            self.end_headers()
            if answer.trickles:
                for one in data:
                    self.wfile.write(bytes((one,)))
                    self.wfile.flush()
                    if over.wait(0.1):
                        return
            self.wfile.write(data)

        do_GET = do_POST = handle_one  # noqa: N815 - as http.server calls it

        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None: ...

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if context is None else "https"
    running.base = f"{scheme}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield running
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Speaks:
    """How one channel is addressed, and how its platform says yes and no."""

    url: str
    """``{base}`` is the stand-in's, ``{host}`` without its scheme."""
    yes: object
    no: object
    """HTTP 200 with an error code: refused for good."""
    not_now: object
    """HTTP 200 with an error code: refused for now."""
    too_fast: tuple[Answer, ...] = ()
    """In which words it refuses who sends too fast."""

    def at(self, base: str) -> str:
        return self.url.format(base=base, host=urlsplit(base).netloc)

    def answer(self, said: object) -> Callable[[Asked], Answer]:
        """Answer a message; who asks for a token gets one."""

        def one(asked: Asked) -> Answer:
            if asked.path.endswith("/gettoken"):
                return Answer({"errcode": 0, "access_token": "tok", "expires_in": 7200})
            return said if isinstance(said, Answer) else Answer(said)

        return one

    def bursts(
        self, clock: Callable[[], float], *, per_second: int, per_minute: int
    ) -> Callable[[Asked], Answer]:
        """Answer as the platform does under load: who comes too fast is refused, in its words."""
        taken: deque[float] = deque()
        lock = threading.Lock()
        refusals = cycle(self.too_fast)

        def one(asked: Asked) -> Answer:
            if asked.path.endswith("/gettoken"):
                return self.answer(self.yes)(asked)
            with lock:
                now = clock()
                while taken and taken[0] <= now - 60:
                    taken.popleft()
                last = sum(1 for at in taken if at > now - 1)
                if last >= per_second or len(taken) >= per_minute:
                    return next(refusals)
                taken.append(now)
            return self.answer(self.yes)(asked)

        return one


FEISHU_TOO_FAST = (
    Answer({"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform_runtime]"}),
    Answer({"code": 9499, "msg": "too many request"}),
    Answer(
        {"code": 99991400, "msg": "request trigger frequency limit"},
        status=400,
        headers={"x-ogw-ratelimit-limit": "100", "x-ogw-ratelimit-reset": "52"},
    ),
    Answer(
        {"code": 99991400, "msg": "request trigger frequency limit"},
        status=429,
        headers={"x-ogw-ratelimit-limit": "100", "x-ogw-ratelimit-reset": "52"},
    ),
)

PLATFORMS: dict[str, Speaks] = {
    "dingtalk": Speaks(
        "dingtalk://SECc0ffee123456@t0kenABCDEF123456/?gateway={base}",
        {"errcode": 0, "errmsg": "ok"},
        {"errcode": 310000, "errmsg": "sign not match t0kenABCDEF123456"},
        {"errcode": -1, "errmsg": "系统繁忙"},
        (
            Answer({"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}),
            Answer({"errcode": 410100, "errmsg": "发送速度太快而限流"}),
            Answer({"code": "Forbidden.AccessDenied.QpsLimitForApi"}, status=403),
            Answer({"status": 1111, "wait": 5, "source": "x5", "punish": "deny"}),
        ),
    ),
    "wecombot": Speaks(
        "wecombot://t0kenABCDEF123456?gateway={base}",
        {"errcode": 0, "errmsg": "ok"},
        {"errcode": 93000, "errmsg": "invalid webhook url t0kenABCDEF123456"},
        {"errcode": -1, "errmsg": "system busy"},
        (Answer({"errcode": 45009, "errmsg": "api freq out of limit"}),),
    ),
    "wechat": Speaks(
        f"wechat://corp1:corpS3cret99@{AGENT}/@zhang?gateway={{base}}",
        {"errcode": 0, "errmsg": "ok", "invaliduser": ""},
        {"errcode": 60020, "errmsg": "not allow to access from your ip"},
        {"errcode": -1, "errmsg": "system busy"},
        (
            Answer({"errcode": 45009, "errmsg": "api freq out of limit"}),
            Answer({"errcode": 45033, "errmsg": "api concurrent out of limit"}),
        ),
    ),
    "feishu": Speaks(
        "feishu://SECc0ffee123456@t0kenABCDEF123456?gateway={base}",
        {"code": 0, "msg": "success", "data": {}},
        {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"},
        {"code": 9499, "msg": "Bad Request"},
        FEISHU_TOO_FAST,
    ),
    "lark": Speaks(
        "lark://SECc0ffee123456@t0kenABCDEF123456?gateway={base}",
        {"code": 0, "msg": "success"},
        {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"},
        {"code": 9499, "msg": "Bad Request"},
        FEISHU_TOO_FAST,
    ),
    "schan": Speaks(
        "schan://t0kenABCDEF123456/?gateway={base}",
        {"code": 0, "message": "", "data": {"errno": 0}},
        {"code": 40001, "message": "bad pushtoken t0kenABCDEF123456"},
        {"code": 50000, "message": "busy"},
        (Answer({"code": 40001, "message": "[AUTH]超过当天的发送次数限制[5]"}, status=400),),
    ),
    "wxpusher": Speaks(
        "wxpusher://AT_s3cretTokenXyz/UID_abc?gateway={base}",
        {"code": 1000, "msg": "ok", "data": [{"uid": "UID_abc", "code": 1000}]},
        {"code": 1002, "msg": "AT_s3cretTokenXyz"},
        {"code": 1005, "msg": "服务器内部错误"},
        (Answer({"code": 1001, "msg": "发送消息过于频繁"}),),
    ),
    "pushplus": Speaks(
        "pushplus://t0kenABCDEF123456t0kenABCDEF123456?gateway={base}",
        {"code": 200, "msg": "ok"},
        {"code": 907, "msg": "no such token"},
        {"code": 500, "msg": "系统异常"},
        (Answer({"code": 900, "msg": "用户账号使用受限"}),),
    ),
    "json": Speaks(
        "json://user:corpS3cret99@{host}/hook/t0kenABCDEF123456",
        "thanks",
        Answer("no", status=403),
        Answer("later", status=503),
        (Answer("slow down", status=429),),
    ),
}


class ShortMessageCentre:
    """A stand-in of an SMPP gateway: binds, takes messages, answers each with a status."""

    def __init__(self, statuses: dict[str, int] | None = None, *, hangs: bool = False) -> None:
        self.statuses = statuses or {}
        self.hangs = hangs
        self.hangs_up_on_submit = False
        self.taken: list[tuple[str, int, bytes]] = []
        """Number, esm class and bytes of each message."""
        self.bound: list[tuple[str, str]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> "ShortMessageCentre":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._thread.join(5)
        self._listening.close()

    def url(self, number: str = "13900000000") -> str:
        return f"smpp://gate1:corpS3c@127.0.0.1:{self.port}/106901234567/{number}"

    def _accept(self) -> None:
        while not self._over.is_set():
            link, _ = self._listening.accept()
            if self._over.is_set():
                link.close()
                return
            with suppress(OSError, struct.error, ConnectionError), link:
                self._serve(link)

    def _serve(self, link: socket.socket) -> None:
        link.settimeout(10)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.hangs:
            self._over.wait(60)
            return
        while True:
            size, command, _, number = struct.unpack(">IIII", _exactly(link, 16))
            body = _exactly(link, size - 16)
            status, answer = 0, b""
            if command == 0x2:
                user, password = body.split(b"\0")[:2]
                self.bound.append((user.decode(), password.decode()))
                status, answer = self.statuses.get("bind", 0), b"centre\0"
                link.sendall(struct.pack(">IIII", 16, 0x15, 0, 99))  # are you there?
            elif command == 0x4:
                if self.hangs_up_on_submit:
                    return
                target, esm, text = _submitted(body)
                status = self.statuses.get(target, 0)
                if status == 0:
                    self.taken.append((target, esm, text))
                answer = b"id\0"
            elif command & 0x8000_0000:
                continue
            head = struct.pack(">IIII", 16 + len(answer), command | 0x8000_0000, status, number)
            link.sendall(head + answer)
            if command == 0x6:
                return


def _submitted(body: bytes) -> tuple[str, int, bytes]:
    rest = body[body.index(b"\0") + 1 :]  # service type
    rest = rest[2:]
    rest = rest[rest.index(b"\0") + 1 :]  # source
    rest = rest[2:]
    end = rest.index(b"\0")
    target, rest = rest[:end].decode(), rest[end + 1 :]
    esm, rest = rest[0], rest[3:]
    rest = rest[2:]  # schedule, validity
    rest = rest[4:]  # registered, replace, coding, default message
    return target, esm, rest[1 : 1 + rest[0]]


def _exactly(link: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        chunk = link.recv(size - len(data))
        if not chunk:
            raise ConnectionResetError
        data += chunk
    return data
