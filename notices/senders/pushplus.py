"""PushPlus: to one person's WeChat or one topic, refused when ``code`` is not 200.

Address: ``pushplus://{token}`` or ``pushplus://{token}/{topic}``. Apprise checks the code
too, but sends text as HTML and cannot be pointed to another server.
"""

from typing import Any

from apprise.plugins.pushplus import NotifyPushplus

from models.one_line import shortened
from notices.senders.checked import Checked, Part, inert, must_be
from notices.senders.http import ask_json

_HOPELESS = frozenset({401, 403, 903, 905, 907, 908, 912})


class PushPlus(Checked, NotifyPushplus):  # type: ignore[misc]
    """Sends a title and a text to one person or one topic."""

    base_url = "https://www.pushplus.plus"
    secure_protocol = ("pushplus",)
    per_minute = 5
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
        answer = ask_json(f"{self.base}/send", json_body=message)
        must_be(answer, "code", 200, hopeless=_HOPELESS, words="msg")
