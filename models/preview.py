"""A preview opinion (预审意见、模拟审批): what the officer would say, before the case may come in.

It has no force of law: no decision, no permit, nothing may be built on it. When the
prerequisites are in and the application is submitted, the review starts from it
(`deferral.terms.preview` of the reference data; domain.md §2: 只出预审意见,前置齐后转换).
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from models.vocabulary import Value

NO_FORCE = "预审意见没有法律效力，不是审批决定；前置事项齐备并申报后转入正式审查"
"""Stands wherever a preview opinion is shown."""


class PreviewOpinionGiven(Value):
    """A preview opinion was given, prerequisites still lacking (已出具预审意见)."""

    label: ClassVar[str] = "出具预审意见"
    kind: Literal["preview_opinion_given"] = "preview_opinion_given"
    procedure: str
    opinion: str
    lacking: tuple[str, ...]
    """Procedures that had to be concluded first and were not, on that day."""


@dataclass(frozen=True, slots=True)
class PreviewOpinion:
    """The last preview opinion on a case (预审意见): kept through its submission."""

    given_on: date
    by: str
    opinion: str
    lacking: tuple[str, ...]
