"""Requests about supervision (督办办理): sign, answer, close, escalate, interview, review."""

from typing import Literal

from pydantic import Field

from models.act import Act
from models.vocabulary import TODAY, Reason, Text, Value
from models.written import Day


class OfMatter(Value):
    """What is done about a matter (对督办事项的办理)."""

    matter: str = Field("", title="督办事项")
    """Its number within the project; empty = the only one that waits."""


class SignSlip(OfMatter):
    """Sign a drafted slip; with that it goes out (签发)."""

    act: Literal[Act.SIGN_SLIP] = Act.SIGN_SLIP
    opinion: Text = Field("", title="意见")


class DropSlip(OfMatter):
    """Do not sign a drafted slip (不予签发)."""

    act: Literal[Act.DROP_SLIP] = Act.DROP_SLIP
    reason: Reason


class AnswerSlip(OfMatter):
    """Answer an issued slip (反馈): what is done, until when, with what evidence."""

    act: Literal[Act.ANSWER_SLIP] = Act.ANSWER_SLIP
    answer: Reason = Field(title="办理情况")
    evidence: Text = Field("", title="佐证材料")
    done_by: Day = Field(title="承诺办结日", description="承诺在哪一天前办结")


class CloseMatter(OfMatter):
    """Strike a settled matter off (销号)."""

    act: Literal[Act.CLOSE_MATTER] = Act.CLOSE_MATTER
    result: Reason = Field(title="销号依据")


class EscalateMatter(OfMatter):
    """Put a matter on a higher rung directly, or open one by direction (直接升级、批示立项).

    No matter = a new one, by direction of a leader.
    """

    act: Literal[Act.ESCALATE_MATTER] = Act.ESCALATE_MATTER
    rung: str = Field(title="督办层级")
    reason: Reason


class HoldInterview(OfMatter):
    """Record an interview (记录约谈)."""

    act: Literal[Act.HOLD_INTERVIEW] = Act.HOLD_INTERVIEW
    held_on: Day | None = Field(None, title="约谈日", description=TODAY)
    attendants: Reason = Field(title="参加人员")
    minutes: Reason = Field(title="约谈记录")


class RequestReview(OfMatter):
    """Ask for a review of a conclusion (申请复核)."""

    act: Literal[Act.REQUEST_REVIEW] = Act.REQUEST_REVIEW
    reason: Reason


class DecideReview(OfMatter):
    """Decide a review (复核决定)."""

    act: Literal[Act.DECIDE_REVIEW] = Act.DECIDE_REVIEW
    upheld: bool = Field(title="复核结论")
    reason: Reason = Field(title="复核理由")


class ExplainMissedStart(Value):
    """Explain a missed start and propose a new date (说明未按期开工)."""

    act: Literal[Act.EXPLAIN_MISSED_START] = Act.EXPLAIN_MISSED_START
    reason: Reason
    measures: Reason = Field(title="整改措施")
    proposed_on: Day = Field(title="拟定开工日")


SupervisionRequest = (
    SignSlip
    | DropSlip
    | AnswerSlip
    | CloseMatter
    | EscalateMatter
    | HoldInterview
    | RequestReview
    | DecideReview
    | ExplainMissedStart
)
"""What is given with an act of supervision."""
