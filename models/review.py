"""Who has seen an application before it is decided (审查、审核、决定): two pairs of eyes.

行政许可法 34 and 38 let the agency examine what was handed in before it decides; how many
persons that takes is the agency's own order, so it is data of the catalogue.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from models.act import Act
from models.labelled import Labelled
from models.nature import Nature
from models.people import Role
from models.vocabulary import Reason, Sourced, Value


class ReviewStage(Labelled):
    """Which look at the file an opinion stands for (审签环节)."""

    EXAMINATION = "examination", "审查"
    """审查: of the papers and, where the law asks for it, of the facts (行政许可法 34)."""
    CHECK = "check", "审核"
    """审核: of the examination, by another person."""
    CONCURRENCE = "concurrence", "会签"
    """会签: of another office that the matter concerns, on its own subject."""


class ReviewStep(Value):
    """An opinion that must be on record before the decision, and whose (审签步骤)."""

    stage: ReviewStage
    by: tuple[Role, ...] = Field(default=(Role.OFFICER,), min_length=1)


class AskedOffice(Value):
    """An office whose opinion is asked for, and on what (会签单位)."""

    department: str
    about: str = Field(min_length=1)
    by_law: bool = False
    """Named by the source: no other office's agreement stands for its own."""


class ReviewForm(Sourced):
    """How many persons see an application before it is decided, and who decides (审签程序)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    name: str
    natures: tuple[Nature, ...] = ()
    """What it is for, where a procedure names no form of its own."""
    steps: tuple[ReviewStep, ...] = ()
    """Opinions that precede the decision, each by another person; none = acceptance is a look."""
    decided_by: tuple[Role, ...] = Field(default=(Role.OFFICER, Role.DEPARTMENT_HEAD), min_length=1)
    single_handed: bool = False
    """One person may accept and grant: a filing or a commitment leaves nothing to weigh."""
    asked: tuple[AskedOffice, ...] = ()
    """Offices that sign an opinion in any order, beside one another (会签、联合验收)."""
    at_least: int | None = Field(default=None, ge=1)
    """So many of them must agree; ``None`` = all."""
    within_workdays: int | None = Field(default=None, ge=1)
    """Working days from acceptance in which they sign; ``None`` = no limit of its own."""

    @property
    def needed(self) -> int:
        """Return how many of the offices that are asked must agree."""
        return len(self.asked) if self.at_least is None else self.at_least


TWO_PERSONS = ReviewForm(
    code="two_persons",
    name="受理、决定分开",
    assumed=True,
    source="行政许可法第三十四条只定审查，受理与决定由不同的人办理为建议做法",
)
"""What holds where the catalogue says nothing else."""


class Recommendation(Labelled):
    """What an opinion recommends (审签建议)."""

    GRANT = "grant", "建议准予"
    REFUSE = "refuse", "建议不予同意"


class GiveReview(Value):
    """Put an opinion on record before somebody else decides (签署审查意见)."""

    act: Literal[Act.REVIEW] = Act.REVIEW
    recommends: Recommendation = Field(Recommendation.GRANT, title="建议")
    opinion: Reason = Field(
        title="审查意见",
        description="会签单位不同意的，逐条写明理由，一行一条；再次签署的，以最后一次为准",
    )


class Reviewed(Value):
    """An opinion on the application was signed (已签署审查意见)."""

    label: ClassVar[str] = "签署审查意见"
    kind: Literal["reviewed"] = "reviewed"
    procedure: str
    stage: ReviewStage
    recommends: Recommendation
    opinion: str
    office: str = ""
    """Code of the office that was asked and signs for itself; empty = the one that decides."""


@dataclass(frozen=True, slots=True)
class SignedReview:
    """An opinion on an application, and who signed it (审查意见)."""

    by: str
    on: date
    stage: ReviewStage
    recommends: Recommendation
    opinion: str
    office: str = ""
    person: str = ""
    """Login of who signed at the post ``by``, where the ledger tells."""
