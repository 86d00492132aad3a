"""The dispatch meeting (调度会办): how long it takes, and its agenda as shown."""

from datetime import date

from pydantic import Field

from models.light import Light
from models.vocabulary import Sourced, Value


class MeetingRules(Sourced):
    """What a dispatch meeting can do in its time (调度会办规则)."""

    minutes: int = Field(default=90, ge=10, le=600)
    """How long a meeting lasts."""
    minutes_each: int = Field(default=10, ge=1, le=120)
    """What one procedure takes."""
    settled_workdays: int = Field(default=3, ge=0, le=30)
    """Within how many working days a procedure is concluded once the meeting has settled it,
    where no notice period or prerequisite forbids it."""


class MeetingMatter(Value):
    """A procedure to be settled by a meeting (会办事项)."""

    procedure: str
    name: str
    department: str
    department_name: str
    state_name: str
    holder_name: str
    """Who holds it now, in words; empty = nobody."""
    light: Light
    due_on: date | None
    left: str
    """What is to be settled, in words."""


class MeetingItem(Value):
    """One item of the agenda: matters of one project that only help together (议程项目)."""

    project: str
    project_name: str
    unit_name: str
    pinned_start: date
    forecast_start: date
    matters: tuple[MeetingMatter, ...]
    minutes: int
    days: int
    """Working days by which the start comes nearer, up to the pinned date."""
    starts_on: date
    """The forecast start once this and the project's earlier items are settled."""
    within: bool
    """Fits into the meeting."""
    key: bool = False
    """Its project is a key one (重点项目)."""


class MeetingAgenda(Value):
    """The agenda of a dispatch meeting (会办议程), most start-days a minute first."""

    as_of: date
    minutes: int
    minutes_each: int
    settled_workdays: int
    assumed: bool
    items: tuple[MeetingItem, ...]
    days: int
    """Working days of start that the items within the meeting bring nearer."""
    late: int
    """Projects whose start is forecast after its pinned date."""
    helpless: tuple[str, ...] = ()
    """Names of those that no matter open today can bring nearer."""
