"""Each channel against a stand-in of its platform: what it says counts, not that it answered."""

import base64
import hashlib
import hmac
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path
from time import perf_counter, time
from typing import Any

import pytest
import requests
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from models.notice import DeliveryState
from notices.channels import SendResult, count_parts, send
from notices.senders.wire.http import _retry_after
from tests.notices.platforms import (
    PLATFORMS,
    SECRETS,
    Answer,
    Asked,
    ShortMessageCentre,
    Speaks,
    platform,
)

NOW = datetime(2020, 6, 19, 9, tzinfo=UTC)
TITLE = "【超期】冷链物流园·S05 施工许可证"
BODY = "事项：冷链物流园\n事由：本事项应于2020年6月9日前办结。\n应办事项：请立即办理。"
LINE = "【超期】冷链物流园·S05 施工许可证 自2020年6月9日起。请立即办理。"
EACH = pytest.mark.parametrize("speaks", PLATFORMS.values(), ids=PLATFORMS)


def one(url: str, **more: Any) -> SendResult:
    return send(url, TITLE, BODY, at=NOW, key="p/1", line=LINE, **more)


def fails(result: SendResult, *, hopeless: bool = False) -> None:
    """A failure of the right kind that tells no secret."""
    state = DeliveryState.PERMANENT_FAILURE if hopeless else DeliveryState.TEMPORARY_FAILURE
    assert result.state is state, result
    assert result.reason
    assert "\n" not in result.reason
    assert not [secret for secret in SECRETS if secret in result.reason]


@EACH
class TestAPlatform:
    def test_that_accepts_gets_the_message_once(self, speaks: Speaks) -> None:
        with platform(speaks.answer(speaks.yes)) as running:
            result = one(speaks.at(running.base))

        assert result == SendResult(DeliveryState.DELIVERED, parts=1)
        (asked,) = [asked for asked in running.asked if not asked.path.endswith("gettoken")]
        words = str(asked.form) if asked.path.endswith(".send") else str(asked.json)
        assert "S05 施工许可证" in words
        assert "请立即办理" in words

    def test_that_refuses_for_good_is_not_asked_again(self, speaks: Speaks) -> None:
        with platform(speaks.answer(speaks.no)) as running:
            fails(one(speaks.at(running.base)), hopeless=True)

    def test_that_refuses_for_now_is_asked_again(self, speaks: Speaks) -> None:
        with platform(speaks.answer(speaks.not_now)) as running:
            fails(one(speaks.at(running.base)))

    def test_that_is_sent_to_too_fast_says_so_in_its_own_words(self, speaks: Speaks) -> None:
        assert speaks.too_fast
        for said in speaks.too_fast:
            with platform(speaks.answer(said)) as running:
                result = one(speaks.at(running.base))

            fails(result)
            assert result.too_fast, said
            assert not result.unreachable

    def test_whose_refusal_is_final_is_not_called_too_fast(self, speaks: Speaks) -> None:
        for said in (speaks.no, speaks.not_now):
            with platform(speaks.answer(said)) as running:
                assert not one(speaks.at(running.base)).too_fast

    @pytest.mark.parametrize("kind", ["drips", "endless"])
    def test_that_never_ends_its_answer_is_left(
        self, speaks: Speaks, kind: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("notices.senders.wire.http.READ_SECONDS", 0.5)
        monkeypatch.setattr("notices.senders.wire.http.CONNECT_SECONDS", 0.5)
        with platform(lambda _: Answer(**{kind: True})) as running:
            begun = perf_counter()
            result = one(speaks.at(running.base))
            taken = perf_counter() - begun

        assert taken < 5
        if kind == "drips":
            fails(result)
            assert result.timed_out
        elif speaks is not PLATFORMS["json"]:  # a webhook of one's own answers by status alone
            fails(result)

    def test_that_is_overrun_says_when_to_come_back(self, speaks: Speaks) -> None:
        overrun = Answer("slow down", status=429, headers={"Retry-After": "120"})
        with platform(speaks.answer(overrun)) as running:
            result = one(speaks.at(running.base))

        fails(result)
        assert result.retry_after == timedelta(seconds=120)
        assert not result.unreachable

    @pytest.mark.parametrize("status", [500, 502, 503])
    def test_that_is_broken_is_asked_again(self, speaks: Speaks, status: int) -> None:
        with platform(speaks.answer(Answer("oops", status=status))) as running:
            result = one(speaks.at(running.base))

        fails(result)
        assert f"error={status}" in result.reason

    def test_that_sends_us_elsewhere_has_not_delivered(self, speaks: Speaks) -> None:
        away = Answer("", status=302, headers={"Location": "/login"})
        with platform(speaks.answer(away)) as running:
            fails(one(speaks.at(running.base)))

    def test_that_hangs_is_left_after_our_own_time(
        self, speaks: Speaks, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("notices.senders.wire.http.READ_SECONDS", 0.3)
        with platform(speaks.answer(Answer(hangs=True))) as running:
            begun = perf_counter()
            result = one(speaks.at(running.base))
            taken = perf_counter() - begun

        fails(result)
        assert result.timed_out
        assert taken < 3

    def test_that_crashes_after_taking_it_in_has_not_said_yes(self, speaks: Speaks) -> None:
        with platform(speaks.answer(Answer(hangs_up=True))) as running:
            result = one(speaks.at(running.base))

        fails(result)
        assert result.unreachable

    def test_that_nobody_vouches_for_is_told_nothing(self, speaks: Speaks) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
        with platform(speaks.answer(speaks.yes), context=context) as running:
            url = speaks.at(running.base).replace("json://", "jsons://")
            result = one(url)

        fails(result)
        assert "TLS" in result.reason
        assert running.asked == []

    def test_whose_name_nobody_knows_is_tried_later(self, speaks: Speaks) -> None:
        url = speaks.at("https://nowhere.invalid").replace("json://", "jsons://")
        result = one(url)

        fails(result)
        assert "域名无法解析" in result.reason

    def test_is_masked_wherever_its_address_is_shown(
        self, speaks: Speaks, caplog: pytest.LogCaptureFixture
    ) -> None:
        from notices.channels import _sender

        caplog.set_level(logging.DEBUG)
        with platform(speaks.answer(Answer("oops", status=500))) as running:
            url = speaks.at(running.base)
            one(url)
        sender = _sender(url)

        assert sender is not None
        shown = f"{sender.url(privacy=True)} {[r.getMessage() for r in caplog.records]}"
        path_of_webhook = SECRETS[1] if url.startswith("json") else ""
        assert not [secret for secret in SECRETS if secret in shown.replace(path_of_webhook, "")]


@EACH
@pytest.mark.parametrize("said", ["", "<html>sign in</html>", [], "null", {}, {"errcode": "0"}])
def test_an_answer_that_is_no_answer_is_no_delivery(speaks: Speaks, said: object) -> None:
    if speaks is PLATFORMS["json"]:
        return  # a webhook of one's own answers by status alone
    with platform(speaks.answer(Answer(said))) as running:
        fails(one(speaks.at(running.base)))


def test_a_platform_that_trickles_is_left_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notices.senders.wire.http.READ_SECONDS", 0.5)
    monkeypatch.setattr("notices.senders.wire.http.CONNECT_SECONDS", 0.5)
    slow = Answer({"errcode": 0, "pad": "x" * 500}, trickles=True)
    with platform(PLATFORMS["wecombot"].answer(slow)) as running:
        begun = perf_counter()
        result = one(PLATFORMS["wecombot"].at(running.base))

    assert result.timed_out
    assert perf_counter() - begun < 5


def test_a_wait_is_believed_up_to_a_day() -> None:
    for said in ("999999999", "Fri, 31 Dec 9999 23:59:59 GMT"):
        overrun = Answer("", status=429, headers={"Retry-After": said})
        with platform(lambda _, overrun=overrun: overrun) as running:
            result = one(PLATFORMS["wecombot"].at(running.base))
        assert result.retry_after == timedelta(hours=24), said


@pytest.mark.parametrize("said", ["soon", "-5", "1e9", "Fri, 99 Jun 2020 09:10:00 GMT", "٣٠"])
def test_a_wait_that_nobody_understands_is_the_platforms_usual_one(said: str) -> None:
    overrun = Answer("", status=429, headers={"Retry-After": said.encode().decode("latin-1")})
    with platform(lambda _: overrun) as running:
        result = one(PLATFORMS["wecombot"].at(running.base))

    fails(result)
    assert result.retry_after == timedelta(minutes=1)


def test_a_wait_as_an_instant_without_the_servers_date_is_held_against_our_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nine = datetime(2020, 6, 19, 9, tzinfo=UTC).timestamp()
    monkeypatch.setattr("notices.senders.wire.http.time", lambda: nine)
    response = requests.Response()
    response.headers["Retry-After"] = "Fri, 19 Jun 2020 09:10:00 GMT"

    assert _retry_after(response) == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("name", "status", "said", "verdict", "wait"),
    [
        # 飞书开放平台“频控策略”：429，部分旧接口为 400，等待 x-ogw-ratelimit-reset 秒
        ("feishu", 400, {"code": 99991400}, "too_fast", 1),
        ("feishu", 200, {"code": 11232}, "too_fast", 1),
        ("feishu", 400, {"code": 9499, "msg": "too many request"}, "too_fast", 1),
        ("feishu", 200, {"code": 9499, "msg": "Bad Request"}, "passing", 0),
        ("feishu", 200, {"code": 19001}, "final", 0),
        ("feishu", 400, {"code": 19001}, "final", 0),
        ("feishu", 200, {"code": 424242}, "passing", 0),
        ("lark", 400, {"code": 99991400}, "too_fast", 1),
        # 钉钉：每分钟二十条，超过的限流十分钟；网关限流以 403 应答
        ("dingtalk", 403, {"code": "Forbidden.AccessDenied.QpsLimitForApi"}, "too_fast", 10),
        (
            "dingtalk",
            403,
            {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"},
            "too_fast",
            10,
        ),
        ("dingtalk", 403, {"code": "Forbidden.AccessDenied.IpNotInWhiteList"}, "final", 0),
        ("dingtalk", 200, {"errcode": 410100}, "too_fast", 10),
        ("dingtalk", 200, {"errcode": 310000, "errmsg": "keywords not in content"}, "final", 0),
        ("dingtalk", 200, {"errcode": -1}, "passing", 0),
        ("wecombot", 200, {"errcode": 45009}, "too_fast", 1),
        ("wecombot", 200, {"errcode": 93000}, "final", 0),
        ("wxpusher", 200, {"code": 1007, "msg": "网络异常"}, "passing", 0),
        ("wxpusher", 200, {"code": 1003, "msg": "签名错误"}, "final", 0),
        ("schan", 400, {"code": 40001, "message": "超过当天的发送次数限制[5]"}, "too_fast", 60),
        ("schan", 400, {"code": 40001, "message": "bad pushtoken"}, "final", 0),
        ("pushplus", 200, {"code": 900, "msg": "用户账号使用受限"}, "too_fast", 60),
        ("json", 403, {"code": 99991400}, "final", 0),
        ("feishu", 503, {"code": 19001}, "passing", 0),
    ],
)
def test_the_table_of_refusals_is_the_platforms_own(
    name: str, status: int, said: dict[str, object], verdict: str, wait: int
) -> None:
    speaks = PLATFORMS[name]
    with platform(speaks.answer(Answer(said, status=status))) as running:
        result = one(speaks.at(running.base))

    fails(result, hopeless=verdict == "final")
    assert result.too_fast == (verdict == "too_fast")
    assert result.retry_after == (timedelta(minutes=wait) if wait else None)


@EACH
def test_half_a_character_is_given_up_and_holds_up_nobody(speaks: Speaks) -> None:
    with platform(speaks.answer(speaks.yes)) as running:
        result = send(speaks.at(running.base), "题", "正文\ud83d", at=NOW, key="p/1")

    fails(result, hopeless=True)
    assert running.asked == []


def test_feishu_says_in_a_header_of_its_own_how_long_to_wait() -> None:
    speaks = PLATFORMS["feishu"]
    for said in speaks.too_fast[2:]:
        with platform(speaks.answer(said)) as running:
            result = one(speaks.at(running.base))
        assert result.retry_after == timedelta(seconds=52)
        assert "99991400" in result.reason


def test_a_wait_may_be_told_as_an_instant() -> None:
    headers = {
        "Date": "Fri, 19 Jun 2020 09:00:00 GMT",
        "Retry-After": "Fri, 19 Jun 2020 09:10:00 GMT",
    }
    with platform(lambda _: Answer("", status=503, headers=headers)) as running:
        result = one(PLATFORMS["wecombot"].at(running.base))

    assert result.retry_after == timedelta(minutes=10)


class TestDingTalk:
    def test_signs_with_its_own_time_and_mentions_nobody(self) -> None:
        speaks = PLATFORMS["dingtalk"]
        with platform(speaks.answer(speaks.yes)) as running:
            assert one(speaks.at(running.base)).ok

        (asked,) = running.asked
        stamp = asked.query["timestamp"]
        assert abs(int(stamp) / 1000 - time()) < 60
        signed = hmac.new(SECRETS[0].encode(), f"{stamp}\n{SECRETS[0]}".encode(), hashlib.sha256)
        assert asked.query["sign"] == base64.b64encode(signed.digest()).decode()
        assert asked.query["access_token"] == SECRETS[1]
        assert asked.path == "/robot/send"
        assert asked.json["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}
        assert asked.json["text"] == {"content": LINE}


class TestFeishu:
    def test_signs_as_apprise_cannot(self) -> None:
        speaks = PLATFORMS["feishu"]
        with platform(speaks.answer(speaks.yes)) as running:
            assert one(speaks.at(running.base)).ok

        (asked,) = running.asked
        key = f"{asked.json['timestamp']}\n{SECRETS[0]}".encode()
        signed = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
        assert asked.json["sign"] == signed
        assert asked.path == f"/open-apis/bot/v2/hook/{SECRETS[1]}"

    def test_without_a_secret_sends_unsigned(self) -> None:
        with platform(lambda _: Answer({"code": 0})) as running:
            assert one(f"feishu://t0kenABCDEF123456?gateway={running.base}").ok
        assert "sign" not in running.asked[0].json


class TestAWeComApplication:
    def test_asks_for_a_token_once(self) -> None:
        speaks = PLATFORMS["wechat"]
        with platform(speaks.answer(speaks.yes)) as running:
            assert [one(speaks.at(running.base)).ok for _ in range(3)] == [True] * 3

        paths = [asked.path for asked in running.asked]
        assert paths.count("/cgi-bin/gettoken") == 1
        assert paths.count("/cgi-bin/message/send") == 3
        assert running.asked[1].json["touser"] == "zhang"

    def test_asks_again_when_the_token_has_run_out(self) -> None:
        said = iter([{"errcode": 42001}, {"errcode": 0}])

        def answer(asked: Asked) -> Answer:
            if asked.path.endswith("gettoken"):
                return Answer({"errcode": 0, "access_token": "tok", "expires_in": 7200})
            return Answer(next(said))

        with platform(answer) as running:
            assert one(PLATFORMS["wechat"].at(running.base)).ok

    @pytest.mark.parametrize("field", ["invaliduser", "invalidparty", "unlicenseduser"])
    def test_believes_no_yes_that_leaves_its_reader_out(self, field: str) -> None:
        speaks = PLATFORMS["wechat"]
        partly = {"errcode": 0, "errmsg": "ok", field: "zhang"}
        with platform(speaks.answer(partly)) as running:
            fails(one(speaks.at(running.base)), hopeless=True)


def test_wxpusher_believes_no_yes_that_leaves_its_reader_out() -> None:
    speaks = PLATFORMS["wxpusher"]
    partly = {"code": 1000, "data": [{"uid": "UID_abc", "code": 1004, "status": "用户不存在"}]}
    for said in (partly, {"code": 1000, "data": []}):
        with platform(speaks.answer(said)) as running:
            fails(one(speaks.at(running.base)), hopeless=True)


class TestLimits:
    LONG = "\n".join(f"第{n}行：" + "应办事项" * 20 for n in range(60))

    def sent(self, name: str, **more: Any) -> list[Asked]:
        speaks = PLATFORMS[name]
        with platform(speaks.answer(speaks.yes)) as running:
            url = speaks.at(running.base)
            assert send(url, TITLE, self.LONG, at=NOW, key="k", **more).ok
            assert count_parts(url, TITLE, self.LONG) == len(running.asked) + more.get("skip", 0)
        return running.asked

    def test_of_wecom_are_bytes(self) -> None:
        texts = [asked.json["text"]["content"] for asked in self.sent("wecombot")]

        assert len(texts) > 5
        assert all(len(text.encode()) <= 2048 for text in texts)
        total = len(texts)
        assert [text[: text.index("）") + 1] for text in texts] == [
            f"（{n}/{total}）" for n in range(1, total + 1)
        ]
        joined = "".join(text[text.index("）") + 1 :] for text in texts).replace("\n", "")
        assert joined == f"{TITLE}{self.LONG}".replace("\n", "")
        assert all(text.endswith("应办事项") for text in texts)

    def test_of_others_hold_as_well(self) -> None:
        assert all(len(asked.body) <= 20_000 for asked in self.sent("dingtalk"))
        assert all(len(asked.body) <= 20_000 for asked in self.sent("feishu"))
        assert all(len(asked.form["title"]) <= 32 for asked in self.sent("schan"))
        assert all(len(asked.json["summary"]) <= 20 for asked in self.sent("wxpusher"))
        assert all(len(asked.json["title"]) <= 100 for asked in self.sent("pushplus"))

    @pytest.mark.parametrize("name", ["dingtalk", "feishu", "lark"])
    @pytest.mark.parametrize("text", ["汉", '"', "\\", "\x07", "a", "𠮷"])
    def test_of_a_request_are_measured_on_the_bytes_that_are_sent(
        self, name: str, text: str
    ) -> None:
        speaks = PLATFORMS[name]
        with platform(speaks.answer(speaks.yes)) as running:
            assert send(speaks.at(running.base), "题", text * 30_000, at=NOW, key="k").ok

        sizes = [len(asked.body) for asked in running.asked]
        assert max(sizes) <= 20_000
        assert max(sizes) > 19_900, "and the room is used"
        joined = "".join(
            (asked.json.get("text") or asked.json["content"]).get("content")
            or asked.json["content"]["text"]
            for asked in running.asked
        )
        assert joined.count(text) == 30_000

    def test_parts_go_out_one_by_one_where_that_is_asked(self) -> None:
        speaks = PLATFORMS["wecombot"]
        with platform(speaks.answer(speaks.yes)) as running:
            url = speaks.at(running.base)
            first = send(url, TITLE, self.LONG, at=NOW, most=1)
            assert len(running.asked) == 1
            rest = send(url, TITLE, self.LONG, at=NOW, skip=first.parts)

        assert first == SendResult(DeliveryState.PENDING, parts=1)
        assert rest.ok
        assert rest.parts == len(running.asked)

    def test_a_retry_goes_on_where_the_last_attempt_stopped(self) -> None:
        speaks = PLATFORMS["wecombot"]
        count = 0

        def third_fails(_: Asked) -> Answer:
            nonlocal count
            count += 1
            return Answer({"errcode": 45009} if count == 3 else {"errcode": 0})

        with platform(third_fails) as running:
            url = speaks.at(running.base)
            first = send(url, TITLE, self.LONG, at=NOW)
            again = send(url, TITLE, self.LONG, at=NOW, skip=first.parts)

        assert first.parts == 2
        assert again.ok
        marks = [asked.json["text"]["content"][:3] for asked in running.asked]
        assert marks[:4] == ["（1/", "（2/", "（3/", "（3/"]
        assert again.parts == len(running.asked) - 1


class Keeper:
    """Takes mail in, refuses what it is told to refuse."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.says: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return self.says.get("DATA", "250 OK")


@pytest.fixture
def post() -> Iterator[tuple[Keeper, int]]:
    """A real mail server on loopback."""
    keeper = Keeper()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield keeper, port
    finally:
        controller.stop()


def mail_to(port: int, reader: str = "reader@example.cn") -> str:
    return f"mailto://sender@example.cn/{reader}?smtp=127.0.0.1&port={port}&mode=insecure"


class TestMail:
    def test_carries_chinese_subjects_and_texts(self, post: tuple[Keeper, int]) -> None:
        keeper, port = post
        title = "【超期】" + "冷链物流园扩建项目" * 8
        assert send(mail_to(port), title, BODY, at=NOW, key="p/1").ok

        (envelope,) = keeper.taken
        assert envelope.rcpt_tos == ["reader@example.cn"]
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content)
        assert str(make_header(decode_header(message["Subject"]))) == title
        payload = message.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert payload.decode().replace("\r\n", "\n").strip() == BODY
        assert message["Auto-Submitted"] == "auto-generated"
        assert message.get_content_type() == "text/plain"
        assert envelope.content.isascii()

    def test_marks_a_repetition(self, post: tuple[Keeper, int]) -> None:
        keeper, port = post
        for key in ("p/1", "p/1", "p/2"):
            assert send(mail_to(port), TITLE, BODY, at=NOW, key=key).ok

        marks = [message_from_bytes(one.content or b"")["X-Notice"] for one in keeper.taken]  # type: ignore[arg-type]
        assert marks[0] == marks[1] != marks[2]

    @pytest.mark.parametrize(
        ("says", "hopeless"),
        [
            ({"reader@example.cn": "550 no such user"}, True),
            ({"reader@example.cn": "450 greylisted"}, False),
            ({"DATA": "554 spam"}, True),
            ({"DATA": "451 try later"}, False),
            ({"reader@example.cn": "421 HL:IFC"}, False),
            ({"reader@example.cn": "550 Domain frequency limited"}, False),
            ({"DATA": "550 Connection frequency limited"}, False),
            ({"DATA": "554 MI:SFQ smtp4"}, False),
            ({"DATA": "550 Mail content denied"}, True),
        ],
        ids=str,
    )
    def test_reads_what_the_server_says_of_its_reader(
        self, post: tuple[Keeper, int], says: dict[str, str], hopeless: bool
    ) -> None:
        keeper, port = post
        keeper.says.update(says)
        result = send(mail_to(port), TITLE, BODY, at=NOW)

        fails(result, hopeless=hopeless)
        (said,) = says.values()
        assert result.reason.endswith(f" {said[:3]}")
        assert result.too_fast == any(word in said for word in ("frequency", "HL:IFC", "MI:SFQ"))

    def test_of_one_refused_reader_leaves_the_others_theirs(self, post: tuple[Keeper, int]) -> None:
        keeper, port = post
        keeper.says["b@example.cn"] = "550 no such user"
        results = [
            send(mail_to(port, f"{name}@example.cn"), TITLE, BODY, at=NOW).ok for name in "abc"
        ]

        assert results == [True, False, True]
        assert [one.rcpt_tos for one in keeper.taken] == [["a@example.cn"], ["c@example.cn"]]

    def test_to_a_server_that_hangs_up_after_the_text_has_not_been_taken(self) -> None:
        listening = socket.create_server(("127.0.0.1", 0))

        def serve() -> None:
            link, _ = listening.accept()
            with link, link.makefile("rwb") as lines:
                lines.write(b"220 ready\r\n")
                lines.flush()
                for line in lines:
                    if line == b".\r\n":
                        return
                    if line[:4] == b"data":
                        lines.write(b"354 go on\r\n")
                    elif line[:4].lower() in (b"ehlo", b"mail", b"rcpt"):
                        lines.write(b"250 ok\r\n")
                    lines.flush()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        result = send(mail_to(listening.getsockname()[1]), TITLE, BODY, at=NOW)
        thread.join(5)
        listening.close()

        fails(result)
        assert result.unreachable

    @pytest.mark.parametrize("drop", [b"2", b"220-x\r\n" * 2000], ids=["drips", "endless"])
    def test_to_a_server_that_never_ends_its_answer_is_left(
        self, drop: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("notices.senders.mail.SECONDS", 0.3)
        over = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as listening:

            def serve() -> None:
                link, _ = listening.accept()
                with link, suppress(OSError):
                    while not over.wait(0.05):
                        link.sendall(drop)

            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            begun = perf_counter()
            result = send(mail_to(listening.getsockname()[1]), TITLE, BODY, at=NOW)
            taken = perf_counter() - begun
            over.set()
            thread.join(5)

        fails(result)
        assert result.unreachable
        assert taken < 4

    def test_to_a_server_that_hangs_is_left(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("notices.senders.mail.SECONDS", 0.3)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            begun = perf_counter()
            result = send(mail_to(silent.getsockname()[1]), TITLE, BODY, at=NOW)

        assert result.timed_out
        assert perf_counter() - begun < 3

    def test_to_a_server_that_nobody_vouches_for_is_told_nothing(self) -> None:
        keeper = Keeper()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(keeper, hostname="127.0.0.1", port=port, tls_context=context)
        controller.start()
        try:
            url = mail_to(port).replace("mode=insecure", "mode=starttls")
            result = send(url, TITLE, BODY, at=NOW)
        finally:
            controller.stop()

        fails(result)
        assert "TLS" in result.reason
        assert keeper.taken == []

    def test_to_a_name_nobody_knows_is_tried_later(self) -> None:
        url = "mailto://s@example.cn/r@example.cn?smtp=nowhere.invalid&mode=ssl"
        fails(send(url, TITLE, BODY, at=NOW))


class TestAShortMessage:
    def test_is_one_line_in_parts_that_a_telephone_joins(self) -> None:
        line = "【超期】" + "冷链物流园扩建项目施工许可证" * 9
        with ShortMessageCentre() as centre:
            result = send(centre.url(), TITLE, BODY, at=NOW, key="p/1", line=line)

        assert result == SendResult(DeliveryState.DELIVERED, parts=2)
        assert centre.bound == [("gate1", "corpS3c")]
        heads = [text[:6] for _, _, text in centre.taken]
        assert [(head[:3], head[4:]) for head in heads] == [
            (b"\x05\x00\x03", b"\x02\x01"),
            (b"\x05\x00\x03", b"\x02\x02"),
        ]
        assert "".join(text[6:].decode("utf-16-be") for _, _, text in centre.taken) == line
        assert all(len(text) <= 140 for _, _, text in centre.taken)

    def test_that_fits_goes_alone(self) -> None:
        with ShortMessageCentre() as centre:
            assert send(centre.url(), TITLE, BODY, at=NOW, line="短").ok
        assert centre.taken == [("13900000000", 0, "短".encode("utf-16-be"))]

    @pytest.mark.parametrize(
        ("statuses", "hopeless"),
        [
            ({"13900000000": 0x0B}, True),
            ({"13900000000": 0x58}, False),
            ({"bind": 0x0E}, True),
            ({"bind": 0x08}, False),
        ],
        ids=str,
    )
    def test_that_the_centre_refuses_has_failed(
        self, statuses: dict[str, int], hopeless: bool
    ) -> None:
        with ShortMessageCentre(statuses) as centre:
            fails(one(centre.url()), hopeless=hopeless)
        assert centre.taken == []

    def test_of_one_refused_number_leaves_the_others_theirs(self) -> None:
        with ShortMessageCentre({"13900000001": 0x0B}) as centre:
            results = [one(centre.url(f"1390000000{n}")).ok for n in range(3)]
        assert results == [True, False, True]

    def test_whose_centre_crashes_hangs_or_is_not_there_is_tried_later(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("notices.senders.smpp.SECONDS", 0.3)
        with ShortMessageCentre() as centre:
            centre.hangs_up_on_submit = True
            crashed = one(centre.url())
        with ShortMessageCentre(hangs=True) as centre:
            hung = one(centre.url())
        away = one(centre.url())
        unknown = one("smpp://gate1:corpS3c@nowhere.invalid:2775/106901234567/13900000000")
        for result in (crashed, hung, away, unknown):
            fails(result)
            assert result.unreachable
        assert hung.timed_out

    def test_password_is_masked(self) -> None:
        from notices.channels import _sender

        sender = _sender("smpp://gate1:corpS3c@127.0.0.1:1/106901234567/13900000000")
        assert sender is not None
        assert "corpS3c" not in sender.url(privacy=True)


def test_senders_never_wait() -> None:
    for module in (Path(__file__).parents[2] / "notices").rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        assert "sleep" not in text, module.name
        assert "verify=False" not in text, module.name
