"""DingTalk robot (钉钉群机器人): signed, and refused when ``errcode`` is not 0.

Address: ``dingtalk://{secret}@{token}``. Phone numbers in an address would be mentions:
they are not let in.
"""

from typing import Any

from apprise.plugins.dingtalk import NotifyDingTalk

from notices.senders.checked import Checked, Part, must_be
from notices.senders.http import ask_json
from notices.senders.signing import dingtalk_signature

_HOPELESS = frozenset({300001, 300005, 310000, 400013, 400101, 400102, 400105, 400106})
"""Unknown token, robot stopped, group dissolved, keyword or signature or IP refused."""


class DingTalkRobot(Checked, NotifyDingTalk):  # type: ignore[misc]
    """Sends text to one group."""

    base_url = "https://oapi.dingtalk.com"
    short = True
    per_minute = 20
    part_limit = 20_000

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.targets:
            raise TypeError("a robot mentions nobody")

    def hand_over(self, part: Part) -> None:
        """Post one message."""
        query = {"access_token": self.token}
        if self.secret:
            query["timestamp"], query["sign"] = dingtalk_signature(self.secret)
        message = {
            "msgtype": "text",
            "text": {"content": part.text},
            "at": {"atMobiles": [], "atUserIds": [], "isAtAll": False},
        }
        answer = ask_json(f"{self.base}/robot/send", query=query, json_body=message)
        must_be(answer, "errcode", 0, hopeless=_HOPELESS, words="errmsg")
