"""WeCom application (企业微信应用消息): to one person, department or tag of the organisation.

Address: ``wechat://{corpid}:{secret}@{agentid}/@{user}``. The platform answers 0 and
names those whom it did not reach beside it: such an answer is a failure here.
"""

import hashlib
from threading import Lock
from time import monotonic
from typing import Any

from apprise.plugins.wechat import NotifyWeChat

from notices.senders.checked import Checked, Part, must_be
from notices.senders.failure import SendFailure
from notices.senders.http import ask_json

_HOPELESS = frozenset(
    {40001, 40003, 40008, 40013, 40056, 40066, 40068, 48002, 60011, 60020, 81013, 301002}
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
    per_minute = 200
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
        answer = self._post(message)
        if answer.get("errcode") in _TOKEN_RUN_OUT:
            with _guard:
                _tokens.pop(self._mark(), None)
            answer = self._post(message)
        must_be(answer, "errcode", 0, hopeless=_HOPELESS, words="errmsg")
        if any(answer.get(field) for field in _UNREACHED):
            raise SendFailure("平台称收信人无效或者不在应用可见范围", hopeless=True)

    def _post(self, message: dict[str, Any]) -> dict[str, Any]:
        return ask_json(
            f"{self.base}/cgi-bin/message/send",
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
        answer = ask_json(f"{self.base}/cgi-bin/gettoken", query=query, method="GET")
        must_be(answer, "errcode", 0, hopeless=_HOPELESS, words="errmsg")
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
