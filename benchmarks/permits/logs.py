"""Permit logs as files that go through a chain of steps (`benchmarks/real_permits.py`)."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.timing import Known, Phase
from rules.chance.durations import Observation
from rules.days.working_days import WorkingDays

ASIDE = frozenset({"supplement", "promised"})
"""Steps that run inside others, or are no step at all."""

LIMIT = 20
"""Durations are compared on the scale of the learner; any limit does, it is one for all."""


@dataclass(frozen=True)
class Step:
    """One step of one file."""

    name: str
    start: date
    end: date | None
    given_up: date | None


@dataclass(frozen=True)
class File:
    """One application: a chain of steps, each after the one before."""

    code: str
    type: str
    steps: tuple[Step, ...]

    @property
    def received(self) -> date:
        return self.steps[0].start

    @property
    def given_up(self) -> date | None:
        return next((one.given_up for one in self.steps if one.given_up), None)


@dataclass(frozen=True)
class Log:
    """All files of one log, and the chain that they go through."""

    name: str
    chain: tuple[str, ...]
    files: tuple[File, ...]

    def decided(self, file: File) -> date | None:
        last = file.steps[-1]
        return last.end if last.name == self.chain[-1] else None

    @property
    def ended(self) -> date:
        """Return the last day that the log knows of."""
        return max(
            day for file in self.files for one in file.steps for day in (one.start, one.end) if day
        )


def read(path: Path) -> Log:
    """Read one log; the chain is the order in which steps follow each other in most files."""
    files: dict[str, list[Step]] = defaultdict(list)
    types: dict[str, str] = {}
    order: dict[str, int] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["step"] in ASIDE:
                continue
            order.setdefault(row["step"], len(order))
            types[row["case"]] = row["type"]
            days = [
                date.fromisoformat(row[key]) if row[key] else None for key in ("end", "given_up")
            ]
            files[row["case"]].append(Step(row["step"], date.fromisoformat(row["start"]), *days))
    chain = tuple(sorted(order, key=order.__getitem__))
    listed = tuple(
        File(code, types[code], tuple(sorted(steps, key=lambda one: chain.index(one.name))))
        for code, steps in files.items()
    )
    return Log(path.stem, chain, listed)


def observations(log: Log, on: date, days: WorkingDays) -> Iterator[Observation]:
    """Yield what was known of every step before a morning."""
    for file in log.files:
        for step in file.steps:
            if step.start >= on:
                continue
            over = step.end is not None and step.end < on
            until = step.end if over else min(on, step.given_up or on)
            assert until is not None
            yield Observation(
                *named(file, step.name),
                Phase.DECIDE,
                max(days.between(step.start, until), 0),
                LIMIT,
                Known.EXACTLY if over else Known.AT_LEAST,
                file.code,
            )


def named(file: File, step: str) -> tuple[str, str]:
    """Return a step of a type of file as a procedure, and the step as its department."""
    return f"{step}/{file.type}", step


def under_way(log: Log, on: date) -> Iterator[tuple[File, int, date]]:
    """Yield each file under way on a morning, its step and since when it is in it."""
    for file in log.files:
        if file.received >= on or (file.given_up is not None and file.given_up < on):
            continue
        decided = log.decided(file)
        if decided is not None and decided < on:
            continue
        begun = [one for one in file.steps if one.start < on]
        last = begun[-1]
        place, since = log.chain.index(last.name), last.start
        if last.end is not None and last.end < on:
            place, since = place + 1, last.end
        if place < len(log.chain):
            yield file, place, since
