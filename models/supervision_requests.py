"""Requests about supervision (督办办理): sign, answer, close, escalate, interview, review."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.act import Act
from models.vocabulary import Reason, Value


class SignSlip(Value):
    """Sign a drafted slip; with that it goes out (签发)."""

    act: Literal[Act.SIGN_SLIP] = Act.SIGN_SLIP
    matter: str = ""
    """Its number within the project; empty = the only one that waits."""
    opinion: str = Field(default="", max_length=2000)


class DropSlip(Value):
    """Do not sign a drafted slip (不予签发)."""

    act: Literal[Act.DROP_SLIP] = Act.DROP_SLIP
    matter: str = ""
    reason: Reason


class AnswerSlip(Value):
    """Answer an issued slip (反馈): what is done, until when, with what evidence."""

    act: Literal[Act.ANSWER_SLIP] = Act.ANSWER_SLIP
    matter: str = ""
    answer: Reason
    evidence: str = Field(default="", max_length=2000)
    done_by: date


class CloseMatter(Value):
    """Strike a settled matter off (销号)."""

    act: Literal[Act.CLOSE_MATTER] = Act.CLOSE_MATTER
    matter: str = ""
    result: Reason


class EscalateMatter(Value):
    """Put a matter on a higher rung directly, or open one by direction (直接升级、批示立项)."""

    act: Literal[Act.ESCALATE_MATTER] = Act.ESCALATE_MATTER
    matter: str = ""
    """Empty = a new matter, by direction of a leader."""
    rung: str
    reason: Reason


class HoldInterview(Value):
    """Record an interview (记录约谈)."""

    act: Literal[Act.HOLD_INTERVIEW] = Act.HOLD_INTERVIEW
    matter: str = ""
    held_on: date | None = None
    attendants: Reason
    minutes: Reason


class RequestReview(Value):
    """Ask for a review of a conclusion (申请复核)."""

    act: Literal[Act.REQUEST_REVIEW] = Act.REQUEST_REVIEW
    matter: str = ""
    reason: Reason


class DecideReview(Value):
    """Decide a review (复核决定)."""

    act: Literal[Act.DECIDE_REVIEW] = Act.DECIDE_REVIEW
    matter: str = ""
    upheld: bool
    reason: Reason


class ExplainMissedStart(Value):
    """Explain a missed start and propose a new date (说明未按期开工)."""

    act: Literal[Act.EXPLAIN_MISSED_START] = Act.EXPLAIN_MISSED_START
    reason: Reason
    measures: Reason
    proposed_on: date
