"""WeCom application (企业微信应用消息): to one person, department or tag of the organisation.

Address: ``wechat://{corpid}:{secret}@{agentid}/@{user}``. The platform answers 0 and
names those whom it did not reach beside it: such an answer is a failure here.
"""

import hashlib
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any

from apprise.plugins.wechat import NotifyWeChat

from notices.senders.wire.checked import Checked, Part
from notices.senders.wire.failure import SendFailure
from notices.senders.wire.http import ask_any, ask_json
from notices.senders.wire.refusals import FINAL, PASSING, TOO_FAST, Meaning, Refusals

_REFUSALS = Refusals(
    document="企业微信：发送应用消息、访问频率限制、全局错误码",
    codes={
        -1: Meaning(PASSING, "系统繁忙"),
        45009: Meaning(TOO_FAST, "调用频率超限，按分钟的屏蔽六十秒"),
        45033: Meaning(TOO_FAST, "并发调用超限"),
        40001: Meaning(FINAL, "应用密钥不合法"),
        40003: Meaning(FINAL, "成员账号无效"),
        40008: Meaning(FINAL, "消息类型不合法"),
        40013: Meaning(FINAL, "企业编号不合法"),
        40056: Meaning(FINAL, "应用编号不合法"),
        40066: Meaning(FINAL, "部门不合法"),
        40068: Meaning(FINAL, "标签不合法"),
        45002: Meaning(FINAL, "内容过长"),
        48002: Meaning(FINAL, "无接口权限"),
        60011: Meaning(FINAL, "无权访问"),
        60020: Meaning(FINAL, "地址不在白名单"),
        81013: Meaning(FINAL, "成员、部门、标签均无效"),
        301002: Meaning(FINAL, "无权操作该应用"),
    },
    fields=("errcode",),
    words="errmsg",
)
_TOKEN_RUN_OUT = frozenset({40014, 42001})
_UNREACHED = ("invaliduser", "invalidparty", "invalidtag", "unlicenseduser")

_tokens: dict[str, tuple[str, float]] = {}
_guard = Lock()
"""The platform limits how often a token may be asked for; it holds two hours."""


class WeComApp(Checked, NotifyWeChat):  # type: ignore[misc]
    """Sends text to one reader of an application."""

    base_url = "https://qyapi.weixin.qq.com"
    short = True
    per_second = 5
    per_minute = 30
    """To one reader; the platform drops what goes beyond, and says yes."""
    refusals = _REFUSALS
    part_limit = 2048

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets = [*self.users, *self.departments, *self.tag_ids]
        if len(targets) != 1 or self.invalid_targets or "@all" in targets:
            raise TypeError("an address has one reader")

    def hand_over(self, part: Part) -> None:
        """Post one message; a token that ran out early is asked for once more."""
        message: dict[str, Any] = {
            "msgtype": "text",
            "agentid": int(self.agentid),
            "text": {"content": part.text},
            "touser": "|".join(self.users),
            "toparty": "|".join(self.departments),
            "totag": "|".join(self.tag_ids),
            "enable_duplicate_check": 1,
        }
        answer, wait = self._post(message)
        if answer.get("errcode") in _TOKEN_RUN_OUT:
            with _guard:
                _tokens.pop(self._mark(), None)
            answer, wait = self._post(message)
        _REFUSALS.must_be(answer, 0, retry_after=wait)
        if any(answer.get(field) for field in _UNREACHED):
            raise SendFailure("平台称收信人无效或者不在应用可见范围", hopeless=True)

    def _post(self, message: dict[str, Any]) -> tuple[dict[str, Any], timedelta | None]:
        return ask_any(
            f"{self.base}/cgi-bin/message/send",
            _REFUSALS,
            query={"access_token": self._token()},
            json_body=message,
        )

    def _token(self) -> str:
        mark = self._mark()
        with _guard:
            kept = _tokens.get(mark)
        if kept is not None and monotonic() < kept[1]:
            return kept[0]
        query = {"corpid": self.corpid, "corpsecret": self.corpsecret}
        where = f"{self.base}/cgi-bin/gettoken"
        answer = ask_json(where, 0, _REFUSALS, query=query, method="GET")
        token, seconds = str(answer.get("access_token", "")), answer.get("expires_in")
        if not token:
            raise SendFailure("平台应答无法识别")
        holds = min(seconds if isinstance(seconds, int) else 7200, 7200) - 300
        with _guard:
            _tokens[mark] = token, monotonic() + max(holds, 0)
        return token

    def _mark(self) -> str:
        """Return a name for the application that does not tell its secret."""
        words = "\n".join((self.base, self.corpid, self.agentid, self.corpsecret))
        return hashlib.sha256(words.encode()).hexdigest()
