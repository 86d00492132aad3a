"""Where working days go (卡点实据): per procedure and department, by who held them.

Days are the working days of the spans of the delay ledger (`rules/standing/delay.py`), so
each belongs to one party and the parties add up. A median says what the usual case takes;
nothing is said of a department whose case was never opened.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from models.case import CaseFile, Party
from models.ledger import Entry
from rules.clocks.clock import ONE_DAY
from rules.in_force.regulations import Regulations
from rules.standing.delay import delay_spans
from rules.standing.lights import light_case


@dataclass(frozen=True, slots=True)
class Spent:
    """What one procedure at one department took, over some projects (用时)."""

    opened: int
    concluded: int
    held: Mapping[Party, int]
    """Party → working days."""
    taken: tuple[int, ...]
    """Working days from acceptance to conclusion, of each concluded case."""
    kept: int
    missed: int

    @property
    def open_days(self) -> int:
        """Return the working days on which its cases were open."""
        return sum(self.held.values())

    @property
    def median(self) -> int | None:
        """Return what the usual case took; ``None`` where none is concluded."""
        return median_low(self.taken) if self.taken else None


Where = tuple[str, str]
"""A procedure, and the department that it lies with."""


def spent(
    file: CaseFile, entries: Sequence[Entry], *, on: date, regulations: Regulations
) -> dict[Where, Spent]:
    """Return what each case of a project took, up to and including a day."""
    days = regulations.days
    found: dict[Where, Spent] = {}
    for code, spans in delay_spans(entries, upto=on, regulations=regulations).items():
        case, held = file.cases[code], Counter[Party]()
        for span in spans:
            held[span.party] += days.between(span.first - ONE_DAY, span.last)
        late = light_case(case, on=on, regulations=regulations, file=file).late_by is not None
        measured = case.concluded or late
        took: tuple[int, ...] = ()
        if case.concluded and case.accepted_on is not None and case.concluded_on is not None:
            took = (days.between(case.accepted_on, case.concluded_on),)
        found[code, file.plan[code].department] = Spent(
            opened=1,
            concluded=int(case.concluded),
            held=dict(held),
            taken=took,
            kept=int(measured and not late),
            missed=int(measured and late),
        )
    return found


def together(projects: Sequence[Mapping[Where, Spent]]) -> dict[Where, Spent]:
    """Return what the cases of some projects took, where anybody held one at all."""
    by_place: dict[Where, list[Spent]] = {
        key: [] for project in projects for key, one in project.items() if one.held
    }
    for project in projects:
        for key in project.keys() & by_place.keys():
            by_place[key].append(project[key])
    return {
        key: Spent(
            opened=sum(one.opened for one in some),
            concluded=sum(one.concluded for one in some),
            held=_held(some),
            taken=tuple(took for one in some for took in one.taken),
            kept=sum(one.kept for one in some),
            missed=sum(one.missed for one in some),
        )
        for key, some in by_place.items()
    }


def _held(some: Iterable[Spent]) -> dict[Party, int]:
    held = Counter[Party]()
    for one in some:
        held.update(one.held)
    return dict(held)
