"""The board of all projects (挂图作战) and what has changed since a day, for leaders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.office import Office
from casework.reading.board.standing import AMISS, SINCE_LAST, Standing, standings, worst_first
from models.light import Light
from rules.days.working_days import WorkingDays
from rules.standing.lights import ORDER
from store import ledger


@dataclass(frozen=True, slots=True)
class Column:
    """A procedure that some project on the board has (挂图作战的一列)."""

    code: str
    name: str
    stage: str
    assumed: bool
    """Its promised limit is a placeholder (占位值)."""


@dataclass(frozen=True, slots=True)
class Board:
    """All projects × all procedures at the end of a day (挂图作战)."""

    title: str
    as_of: date
    first_day: date
    """The first day of the campaign: the board knows nothing before."""
    lines: tuple[Standing, ...]
    """The worst first."""
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed of a project between two days (项目变化)."""

    now: Standing
    before: Standing | None
    """``None`` = it was not registered then."""
    days: int
    """Working days by which its start is expected later; below zero: earlier."""
    concluded: int
    """Procedures concluded since."""

    @property
    def lit(self) -> bool:
        """Tell whether its light changed."""
        return self.before is not None and self.before.light is not self.now.light

    @property
    def worse(self) -> bool:
        """Tell whether its light is worse than before."""
        before = self.before
        return before is not None and ORDER.index(self.now.light) < ORDER.index(before.light)

    @property
    def started(self) -> bool:
        """Tell whether it has started since."""
        before = self.before
        return self.now.started_on is not None and (before is None or before.started_on is None)


@dataclass(frozen=True, slots=True)
class Counts:
    """Four numbers that a leader asks for first (四个数)."""

    projects: int
    red: int
    """Projects with a red or black light."""
    behind: int
    """Projects that cannot make their pinned day even if everybody keeps to the promises."""
    started: int
    overdue: int
    """Procedures beyond a limit."""


@dataclass(frozen=True, slots=True)
class Front:
    """What a leader sees first (领导首页)."""

    as_of: date
    since: date
    now: Counts
    before: Counts
    worst: tuple[Standing, ...]
    moved: tuple[Moved, ...]
    """Projects with a change worth telling, the gravest first."""


def board(office: Office, *, as_of: date | None = None, today: date) -> Board:
    """Return the board as it stands, or as it stood at the end of a past day."""
    day = min(as_of or today, today)
    with office.store.reading() as connection:
        campaign = office.situation(connection).file.campaign
    lines = standings(office, as_of=day, today=today)
    shown = {code for line in lines for code in line.squares}
    return Board(
        title=campaign.title,
        as_of=day,
        first_day=min(campaign.first_day, today),
        lines=tuple(worst_first(lines)),
        columns=tuple(
            Column(one.code, one.name, one.stage, one.promised.assumed)
            for one in campaign.catalogue.procedures
            if one.code in shown
        ),
    )


def front(office: Office, *, since: date | None = None, today: date) -> Front:
    """Return what a leader sees first: four numbers, what changed since a day, what is worst."""
    then = min(since or today - SINCE_LAST, today)
    now, before = standings(office, today=today), standings(office, as_of=then, today=today)
    with office.store.reading() as connection:
        days = office.situation(connection).regulations.days
    return Front(
        as_of=today,
        since=then,
        now=counts(now),
        before=counts(before),
        worst=tuple(one for one in worst_first(now) if one.light in AMISS),
        moved=tuple(_moved(now, {one.code: one for one in before}, days)),
    )


def counts(lines: Sequence[Standing]) -> Counts:
    """Count what a leader asks for first."""
    return Counts(
        projects=len(lines),
        red=sum(one.light in (Light.RED, Light.BLACK) for one in lines),
        behind=sum(one.ahead and one.slip_days > 0 for one in lines),
        started=sum(one.started_on is not None for one in lines),
        overdue=sum(len(one.late) for one in lines),
    )


def version_of_all(office: Office) -> int:
    """Return a number that grows with every entry of the ledger: whoever watches asks for it."""
    with office.store.reading() as connection:
        return ledger.written(connection)


def _moved(now: Sequence[Standing], before: dict[str, Standing], days: WorkingDays) -> list[Moved]:
    found = []
    for line in now:
        then = before.get(line.code)
        moved = Moved(
            now=line,
            before=then,
            days=_shift(then, line, days) if then is not None else 0,
            concluded=_concluded(line) - (_concluded(then) if then is not None else 0),
        )
        if moved.lit or moved.started or moved.days or then is None:
            found.append(moved)
    return sorted(
        found,
        key=lambda one: (not one.worse, -one.days, ORDER.index(one.now.light), one.now.code),
    )


def _shift(before: Standing, now: Standing, days: WorkingDays) -> int:
    """Return by how many working days the expected start has moved; a start that came is none."""
    if not now.ahead or now.passed_on is not None:
        return 0
    earlier, later = sorted((before.forecast_on, now.forecast_on))
    moved = days.between(earlier, later)
    return moved if now.forecast_on > before.forecast_on else -moved


def _concluded(line: Standing) -> int:
    return sum(one.concluded for one in line.squares.values())
