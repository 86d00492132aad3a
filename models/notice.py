"""What is told to whom (通知): wording goes in, deliveries come out."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from models.labelled import Labelled
from models.vocabulary import Value


class Ground(StrEnum):
    """Why a notice goes out (通知事由)."""

    PROCEDURE_OPENED = "procedure_opened"
    SUBMITTED = "submitted"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTION_DUE_SOON = "correction_due_soon"
    CORRECTION_OVERDUE = "correction_overdue"
    """The day of something to be corrected has passed: it may still come."""
    ACCEPTED = "accepted"
    DEEMED_ACCEPTED = "deemed_accepted"
    CONDITIONALLY_ACCEPTED = "conditionally_accepted"
    PREVIEW_OPINION = "preview_opinion"
    """An opinion without legal force, prerequisites still lacking."""
    DECLINED = "declined"
    PROMISE_DUE_SOON = "promise_due_soon"
    PROMISE_LAPSED = "promise_lapsed"
    SIGNATURE_DUE = "signature_due"
    """A lapsed promise has a consequence that a named person signs."""
    RETURNED = "returned"
    PAUSED = "paused"
    SPECIAL_PROCEDURE_OVERRUN = "special_procedure_overrun"
    EXTENDED = "extended"
    CERTIFICATE_EXTENDED = "certificate_extended"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    CONCLUDED = "concluded"
    REFUSED = "refused"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    OPINION_ASKED = "opinion_asked"
    """Other offices are asked for their opinion on an application (会签)."""
    OPINION_LATE = "opinion_late"
    CERTIFICATE_EXPIRING = "certificate_expiring"
    """A certificate runs out while nobody has started building."""
    DUE_DATES_MOVED = "due_dates_moved"
    """A change of calendar or rules moved days of a running case."""
    START_SLIPPED = "start_slipped"
    GATE_PASSED = "gate_passed"
    ASSIGNED = "assigned"
    """A case was handed from one officer to another (转办)."""
    ENTRUSTED = "entrusted"
    """The paperwork of a project was entrusted to an office (代办)."""
    PROJECT_AMENDED = "project_amended"
    """A project is another than it was: its investment, land, unit, procedures (项目变更)."""
    REPORT_ASKED = "report_asked"
    REPORT_CHASED = "report_chased"
    REPORT_MISSED = "report_missed"
    DAILY_BRIEF = "daily_brief"
    """What is late, due and waiting for one person, once a working day."""
    UNDELIVERED = "undelivered"
    """Notices that a channel did not take: who is to find another way."""
    START_MISSED = "start_missed"
    """The pinned date has gone by without a start."""
    STANDSTILL = "standstill"
    """Nobody has done anything on the project for long."""
    SLIP_UNSIGNED = "slip_unsigned"
    """A drafted slip waits for its signer."""
    SLIP_DRAFTED = "slip_drafted"
    SLIP_ISSUED = "slip_issued"
    SLIP_ANSWERED = "slip_answered"
    MATTER_CLOSED = "matter_closed"
    REVIEW_REQUESTED = "review_requested"
    REVIEW_DECIDED = "review_decided"
    BULLETIN_DRAFTED = "bulletin_drafted"
    """A monthly bulletin waits for its signer."""
    BULLETIN_ISSUED = "bulletin_issued"
    MEASURE_ANNOUNCED = "measure_announced"
    """What is meant to be done to the applicant's disadvantage is told first (陈述申辩)."""
    DEFENCE_STATED = "defence_stated"
    BREACH_RECORDED = "breach_recorded"
    HEARING_OFFERED = "hearing_offered"
    HEARING_REQUESTED = "hearing_requested"
    HEARING_HELD = "hearing_held"
    LIGHT_YELLOW = "light_yellow"
    LIGHT_RED = "light_red"
    ISSUE_RAISED = "issue_raised"
    ISSUE_OVERDUE = "issue_overdue"
    DIRECTED = "directed"
    """By direction of a leader (批示件): why a matter was opened, never a reminder."""


class Severity(StrEnum):
    """How much a notice matters (紧急程度)."""

    INFO = "info"
    ATTENTION = "attention"
    URGENT = "urgent"


class DeliveryState(Labelled):
    """How far a delivery has come (送达状态), in the words of GOV.UK Notify."""

    PENDING = "pending", "待送达"
    DELIVERED = "delivered", "已送达"
    TEMPORARY_FAILURE = "temporary_failure", "待重试"
    PERMANENT_FAILURE = "permanent_failure", "未能送达"
    """Given up after the last retry: a dead letter (死信)."""
    UNKNOWN = "unknown", "送达情况不明"
    """Sent twice, and both times we were killed before we knew: not sent again (送达情况不明)."""
    DIGEST = "digest", "待并入提要"
    """Not sent singly: waits for the reader's next digest (待并入每日提要)."""
    DIGESTED = "digested", "已并入提要"
    """Told in a digest (已并入每日提要)."""
    HELD_OUT = "held_out", "对照留白"
    """Not sent, to learn what its kind brings about (对照留白): by the campaign's rules only."""


class Destination(NamedTuple):
    """Where one recipient is reached (送达去处): channel by name, without its address."""

    recipient: str
    channel: str
    lane: str = ""
    """What fails together: scheme and server."""
    robot: str = ""
    """A fingerprint of the address: readers in one group get one message."""


class Notice(Value):
    """One notice about one ground on one day (通知): sent once per recipient and channel."""

    key: str
    """What makes it the same notice: stream, procedure, ground and the day it is about."""
    ground: Ground
    severity: Severity
    project: str = ""
    procedure: str = ""
    title: str = Field(max_length=120)
    """One line, no line break, no mark-up."""
    body: str
    recipients: tuple[str, ...]
    """Account numbers."""
    on: date
    held_out: bool = False
    """Recorded, but not sent: one of the few that show what the others bring about."""
