"""What is told to whom (通知): wording goes in, deliveries come out."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.vocabulary import Value


class Ground(StrEnum):
    """Why a notice goes out (通知事由)."""

    PROCEDURE_OPENED = "procedure_opened"
    SUBMITTED = "submitted"
    CORRECTION_REQUESTED = "correction_requested"
    ACCEPTED = "accepted"
    DEEMED_ACCEPTED = "deemed_accepted"
    CONDITIONALLY_ACCEPTED = "conditionally_accepted"
    DECLINED = "declined"
    PROMISE_DUE_SOON = "promise_due_soon"
    PROMISE_LAPSED = "promise_lapsed"
    SIGNATURE_DUE = "signature_due"
    """A lapsed promise has a consequence that a named person signs."""
    RETURNED = "returned"
    PAUSED = "paused"
    SPECIAL_PROCEDURE_OVERRUN = "special_procedure_overrun"
    EXTENDED = "extended"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    CONCLUDED = "concluded"
    REFUSED = "refused"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    START_SLIPPED = "start_slipped"
    GATE_PASSED = "gate_passed"
    REPORT_ASKED = "report_asked"
    REPORT_CHASED = "report_chased"


class Severity(StrEnum):
    """How much a notice matters (紧急程度)."""

    INFO = "info"
    ATTENTION = "attention"
    URGENT = "urgent"


class DeliveryState(StrEnum):
    """How far a delivery has come (送达状态), in the words of GOV.UK Notify."""

    PENDING = "pending"
    DELIVERED = "delivered"
    TEMPORARY_FAILURE = "temporary_failure"
    PERMANENT_FAILURE = "permanent_failure"
    """Given up after the last retry: a dead letter (死信)."""


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
