"""Where working days go, and where they will be needed (卡点、办件负荷): what doors show."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from models.case import Party
from models.vocabulary import Value


class BottleneckLine(Value):
    """Where the working days of one procedure at one department went (卡点情况)."""

    procedure: str
    name: str
    department: str
    department_name: str
    opened: int
    """Cases that were opened, over all projects."""
    concluded: int
    open_days: int
    """Working days on which they were open."""
    held: Mapping[Party, int]
    """Party → working days that it held them; they add up to ``open_days``."""
    promised: int | None
    """The promised limit in working days; ``None`` = none, or counted in calendar days."""
    assumed: bool
    """The promised limit is a placeholder."""
    median: int | None
    """Working days from acceptance to conclusion, of half the concluded ones at most."""
    in_time: Decimal | None
    """Share of the decided or overdue ones that kept their limits."""


class Bottlenecks(Value):
    """Where working days really go (卡点实据), most days first."""

    as_of: date
    projects: int
    lines: tuple[BottleneckLine, ...]


class LoadWeek(Value):
    """One week of one department (周负荷)."""

    week: str
    needed: int
    """Decisions that the plans need in it, if every limit is kept."""
    urgent: int
    """Of these, the ones that move a start when they come a week later."""
    room: Decimal | None
    """Decisions a week of late; ``None`` = it has made none yet."""

    @property
    def over(self) -> int:
        """Return how many more are needed than there is room for."""
        return max(self.needed - round(self.room), 0) if self.room is not None else 0


class DepartmentLoad(Value):
    """What the coming weeks ask of a department (部门负荷)."""

    department: str
    department_name: str
    weeks: tuple[LoadWeek, ...]
    short: int
    """Decisions for which no order of intake finds room in time; 0 where the pace is unknown."""


class LaterIntake(Value):
    """An application better handed in later, which moves no start (推后收件)."""

    project: str
    project_name: str
    procedure: str
    name: str
    department_name: str
    intake: str
    """The week in which the plan has it handed in."""
    intake_levelled: str | None
    """``None`` = after the weeks looked at."""
    conclusion: str
    """The week in which the plan has it concluded."""
    conclusion_levelled: str | None


class LoadAhead(Value):
    """What the coming weeks ask of every department (负荷前瞻)."""

    as_of: date
    looked_back_weeks: int
    departments: tuple[DepartmentLoad, ...]
    later: tuple[LaterIntake, ...]
    """The levelled intake plan (均衡收件安排): what to hand in later, and when."""
