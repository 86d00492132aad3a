"""Feishu and Lark robots (飞书群机器人): signed, which Apprise cannot, and checked by ``code``.

Addresses: ``feishu://{secret}@{token}``, ``lark://{secret}@{token}``; without a secret
unsigned. A request takes 20 KB, signature included.
"""

from typing import Any

from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.lark import NotifyLark

from notices.senders.wire.checked import Checked, Part
from notices.senders.wire.http import ask_json, encoded
from notices.senders.wire.refusals import FINAL, PASSING, TOO_FAST, Meaning, Refusals
from notices.senders.wire.signing import feishu_signature

_REFUSALS = Refusals(
    document="飞书开放平台：频控策略、自定义机器人使用指南",
    codes={
        9499: Meaning(PASSING, "请求过多或者请求有误"),
        11232: Meaning(TOO_FAST, "单租户单机器人每分钟一百次、每秒五次；整点系统压力大"),
        99991400: Meaning(TOO_FAST, "接口频控，状态码429，旧接口为400"),
        19001: Meaning(FINAL, "令牌不存在"),
        19002: Meaning(FINAL, "请求参数有误"),
        19021: Meaning(FINAL, "签名未通过"),
        19022: Meaning(FINAL, "地址不在白名单"),
        19024: Meaning(FINAL, "不含关键词"),
    },
)


class _Robot(Checked):
    """What both share: they differ in their servers only."""

    short = True
    per_second = 5
    per_minute = 100
    part_limit = 20_000
    refusals = _REFUSALS
    token: str
    user: str | None

    def measure(self, text: str) -> int:
        """Measure the request that carries a text: the limit is the request's."""
        return len(encoded(self._message(text)))

    def hand_over(self, part: Part) -> None:
        """Post one message."""
        where = f"{self.base}/open-apis/bot/v2/hook/{self.token}"
        ask_json(where, 0, _REFUSALS, json_body=self._message(part.text))

    def _message(self, text: str) -> dict[str, Any]:
        message: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if self.user:
            message["timestamp"], message["sign"] = feishu_signature(self.user)
        return message


class FeishuRobot(_Robot, NotifyFeishu):  # type: ignore[misc]
    """Sends text to one group of Feishu."""

    base_url = "https://open.feishu.cn"


class LarkRobot(_Robot, NotifyLark):  # type: ignore[misc]
    """Sends text to one group of Lark."""

    base_url = "https://open.larksuite.com"
