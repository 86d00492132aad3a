"""Requests about a project as a whole: its gates, its start date, its applicant's record."""

from datetime import date
from typing import Literal

from models.act import Act
from models.vocabulary import Reason, Text, Value


class ConfirmCondition(Value):
    """Confirm a gate's condition that no procedure proves (条件确认)."""

    act: Literal[Act.CONFIRM_CONDITION] = Act.CONFIRM_CONDITION
    condition: str
    evidence: Text = ""


class PinStart(Value):
    """Fix the start date, or move it with a reason (卡住开工时间节点)."""

    act: Literal[Act.PIN_START] = Act.PIN_START
    start_on: date
    reason: Text = ""


class ReportStart(Value):
    """Report that work has begun (报告开工)."""

    act: Literal[Act.REPORT_START] = Act.REPORT_START
    started_on: date


class RepairCredit(Value):
    """Take a repaired breach off the applicant's record (信用修复)."""

    act: Literal[Act.REPAIR_CREDIT] = Act.REPAIR_CREDIT
    reason: Reason
