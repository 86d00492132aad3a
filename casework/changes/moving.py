"""Calendar or rules change under open cases (期限调整): weigh every project, then move it.

Each project whose days move gets an entry that names them; every other project stays
untouched. Used inside one open transaction that holds all other writers off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from casework.desk import Addition, Stamp, caught_up, write
from casework.office import CAMPAIGN, Office, Situation
from models.case import CaseFile
from models.days import DueDatesMoved, MovedDate
from models.ledger import Draft
from rules.proof.moved_dates import ChangedDay, moved_dates
from store import ledger
from store.projected import projections


@dataclass(frozen=True, slots=True)
class MovedProject:
    """A project of which days move (受影响的项目)."""

    project: str
    name: str
    procedures: tuple[tuple[str, str], ...]
    """Code and name of each procedure of which a day moves."""
    moves: tuple[MovedDate, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a change moves, and what it leaves (影响范围)."""

    projects: tuple[MovedProject, ...] = ()
    stay: int = 0
    """Open cases of which no day moves."""
    settled: int = 0
    """Cases that were concluded or ended and of which no day moves: only delivery still can."""

    @property
    def moved(self) -> int:
        """Count the open cases of which a day moves."""
        return sum(len(project.procedures) for project in self.projects)


UNMOVED = Weighed()


@dataclass(frozen=True, slots=True)
class Step:
    """One project to be written (待调整项目)."""

    before: CaseFile
    hash: str
    drafts: list[Draft]
    """What had come due before."""
    today: CaseFile
    """The file with that."""
    moves: tuple[MovedDate, ...]


def files(
    office: Office, connection: Connection, situation: Situation, stamp: Stamp
) -> list[tuple[CaseFile, str, list[Draft], CaseFile]]:
    """Return every project: its file and head, what has come due, and the file with that.

    What had come due under the regulations in force stands, whatever comes after.
    """
    found = []
    for stream in ledger.streams(connection):
        if stream != CAMPAIGN:
            file, hash_ = office.file(connection, stream)
            found.append((file, hash_, *caught_up(file, situation, stamp)))
    return found


def weigh(
    office: Office,
    connection: Connection,
    situation: Situation,
    then: Situation,
    *,
    changed: Sequence[ChangedDay] = (),
    stamp: Stamp,
) -> tuple[Weighed, list[Step]]:
    """Judge every project under both regulations, brought up to the day under the present ones."""
    steps: list[Step] = []
    projects: list[MovedProject] = []
    stay = settled = 0
    for before, hash_, drafts, today in files(office, connection, situation, stamp):
        moves = moved_dates(
            today,
            before=situation.regulations,
            after=then.regulations,
            changed=changed,
            on=stamp.on,
        )
        touched = {move.procedure for move in moves}
        running = {case.procedure for case in today.open_cases() if case.ended_on is None}
        stay += len(running - touched)
        over = {one.procedure for one in today.cases.values() if one.concluded_on or one.ended_on}
        settled += len(over - touched)
        if moves:
            steps.append(Step(before, hash_, drafts, today, moves))
            projects.append(_shown(today, moves, then, stamp))
    return Weighed(tuple(projects), stay, settled), steps


def move(
    office: Office,
    connection: Connection,
    situation: Situation,
    then: Situation,
    steps: Sequence[Step],
    *,
    basis: str,
    stamp: Stamp,
) -> None:
    """Write what had come due before, then the move, then the rows of every project.

    Also where no day moves, a light or what is left may: rows say how days ahead are counted.
    """
    calendar = then.file.days.version
    before, after = situation.regulations, then.regulations
    moving = {step.before.project.code for step in steps}
    for stream in ledger.streams(connection):
        if stream != CAMPAIGN and stream not in moving:
            file, _ = office.file(connection, stream)
            projections.project_again(connection, file, before=before, after=after)
    for step in steps:
        moved = DueDatesMoved(basis=basis, calendar=calendar, moves=step.moves)
        drafts = [*step.drafts, stamp.draft(moved)]
        addition = Addition(step.before, step.hash, drafts, step.today)
        recorded = write(office, connection, then, addition, stamp=stamp)
        projections.project_again(connection, recorded.file, before=before, after=after)


def _shown(
    file: CaseFile, moves: tuple[MovedDate, ...], then: Situation, stamp: Stamp
) -> MovedProject:
    procedures = then.regulations.procedures(file.project, on=stamp.on)
    touched = {move.procedure for move in moves}
    named = tuple((code, procedures[code].name) for code in file.plan if code in touched)
    return MovedProject(file.project.code, file.project.name, named, moves)
