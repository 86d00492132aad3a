"""The board of all projects as it is handed out (挂图作战): on paper, in sheets, for programs."""

from datetime import date

from models.case import CaseState
from models.light import Light
from models.vocabulary import Value


class WallProcedure(Value):
    """A procedure that some project on the board has (挂图事项)."""

    code: str
    name: str
    stage: str
    stage_name: str
    assumed: bool
    """Its promised limit is a placeholder, not the district's own (占位值)."""


class WallSquare(Value):
    """One procedure of one project on the board (挂图格)."""

    procedure: str
    state: CaseState
    state_name: str
    light: Light
    light_name: str
    mark: str
    """The character that stands in the square."""
    due_on: date | None
    """The last good day of the limit that binds."""


class WallLine(Value):
    """One project on the board (挂图项目)."""

    code: str
    name: str
    type_name: str
    tier: str
    tier_name: str
    unit: str
    unit_name: str
    light: Light
    light_name: str
    reasons: tuple[str, ...]
    """Why it is lit as it is, the weightiest first."""
    pinned_on: date | None
    forecast_on: date
    slip_days: int
    """Working days by which it is expected after the pinned day."""
    float_days: int
    passed_on: date | None
    started_on: date | None
    sticking: str
    """The procedure to push on now; empty = none is open."""
    sticking_name: str
    sticking_turn: str
    procedures: tuple[WallSquare, ...]


class WallChart(Value):
    """All projects × all procedures at the end of a day (挂图作战图)."""

    title: str
    as_of: date
    past: bool
    """It shows a day that is over, not today as it stands."""
    first_day: date
    """The first day of the campaign: the board knows nothing before."""
    procedures: tuple[WallProcedure, ...]
    projects: tuple[WallLine, ...]
    """The worst first."""
