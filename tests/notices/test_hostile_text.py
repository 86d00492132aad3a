"""No user text becomes a mention, link, header, tag or second line: the bytes say so."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from models.notice import Ground
from notices.channels import send
from notices.digest import DigestLine, Section, digest
from notices.short_line import short_line
from notices.wording import Facts, Wording, worded
from tests.notices.corpus import CORPUS
from tests.notices.platforms import PLATFORMS, ShortMessageCentre, Speaks, platform
from tests.notices.test_senders import Keeper, mail_to, post

__all__ = ["post"]

NOW = datetime(2020, 6, 19, 9, tzinfo=UTC)
GROUNDS = (Ground.OVERDUE, Ground.PROMISE_LAPSED, Ground.CONCLUDED, Ground.START_SLIPPED)
HOST = re.compile(r"[A-Za-z0-9](?:[.．｡]|。(?=[A-Za-z]))[A-Za-z]")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def notices() -> Iterator[tuple[Ground, Wording]]:
    """Every text of the corpus in every place where a user's text may stand."""
    for number, text in enumerate(CORPUS):
        ground = GROUNDS[number % len(GROUNDS)]
        facts = Facts(
            on=date(2020, 6, 19),
            project_code=text[:40],
            project_name=text,
            procedure_code="S05",
            procedure_name=text,
            department=text,
            unit=text,
            documents=(text, text),
            due_on=date(2020, 6, 9),
            days_left=-2,
            actor=text,
            reason=text,
            basis=text,
            permit_number=text,
            gate=text,
        )
        yield ground, worded(ground, facts)
        line = DigestLine(text, text, "请立即办理", date(2020, 6, 9), -2)
        yield (
            Ground.DAILY_BRIEF,
            digest(
                on=date(2020, 6, 19),
                late=Section(1, [line]),
                due=Section(0, []),
                waiting=Section(1, [line]),
                told=[],
            ),
        )


NOTICES = tuple(notices())
BULK = max(len(wording.body.splitlines()) for _, wording in NOTICES)


def harmless(text: str, *, lines: int) -> None:
    """Nothing in a text can act, and nobody added a line."""
    assert "@" not in text
    assert "<" not in text
    assert ">" not in text
    assert not re.search(r"[\[\]`*]", text)
    assert "//" not in text
    assert "=?" not in text
    assert not SCHEME.search(text.replace("notices --", "")), text
    assert not HOST.search(text), text
    assert len(text.splitlines()) <= lines, text
    for character in text:
        if character != "\n":
            assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}, text


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 200


@pytest.mark.parametrize("name", [name for name in PLATFORMS if name != "json"])
def test_on_a_platform_it_stays_text(name: str) -> None:
    speaks: Speaks = PLATFORMS[name]
    with platform(speaks.answer(speaks.yes)) as running:
        url = speaks.at(running.base)
        for ground, (title, body) in NOTICES:
            line = short_line(ground, title, body)
            assert send(url, title, body, at=NOW, key="k", line=line).ok
    messages = [asked for asked in running.asked if not asked.path.endswith("gettoken")]
    assert len(messages) >= len(NOTICES)
    for asked in messages:
        match name:
            case "dingtalk":
                assert asked.json["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}
                assert set(asked.json) == {"msgtype", "text", "at"}
                harmless(asked.json["text"]["content"], lines=BULK + 1)
            case "wecombot":
                assert set(asked.json) == {"msgtype", "text"}
                assert set(asked.json["text"]) == {"content"}
                harmless(asked.json["text"]["content"], lines=BULK + 1)
            case "wechat":
                assert asked.json["touser"] == "zhang"
                assert asked.json["msgtype"] == "text"
                harmless(asked.json["text"]["content"], lines=BULK + 1)
            case "feishu" | "lark":
                assert set(asked.json) == {"msg_type", "content", "timestamp", "sign"}
                harmless(asked.json["content"]["text"], lines=BULK + 1)
            case "schan":
                assert set(asked.form) == {"title", "desp"}
                harmless(asked.form["title"], lines=1)
                harmless(asked.form["desp"], lines=2 * BULK + 2)
            case "wxpusher":
                assert asked.json["contentType"] == 1
                assert asked.json["uids"] == ["UID_abc"]
                harmless(asked.json["summary"], lines=1)
                harmless(asked.json["content"], lines=BULK + 1)
            case "pushplus":
                assert asked.json["template"] == "txt"
                harmless(asked.json["title"], lines=1)
                harmless(asked.json["content"], lines=BULK)
            case _:
                raise AssertionError(name)


def test_in_a_webhook_it_stays_text() -> None:
    speaks = PLATFORMS["json"]
    with platform(speaks.answer(speaks.yes)) as running:
        for _, (title, body) in NOTICES:
            assert send(speaks.at(running.base), title, body, at=NOW, key="k").ok
    for asked in running.asked:
        harmless(asked.json["title"], lines=1)
        harmless(asked.json["message"], lines=BULK)


def test_in_a_short_message_it_stays_one_line() -> None:
    with ShortMessageCentre() as centre:
        for ground, (title, body) in NOTICES[:120]:
            line = short_line(ground, title, body)
            assert send(centre.url(), title, body, at=NOW, key="k", line=line).ok
    for _, esm, data in centre.taken:
        harmless((data[6:] if esm else data).decode("utf-16-be", "replace"), lines=1)


def test_in_mail_it_adds_no_header_and_no_reader(post: tuple[Keeper, int]) -> None:
    keeper, port = post
    assert send(mail_to(port), "平常", "平常", at=NOW, key="k").ok
    for _, (title, body) in NOTICES:
        assert send(mail_to(port), title, body, at=NOW, key="k").ok

    plain, *others = (_read(one.content) for one in keeper.taken)
    assert len(others) == len(NOTICES)
    assert {tuple(one.rcpt_tos) for one in keeper.taken} == {("reader@example.cn",)}
    for message in others:
        assert message.keys() == plain.keys()
        assert message["To"] == plain["To"]
        assert message["From"] == plain["From"]
        assert not message.is_multipart()
        assert message.get_content_type() == "text/plain"
        harmless(str(message["Subject"]), lines=1)
        harmless(message.get_content().replace("\r\n", "\n").rstrip("\n"), lines=BULK)


def test_a_platform_guards_even_where_nobody_neutralised() -> None:
    """The second guard: a body that some other text maker forgot to clean."""
    raw = '@all <at user_id="all">x</at> [点](http://evil.cn) <b>'
    for name in ("dingtalk", "wecombot", "wechat", "feishu", "schan", "wxpusher", "pushplus"):
        speaks = PLATFORMS[name]
        with platform(speaks.answer(speaks.yes)) as running:
            assert send(speaks.at(running.base), raw, raw, at=NOW, key="k").ok
        asked = running.asked[-1]
        words = str(asked.form if name == "schan" else asked.json)
        said = words.replace("[]", "").replace("['UID_abc']", "")
        assert "@all" not in said
        assert "<" not in said
        assert "](" not in said


def _read(content: object) -> EmailMessage:
    assert isinstance(content, bytes)
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message
