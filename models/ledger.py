"""The entries of the ledger (台账): what happened, in the past tense, never changed.

`Payload` is the tagged union of all kinds; a new kind breaks the type check at its fold
(`rules/fold/case.py`, `file.py`, `campaign.py`) until it is handled there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter

from models.acknowledgement import NoticeAcknowledged
from models.act_requests import Via
from models.assignment import Assigned
from models.attachment import FilesAttached
from models.awaiting import UpstreamArrived, UpstreamAwaited
from models.book_line import LineMoved, LineRecorded
from models.bulletin import BulletinDrafted, BulletinDropped, BulletinIssued
from models.campaign import Campaign
from models.case_entries import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    ClockResumed,
    Concluded,
    ConditionallyAccepted,
    Corrected,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Delivered,
    Extended,
    ProcedureClosed,
    ProcedureOpened,
    Reminded,
    Returned,
    Revoked,
    Submitted,
    Withdrawn,
)
from models.certificate import CertificateExtended
from models.credit import BreachRecorded, CreditRepaired
from models.days import DayTable, DueDatesMoved
from models.earlier_timings import TimingsLoaded
from models.expectation import DocumentExpected
from models.hearing import HearingHeld, HearingOffered, HearingRequested
from models.issue import IssueRaised, IssueSolved
from models.key import KeyRotated
from models.light_rules import DelayJustified, LightChanged, LightsRead
from models.measure import DefenceStated, MeasureAnnounced
from models.milestone import MilestoneEntry
from models.preview import PreviewOpinionGiven
from models.progress import ProgressReported
from models.promise import (
    DeferredItemReceived,
    PromiseExtended,
    PromiseLapsed,
    RectificationOrdered,
)
from models.review import Reviewed
from models.supervision import SupervisionEntry
from models.vocabulary import Value
from models.weekly import RoundChased, RoundClosed, RoundOpened, RoundPublished


class CampaignLoaded(Value):
    """A campaign's catalogue, rules, people and days took effect (专项行动已载入)."""

    label: ClassVar[str] = "载入专项行动"
    kind: Literal["campaign_loaded"] = "campaign_loaded"
    campaign: Campaign
    digests: dict[str, str]


class DaysLoaded(Value):
    """A holiday notice took effect (工作日历已更新)."""

    label: ClassVar[str] = "更新工作日历"
    kind: Literal["days_loaded"] = "days_loaded"
    days: DayTable
    notice: str


CaseEntry = (
    ProcedureOpened
    | ProcedureClosed
    | Submitted
    | CorrectionRequested
    | Corrected
    | Accepted
    | DeemedAccepted
    | ConditionallyAccepted
    | PreviewOpinionGiven
    | Declined
    | DeferredItemReceived
    | PromiseExtended
    | RectificationOrdered
    | PromiseLapsed
    | Returned
    | ClockPaused
    | ClockResumed
    | UpstreamAwaited
    | UpstreamArrived
    | DocumentExpected
    | Assigned
    | HearingOffered
    | HearingRequested
    | HearingHeld
    | Extended
    | Reviewed
    | Concluded
    | ApplicationRefused
    | Delivered
    | CertificateExtended
    | Withdrawn
    | Revoked
    | MeasureAnnounced
    | DefenceStated
    | BreachRecorded
    | Reminded
)
"""Every entry of a case (办件记录); a reminder may be about the whole project as well."""

ProjectEntry = (
    MilestoneEntry
    | CreditRepaired
    | FilesAttached
    | DueDatesMoved
    | ProgressReported
    | DelayJustified
    | LightChanged
    | IssueRaised
    | IssueSolved
    | NoticeAcknowledged
    | SupervisionEntry
)
"""Every other entry of a project (项目记录); an acknowledgement may be the campaign's."""

CampaignEntry = (
    CampaignLoaded
    | DaysLoaded
    | RoundOpened
    | RoundChased
    | RoundClosed
    | RoundPublished
    | BulletinDrafted
    | BulletinIssued
    | BulletinDropped
    | LineRecorded
    | LineMoved
    | LightsRead
    | KeyRotated
    | TimingsLoaded
)
"""Every other entry of the campaign (专项行动记录)."""

Payload = Annotated[CaseEntry | ProjectEntry | CampaignEntry, Field(discriminator="kind")]
PAYLOADS: TypeAdapter[Payload] = TypeAdapter(Payload, config=ConfigDict(defer_build=True))
"""Reads the payload of an entry of any kind."""
FORMS: Mapping[str, type[Payload]] = {
    one.model_fields["kind"].default: one for one in get_args(get_args(Payload)[0])
}
"""Kind of entry → its form; a form is built when the first of its kind is read."""
ENTRIES: Mapping[str, str] = {kind: form.label for kind, form in FORMS.items()}
"""Kind of entry → what it is called in the timeline."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is about to be written (待记事项)."""

    payload: Payload
    at: datetime
    on: date
    by: str
    via: Via
    key: str | None = None
    """Idempotency key: the same key is recorded once."""
    person: str = ""
    """Login of who acted at the post ``by``; empty where that says it already."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands in the ledger (台账记录)."""

    stream: str
    version: int
    payload: Payload
    at: datetime
    on: date
    by: str
    via: Via
    key: str | None
    hash: str
    person: str = ""
