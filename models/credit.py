"""What is asked and recorded of an applicant's record (信用记录)."""

from typing import ClassVar, Literal

from models.act import Act
from models.vocabulary import Reason, Value


class BreachRecorded(Value):
    """A broken promise went on the applicant's record (已认定失信)."""

    label: ClassVar[str] = "失信认定"
    kind: Literal["breach_recorded"] = "breach_recorded"
    procedure: str
    credit_code: str
    reason: str
    article: str = ""
    """What gives the record, as it was in force on its day."""


class CreditRepaired(Value):
    """The applicant's record was repaired (信用已修复)."""

    label: ClassVar[str] = "信用修复"
    kind: Literal["credit_repaired"] = "credit_repaired"
    procedure: str
    credit_code: str
    reason: str


class RepairCredit(Value):
    """Take a repaired breach off the applicant's record (信用修复)."""

    act: Literal[Act.REPAIR_CREDIT] = Act.REPAIR_CREDIT
    reason: Reason
