"""What the ledger adds up to: a project's case file and its cases (办件)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from models.act_requests import CorrectionItem
from models.catalogue import DeferralMode, SpecialProcedureKind, TimeLimit, Unit
from models.changing import NOTHING
from models.hearing import Hearing
from models.issue import Issue
from models.labelled import Labelled
from models.light import Light as Light
from models.light_rules import DelayJustified, LightChanged, LightSubject
from models.measure import AnnouncedMeasure
from models.milestone import BaselineTaken, PlannedProcedure
from models.notice import Ground
from models.parcel import ParcelMoved
from models.preview import PreviewOpinion
from models.progress import Progress
from models.project import Project
from models.review import SignedReview
from models.rulebook import DeferralProfile
from models.supervision import Matter


class CaseState(StrEnum):
    """Where a case stands (办件状态)."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    CONDITIONALLY_ACCEPTED = "conditionally_accepted"
    PAUSED = "paused"
    OVERDUE_PROMISE = "overdue_promise"
    APPROVED = "approved"
    APPROVED_CONDITIONALLY = "approved_conditionally"
    REFUSED = "refused"
    DECLINED = "declined"
    RETURNED = "returned"
    """退件: a promise lapsed and its grace ran out; it may be submitted anew."""
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    NOT_REQUIRED = "not_required"


GRANTED = (CaseState.APPROVED, CaseState.APPROVED_CONDITIONALLY)
"""States of a case that was granted (办结)."""

NOBODY_MAY_ACT = (CaseState.NOT_OPEN, *GRANTED)


class Party(Labelled):
    """Whom a light or a delay points at (归因)."""

    DEPARTMENT = "department", "审批部门"
    APPLICANT = "applicant", "建设单位"
    THIRD_PARTY = "third_party", "第三方"
    STATUTORY_STOP = "statutory_stop", "法定中止"
    UPSTREAM = "upstream", "前置事项"
    SUPERIOR = "superior", "上级部门"


@dataclass(frozen=True, slots=True)
class OwedDocument:
    """A deferred document (欠交的容缺材料), received or not."""

    document: str
    due_on: date
    received_on: date | None = None
    lapsed_on: date | None = None
    extensions: int = 0

    @property
    def outstanding(self) -> bool:
        """Tell whether it is still owed."""
        return self.received_on is None


@dataclass(frozen=True, slots=True)
class ClockStop:
    """One time during which the clock stands still (暂停计时)."""

    kind: SpecialProcedureKind | None
    """``None`` = the grace after a lapsed promise (容缺补交宽限); ``UPSTREAM`` has no length."""
    reason: str
    started_on: date
    limit_days: int
    limit_unit: Unit
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that a case was accepted under (适用时限); later changes do not touch it."""

    promised: TimeLimit
    statutory: TimeLimit


@dataclass(frozen=True, slots=True)
class Case:
    """One project × one procedure (办件), as its entries leave it."""

    procedure: str
    state: CaseState = CaseState.NOT_OPEN
    opened_on: date | None = None
    submitted_on: date | None = None
    received_on: date | None = None
    """收件日: the day it came in complete as asked — handed in with nothing asked for since, or
    the correction that made it complete; ``None`` while something asked for is still to come."""
    told: bool = False
    """Whether the one-time notice (一次性告知) has been given for this submission."""
    documents: frozenset[str] = frozenset()
    corrections: tuple[CorrectionItem, ...] = ()
    """What was asked for, numbered by its place (补正事项)."""
    corrected: Mapping[str, date] = field(default_factory=lambda: NOTHING)
    """Documents of it that have come, and on which day; the others are open (待补正)."""
    corrections_told_on: date | None = None
    correction_due_on: date | None = None
    """The first day by which an open item is to come."""
    accepted_on: date | None = None
    accepted_by: str = ""
    """Who took it in; empty where it was deemed accepted or needed no acceptance here."""
    accepted_person: str = ""
    """Login of who took it in at that post, where the ledger tells."""
    handler: str = ""
    """Who of the department sees to it (经办人); empty = nobody in particular."""
    reviews: tuple[SignedReview, ...] = ()
    """Opinions on this application, in the order in which they were signed (审查意见)."""
    measures: tuple[AnnouncedMeasure, ...] = ()
    """What was announced to the applicant and is not decided yet (拟作处理)."""
    clock_from: date | None = None
    deemed: bool = False
    limits: Limits | None = None
    owed: tuple[OwedDocument, ...] = ()
    promise_signed_by: str = ""
    profile: str = ""
    """Key of the deferral profile that it was conditionally accepted under."""
    terms: DeferralProfile | None = None
    """What that profile said then: later changes under the same key do not touch it."""
    mode: DeferralMode = DeferralMode.NONE
    """How far it may go ahead of its documents."""
    rectify_by: date | None = None
    """责令限期整改: the last day to make a broken promise good."""
    grace_until: date | None = None
    stops: tuple[ClockStop, ...] = ()
    paused_from: CaseState | None = None
    hearing: Hearing | None = None
    """The hearing on this application, once its right was told (听证)."""
    extension_days: int = 0
    extension_unit: Unit = Unit.WORKDAY
    extensions: int = 0
    concluded_on: date | None = None
    """The day of the decision that granted it; a revocation does not undo that day."""
    conditional: bool = False
    permit_number: str = ""
    delivered_on: date | None = None
    extended_until: tuple[date, ...] = ()
    """Until when its certificate was let hold, each time (证件延期)."""
    ended_on: date | None = None
    """Declined, returned, refused, withdrawn or revoked on that day."""
    settled_at: datetime | None = None
    """When it was concluded or ended: its days are read under the calendar of then."""
    reason: str = ""
    untrue: bool = False
    """It ended because something was false or kept back (行政许可法 78, 79)."""
    preview: PreviewOpinion | None = None
    """What was said ahead of the prerequisites: no decision, but the review knows it."""
    returns: int = 0
    reminded: frozenset[tuple[Ground, date]] = frozenset()
    expected: Mapping[str, date] = field(default_factory=lambda: NOTHING)
    """Missing documents and the day on which each is expected (材料预计取得日)."""

    @property
    def outstanding(self) -> tuple[OwedDocument, ...]:
        """Return the documents that are still owed."""
        return tuple(owed for owed in self.owed if owed.outstanding) if self.owed else ()

    @property
    def open_corrections(self) -> tuple[CorrectionItem, ...]:
        """Return what was asked for and has not come yet."""
        return tuple(item for item in self.corrections if item.document not in self.corrected)

    @property
    def lapsed(self) -> tuple[OwedDocument, ...]:
        """Return the documents that are still owed after their day."""
        return tuple(owed for owed in self.outstanding if owed.lapsed_on is not None)

    @property
    def concluded(self) -> bool:
        """Tell whether it was granted, conditionally or not (办结)."""
        return self.state in GRANTED

    @property
    def stopped(self) -> bool:
        """Tell whether the clock stands still now."""
        return bool(self.stops) and self.stops[-1].ended_on is None

    @property
    def awaits_upstream(self) -> bool:
        """Tell whether it stands still because a prerequisite alone is missing (等待前置事项)."""
        return self.stopped and self.stops[-1].kind is SpecialProcedureKind.UPSTREAM


@dataclass(frozen=True, slots=True)
class Baseline:
    """The plan as it stood when the start date was pinned, and who signed (计划基线)."""

    taken: BaselineTaken
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class LastWord:
    """Who wrote last, when and what (最近办理)."""

    version: int
    at: datetime
    on: date
    by: str
    kind: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything the ledger says of one project (项目档案)."""

    project: Project
    version: int
    plan: Mapping[str, PlannedProcedure]
    cases: MappingProxyType[str, Case]
    not_required: Mapping[str, str]
    """Procedure code → why the project does not need it."""
    registered_on: date
    pinned_start: date | None = None
    confirmed: Mapping[str, date] = field(default_factory=dict)
    """Gate conditions: ``gate.condition`` → day."""
    passed: Mapping[str, date] = field(default_factory=dict)
    """Gate code → day on which it was passed."""
    started_on: date | None = None
    reminded: frozenset[tuple[Ground, date]] = frozenset()
    progress: Progress = field(default_factory=Progress)
    """What its weekly reports say."""
    matters: Mapping[str, Matter] = field(default_factory=lambda: NOTHING)
    """What of it is or was under supervision, by key."""
    justified: Mapping[LightSubject, DelayJustified] = field(default_factory=lambda: NOTHING)
    """Lights that have a justified reason, with the last word about each."""
    issues: Mapping[int, Issue] = field(default_factory=lambda: NOTHING)
    """What holds it up, by number (问题清单)."""
    lit: Mapping[LightSubject, LightChanged] = field(default_factory=lambda: NOTHING)
    """Lights as the daily reading last found them changed."""
    explained: frozenset[date] = frozenset()
    """Missed pinned dates that were explained."""
    acted_on: date | None = None
    """The last day on which a person did something for the project itself."""
    last: LastWord | None = None
    agent: str = ""
    """Code of the office to which its paperwork is entrusted (代办单位); empty = to none."""
    pin_reason: str = ""
    """Why the start date was last moved."""
    parcels: Mapping[str, ParcelMoved] = field(default_factory=lambda: NOTHING)
    """Parcels that are expropriated for it, as their book last told."""
    baselines: tuple[Baseline, ...] = ()
    """Plans as they stood when the start date was pinned, the first one first."""
    former_units: tuple[tuple[str, date], ...] = ()
    """Units that answered for it before, each with its last day: that of the change."""

    @property
    def last_on(self) -> date:
        """Return the day of the last entry."""
        return self.last.on if self.last is not None else self.registered_on

    def concluded(self, procedure: str) -> bool:
        """Tell whether a procedure is concluded, or does not apply to this project."""
        case = self.cases.get(procedure)
        return case is None or case.concluded

    def open_cases(self) -> Iterator[Case]:
        """Yield the cases on which somebody may act now, in catalogue order."""
        for code in self.plan:
            case = self.cases[code]
            if case.state not in NOBODY_MAY_ACT:
                yield case
