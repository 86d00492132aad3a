"""How one kind of entry is told (告知方式): on which ground, to whom, with which facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from models.case import Case, CaseFile
from models.catalogue import Procedure
from models.ledger import Entry
from models.nature import Nature
from models.notice import Ground
from notices.recipients import recipients
from rules.clocks.binding import binding
from rules.in_force.regulations import Regulations

if TYPE_CHECKING:
    from casework.office import Situation

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class News:
    """An entry of a project that may concern somebody (告知情形)."""

    situation: "Situation"
    file: CaseFile
    procedure: Procedure | None
    """What it is about, as the law stood on the day of registration."""
    entry: Entry

    @property
    def regulations(self) -> Regulations:
        """Return the rules in force."""
        return self.situation.regulations

    @property
    def case(self) -> Case | None:
        """Return the case that it is about, if any."""
        return self.file.cases.get(self.procedure.code) if self.procedure is not None else None

    @property
    def procedures(self) -> Mapping[str, Procedure]:
        """Return the procedures as the law stands on the day of the entry."""
        return self.regulations.procedures(self.file.project, on=self.entry.on)

    @property
    def licence(self) -> bool:
        """Tell whether 行政许可法 is cited for it; what is about no item counts as one."""
        return self.procedure is None or self.procedure.nature is Nature.LICENCE

    def of(self, kind: type[P]) -> P:
        """Return what was recorded as the kind that it is."""
        assert isinstance(self.entry.payload, kind)
        return self.entry.payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a notice says beside what every entry says of its place (通知要素)."""

    documents: tuple[str, ...] = ()
    """Codes."""
    due_on: date | None = None
    of_the_calendar: bool = True
    """Whether the last day hangs on the calendar of its year."""
    days_left: int | None = None
    """``None`` = working days until the last day, where there is one."""
    expected_on: date | None = None
    received_on: date | None = None
    actor: str = ""
    """Empty = who wrote the entry."""
    reason: str = ""
    """Empty = the reason of the entry."""
    basis: str = ""
    """What stands in for the usual source, where the entry has no article."""
    moves: tuple[str, ...] = ()
    week: str = ""
    matter: str = ""
    rung: str = ""


def until_due(news: News) -> Said:
    """Say until when the item is to be decided, where a clock runs."""
    return Said(due_on=running_until(news))


def by_its_law(news: News) -> Said:
    """Say it by the item's own law where it is no licence, and until when it is to be decided."""
    return Said(due_on=running_until(news), basis=own_law(news))


def running_until(news: News) -> date | None:
    """Return the last day, by promise or law, of a case that is not decided yet."""
    case = news.case
    if case is None or case.limits is None or case.concluded:
        return None
    found = binding(case, on=news.entry.on, days=news.regulations.days)
    return found[1].due_on if found is not None else None


def own_law(news: News) -> str:
    """Return what an item that is no licence rests on: 行政许可法 is not cited for it."""
    return news.procedure.legal_basis if news.procedure is not None and not news.licence else ""


def usual_readers(news: News, ground: Ground) -> tuple[str, ...]:
    """Return who is told of a ground around a project (`notices/recipients.py`)."""
    project = news.file.project
    return recipients(
        ground,
        news.situation.file.campaign,
        unit=project.unit,
        sponsor=project.sponsor,
        chief_service_officer=project.chief_service_officer,
        department=news.procedure.department if news.procedure else "",
        agent=news.file.agent,
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """How a kind of entry is told (告知方式)."""

    ground: Ground | Callable[[News], Ground | None]
    """Why; where it depends on the entry, ``None`` = nobody is told."""
    facts: Callable[[News], Said] = until_due
    to: Callable[[News, Ground], tuple[str, ...]] = usual_readers
