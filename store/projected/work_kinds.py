"""A case as a work list has it (待办行): what tells cases apart, and whose are asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.act import Act
from models.case import CaseState, Light, Party
from rules.clocks.countdown import Countdown
from rules.days.working_days import WorkingDays
from rules.standing.course import Standing
from rules.standing.until import DELIVERY, OPINION
from store.projected.courses import standing_on

KEY = "key"
"""Stands for projects of the tiers that come first (重点项目)."""
DECIDABLE = frozenset({CaseState.ACCEPTED, CaseState.CONDITIONALLY_ACCEPTED})
"""States in which a case is decided, by another than who took it in."""
FOR_OFFICE = "for_office"
"""Stands for the unit of a project or the office to which its paperwork is entrusted."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A case with all that a work list says of it (办件行)."""

    project: str
    procedure: str
    place: int
    department: str
    state: CaseState
    course: str
    until_name: str
    until_on: date | None
    late_on: date | None
    countdown: Countdown
    accepted_by: str
    handler: str
    alone: bool
    owed: int
    changed_on: date | None
    waits: str
    acts: tuple[Act, ...]
    project_name: str
    type: str
    unit: str
    sponsor: str
    chief_service_officer: str
    traits: str
    tier: str

    def standing(self, on: date) -> Standing:
        """Return how the case stands on a day."""
        return standing_on(self.course, on)

    def holder(self, standing: Standing) -> Party | None:
        """Return whose turn it is; a decision is handed over by whoever made it."""
        own = self.until_name in (DELIVERY, OPINION)
        return Party.DEPARTMENT if own else standing.holder

    def left(self, on: date, days: WorkingDays) -> int | None:
        """Return the days left on a day, in their own unit; negative when overdue."""
        return self.countdown.left(self.until_on, on=on, days=days)


class PlacedCase(NamedTuple):
    """Where a case stands in a list, and nothing else of it (排序)."""

    project: str
    procedure: str
    place: int
    until_on: date | None
    changed_on: date | None
    tier: str


class Kind(NamedTuple):
    """All by which a list tells cases apart, as of one day and for one account (类别)."""

    state: CaseState
    light: Light
    holder: Party | None
    signature: bool
    late: bool
    owes: bool
    recent: bool
    own: bool
    """Whoever asks has taken it in, and may not decide it alone."""
    others: bool
    """A colleague sees to it, and may go on with it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rows are asked for, by whom, on which day (查询范围)."""

    account: str
    today: date
    recent: date
    """From this day on a change counts as recent."""
    where: Mapping[str, str]
    """Columns of cases and projects, or :data:`FOR_OFFICE` → what stands there."""
    put_off: Collection[tuple[str, str]] = ()
    """Project and procedure of what one has put off: in which part it stands no column tells."""
    tiers: tuple[str, ...] = ()
    """Whose projects come first of those of a day, and which :data:`KEY` asks for alone."""

    @property
    def values(self) -> dict[str, object]:
        """Return what the statements are given."""
        asked: dict[str, object] = {"account": self.account, "today": self.today}
        asked |= {"recent": self.recent, **self.where, "tiers": list(self.tiers)}
        return asked | {"put_off": list(self.put_off)} if self.put_off else asked


def kind_of(row: WorkRow, asked: Asked) -> Kind:
    """Return the kind of a row on the day, as the database would tell it before the first turn."""
    standing = row.standing(asked.today)
    return Kind(
        row.state,
        standing.light,
        row.holder(standing),
        standing.consequence is not None,
        row.late_on is not None and row.late_on <= asked.today,
        row.owed > 0,
        row.changed_on is not None and row.changed_on >= asked.recent,
        row.accepted_by == asked.account and not row.alone,
        row.handler not in ("", asked.account)
        and (row.handler != row.accepted_by or row.alone or row.state not in DECIDABLE),
    )
