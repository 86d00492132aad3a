"""How well durations are learnt and forecast on permit logs that nobody here made.

    python benchmarks/real_permits.py DIR [--every 28] [--draws 400] [--json]

DIR holds CSV files of one form: ``case,type,step,start,end,given_up``, one line a step, days
as ISO dates, an empty end where the step had not ended when the log did, ``given_up`` where
the file left without a decision. The constants of the forecast were looked at on three such
logs and no others: the building permits of two Dutch municipalities (BPI Challenge 2015,
municipalities 1 and 3, van Dongen) and the receipt phase of environmental permits of a third
(CoSeLoG). They are published by 4TU.ResearchData and are not part of this repository.

Walk-forward: every so many days the learner sees what had happened by then and nothing
else, and each file that is under way is forecast to its decision. A file is a chain of
steps; a step of a type of file is a procedure, the step its department, so that types of
few files borrow from the others. Beside ours stand three plain rivals that see the same:
Kaplan and Meier's estimate per step (JASA 53, 1958), the ended durations per step, and a
log-normal distribution per step; each is drawn given what has passed.

Told per log: the share of decisions inside the 80 % interval with its standard error (files
are drawn anew, not forecasts: those of one file are no independent trials), the same for
first forecasts and for the tenth of forecasts whose files are oldest, the share of decisions
by the 50 % day (0.5 is right), the continuous ranked probability score in working days
(Gneiting and Raftery, JASA 102, 2007), the Brier score of “decided within eight weeks of
receipt”, and the width of the interval in working days. Files that were given up have no
decision and are not scored; one still under way when the log ends counts as missed where
its interval is over, and is left out where it is not.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import NormalDist
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from models.days import DayTable
from rules.chance.durations import Durations, Observation, Pace, Phase, drawn, learn
from rules.chance.shrinkage import Known
from rules.days.working_days import WorkingDays, working_days

ASIDE = frozenset({"supplement", "promised"})
"""Steps that run inside others, or are no step at all."""

WARM_UP = timedelta(days=180)
LEGAL = timedelta(weeks=8)
"""The decision is due eight weeks after the application (Dutch Wabo, regular procedure)."""

LIMIT = 20
"""Durations are compared on the scale of the learner; any limit does, it is one for all."""

Ints = NDArray[np.int64]


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


@dataclass(frozen=True)
class Told:
    """One forecast and what came, in working days from the morning of the forecast."""

    file: str
    first: bool
    age: int
    draws: Ints
    """Sorted."""
    came: int | None
    """``None`` = not by the end of the log, so many working days later."""
    left: int
    """Working days from the morning to the end of the log."""
    legal: int
    """Working days to the end of the eight weeks; below zero = over."""


class Rival(Protocol):
    """Anything that draws how long a step lasts that has lasted so long."""

    def __call__(self, file: str, of: tuple[str, str], gone: int, /) -> Ints: ...


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


@dataclass
class Ours:
    """The learner and the draws of the product."""

    durations: Durations
    paces: Mapping[str, Pace]
    luck: np.random.Generator
    draws: int

    def __call__(self, file: str, of: tuple[str, str], gone: int) -> Ints:
        pace = self.paces.get(file) or self.durations.pace(())
        return drawn(
            self.durations,
            of,
            Phase.DECIDE,
            LIMIT,
            luck=self.luck,
            draws=self.draws,
            pace=self.pace_of(file, pace),
            at_least=gone,
        )

    _drawn: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def pace_of(self, file: str, pace: Pace) -> NDArray[np.float64]:
        """Draw a file's pace once for all its steps."""
        if file not in self._drawn:
            self._drawn[file] = np.exp(self.luck.normal(pace.mean, pace.deviation, self.draws))
        return self._drawn[file]


@dataclass
class Tabled:
    """A rival that knows one table of equally likely durations per step."""

    tables: Mapping[str, Ints]
    luck: np.random.Generator
    draws: int

    def __call__(self, _file: str, of: tuple[str, str], gone: int) -> Ints:
        table = self.tables[of[1]]
        first = int(np.searchsorted(table, gone)) if gone > 0 else 0
        place = first + (self.luck.random(self.draws) * (len(table) - first)).astype(np.int64)
        return np.maximum(table[np.minimum(place, len(table) - 1)], gone)


def by_step(seen: Sequence[Observation]) -> dict[str, list[Observation]]:
    grouped: dict[str, list[Observation]] = defaultdict(list)
    for one in seen:
        grouped[one.department].append(one)
    return grouped


def tabulated(values: NDArray[np.float64], shares: NDArray[np.float64]) -> Ints:
    at = (np.arange(1000) + 0.5) / 1000
    place = np.minimum(np.searchsorted(np.cumsum(shares), at), len(values) - 1)
    return np.rint(values[place]).astype(np.int64)


def kaplan_meier(seen: Sequence[Observation]) -> Ints:
    ended = np.array([one.days for one in seen if one.known is Known.EXACTLY], dtype=float)
    every = np.sort([one.days for one in seen])
    values, times = np.unique(ended, return_counts=True)
    if not len(values):
        return np.array([int(every[-1])])
    at_risk = len(every) - np.searchsorted(every, values)
    survival = np.cumprod(1 - times / at_risk)
    shares = -np.diff(survival, prepend=1.0)
    shares[-1] += survival[-1]  # what outlives all that ended is taken to end there
    return tabulated(values, shares)


def empirical(seen: Sequence[Observation]) -> Ints:
    ended = np.sort([float(one.days) for one in seen if one.known is Known.EXACTLY] or [0.0])
    return tabulated(ended, np.full(len(ended), 1 / len(ended)))


NORMAL = np.array([NormalDist().inv_cdf((place + 0.5) / 1000) for place in range(1000)])


def log_normal(seen: Sequence[Observation]) -> Ints:
    logs = np.log1p([one.days for one in seen if one.known is Known.EXACTLY] or [0])
    days = np.expm1(float(np.mean(logs)) + float(np.std(logs)) * NORMAL)
    return np.maximum(np.rint(np.minimum(days, 5000)), 0).astype(np.int64)


RIVALS = {"kaplan_meier": kaplan_meier, "empirical": empirical, "log_normal": log_normal}


def forecast(log: Log, *, every: int, draws: int, quiet: bool) -> dict[str, list[Told]]:
    """Forecast every file under way, morning by morning, by ours and by the rivals."""
    days = working_days(DayTable(version="plain", first_year=2000, last_year=2100, days={}))
    ended = log.ended
    first = min(file.received for file in log.files) + WARM_UP
    mornings = [first + timedelta(days=every) * number for number in range(4000)]
    mornings = [one for one in mornings if one < ended]
    told: dict[str, list[Told]] = defaultdict(list)
    known: set[str] = set()
    for on in track(mornings, log.name, console=Console(stderr=True), disable=quiet):
        seen = list(observations(log, on, days))
        durations = learn(seen)
        own: dict[str, list[Observation]] = defaultdict(list)
        for one in seen:
            own[one.project].append(one)
        luck = np.random.default_rng(on.toordinal())
        paces = {code: durations.pace(of) for code, of in own.items()}
        tellers: dict[str, Rival] = {"ours": Ours(durations, paces, luck, draws)}
        steps = by_step(seen)
        for name, fit in RIVALS.items():
            tables = {step: fit(steps.get(step, ())) for step in log.chain}
            tellers[name] = Tabled(tables, np.random.default_rng(on.toordinal()), draws)
        for file, place, since in under_way(log, on):
            if file.given_up is not None:
                continue  # never decided: nothing to score
            gone = max(days.between(since, on), 0)
            decided = log.decided(file)
            for name, teller in tellers.items():
                drawn_days = teller(file.code, named(file, log.chain[place]), gone) - gone
                for step in log.chain[place + 1 :]:
                    drawn_days = drawn_days + teller(file.code, named(file, step), 0)
                told[name].append(
                    Told(
                        file.code,
                        file.code not in known,
                        days.between(file.received, on),
                        np.sort(drawn_days),
                        None if decided is None else max(days.between(on, decided), 0),
                        days.between(on, ended),
                        days.between(on, file.received + LEGAL),
                    )
                )
            known.add(file.code)
    return told


def score(told: Sequence[Told]) -> dict[str, float]:
    """Score the forecasts of one teller on one log."""
    inside: dict[str, list[bool]] = defaultdict(list)
    firsts, oldest, halves, ranked, brier, width = [], [], [], [], [], []
    old = np.quantile([one.age for one in told], 0.9)
    for one in told:
        low, half, high = (
            one.draws[max(int(np.ceil(share * len(one.draws))) - 1, 0)] for share in (0.1, 0.5, 0.9)
        )
        width.append(int(high - low))
        if one.legal >= 0 and (one.came is not None or one.left >= one.legal):
            held = one.came is not None and one.came <= one.legal
            brier.append((float((one.draws <= one.legal).mean()) - held) ** 2)
        if one.came is None and high > one.left:
            continue
        within = one.came is not None and bool(low <= one.came <= high)
        inside[one.file].append(within)
        if one.first:
            firsts.append(within)
        if one.age >= old:
            oldest.append(within)
        if one.came is None:
            continue
        halves.append(one.came <= half)
        spread = one.draws[:: max(len(one.draws) // 100, 1)].astype(float)
        ranked.append(
            np.abs(spread - one.came).mean() - np.abs(spread[:, None] - spread).mean() / 2
        )
    files = list(inside.values())
    chance = Random(1)
    drawn_anew = []
    for _ in range(200):
        some = [flag for each in chance.choices(files, k=len(files)) for flag in each]
        drawn_anew.append(np.mean(some))
    return {
        "forecasts": len(told),
        "coverage": float(np.mean([flag for each in files for flag in each])),
        "error": float(np.std(drawn_anew)),
        "first": float(np.mean(firsts)),
        "oldest_tenth": float(np.mean(oldest)),
        "by_p50": float(np.mean(halves)),
        "crps": float(np.mean(ranked)),
        "brier": float(np.mean(brier)) if brier else float("nan"),
        "width": float(np.mean(width)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="folder of CSV files")
    parser.add_argument("--every", type=int, default=28, help="days between forecasts")
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    paths = sorted(asked.directory.glob("*.csv"))
    if not paths:
        raise SystemExit(f"no CSV file in {asked.directory}")
    results: dict[str, dict[str, dict[str, float]]] = {}
    for path in paths:
        told = forecast(read(path), every=asked.every, draws=asked.draws, quiet=asked.json)
        results[path.stem] = {name: score(some) for name, some in told.items()}
    if asked.json:
        print(json.dumps(results, indent=2))
        return
    for log, tellers in results.items():
        table = Table("teller", *next(iter(tellers.values())), title=log)
        for name, scored in tellers.items():
            table.add_row(
                name,
                *(
                    f"{value:.0f}" if key == "forecasts" else f"{value:.3f}"
                    for key, value in scored.items()
                ),
            )
        Console().print(table)


if __name__ == "__main__":
    main()
