"""When notices may ring and how often (通知规则): data of a campaign, never of the code."""

from collections.abc import Mapping
from datetime import time
from typing import Self

from pydantic import Field, model_validator

from models.notice import Ground, Severity
from models.vocabulary import Sourced

MERE_REMINDERS = frozenset({Ground.DUE_SOON, Ground.PROMISE_DUE_SOON, Ground.START_SLIPPED})
"""Reminders about one project that no law obliges anybody to give: only they may be held out."""


class NoticeRules(Sourced):
    """The manners of a campaign's notices (通知规则)."""

    working_from: time
    working_until: time
    """Outside these hours and on days off nothing rings (免打扰)."""
    urgent_any_time: bool
    """Whether an urgent notice rings all the same."""
    digest_at: time
    """When the daily digest goes out on working days, and what was put off with it."""
    fold: tuple[Severity, ...] = ()
    """What is told in the digest only."""
    alerts_per_day: int = Field(ge=1)
    """How many notices ring for one person in a day; what is beyond waits for the digest.
    Urgent ones ring all the same, and count."""
    due_within_days: int = Field(ge=0)
    """Working days ahead that the digest calls due."""
    hold_out: Mapping[Ground, float] = {}
    """Share of a ground's notices that is not sent, to learn what the others bring about."""

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if not self.working_from < self.working_until:
            raise ValueError("免打扰时段之外的起始时刻应早于结束时刻")
        if not self.working_from <= self.digest_at < self.working_until:
            raise ValueError("每日提要的时刻应在工作时间之内")
        if Severity.URGENT in self.fold:
            raise ValueError("fold 不得含 urgent：紧急通知应即时送达")
        for ground, share in self.hold_out.items():
            if ground not in MERE_REMINDERS:
                raise ValueError(
                    f"hold_out：{ground.value} 不得留白：依法应当告知，或者不是单个项目的提醒"
                )
            if not 0 <= share <= 0.5:
                raise ValueError(f"hold_out：{ground.value} 的比例应在 0 至 0.5 之间")
        return self
