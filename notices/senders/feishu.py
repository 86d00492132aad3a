"""Feishu and Lark robots (飞书群机器人): signed, which Apprise cannot, and checked by ``code``.

Addresses: ``feishu://{secret}@{token}``, ``lark://{secret}@{token}``; without a secret
unsigned. A request takes 20 KB.
"""

import json
from typing import Any

from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.lark import NotifyLark

from notices.senders.checked import Checked, Part, must_be
from notices.senders.http import ask_json
from notices.senders.signing import feishu_signature

_HOPELESS = frozenset({9499, 19001, 19002, 19021, 19022, 19024})
"""Not a message, unknown token, wrong signature, IP or keyword refused."""


class _Robot(Checked):
    """What both share: they differ in their servers only."""

    short = True
    per_minute = 100
    part_limit = 19_000
    token: str
    user: str | None

    def measure(self, text: str) -> int:
        """Measure a text as the JSON that carries it: the limit is the request's."""
        return len(json.dumps(text, ensure_ascii=False).encode()) - 2

    def hand_over(self, part: Part) -> None:
        """Post one message."""
        message: dict[str, Any] = {"msg_type": "text", "content": {"text": part.text}}
        if self.user:
            message["timestamp"], message["sign"] = feishu_signature(self.user)
        answer = ask_json(f"{self.base}/open-apis/bot/v2/hook/{self.token}", json_body=message)
        must_be(answer, "code", 0, hopeless=_HOPELESS, words="msg")


class FeishuRobot(_Robot, NotifyFeishu):  # type: ignore[misc]
    """Sends text to one group of Feishu."""

    base_url = "https://open.feishu.cn"


class LarkRobot(_Robot, NotifyLark):  # type: ignore[misc]
    """Sends text to one group of Lark."""

    base_url = "https://open.larksuite.com"
