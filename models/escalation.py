"""The ladder of supervision as data (督办阶梯): grounds, rungs, who signs, who answers."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from models.notice import Ground
from models.people import Role
from models.vocabulary import Sourced


class Addressee(StrEnum):
    """Whom a slip is addressed to (送达对象); the answerer is the unit or department asked."""

    ANSWERER = "answerer"
    """联络员 of the unit, or the windows of the department."""
    ANSWERER_HEAD = "answerer_head"
    """主要负责人 of the unit or department."""
    CHIEF_SERVICE_OFFICER = "chief_service_officer"
    SPONSOR = "sponsor"


class LadderRung(Sourced):
    """One rung of the ladder (督办层级)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    name: str
    issuer: str
    """In whose name it goes out (签发单位)."""
    signer: Role | None = None
    """Whose signature sends it; ``None`` = a prompt, which nobody needs to sign (提示)."""
    signers: tuple[str, ...] = ()
    """Accounts that may sign; empty = every account of the role."""
    to: tuple[Addressee, ...] = Field(min_length=1)
    reply_workdays: int = Field(ge=1)
    interview: bool = False
    """约谈: what is signed is the invitation, what follows a record."""


class EscalationRules(Sourced):
    """The whole ladder and what puts a matter on it (督办规则)."""

    rungs: tuple[LadderRung, ...] = Field(min_length=1)
    """From the mildest to the gravest."""
    opens: Mapping[Ground, str]
    """Ground of a reminder → the rung at which its matter begins."""
    standstill_workdays: int = Field(ge=1)
    """Working days without an act after which a project stands still (停滞)."""
    answer_holds_workdays: int = Field(ge=1)
    """An answer keeps the ladder still for at most so long."""
    issue_workdays: int = Field(default=5, ge=1)
    """Working days to solve an issue for which no day is given."""
    review_days: int = Field(ge=1)
    """Calendar days to ask for a review, and again to decide it (政府督查工作条例 17)."""

    @model_validator(mode="after")
    def _opens_on_a_rung(self) -> Self:
        codes = [rung.code for rung in self.rungs]
        if len(set(codes)) != len(codes):
            raise ValueError("督办层级编码重复")
        if unknown := sorted(set(self.opens.values()) - set(codes)):
            raise ValueError(f"督办层级没有定义：{'、'.join(unknown)}")
        return self

    def rung(self, code: str) -> LadderRung:
        """Return the rung of a code."""
        return next(one for one in self.rungs if one.code == code)

    def above(self, code: str) -> LadderRung | None:
        """Return the next graver rung, or ``None`` at the top."""
        place = [one.code for one in self.rungs].index(code) + 1
        return self.rungs[place] if place < len(self.rungs) else None
