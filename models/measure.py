"""What is meant to be done to the applicant's disadvantage, told beforehand (拟作处理告知).

Whoever is to lose a licence, or to go on the credit record, is told what for and may
state a case first (行政许可法 7: 陈述权、申辩权).
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from models.act import Act
from models.catalogue import Unit
from models.labelled import Labelled
from models.vocabulary import Reason, Sourced, Value


class Measure(Labelled):
    """What is meant to be done (拟作处理)."""

    REVOCATION = "revocation", "撤销"
    """撤销 (行政许可法 69)."""
    CREDIT_RECORD = "credit_record", "认定失信"
    """失信认定."""


class MeasureBasis(Sourced):
    """What gives the right to be heard before a measure, and from which day on (告知依据)."""

    measure: Measure
    since: date | None = None
    """The first day on which it was in force."""


class BeingHeardRules(Sourced):
    """How long an applicant may state a case, and who decides on credit (陈述申辩规则)."""

    reply_days: int = Field(default=5, ge=1)
    unit: Unit = Unit.WORKDAY
    credit_deciders: tuple[str, ...] = ()
    """Accounts that decide on credit records; empty = any head of another department, a leader."""
    bases: tuple[MeasureBasis, ...] = ()

    def basis_of(self, measure: Measure, *, on: date) -> str:
        """Return what gives the right on a day: the latest rule that was in force by then."""
        found = [
            one
            for one in self.bases
            if one.measure is measure and (one.since is None or one.since <= on)
        ]
        latest = max(found, key=lambda one: one.since or date.min, default=None)
        return latest.source if latest is not None else self.source


class AnnounceMeasure(Value):
    """Tell the applicant what is meant to be done, and that a case may be stated (告知拟作处理)."""

    act: Literal[Act.ANNOUNCE_MEASURE] = Act.ANNOUNCE_MEASURE
    measure: Measure = Field(title="拟作处理")
    reason: Reason


class StateDefence(Value):
    """State the applicant's case (陈述申辩); that there is nothing to say counts as well."""

    act: Literal[Act.STATE_DEFENCE] = Act.STATE_DEFENCE
    measure: Measure = Field(title="拟作处理")
    statement: Reason = Field(title="陈述申辩内容")


class MeasureAnnounced(Value):
    """The applicant was told what is meant to be done (已告知拟作处理)."""

    label: ClassVar[str] = "告知拟作处理"
    kind: Literal["measure_announced"] = "measure_announced"
    procedure: str
    measure: Measure
    reason: str
    answer_by: date
    days: int
    unit: Unit
    article: str


class DefenceStated(Value):
    """The applicant has stated a case (已陈述申辩)."""

    label: ClassVar[str] = "陈述申辩"
    kind: Literal["defence_stated"] = "defence_stated"
    procedure: str
    measure: Measure
    statement: str


@dataclass(frozen=True, slots=True)
class AnnouncedMeasure:
    """Where a measure stands that was announced and is not decided yet (待定的拟作处理)."""

    measure: Measure
    by: str
    on: date
    reason: str
    answer_by: date
    """What the applicant was told; a holiday notice may move the last day on, never back."""
    days: int
    unit: Unit
    article: str
    stated_on: date | None = None
    statement: str = ""
    person: str = ""
    """Login of who proposed it at the post ``by``, where the ledger tells."""
