"""Where working days go (卡点实据): per procedure and department, by who held them.

Days are the working days of the spans of the delay ledger (`rules/standing/delay.py`), so
each belongs to one party and the parties add up. A median says what the usual case takes;
nothing is said of a department whose case was never opened.
"""

from collections import Counter, defaultdict
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
    taken: Sequence[int]
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


def spent(
    projects: Iterable[tuple[CaseFile, Sequence[Entry]]], *, on: date, regulations: Regulations
) -> dict[tuple[str, str], Spent]:
    """Return procedure and department → what it took, up to and including a day."""
    days = regulations.days
    held: dict[tuple[str, str], Counter[Party]] = defaultdict(Counter)
    taken: dict[tuple[str, str], list[int]] = defaultdict(list)
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for file, entries in projects:
        spans = delay_spans(entries, upto=on, regulations=regulations)
        for code, some in spans.items():
            key, case = (code, file.plan[code].department), file.cases[code]
            counted[key]["opened"] += 1
            for span in some:
                held[key][span.party] += days.between(span.first - ONE_DAY, span.last)
            late = light_case(case, on=on, regulations=regulations, file=file).late_by is not None
            if case.concluded:
                counted[key]["concluded"] += 1
                if case.accepted_on is not None and case.concluded_on is not None:
                    taken[key].append(days.between(case.accepted_on, case.concluded_on))
            if case.concluded or late:
                counted[key]["missed" if late else "kept"] += 1
    return {
        key: Spent(
            opened=counted[key]["opened"],
            concluded=counted[key]["concluded"],
            held=dict(parties),
            taken=tuple(taken[key]),
            kept=counted[key]["kept"],
            missed=counted[key]["missed"],
        )
        for key, parties in held.items()
    }
