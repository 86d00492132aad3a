"""What was filled in at a door that does not know who acts (待本人签字的办理)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from models.vocabulary import Value


class ProposalKind(StrEnum):
    """What is proposed (拟办内容)."""

    ACT = "act"
    REPORT = "report"
    REGISTER = "register"


class ProposalEnd(StrEnum):
    """What became of it (处理结果)."""

    SIGNED = "signed"
    DROPPED = "dropped"


class Proposal(Value):
    """Something that counts once its officer has signed it, and not before (待签字的办理)."""

    number: int
    key: str
    """Its idempotency key: what is signed is recorded under it."""
    kind: ProposalKind
    project: str
    procedure: str
    """Empty = it is about no single procedure."""
    officer: str
    """The account that was typed: nobody else signs."""
    content: dict[str, Any]
    """The request as JSON: of an act, of a report's fields, of a project."""
    asked_at: datetime
    settled_at: datetime | None = None
    end: ProposalEnd | None = None

    @property
    def open(self) -> bool:
        """Tell whether it still waits."""
        return self.end is None
