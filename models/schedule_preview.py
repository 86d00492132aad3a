"""What a planner's file would move (排期预览): shapes that doors show."""

from datetime import date

from models.schedule_file import UnreadTask
from models.vocabulary import Value


class MovedTask(Value):
    """A procedure that the file plans otherwise (变动的事项)."""

    procedure: str
    name: str
    uid: str
    line: int
    planned: date
    """When our plan has it concluded."""
    wanted: date
    """When the file has."""
    possible: date
    """When it can be at the earliest, with all of the file's dates: after what comes first."""
    days: int
    """Working days from ``planned`` to ``wanted``."""
    remark: str


class SchedulePreview(Value):
    """What a planner's file would change (排期预览)."""

    project: str
    name: str
    as_of: date
    start_before: date
    start_after: date
    """When the gate of the start can open with all of the file's dates."""
    start_wanted: date | None
    """When the file has it; ``None`` = it does not say."""
    pinned_on: date | None
    days: int
    """Working days from ``start_before`` to ``start_after``."""
    moved: tuple[MovedTask, ...]
    unchanged: int
    absent: tuple[str, ...]
    """Procedures of the plan that are not concluded and that the file does not hold."""
    unread: tuple[UnreadTask, ...]

    @property
    def pins(self) -> date | None:
        """Return the start that could be pinned: the file's, where it is not pinned already."""
        wanted = self.start_wanted
        ahead = wanted is not None and wanted != self.pinned_on and wanted != self.start_before
        return wanted if ahead and wanted is not None and wanted > self.as_of else None
