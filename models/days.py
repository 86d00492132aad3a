"""The table of holidays and make-up workdays (节假日与调休表)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from models.vocabulary import Value


class DayKind(StrEnum):
    """How a day departs from an ordinary Monday-to-Friday week (日类)."""

    OFF = "off"
    """放假: a weekday on which offices are closed, or a holiday on a weekend."""
    MAKE_UP_WORKDAY = "make_up_workday"
    """调休上班: a weekend day on which offices are open."""


class SpecialDay(Value):
    """One day that departs from the ordinary week (节假日或调休)."""

    kind: DayKind
    name: str
    notice: str = ""
    """The notice that says so (通知文号)."""


class DayTable(Value):
    """Every special day of the covered years (工作日历): versioned, kept in the ledger."""

    version: str
    first_year: int
    last_year: int
    days: Mapping[date, SpecialDay]


class DayNotice(Value):
    """A notice that adds or changes days (节假日安排通知), as a file gives it."""

    notice: str
    year: int = Field(ge=2004, le=2100)
    complete: bool = False
    """Whether it settles the whole year (年度安排) or only adds days (地方补充)."""
    off: Mapping[date, str] = {}
    make_up_workdays: Mapping[date, str] = {}
