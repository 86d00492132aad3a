"""The hearing on an application (听证, 行政许可法 46–48): the right told, asked for, held."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from models.act import Act
from models.catalogue import Unit
from models.vocabulary import TODAY, Line, Reason, Sourced, Text, Value
from models.written import Day


class HearingRule(Sourced):
    """Within which days a hearing is asked for, and held (听证期限)."""

    apply_within: int = Field(ge=1)
    organise_within: int = Field(ge=1)
    notice_days: int = Field(0, ge=0)
    """So many days ahead its time and place are told (行政许可法 48(1)); 0 = nothing is set."""
    unit: Unit = Unit.WORKDAY

    @model_validator(mode="after")
    def _is_told_in_time(self) -> Self:
        if self.notice_days > self.organise_within:
            raise ValueError("提前通知的天数不得超过组织听证的天数")
        return self


class OfferHearing(Value):
    """Tell the applicant of the right to a hearing (听证权利告知)."""

    act: Literal[Act.OFFER_HEARING] = Act.OFFER_HEARING
    reason: Reason


class RequestHearing(Value):
    """Ask for the hearing, while the right lasts (申请听证)."""

    act: Literal[Act.REQUEST_HEARING] = Act.REQUEST_HEARING
    reason: Text = Field("", title="理由")


class HoldHearing(Value):
    """Record that the hearing was held, and what came out of it (举行听证)."""

    act: Literal[Act.HOLD_HEARING] = Act.HOLD_HEARING
    result: Reason = Field(title="听证结果")
    presided_by: Line = Field(
        "",
        title="听证主持人",
        description="账号、岗位或者姓名，空＝经办人本人；不得是审查本件申请的工作人员"
        "（行政许可法第四十八条第一款第三项）",
        max_length=60,
    )
    held_on: Day | None = Field(None, title="举行日", description=TODAY)


class HearingOffered(Value):
    """The applicant was told of the right to a hearing (已告知听证权利)."""

    label: ClassVar[str] = "听证权利告知"
    kind: Literal["hearing_offered"] = "hearing_offered"
    procedure: str
    reason: str
    apply_by: date
    days: int
    unit: Unit
    article: str


class HearingRequested(Value):
    """A hearing was asked for in time; the clock stands still until it is held (已申请听证)."""

    label: ClassVar[str] = "申请听证"
    kind: Literal["hearing_requested"] = "hearing_requested"
    procedure: str
    hold_by: date
    days: int
    unit: Unit
    article: str
    reason: str = ""


class HearingHeld(Value):
    """The hearing was held; the clock runs on from that day (已举行听证)."""

    label: ClassVar[str] = "举行听证"
    kind: Literal["hearing_held"] = "hearing_held"
    procedure: str
    held_on: date
    result: str
    presided_by: str = ""
    """Who presided (听证主持人): an account, or as it was written; empty in entries of before."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Where the hearing on an application stands (听证).

    The days that were told stand in the ledger; the last days of both clocks are counted.
    """

    offered_on: date
    apply_by: date
    """What the applicant was told; a holiday notice may move the last day on, never back."""
    apply_days: int
    unit: Unit
    article: str
    requested_on: date | None = None
    hold_days: int = 0
    held_on: date | None = None
    closed_on: date | None = None
    """Held, or given up with the application or by the applicant, on that day."""

    @property
    def awaited(self) -> bool:
        """Tell whether it was asked for and has still to be held."""
        return self.requested_on is not None and self.closed_on is None
