"""A book as it is shown (清单视图): to people, to programs, as a workbook."""

from collections.abc import Mapping
from datetime import date

from models.book import Scalar
from models.vocabulary import Value


class LineView(Value):
    """One line with what is due of it (清单条目视图)."""

    number: int
    title: str
    state: str
    state_name: str
    values: Mapping[str, Scalar]
    """By field."""
    shown: Mapping[str, str]
    """By field, in words: amounts with their unit, codes by name."""
    owner: str
    finished: bool
    """Nothing follows its state."""
    since: date
    moved_on: date
    by: str
    evidence: str
    note: str
    warnings: tuple["WarningView", ...]


class WarningView(Value):
    """A warning that stands against a line today (清单预警视图)."""

    name: str
    on: date
    red: bool
    start: bool
    assumed: bool


class MeasureView(Value):
    """A measure with its figures (清单指标视图): the rate beside what it is made of."""

    name: str
    part: int
    whole: int
    unit: str = ""
    """What ``part`` and ``whole`` are counted in; empty = lines."""
    rate: float | None
    least: float | None
    least_count: int | None
    by: date | None
    met: bool | None
    """``None`` = the plan asks for no figure."""
    missing: int
    """How much more of ``part`` would reach what is asked; 0 = nothing."""
    lines: tuple[int, ...]
    """The lines that are counted and have not got there: who makes the gap."""
    assumed: bool


class StateSum(Value):
    """How many lines stand in a state, and their amounts (状态合计)."""

    state: str
    name: str
    lines: int
    amounts: Mapping[str, int]


class LayerSum(Value):
    """What of an amount stands between two steps of a chain (环节余额)."""

    name: str
    amount: int
    unit: str


class BookView(Value):
    """A book with everything that is made of it (专项清单视图)."""

    code: str
    name: str
    clause: str
    as_of: date
    assumed: bool
    source: str
    lines: tuple[LineView, ...]
    states: tuple[StateSum, ...]
    layers: tuple[LayerSum, ...]
    measures: tuple[MeasureView, ...]

    @property
    def warned(self) -> int:
        """Return how many lines are warned of."""
        return sum(bool(one.warnings) for one in self.lines)
