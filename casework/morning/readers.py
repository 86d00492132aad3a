"""Who reads what in the morning (提要分发): each matter goes to its readers, by office and post.

Of what a person reads as much is held as a digest writes out; the rest is counted.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, repeat
from operator import itemgetter

from casework.morning.lines import Matter, Side
from models.people import Account, Role
from notices.digest import LINES

Urgency = tuple[bool, bool, date, str, str, int]
"""What comes first: what one signs oneself, other signatures, then by day, project and matter."""
Post = tuple[Side | Role, str]


@dataclass
class Pile:
    """Matters of one kind that one person reads (个人事项)."""

    number: int = 0
    _first: list[tuple[Urgency, Matter]] = field(default_factory=list)

    @property
    def first(self) -> tuple[Matter, ...]:
        """The most urgent of them, as many as are written out."""
        return tuple(matter for _, matter in self._first)

    def add(self, urgency: Urgency, matter: Matter) -> None:
        """Lay a matter on the pile."""
        self.number += 1
        if len(self._first) < LINES or urgency < self._first[-1][0]:
            insort(self._first, (urgency, matter), key=itemgetter(0))
            del self._first[LINES:]


@dataclass
class Piles:
    """What one person reads: what is late, what is due soon, what waits (个人事项分类)."""

    late: Pile = field(default_factory=Pile)
    due: Pile = field(default_factory=Pile)
    waiting: Pile = field(default_factory=Pile)

    def of(self, matter: Matter, *, within: int) -> Pile:
        """Return where a matter belongs; due soon = within so many working days."""
        if matter.days_left is None or matter.days_left > within:
            return self.waiting
        return self.late if matter.late else self.due


def read_by(
    accounts: Iterable[Account],
    signatures: Iterable[Matter],
    others: Iterable[Matter],
    *,
    within: int,
) -> Mapping[str, Piles]:
    """Return what each account is to read: one's own turn, or what is late under one's eyes.

    Signatures come as they are, other matters by their day.
    """
    read: dict[str, Piles] = defaultdict(Piles)
    readers = _readers(accounts)
    every = chain(zip(signatures, repeat(True)), zip(others, repeat(False)))
    for place, (one, signed) in enumerate(every):
        day = (date.min, "", "") if signed else (one.due_on or date.max, one.project, one.about)
        for number in readers(one):
            urgency = (number not in one.persons, not signed, *day, place)
            read[number].of(one, within=within).add(urgency, one)
    return read


def _readers(accounts: Iterable[Account]) -> Callable[[Matter], set[str]]:
    """Return what tells the readers of a matter, found by their posts."""
    holders: dict[Post, set[str]] = defaultdict(set)
    numbers = set()
    for one in accounts:
        numbers.add(one.number)
        if (post := _post(one)) is not None:
            holders[post].add(one.number)

    def readers(matter: Matter) -> set[str]:
        found = numbers & matter.persons
        return found.union(*(holders.get(post, ()) for post in _posts(matter)))

    return readers


def _post(account: Account) -> Post | None:
    """Return that for which an account reads the matters of others."""
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return Side.DEPARTMENT, account.office
        case Role.UNIT_LIAISON | Role.UNIT_HEAD:
            return Side.UNIT, account.office
        case Role.CHIEF_SERVICE_OFFICER | Role.LEADER:
            return account.role, account.number
        case Role.DISPATCHER | Role.SUPERVISOR:
            return account.role, ""
        case _:
            return None


def _posts(matter: Matter) -> Iterator[Post]:
    """Yield who reads a matter by office or post; a signature waits for persons alone."""
    if matter.side is Side.SIGNER:
        return
    yield matter.side, matter.office
    yield matter.side, matter.agent
    if matter.side is Side.UNIT:
        yield Role.CHIEF_SERVICE_OFFICER, matter.chief_service_officer
    if matter.late:
        yield Role.LEADER, matter.sponsor
        yield Role.DISPATCHER, ""
        yield Role.SUPERVISOR, ""
