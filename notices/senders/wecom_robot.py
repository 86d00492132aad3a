"""WeCom group robot (企业微信群机器人): refused when ``errcode`` is not 0.

Address: ``wecombot://{key}``. Text takes 2048 bytes.
"""

from apprise.plugins.wecombot import NotifyWeComBot

from notices.senders.checked import Checked, Part, must_be
from notices.senders.http import ask_json

_HOPELESS = frozenset({93000, 93004, 93008, 40008, 40058})
"""Unknown key, robot removed from its group, not a message."""


class WeComRobot(Checked, NotifyWeComBot):  # type: ignore[misc]
    """Sends text to one group."""

    base_url = "https://qyapi.weixin.qq.com"
    short = True
    per_minute = 20
    part_limit = 2048

    def hand_over(self, part: Part) -> None:
        """Post one message."""
        message = {"msgtype": "text", "text": {"content": part.text}}
        answer = ask_json(
            f"{self.base}/cgi-bin/webhook/send", query={"key": self.key}, json_body=message
        )
        must_be(answer, "errcode", 0, hopeless=_HOPELESS, words="errmsg")
