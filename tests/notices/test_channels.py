"""Sending: the inbox under many processes, an HTTP sink, what configuration is refused."""

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_string
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from models.notice import DeliveryState
from models.people import Account, Role
from models.refusal import BadInput
from notices.channels import Channels, SendResult, _sender, send, traits
from notices.inbox import append
from notices.senders.registry import SENDERS
from notices.senders.schemes import SCHEMES

NOW = datetime(2020, 6, 19, 9, tzinfo=UTC)
OFFICER = Account(number="housing-1", name="窗口", role=Role.OFFICER, office="housing")


def write_fifty(path: str, writer: int) -> None:
    for number in range(50):
        result = send(
            f"inbox://{path}?to=writer-{writer}",
            f"通知{number}",
            f"第{number}条\n" + "正文" * 3000,
            at=NOW,
            key=f"{writer}/{number}",
        )
        assert result.ok, result


def test_every_scheme_has_a_sender_and_every_sender_a_scheme() -> None:
    assert SENDERS.keys() == SCHEMES


def test_an_inbox_is_known_before_its_sender_is_loaded(tmp_path: Path) -> None:
    url = f"inbox://{tmp_path}/inbox?to=housing-1"
    known, sender = traits(url), _sender(url)
    assert sender is not None
    assert (known.lane, known.per_minute) == ("inbox", sender.per_minute)
    assert (known.per_second, known.joined) == (sender.per_second, sender.joined)
    for wrong in ("inbox://host/file", "inbox://", "inbox:relative"):
        with pytest.raises(BadInput):
            Channels({"*": [wrong]})


def reached(channels: Channels, account: Account) -> list[tuple[str, str | None]]:
    """The name and address of each channel by which an account is reached."""
    places = channels.addressees(account)
    return [(one.channel, channels.address(account, one.channel)) for one in places]


class TestTheInbox:
    def test_holds_what_was_sent(self, tmp_path: Path) -> None:
        inbox = tmp_path / "新 目录" / "收件箱.jsonl"
        assert send(f"inbox://{inbox}?to=housing-1", "标题", "一行\n二行", at=NOW, key="k").ok
        assert json.loads(inbox.read_text(encoding="utf-8")) == {
            "at": "2020-06-19T09:00:00+00:00",
            "to": "housing-1",
            "title": "标题",
            "body": "一行\n二行",
            "key": "k",
        }

    def test_keeps_the_lines_of_eight_processes_whole(self, tmp_path: Path) -> None:
        inbox = tmp_path / "inbox.jsonl"
        context = get_context("fork")
        writers = [
            context.Process(target=write_fifty, args=(str(inbox), number)) for number in range(8)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(60)
        assert [writer.exitcode for writer in writers] == [0] * 8
        lines = inbox.read_text(encoding="utf-8").splitlines()
        messages = [json.loads(line) for line in lines]
        assert len(lines) == 400
        assert {message["key"] for message in messages} == {
            f"{writer}/{number}" for writer in range(8) for number in range(50)
        }
        assert all(message["body"].count("正文") == 3000 for message in messages)

    def test_closes_a_line_that_a_power_cut_left_torn(self, tmp_path: Path) -> None:
        inbox = tmp_path / "inbox.jsonl"
        inbox.write_bytes(b'{"at": "20')
        append(inbox, "{}")
        assert inbox.read_bytes() == b'{"at": "20\n{}\n'

    def test_that_cannot_be_written_fails_for_now(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        result = send(f"inbox://{tmp_path}/file/inbox.jsonl", "标题", "正文", at=NOW)
        assert result.state is DeliveryState.TEMPORARY_FAILURE
        assert "本地收件箱无法写入" in result.reason

    def test_never_follows_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "inbox.jsonl").symlink_to(tmp_path / "elsewhere")
        assert not send(f"inbox://{tmp_path}/inbox.jsonl", "标题", "正文", at=NOW).ok
        assert not (tmp_path / "elsewhere").exists()

    def test_cuts_off_what_a_full_disk_took_only_in_part(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inbox = tmp_path / "inbox.jsonl"
        append(inbox, "{}")
        opened = os.fdopen

        class Full:
            def __init__(self, file: Any) -> None:
                self.file = file

            def __enter__(self) -> "Full":
                return self

            def __exit__(self, *_: object) -> None:
                self.file.close()

            def write(self, data: bytes) -> int:
                written: int = self.file.write(data[:3])
                return written

            def __getattr__(self, name: str) -> Any:
                return getattr(self.file, name)

        monkeypatch.setattr(os, "fdopen", lambda *a, **k: Full(opened(*a, **k)))
        with pytest.raises(OSError, match="No space left"):
            append(inbox, '{"long": 1}')
        assert inbox.read_bytes() == b"{}\n"

    def test_sends_without_waiting(self, tmp_path: Path) -> None:
        begun = perf_counter()
        for _ in range(20):
            assert send(f"inbox://{tmp_path}/inbox.jsonl", "标题", "正文", at=NOW).ok
        assert perf_counter() - begun < 2


@contextmanager
def sink(status: int, **headers: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Run a server that answers every message alike and keeps what it got."""
    got: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"json://user:s3cret@127.0.0.1:{server.server_port}/hook/t0ken?rto=60", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestAnHttpSink:
    def test_that_accepts_gets_the_message_once(self) -> None:
        with sink(200) as (url, got):
            assert send(url, "标题", "一行\n<b>&", at=NOW, key="k") == SendResult(
                DeliveryState.DELIVERED, parts=1
            )
        (message,) = got
        assert (message["title"], message["message"], message["key"]) == ("标题", "一行\n<b>&", "k")

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            (500, DeliveryState.TEMPORARY_FAILURE),
            (503, DeliveryState.TEMPORARY_FAILURE),
            (429, DeliveryState.TEMPORARY_FAILURE),
            (408, DeliveryState.TEMPORARY_FAILURE),
            (400, DeliveryState.PERMANENT_FAILURE),
            (401, DeliveryState.PERMANENT_FAILURE),
            (404, DeliveryState.PERMANENT_FAILURE),
            (410, DeliveryState.PERMANENT_FAILURE),
        ],
    )
    def test_that_refuses_says_whether_to_try_again(
        self, status: int, state: DeliveryState
    ) -> None:
        with sink(status) as (url, got):
            result = send(url, "标题", "正文", at=NOW)
        assert len(got) == 1
        assert result.state is state
        assert f"error={status}" in result.reason
        assert "s3cret" not in result.reason
        assert "t0ken" not in result.reason

    def test_that_sends_elsewhere_has_not_delivered(self) -> None:
        with sink(302, Location="/login") as (url, _):
            assert send(url, "标题", "正文", at=NOW).state is DeliveryState.TEMPORARY_FAILURE

    def test_that_is_not_there_fails_for_now(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        result = send(f"json://user:s3cret@127.0.0.1:{port}/", "标题", "正文", at=NOW)
        assert result.state is DeliveryState.TEMPORARY_FAILURE
        assert "127.0.0.1" in result.reason
        assert "s3cret" not in result.reason

    def test_that_hangs_holds_nobody_up_for_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("notices.senders.wire.http.READ_SECONDS", 0.3)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            begun = perf_counter()
            result = send(f"json://127.0.0.1:{port}/?rto=60", "标题", "正文", at=NOW)
            assert perf_counter() - begun < 3
        assert result.state is DeliveryState.TEMPORARY_FAILURE

    def test_hears_only_its_own_failure(self) -> None:
        results: dict[int, str] = {}

        def one(number: int, url: str) -> None:
            results[number] = send(url, "标题", "正文", at=NOW).reason

        with sink(500) as (bad, _), sink(404) as (worse, _):
            threads = [
                threading.Thread(target=one, args=(number, worse if number % 2 else bad))
                for number in range(6)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        for number, reason in results.items():
            assert reason.endswith(f"error={404 if number % 2 else 500}")


class TestAddresses:
    def test_that_nobody_knows_fail_for_good(self) -> None:
        for url in ("slack://a/b/c", "nonsense", "inbox://host/path", "inbox://", "json://"):
            result = send(url, "标题", "正文", at=NOW)
            assert result.state is DeliveryState.PERMANENT_FAILURE, url

    def test_need_something_to_say(self) -> None:
        with pytest.raises(ValueError, match="without a body"):
            send("inbox:///x", "标题", " \n", at=NOW)

    def test_come_from_the_most_telling_key(self) -> None:
        configured = {
            "*": ["inbox:///a?to={account}"],
            "officer": ["inbox:///b"],
            "housing": ["inbox:///{office}/c", "json://127.0.0.1/x", "json://127.0.0.1/y"],
            "housing-2": [],
        }
        channels = Channels(configured)
        assert reached(channels, OFFICER) == [
            ("inbox", "inbox:///housing/c"),
            ("json", "json://127.0.0.1/x"),
            ("json-2", "json://127.0.0.1/y"),
        ]
        assert channels.address(OFFICER, "json-2") == "json://127.0.0.1/y"
        assert channels.address(OFFICER, "mailto") is None

        def of(**changed: object) -> list[tuple[str, str | None]]:
            return reached(channels, OFFICER.model_copy(update=changed))

        assert of(number="housing-2") == []
        assert of(office="planning") == [("inbox", "inbox:///b")]
        assert of(office="", role=Role.LEADER) == [("inbox", "inbox:///a?to=housing-1")]
        assert reached(Channels({}), OFFICER) == []

    def test_in_reserve_are_found_by_name_and_used_by_nobody_at_first(self) -> None:
        channels = Channels({"*": ["json://127.0.0.1/a", "reserve+json://127.0.0.1/{account}"]})
        assert reached(channels, OFFICER) == [("json", "json://127.0.0.1/a")]
        assert [one.channel for one in channels.addressees(OFFICER)] == ["json"]
        assert [one.channel for one in channels.addressees(OFFICER, reserves=True)] == ["json-2"]
        assert channels.address(OFFICER, "json-2") == "json://127.0.0.1/housing-1"

    def test_have_traits_that_tell_no_secret(self) -> None:
        first, second = traits("wecombot://s3cretKey1"), traits("wecombot://s3cretKey2")
        assert first.lane == second.lane == "wecombot:qyapi.weixin.qq.com"
        assert first.robot != second.robot
        assert first.per_minute == 20
        assert "s3cret" not in str(first)

    def test_of_our_own_portal_are_links_and_no_others(self) -> None:
        channels = Channels({}, base_url="https://portal.example.cn/")
        assert channels.link("2020-1") == "https://portal.example.cn/projects/2020-1"
        assert channels.link("") == Channels({}).link("2020-1") == Channels({}).home() == ""
        for wrong in ("portal", "javascript:alert(1)", "https://a@b.cn", "https://b.cn/?x=1"):
            with pytest.raises(BadInput, match="BASE_URL"):
                Channels({}, base_url=wrong)

    @pytest.mark.parametrize(
        ("url", "said"),
        [
            pytest.param(
                "slack://a/b/s3cret", "不支持“slack”", id="a platform without a checked sender"
            ),
            pytest.param("dingtalk://s3cret/13900000000", "一个收信人", id="a robot that mentions"),
            pytest.param("wechat://c:s3cret@1/@all", "一个收信人", id="everybody at once"),
            pytest.param("wechat://c:s3cret@1/@a/@b", "一个收信人", id="two readers at once"),
            pytest.param("wecombot://s3cret?verify=no", "证书校验", id="without a certificate"),
            pytest.param("feishu://s3cret?gateway=http://10.0.0.1", "无法识别", id="in the clear"),
            pytest.param(
                "mailto://u:s3cret@x.cn/a@x.cn/b@x.cn?smtp=smtp.x.cn&mode=ssl",
                "一个收信人",
                id="two mailboxes at once",
            ),
            pytest.param("file:///etc/passwd", "不支持“file”", id="not a channel"),
            pytest.param("s3cret", "不支持", id="not an address"),
            pytest.param("json://", "无法识别", id="without a host"),
            pytest.param("inbox://relative/s3cret", "无法识别", id="a file that is not absolute"),
            pytest.param("mailto://u:s3cret@126.com", "smtp 和 mode", id="mail by guessing"),
            pytest.param(
                "mailto://u:s3cret@126.com?smtp=smtp.126.com&mode=insecure",
                "须加密",
                id="mail in the clear",
            ),
        ],
    )
    def test_that_would_fail_later_are_refused_at_once(self, url: str, said: str) -> None:
        with pytest.raises(BadInput, match=said) as refusal:
            Channels({"*": [url]})
        assert refusal.value.place == "通知渠道 *"
        if url != "s3cret":
            assert "s3cret" not in str(refusal.value)

    @pytest.mark.parametrize(
        "url",
        [
            "mailtos://u:p@126.com?smtp=smtp.126.com&mode=ssl",
            "mailto://u:p@exmail.qq.com?smtp=smtp.exmail.qq.com&mode=starttls",
            "mailto://u@example.com?smtp=127.0.0.1&mode=insecure",
            "inbox:///var/x?to={account}",
            "jsons://host/path",
        ],
    )
    def test_of_the_known_kinds_are_taken(self, url: str) -> None:
        Channels({"*": [url]})


class TestMail:
    def test_goes_out_as_one_line_of_subject_and_plain_text(self) -> None:
        with mail_server() as (port, heard):
            result = send(
                f"mailto://clerk@example.com?smtp=127.0.0.1&port={port}&mode=insecure"
                "&from=clerk@example.com&to=chief@example.com&format=text",
                "【超期】冷链",
                "事项：冷链\n事由：超期",
                at=NOW,
            )
        assert result.ok, result
        said = "".join(heard)
        assert "rcpt to:<chief@example.com>" in said.lower()
        message = message_from_string(said.partition("data\r\n")[2].partition("\r\n.\r\n")[0])
        assert message.get_content_type() == "text/plain"
        assert str(make_header(decode_header(message["Subject"]))) == "【超期】冷链"
        assert message.get_payload(decode=True).decode().split() == ["事项：冷链", "事由：超期"]

    def test_without_a_server_fails_for_now(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        result = send(
            f"mailto://u:s3cret@example.com?smtp=127.0.0.1&port={port}&mode=insecure",
            "标题",
            "正文",
            at=NOW,
        )
        assert result.state is DeliveryState.TEMPORARY_FAILURE
        assert "s3cret" not in result.reason


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """Run a mail server that takes one message."""
    heard: list[str] = []

    def serve(listening: socket.socket) -> None:
        listening.settimeout(10)
        link, _ = listening.accept()
        link.settimeout(10)
        with link, link.makefile("rw", encoding="utf-8", newline="\r\n") as lines:

            def answer(text: str) -> None:
                lines.write(f"{text}\r\n")
                lines.flush()

            answer("220 ready")
            for line in lines:
                heard.append(line)
                match line[:4].upper():
                    case "DATA":
                        answer("354 go on")
                        for part in lines:
                            heard.append(part)
                            if part == ".\r\n":
                                break
                        answer("250 taken")
                    case "QUIT":
                        answer("221 bye")
                        return
                    case _:
                        answer("250 well")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        yield listening.getsockname()[1], heard
        thread.join(10)


def test_the_modules_read_no_clock() -> None:
    calls: tuple[Callable[[str], bool], ...] = (
        lambda text: ".now(" in text,
        lambda text: ".today(" in text,
        lambda text: "import time" in text,
    )
    for module in (Path(__file__).parents[2] / "notices").glob("*.py"):
        assert not any(call(module.read_text(encoding="utf-8")) for call in calls), module.name
