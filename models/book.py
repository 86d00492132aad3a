"""Books (专项清单): what a clause of the plan keeps, line by line, described as data.

A book says which fields a line has, which states it passes through, who records it, which
sums may not exceed which, what is measured and when somebody is warned. Nothing of a
clause stands in code; amounts are whole numbers of the field's unit.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from models.catalogue import Unit
from models.vocabulary import Sourced, Value

Scalar = str | int
"""What a field holds: text, a code, a day as ``2020-06-30``, or an amount."""

CODE = r"^[a-z][a-z0-9_-]*$"


class FieldKind(StrEnum):
    """What a field of a book holds (栏目类型)."""

    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"
    CHOICE = "choice"
    PROJECT = "project"
    HOLDER = "holder"
    """Code of an office, or number of an account: who answers for the line."""


class BookField(Value):
    """One field of a line (清单栏目)."""

    code: str = Field(pattern=CODE)
    name: str
    kind: FieldKind = FieldKind.TEXT
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    fixed: bool = False
    """Stays as first recorded: what is split further on is split of this."""
    begins_as: str = ""
    """The field whose value it has on a new line: who was asked first answers first."""


class BookFloor(Sourced):
    """A period that must be over before a line gets to a state (最短期限): a public notice."""

    after: str
    """The state in which it began."""
    days: int = Field(ge=1)
    unit: Unit
    since: date | None = None
    """The law asks for it where it began on this day or later; ``None`` = always."""


class BookState(Value):
    """One state that a line passes through (清单状态)."""

    code: str = Field(pattern=CODE)
    name: str
    after: tuple[str, ...] = ()
    """The states that it may follow; empty = a line may begin here."""
    begins: bool = False
    """A line may begin here as well, although it may follow others."""
    needs: tuple[str, ...] = ()
    """Fields that must be filled by then."""
    changes: tuple[str, ...] = ()
    """Fields that getting there, and nothing else, gives anew: whom a matter is handed over to."""
    evidence: bool = False
    """The document that proves it must be named."""
    by: tuple[str, ...] = ()
    """Offices and roles that alone record it, or the field that names who owns the line;
    empty = whoever keeps the book."""
    settles: bool = False
    """Somebody has put his name to the line: from here on its fields stay as they are."""
    floors: tuple[BookFloor, ...] = ()
    """Periods that must be over by then: they cannot be shortened."""


class BookWarning(Sourced):
    """When a line is warned of (清单预警)."""

    name: str
    field: str
    """The day from which it is counted."""
    days: int = 0
    """Days after that day; negative = before it."""
    unit: Unit = Unit.CALENDAR_DAY
    until: tuple[str, ...] = ()
    """States that, once reached, end it."""
    until_equal: tuple[str, ...] = ()
    """Two amounts; once they are the same, it ends: money that has been paid out."""
    red: bool = False
    start: bool = False
    """It stands in the way of the start of the line's project."""


class BookMeasure(Sourced):
    """A rate or a count that the plan asks for (清单指标)."""

    name: str
    part: str = ""
    """The amount that is counted, of ``whole``; empty = lines are counted."""
    whole: str = ""
    states: tuple[str, ...] = ()
    """Where lines are counted: those that have reached any of these."""
    in_time: str = ""
    """… and on the day in this field at the latest."""
    where: Mapping[str, tuple[str, ...]] = {}
    """Counts lines alone whose fields hold one of these."""
    between: tuple[str, date, date] | None = None
    """Counts lines alone whose day in a field lies between two days."""
    least: float | None = None
    """The rate that the plan asks for."""
    least_count: int | None = None
    """The count, or the sum, that the plan asks for."""
    by: date | None = None


class Book(Sourced):
    """A book of one clause (专项清单)."""

    code: str = Field(pattern=CODE)
    name: str
    clause: str
    keepers: tuple[str, ...] = Field(min_length=1)
    """Offices and roles that keep it."""
    openers: tuple[str, ...] = ()
    """Offices and roles that may begin a line of their own, and keep nobody else's."""
    owner: str = ""
    """The field that says who answers for a line: they may move it as well."""
    fields: tuple[BookField, ...] = Field(min_length=1)
    states: tuple[BookState, ...] = Field(min_length=1)
    chains: tuple[tuple[str, ...], ...] = ()
    """Amounts of which none exceeds the one before it: issued, arrived, allocated, paid."""
    warnings: tuple[BookWarning, ...] = ()
    measures: tuple[BookMeasure, ...] = ()
    clears: tuple[str, ...] = ()
    """States in which the land of a line's project is cleared: its plan waits until then."""

    def field(self, code: str) -> BookField:
        """Return the field of that code."""
        return next(one for one in self.fields if one.code == code)

    def state(self, code: str) -> BookState:
        """Return the state of that code."""
        return next(one for one in self.states if one.code == code)

    def ends_at(self, state: str) -> bool:
        """Tell whether nothing follows a state."""
        return all(state not in one.after for one in self.states)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        kinds = {one.code: one.kind for one in self.fields}
        states = {one.code for one in self.states}
        named = {self.owner} - {""}
        named |= {code for one in self.states for code in (*one.needs, *one.changes)}
        named |= {code for one in self.measures for code in one.where}
        named |= {one.begins_as for one in self.fields} - {""}
        amounts = {code for chain in self.chains for code in chain}
        amounts |= {code for one in self.warnings for code in one.until_equal}
        amounts |= {code for one in self.measures for code in (one.part, one.whole)} - {""}
        days = {one.field for one in self.warnings}
        days |= {one.in_time for one in self.measures} - {""}
        days |= {one.between[0] for one in self.measures if one.between is not None}
        reached = {code for one in self.states for code in one.after}
        reached |= set(self.clears)
        reached |= {floor.after for one in self.states for floor in one.floors}
        reached |= {code for one in self.warnings for code in one.until}
        reached |= {code for one in self.measures for code in one.states}
        wrong = {
            *(named - set(kinds)),
            *(code for code in amounts if kinds.get(code) is not FieldKind.AMOUNT),
            *(code for code in days if kinds.get(code) is not FieldKind.DAY),
            *(reached - states),
        }
        if wrong:
            raise ValueError(f"清单“{self.name}”引用的栏目或者状态有误：{'、'.join(sorted(wrong))}")
        return self
