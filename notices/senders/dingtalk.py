"""DingTalk robot (钉钉群机器人): signed, and refused when ``errcode`` is not 0.

Address: ``dingtalk://{secret}@{token}``. Phone numbers in an address would be mentions:
they are not let in.
"""

from datetime import timedelta
from typing import Any

from apprise.plugins.dingtalk import NotifyDingTalk

from notices.senders.wire.checked import Checked, Part
from notices.senders.wire.http import ask_json, encoded
from notices.senders.wire.refusals import FINAL, PASSING, TOO_FAST, Meaning, Refusals
from notices.senders.wire.signing import dingtalk_signature

_REFUSALS = Refusals(
    document="钉钉开放平台：自定义机器人接入、服务端接口限流",
    codes={
        -1: Meaning(PASSING, "系统繁忙"),
        90002: Meaning(TOO_FAST, "接口总调用频率超限"),
        90018: Meaning(TOO_FAST, "应用调用频率超限"),
        130101: Meaning(TOO_FAST, "每分钟超过二十条，限流十分钟"),
        410100: Meaning(TOO_FAST, "发送过快被限流"),
        "QpsLimit": Meaning(TOO_FAST, "网关限流，状态码403"),
        "deny": Meaning(TOO_FAST, "出口地址调用过多，暂禁五分钟"),
        300001: Meaning(FINAL, "令牌不存在"),
        300005: Meaning(FINAL, "令牌不存在"),
        310000: Meaning(FINAL, "关键词、签名或者地址白名单未通过"),
        400013: Meaning(FINAL, "群已解散"),
        400101: Meaning(FINAL, "令牌不存在"),
        400102: Meaning(FINAL, "机器人已停用"),
        400105: Meaning(FINAL, "消息类型不受支持"),
        400106: Meaning(FINAL, "机器人不存在"),
        430101: Meaning(FINAL, "含不安全的外链"),
        430102: Meaning(FINAL, "含不合适的文字"),
        430103: Meaning(FINAL, "含不合适的图片"),
        430104: Meaning(FINAL, "含不合适的内容"),
    },
    fields=("errcode", "code", "punish"),
    words="errmsg",
    pause=timedelta(minutes=10),
)


class DingTalkRobot(Checked, NotifyDingTalk):  # type: ignore[misc]
    """Sends text to one group."""

    base_url = "https://oapi.dingtalk.com"
    short = True
    per_second = 5
    per_minute = 20
    part_limit = 20_000
    refusals = _REFUSALS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.targets:
            raise TypeError("a robot mentions nobody")

    def measure(self, text: str) -> int:
        """Measure the request that carries a text: the limit is the request's."""
        return len(encoded(_message(text)))

    def hand_over(self, part: Part) -> None:
        """Post one message."""
        query = {"access_token": self.token}
        if self.secret:
            query["timestamp"], query["sign"] = dingtalk_signature(self.secret)
        where = f"{self.base}/robot/send"
        ask_json(where, 0, _REFUSALS, query=query, json_body=_message(part.text))


def _message(text: str) -> dict[str, Any]:
    """Return a message that mentions nobody."""
    return {
        "msgtype": "text",
        "text": {"content": text},
        "at": {"atMobiles": [], "atUserIds": [], "isAtAll": False},
    }
