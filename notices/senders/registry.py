"""Which checked sender speaks for which scheme (送达渠道登记): they take Apprise's places."""

import logging
import warnings

from apprise.manager_plugins import NotificationManager

from notices.inbox import NotifyInbox
from notices.senders.dingtalk import DingTalkRobot
from notices.senders.feishu import FeishuRobot, LarkRobot
from notices.senders.mail import Mail
from notices.senders.pushplus import PushPlus
from notices.senders.serverchan import ServerChan
from notices.senders.smpp import ShortMessage
from notices.senders.webhook import Webhook
from notices.senders.wecom_app import WeComApp
from notices.senders.wecom_robot import WeComRobot
from notices.senders.wire.checked import Checked
from notices.senders.wxpusher import WxPusher

SENDERS: dict[str, type[Checked]] = {
    "inbox": NotifyInbox,
    "mailto": Mail,
    "mailtos": Mail,
    "dingtalk": DingTalkRobot,
    "wecombot": WeComRobot,
    "wechat": WeComApp,
    "feishu": FeishuRobot,
    "lark": LarkRobot,
    "schan": ServerChan,
    "wxpusher": WxPusher,
    "pushplus": PushPlus,
    "smpp": ShortMessage,
    "smpps": ShortMessage,
    "json": Webhook,
    "jsons": Webhook,
}
"""Scheme of an address → its sender: every one that `schemes.py` lets be configured."""

with warnings.catch_warnings():
    # Loading its senders, Apprise imports a module that Python 3.13 removes.
    warnings.simplefilter("ignore", DeprecationWarning)
    _manager = NotificationManager()
    for _sender in dict.fromkeys(SENDERS.values()):
        _manager.add(_sender, force=True)

# Their logs name tokens and texts; what matters of a failure stands in the delivery's record.
logging.getLogger("apprise").disabled = True
logging.getLogger("urllib3").setLevel(logging.ERROR)
