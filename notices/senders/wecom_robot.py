"""WeCom group robot (企业微信群机器人): refused when ``errcode`` is not 0.

Address: ``wecombot://{key}``. Text takes 2048 bytes.
"""

from apprise.plugins.wecombot import NotifyWeComBot

from notices.senders.wire.checked import Checked, Part
from notices.senders.wire.http import ask_json
from notices.senders.wire.refusals import FINAL, PASSING, TOO_FAST, Meaning, Refusals

_REFUSALS = Refusals(
    document="企业微信：群机器人配置说明、全局错误码",
    codes={
        -1: Meaning(PASSING, "系统繁忙"),
        45009: Meaning(TOO_FAST, "每分钟超过二十条，屏蔽六十秒"),
        45033: Meaning(TOO_FAST, "并发调用超限"),
        40008: Meaning(FINAL, "消息类型不合法"),
        40058: Meaning(FINAL, "参数不合法"),
        45002: Meaning(FINAL, "内容过长"),
        93000: Meaning(FINAL, "机器人地址无效，或者机器人已移出群"),
        93004: Meaning(FINAL, "机器人已停用"),
        93008: Meaning(FINAL, "机器人不在群内"),
    },
    fields=("errcode",),
    words="errmsg",
)


class WeComRobot(Checked, NotifyWeComBot):  # type: ignore[misc]
    """Sends text to one group."""

    base_url = "https://qyapi.weixin.qq.com"
    short = True
    per_second = 5
    per_minute = 20
    refusals = _REFUSALS
    part_limit = 2048

    def hand_over(self, part: Part) -> None:
        """Post one message."""
        message = {"msgtype": "text", "text": {"content": part.text}}
        where = f"{self.base}/cgi-bin/webhook/send"
        ask_json(where, 0, _REFUSALS, query={"key": self.key}, json_body=message)
