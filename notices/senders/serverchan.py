"""ServerChan (Server酱): to one person's WeChat, refused when ``code`` is not 0.

Address: ``schan://{sendkey}``. A title takes 32 characters; the text is read as Markdown.
"""

from datetime import timedelta

from apprise.plugins.serverchan import NotifyServerChan

from models.one_line import shortened
from notices.senders.wire.checked import Checked, Part, inert
from notices.senders.wire.http import ask_json
from notices.senders.wire.refusals import FINAL, Meaning, Refusals

_REFUSALS = Refusals(
    document="Server酱：消息推送接口",
    codes={
        40001: Meaning(FINAL, "发送密钥有误；文字为“超过当天的发送次数限制”的，按超出频率处理"),
        40002: Meaning(FINAL, "发送密钥有误"),
        40003: Meaning(FINAL, "发送密钥已停用"),
        40010: Meaning(FINAL, "标题为空"),
    },
    words="message",
    pause=timedelta(hours=1),
)


class ServerChan(Checked, NotifyServerChan):  # type: ignore[misc]
    """Sends a title and a text to one person."""

    base_url = "https://sctapi.ftqq.com"
    per_second = 5
    per_minute = 20
    refusals = _REFUSALS
    part_limit = 32_000
    title_limit = 32

    def text(self, title: str, body: str) -> str:
        """Return the full title and text, each line a paragraph of its own."""
        return inert("\n\n".join((title, *body.splitlines())))

    def hand_over(self, part: Part) -> None:
        """Post one message."""
        message = {
            "title": shortened(inert(part.numbered_title), self.title_limit),
            "desp": part.text,
        }
        ask_json(f"{self.base}/{self.token}.send", 0, _REFUSALS, form=message)
