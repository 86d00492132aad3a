"""PushPlus: to one person's WeChat or one topic, refused when ``code`` is not 200.

Address: ``pushplus://{token}`` or ``pushplus://{token}/{topic}``. Apprise checks the code
too, but sends text as HTML and cannot be pointed to another server.
"""

from datetime import timedelta
from typing import Any

from apprise.plugins.pushplus import NotifyPushplus

from models.one_line import shortened
from notices.senders.wire.checked import Checked, Part, inert
from notices.senders.wire.http import ask_json
from notices.senders.wire.refusals import FINAL, PASSING, TOO_FAST, Meaning, Refusals

_REFUSALS = Refusals(
    document="PushPlus：返回码说明",
    codes={
        500: Meaning(PASSING, "系统异常"),
        900: Meaning(TOO_FAST, "请求次数过多，账号使用受限"),
        401: Meaning(FINAL, "未授权"),
        403: Meaning(FINAL, "地址未授权"),
        903: Meaning(FINAL, "用户令牌无效"),
        905: Meaning(FINAL, "账户未实名认证"),
        907: Meaning(FINAL, "令牌不存在"),
        908: Meaning(FINAL, "令牌已停用"),
        912: Meaning(FINAL, "群组不存在"),
    },
    pause=timedelta(hours=1),
)


class PushPlus(Checked, NotifyPushplus):  # type: ignore[misc]
    """Sends a title and a text to one person or one topic."""

    base_url = "https://www.pushplus.plus"
    secure_protocol = ("pushplus",)
    per_second = 1
    per_minute = 5
    refusals = _REFUSALS
    part_limit = 20_000
    title_limit = 100

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.topics) > 1 or self.invalid_targets or self.channel == "webhook":
            raise TypeError("an address has one reader")

    def text(self, title: str, body: str) -> str:  # noqa: ARG002 - it has a title of its own
        """Return the text without anything that could act."""
        return inert(body)

    def measure(self, text: str) -> int:
        """Count characters."""
        return len(text)

    def hand_over(self, part: Part) -> None:
        """Post one message as plain text."""
        message = {
            "token": self.token,
            "title": shortened(inert(part.numbered_title), self.title_limit),
            "content": part.text,
            "template": "txt",
            "channel": self.channel,
        }
        if self.topics:
            message["topic"] = self.topics[0]
        ask_json(f"{self.base}/send", 200, _REFUSALS, json_body=message)
