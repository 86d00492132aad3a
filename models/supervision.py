"""Supervision of a project (督办): matters, the slips they climb by, and their entries.

One matter, one slip (一事一单): a matter is a ground that holds for one project; each
rung of the ladder that it reaches is one slip, drafted by the system, sent by a signature.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from models.notice import Ground
from models.vocabulary import Value


@dataclass(frozen=True, slots=True)
class Slip:
    """One rung that a matter has reached (问题提示单、督办单、约谈通知)."""

    rung: str
    drafted_on: date
    issued_on: date | None = None
    signed_by: str = ""
    """Empty for a prompt, which needs no signature."""
    reply_by: date | None = None
    answered_on: date | None = None
    answer: str = ""
    done_by: date | None = None
    """Until when the answer says that it will be settled."""
    dropped_on: date | None = None
    """不予签发."""

    @property
    def pending(self) -> bool:
        """Tell whether it waits for a signature."""
        return self.issued_on is None and self.dropped_on is None


@dataclass(frozen=True, slots=True)
class Matter:
    """Something of a project that is under supervision (督办事项)."""

    key: str
    ground: Ground
    about_on: date
    procedure: str
    """Empty where it concerns the whole project."""
    office: str
    """Code of the unit or department that has to answer (责任方)."""
    opened_on: date
    first_rung: str
    number: int = 1
    """Its number within the project (编号): what people call it by."""
    cause: str = ""
    slips: tuple[Slip, ...] = ()
    interviewed_on: date | None = None
    review_asked_on: date | None = None
    review_due_on: date | None = None
    upheld: bool | None = None
    closed_on: date | None = None
    result: str = ""
    gone: bool = False
    """Closed because its ground was gone before a signature; the same may come to hold again."""

    @property
    def open(self) -> bool:
        """Tell whether it has not been closed (未销号)."""
        return self.closed_on is None

    @property
    def slip(self) -> Slip | None:
        """Return the slip of the highest rung reached."""
        return self.slips[-1] if self.slips else None

    @property
    def sent(self) -> Slip | None:
        """Return the last slip that went out: a draft of the next rung is none."""
        return next((one for one in reversed(self.slips) if one.issued_on is not None), None)


def matter_key(ground: Ground, procedure: str, about_on: date) -> str:
    """Return what makes it the same matter: ground, procedure and the day it is about."""
    return "/".join(filter(None, (ground.value, procedure, about_on.isoformat())))


class MatterOpened(Value):
    """A ground put a matter on the ladder (督办事项已立项)."""

    label: ClassVar[str] = "督办立项"
    kind: Literal["matter_opened"] = "matter_opened"
    matter: str
    ground: Ground
    about_on: date
    about_procedure: str = ""
    office: str
    rung: str
    cause: str = ""
    """In words, where a person opened it (领导批示等)."""


class SlipDrafted(Value):
    """The matter reached a rung; its slip waits for a signature (督办单已拟)."""

    label: ClassVar[str] = "拟制督办文书"
    kind: Literal["slip_drafted"] = "slip_drafted"
    matter: str
    rung: str
    reason: str = ""


class SlipIssued(Value):
    """The slip was signed and goes out; a prompt goes out by itself (已签发)."""

    label: ClassVar[str] = "发出督办文书"
    kind: Literal["slip_issued"] = "slip_issued"
    matter: str
    rung: str
    reply_by: date
    signed: bool = True
    opinion: str = ""


class SlipDropped(Value):
    """The signer did not sign (不予签发)."""

    label: ClassVar[str] = "不予签发"
    kind: Literal["slip_dropped"] = "slip_dropped"
    matter: str
    rung: str
    reason: str


class SlipAnswered(Value):
    """Who was asked has answered (已反馈)."""

    label: ClassVar[str] = "反馈督办"
    kind: Literal["slip_answered"] = "slip_answered"
    matter: str
    rung: str
    answer: str
    evidence: str = ""
    done_by: date


class MatterClosed(Value):
    """The matter was settled and struck off (已销号)."""

    label: ClassVar[str] = "督办销号"
    kind: Literal["matter_closed"] = "matter_closed"
    matter: str
    result: str
    gone: bool = False
    """By itself: the ground was gone before anybody signed (事由消除)."""


class InterviewHeld(Value):
    """The interview took place (约谈已进行)."""

    label: ClassVar[str] = "约谈"
    kind: Literal["interview_held"] = "interview_held"
    matter: str
    held_on: date
    attendants: str
    minutes: str


class ReviewRequested(Value):
    """Who was supervised asked for a review (已申请复核), 政府督查工作条例 17."""

    label: ClassVar[str] = "申请复核"
    kind: Literal["review_requested"] = "review_requested"
    matter: str
    reason: str
    decide_by: date


class ReviewDecided(Value):
    """The review was decided (复核已决定); a conclusion not upheld closes the matter."""

    label: ClassVar[str] = "复核决定"
    kind: Literal["review_decided"] = "review_decided"
    matter: str
    upheld: bool
    reason: str


class MissedStartExplained(Value):
    """The unit explained a missed start and proposed a new date (未按期开工已说明)."""

    label: ClassVar[str] = "说明未按期开工"
    kind: Literal["missed_start_explained"] = "missed_start_explained"
    missed_on: date
    reason: str
    measures: str
    proposed_on: date


SupervisionEntry = (
    MatterOpened
    | SlipDrafted
    | SlipIssued
    | SlipDropped
    | SlipAnswered
    | MatterClosed
    | InterviewHeld
    | ReviewRequested
    | ReviewDecided
    | MissedStartExplained
)
"""Every entry about supervision (督办记录)."""
