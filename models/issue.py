"""Issues that hold a project up (问题清单): raised, solved, struck off."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from models.act import Act
from models.vocabulary import Reason, Text, Value
from models.written import Count, Day, OfficeCode


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of a project (问题)."""

    number: int
    text: str
    needs: str
    office: str
    """Code of the department or unit that should solve it."""
    raised_on: date
    due_on: date
    solved_on: date | None = None
    result: str = ""

    @property
    def open(self) -> bool:
        """Tell whether it is still to be solved."""
        return self.solved_on is None


class RaiseIssue(Value):
    """Put an issue on the list (提出问题)."""

    act: Literal[Act.RAISE_ISSUE] = Act.RAISE_ISSUE
    text: Text = Field(min_length=2, max_length=500, title="问题")
    needs: Text = Field(default="", max_length=500, title="需要解决的事")
    office: OfficeCode = Field("", title="牵头解决单位")
    """Empty = the responsible unit itself."""
    due_on: Day | None = Field(None, title="解决期限")
    """Empty = after the days that the rules give."""


class SolveIssue(Value):
    """Strike a solved issue off the list (问题销号)."""

    act: Literal[Act.SOLVE_ISSUE] = Act.SOLVE_ISSUE
    issue: Count = Field(default=0, ge=0, title="问题编号")
    """0 = the only open one."""
    result: Reason = Field(title="解决情况")


class IssueRaised(Value):
    """An issue was put on the list (问题已提出)."""

    label: ClassVar[str] = "提出问题"
    kind: Literal["issue_raised"] = "issue_raised"
    issue: int
    text: str
    needs: str = ""
    office: str
    due_on: date


class IssueSolved(Value):
    """An issue was solved and struck off (问题已销号)."""

    label: ClassVar[str] = "问题销号"
    kind: Literal["issue_solved"] = "issue_solved"
    issue: int
    result: str
