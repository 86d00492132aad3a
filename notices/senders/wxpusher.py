"""WxPusher: to one person's WeChat. Apprise reads the answer's code, but not the reader's own.

Address: ``wxpusher://{AT_…}/{UID_…}``. The platform answers 1000 although a reader was
not reached: the record of each reader counts.
"""

from typing import Any

from apprise.plugins.wxpusher import NotifyWxPusher

from models.one_line import shortened
from notices.senders.wire.checked import Checked, Part, inert
from notices.senders.wire.failure import SendFailure
from notices.senders.wire.http import ask_json
from notices.senders.wire.refusals import FINAL, PASSING, Meaning, Refusals

_REFUSALS = Refusals(
    document="WxPusher：返回编码",
    codes={
        1005: Meaning(PASSING, "平台内部错误"),
        1006: Meaning(PASSING, "平台与微信交互异常"),
        1007: Meaning(PASSING, "网络异常"),
        1008: Meaning(PASSING, "数据异常"),
        1009: Meaning(PASSING, "未知异常"),
        1001: Meaning(FINAL, "业务异常"),
        1002: Meaning(FINAL, "未认证"),
        1003: Meaning(FINAL, "签名错误"),
        1004: Meaning(FINAL, "接口不存在"),
    },
)
_OF_READER = _REFUSALS._replace(words="status")


class WxPusher(Checked, NotifyWxPusher):  # type: ignore[misc]
    """Sends a summary and a text to one person or one topic."""

    base_url = "https://wxpusher.zjiecode.com"
    per_second = 2
    per_minute = 100
    refusals = _REFUSALS
    part_limit = 40_000
    title_limit = 20

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self._users) + len(self._topics) != 1 or self._invalid_targets:
            raise TypeError("an address has one reader")

    def text(self, title: str, body: str) -> str:
        """Return title and text: the summary is cut short."""
        return inert(f"{title}\n{body}")

    def measure(self, text: str) -> int:
        """Count characters."""
        return len(text)

    def hand_over(self, part: Part) -> None:
        """Post one message as plain text."""
        message = {
            "appToken": self.token,
            "content": part.text,
            "summary": shortened(inert(part.numbered_title), self.title_limit),
            "contentType": 1,
            "topicIds": self._topics,
            "uids": self._users,
        }
        answer = ask_json(f"{self.base}/api/send/message", 1000, _REFUSALS, json_body=message)
        records = answer.get("data")
        for record in records if isinstance(records, list) else []:
            if isinstance(record, dict):
                _OF_READER.must_be(record, 1000)
        if isinstance(records, list) and not records:
            raise SendFailure("平台未列出任何收信人", hopeless=True)
