"""The newest line of the anchor is sent away once a day, and again until it is taken."""

import json
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from casework.morning.anchor_mail import mail_anchor
from casework.office import Office
from casework.office.integrity import keep_anchor, verify
from store.verifying.anchor_file import line_text, read_anchor
from tests.notices.test_senders import Keeper, mail_to, post
from tests.world import LIAISON, at, do, june

__all__ = ["post"]


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    return tmp_path / "anchor.jsonl"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return tmp_path / "far-away.jsonl"


def received(box: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in box.read_text(encoding="utf-8").splitlines()]


def mail(office: Office, anchor: Path, box: Path, day: int, hour: int = 9) -> str:
    return mail_anchor(office, anchor, f"inbox://{box}?to=audit", now=at(june(day), hour))


def test_a_line_goes_out_once_a_day_and_only_when_the_ledger_moved(
    office: Office, anchor: Path, box: Path
) -> None:
    keep_anchor(office, anchor, now=at(june(1)))
    for hour in (9, 10):
        assert mail(office, anchor, box, 1, hour) == ""
    assert mail(office, anchor, box, 2) == ""

    (first,) = received(box)
    line = read_anchor(anchor).last
    assert line is not None
    assert first["title"] == "台账锚定第1号"
    assert line.root in first["body"]

    do(office, "submit", by=LIAISON, on=june(3))
    keep_anchor(office, anchor, now=at(june(3)), every=timedelta(hours=1))
    assert mail(office, anchor, box, 3) == ""
    assert [one["title"] for one in received(box)] == ["台账锚定第1号", "台账锚定第2号"]
    assert verify(office, anchor=anchor).ok


def test_what_could_not_be_sent_is_told_and_tried_again(
    office: Office, anchor: Path, box: Path
) -> None:
    keep_anchor(office, anchor, now=at(june(1)))
    box.mkdir()
    assert mail(office, anchor, box, 1).startswith("台账锚定未能寄出：")
    box.rmdir()

    assert mail(office, anchor, box, 1, 10) == ""
    assert len(received(box)) == 1


def test_without_an_address_or_an_anchor_nothing_is_sent(
    office: Office, anchor: Path, box: Path
) -> None:
    assert mail(office, anchor, box, 1) == ""
    keep_anchor(office, anchor, now=at(june(1)))
    assert mail_anchor(office, anchor, "", now=at(june(1))) == ""

    assert not box.exists()


def test_a_mailbox_elsewhere_holds_the_line_that_the_file_holds(
    office: Office, anchor: Path, post: tuple[Keeper, int]
) -> None:
    """Over SMTP: a server that is busy is asked again by the next watch; nothing goes twice."""
    keeper, port = post
    keep_anchor(office, anchor, now=at(june(1)))
    line = read_anchor(anchor).last
    assert line is not None
    keeper.says["auditor@example.cn"] = "451 4.7.1 try again later"
    to = mail_to(port, "auditor@example.cn")

    assert mail_anchor(office, anchor, to, now=at(june(1), 9)).startswith("台账锚定未能寄出：")
    keeper.says.clear()
    for hour in (10, 11):
        assert mail_anchor(office, anchor, to, now=at(june(1), hour)) == ""

    (letter,) = keeper.taken
    assert letter.rcpt_tos == ["auditor@example.cn"]
    assert isinstance(letter.content, bytes)
    message = message_from_bytes(letter.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == "台账锚定第1号"
    words = message.get_body(("plain", "html"))
    assert words is not None
    assert line_text(line) in words.get_content()
