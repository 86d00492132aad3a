"""WxPusher: to one person's WeChat. Apprise reads the answer's code, but not the reader's own.

Address: ``wxpusher://{AT_…}/{UID_…}``. The platform answers 1000 although a reader was
not reached: the record of each reader counts.
"""

from typing import Any

from apprise.plugins.wxpusher import NotifyWxPusher

from models.one_line import shortened
from notices.senders.checked import Checked, Part, inert, must_be
from notices.senders.failure import SendFailure
from notices.senders.http import ask_json

_HOPELESS = frozenset({1001, 1002, 1003, 1004, 1005, 1007, 1010})


class WxPusher(Checked, NotifyWxPusher):  # type: ignore[misc]
    """Sends a summary and a text to one person or one topic."""

    base_url = "https://wxpusher.zjiecode.com"
    per_minute = 100
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
        answer = ask_json(f"{self.base}/api/send/message", json_body=message)
        must_be(answer, "code", 1000, hopeless=_HOPELESS, words="msg")
        records = answer.get("data")
        for record in records if isinstance(records, list) else []:
            if isinstance(record, dict) and record.get("code") != 1000:
                must_be(record, "code", 1000, hopeless=_HOPELESS, words="status")
        if isinstance(records, list) and not records:
            raise SendFailure("平台未列出任何收信人", hopeless=True)
