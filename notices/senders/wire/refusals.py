"""What a platform's no means (拒收代码): final, passing, or too fast; by its own document.

A final refusal is not repeated, a passing one is; one for speed holds back everything that
goes to the same robot. What a platform's document does not name is worth another try.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from notices.senders.wire.failure import SendFailure


class Verdict(StrEnum):
    """What is to be done about a refusal (拒收的处理)."""

    FINAL = "final"
    PASSING = "passing"
    TOO_FAST = "too_fast"


FINAL, PASSING, TOO_FAST = Verdict.FINAL, Verdict.PASSING, Verdict.TOO_FAST

VERDICTS: Mapping[Verdict, str] = {
    Verdict.FINAL: "不再重试",
    Verdict.PASSING: "稍后重试",
    Verdict.TOO_FAST: "超出频率，该机器人整体暂缓",
}
"""What operators read (拒收处理名称)."""

_OF_SPEED = re.compile(
    r"frequen|too (?:many|fast|often)|rate.?limit|api freq|speed|throttl|over limit"
    r"|频率|频繁|限流|过快|次数限制|次数过多",
    re.IGNORECASE,
)
"""A code may stand for several things; where the words speak of speed, they count."""


class Meaning(NamedTuple):
    """What one code says (拒收代码含义)."""

    verdict: Verdict
    words: str


class Refusals(NamedTuple):
    """One platform's table of refusals (平台拒收代码表)."""

    document: str
    """Where the platform says so."""
    codes: Mapping[int | str, Meaning]
    """A text stands for every code that contains it."""
    fields: tuple[str, ...] = ("code",)
    """Where an answer says its code."""
    words: str = "msg"
    """Where an answer says it in words."""
    pause: timedelta = timedelta(minutes=1)
    """How long a robot that was too fast is left alone where the answer names no time."""

    def verdict(self, code: object, said: str) -> Verdict | None:
        """Return what a code means; ``None``: the document does not name it."""
        if speaks_of_speed(said):
            return TOO_FAST
        if isinstance(code, int) and not isinstance(code, bool):
            return self.codes[code].verdict if code in self.codes else None
        if isinstance(code, str):
            for known, meaning in self.codes.items():
                if isinstance(known, str) and known in code:
                    return meaning.verdict
        return None

    def refusal(self, answer: Mapping[str, Any]) -> tuple[object, str, Verdict | None]:
        """Return code, words and meaning of an answer; the first field that is known counts."""
        said = " ".join(str(answer.get(self.words) or answer.get("message") or "").split())[:120]
        given = [answer[field] for field in self.fields if field in answer]
        for code in given:
            verdict = self.verdict(code, said)
            if verdict is not None:
                return code, said, verdict
        return (given[0] if given else None), said, None

    def failure(self, reason: str, verdict: Verdict | None, **more: Any) -> SendFailure:
        """Return the failure that a meaning stands for."""
        if verdict is TOO_FAST:
            more["retry_after"] = more.get("retry_after") or self.pause
        return SendFailure(reason, hopeless=verdict is FINAL, too_fast=verdict is TOO_FAST, **more)

    def must_be(self, answer: Mapping[str, Any], good: int, **more: Any) -> None:
        """Refuse an answer whose code is not the good one."""
        code = answer.get(self.fields[0])
        if code == good and isinstance(code, int) and not isinstance(code, bool):
            return
        code, said, verdict = self.refusal(answer)
        if verdict is None and (not isinstance(code, int) or isinstance(code, bool)):
            raise SendFailure("平台应答无法识别")
        reason = f"平台拒收 {self.fields[0]}={code} {said}".strip()
        raise self.failure(reason, verdict, **more)


def speaks_of_speed(words: str) -> bool:
    """Tell whether a platform's words say that it was too fast."""
    return _OF_SPEED.search(words) is not None
