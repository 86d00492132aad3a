"""The entries of a case (办件记录): what was done to one procedure of one project.

Each is one of `CaseEntry` in `models/ledger.py`; those with a subject of their own
(hearing, review, promise, …) stand with that subject.
"""

from datetime import date
from functools import lru_cache
from typing import ClassVar, Literal

from pydantic import Field

from models.act_requests import CorrectionItem, PromisedDocument
from models.catalogue import DeferralMode, SpecialProcedureKind, TimeLimit, Unit
from models.decline import DeclineGround
from models.notice import Ground
from models.rulebook import DeferralProfile
from models.vocabulary import Value


class ProcedureOpened(Value):
    """All prerequisites are in: the procedure may be applied for (事项已具备申报条件)."""

    label: ClassVar[str] = "具备申报条件"
    kind: Literal["procedure_opened"] = "procedure_opened"
    procedure: str


class ProcedureClosed(Value):
    """A prerequisite fell away before it was applied for (事项退回未具备条件)."""

    label: ClassVar[str] = "退回未具备条件"
    kind: Literal["procedure_closed"] = "procedure_closed"
    procedure: str
    because: str


class Submitted(Value):
    """An application was handed in (已申报)."""

    label: ClassVar[str] = "申报"
    kind: Literal["submitted"] = "submitted"
    procedure: str
    documents: tuple[str, ...]


class CorrectionRequested(Value):
    """Everything to be corrected was told, once (已一次性告知补正)."""

    label: ClassVar[str] = "一次性告知补正"
    kind: Literal["correction_requested"] = "correction_requested"
    procedure: str
    items: tuple[CorrectionItem, ...]
    due_on: date | None


class Corrected(Value):
    """The corrections came in (已补正)."""

    label: ClassVar[str] = "提交补正"
    kind: Literal["corrected"] = "corrected"
    procedure: str
    documents: tuple[str, ...]


class Accepted(Value):
    """A complete application was taken in (已受理)."""

    label: ClassVar[str] = "受理"
    kind: Literal["accepted"] = "accepted"
    procedure: str
    promised: TimeLimit
    statutory: TimeLimit
    opinion: str = ""


class DeemedAccepted(Value):
    """Nobody told the applicant in time: accepted as of receipt by law (视为受理)."""

    label: ClassVar[str] = "视为受理"
    kind: Literal["deemed_accepted"] = "deemed_accepted"
    procedure: str
    accepted_on: date
    promised: TimeLimit
    statutory: TimeLimit
    article: str


class ConditionallyAccepted(Value):
    """The application was taken in with documents still to come (已容缺受理)."""

    label: ClassVar[str] = "容缺受理"
    kind: Literal["conditionally_accepted"] = "conditionally_accepted"
    procedure: str
    owed: tuple[PromisedDocument, ...] = Field(min_length=1)
    signed_by: str
    signed_on: date
    countersigned_by: str
    profile: str
    promised: TimeLimit
    statutory: TimeLimit
    opinion: str = ""
    mode: DeferralMode = DeferralMode.ACCEPT_ONLY
    """How far it may go ahead of its documents: the lesser of profile and procedure."""
    clock_from: date | None = None
    """Where the profile times it from; ``None`` = the day of signature."""
    terms: DeferralProfile | None = None
    """What the profile said when both sides signed; ``None`` = written before it was kept."""


class Declined(Value):
    """The application was not taken in (已不予受理)."""

    label: ClassVar[str] = "不予受理"
    kind: Literal["declined"] = "declined"
    procedure: str
    reason: str
    ground: DeclineGround | None = None
    """``None`` = an acceptance was ended because a promise had lapsed."""


class Returned(Value):
    """The grace ran out: the application goes back to the applicant (已退件)."""

    label: ClassVar[str] = "退件"
    kind: Literal["returned"] = "returned"
    procedure: str
    reason: str
    source: str


class ClockPaused(Value):
    """A special procedure began; the clock stands still (已暂停计时)."""

    label: ClassVar[str] = "暂停计时"
    kind: Literal["clock_paused"] = "clock_paused"
    procedure: str
    procedure_kind: SpecialProcedureKind
    reason: str
    requested_by: str
    approved_by: str
    limit_days: int
    limit_unit: Unit


class ClockResumed(Value):
    """The special procedure ended; the clock runs on (已恢复计时)."""

    label: ClassVar[str] = "恢复计时"
    kind: Literal["clock_resumed"] = "clock_resumed"
    procedure: str
    result: str = ""


class Extended(Value):
    """The head of the agency extended the limit (已延长期限)."""

    label: ClassVar[str] = "延长期限"
    kind: Literal["extended"] = "extended"
    procedure: str
    days: int
    unit: Unit
    reason: str
    applicant_informed: bool
    article: str


class Concluded(Value):
    """The department granted it (已办结)."""

    label: ClassVar[str] = "准予办结"
    kind: Literal["concluded"] = "concluded"
    procedure: str
    conditional: bool = False
    opinion: str = ""
    permit_number: str = ""


class ApplicationRefused(Value):
    """The department did not grant it (已不予许可)."""

    label: ClassVar[str] = "不予许可（批准、登记）"
    kind: Literal["application_refused"] = "application_refused"
    procedure: str
    reason: str
    untrue: bool = False
    """Something was kept back or false (行政许可法 78)."""


class Delivered(Value):
    """The decision was handed over (已送达)."""

    label: ClassVar[str] = "送达"
    kind: Literal["delivered"] = "delivered"
    procedure: str
    served_on: date


class Withdrawn(Value):
    """The applicant took the application back (已撤回)."""

    label: ClassVar[str] = "撤回"
    kind: Literal["withdrawn"] = "withdrawn"
    procedure: str
    reason: str = ""


class Revoked(Value):
    """What was granted was revoked (已撤销)."""

    label: ClassVar[str] = "撤销"
    kind: Literal["revoked"] = "revoked"
    procedure: str
    reason: str
    untrue: bool = False
    """It was obtained by deceit (行政许可法 69, 79)."""


class Reminded(Value):
    """A reminder about one ground and one day became due (已提醒)."""

    label: ClassVar[str] = "提醒"
    kind: Literal["reminded"] = "reminded"
    ground: Ground
    about_on: date
    procedure: str = ""


@lru_cache(maxsize=4096)
def reminded(ground: Ground, about_on: date, procedure: str = "") -> Reminded:
    """Return the reminder of a ground and a day; asked for at every act, checked once."""
    return Reminded(ground=ground, about_on=about_on, procedure=procedure)
