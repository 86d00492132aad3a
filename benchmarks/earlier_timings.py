"""What timings of an earlier campaign are worth to the next one (`load --timings`).

    python -m benchmarks.earlier_timings [--campaigns 10] [--seed 201] [--keep DIR] [--json]

So many campaigns are rehearsed, of seeds that nothing was fitted on. Each hands its timings on
as `export timings` writes them, and is forecast every second Friday, each project that has not
started: once by what the campaign itself has told until that morning and the levels of its
rules, then with the timings of each of three others loaded. Then the starts that came are
looked up.

Told for all forecasts and for those of each Friday, the first of which are the first forecasts
of every project: the share of starts inside the 80 % interval with its standard error (projects
are drawn anew, not forecasts: those of one project are no independent trials), the width in
working days, the interval score (width, and ten days for each day that a start lay outside:
Gneiting and Raftery, JASA 102, 2007; it alone says which of two intervals is the better one,
for a narrow one may miss), and the Brier score of “in time”. Campaigns are kept in DIR: the
next run is quick.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np

from casework.plan.forecasting import BETWEEN, draw, learn_files
from casework.plan.handing_on import FIRST, MORNINGS, handed_on
from models.campaign import Campaign
from models.case import CaseFile
from models.forecast_levels import STRENGTH, ForecastLevels
from rehearsal.backtesting import WATCHED, fridays
from rehearsal.past_campaigns import Past, past_campaign
from rules.chance.calibration import Said, Teller, score
from rules.chance.earlier import NOTHING, Earlier, by_kind, earlier
from rules.chance.levels import Fell, corrected, fell, learnt
from rules.chance.simulation import Drawn, confidence_of
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations
from store.intake.campaign_folder import read_campaign_folder

FOLDER = Path(__file__).parents[1] / "campaigns" / "hundred-day-2020"
OUTSIDE = 10
"""Two over the share that an 80 % interval leaves out: the price of a day outside."""
DRAWN_ANEW = 200
FURTHER = (3, 5, 8)
"""The timings of the third, fifth and eighth campaign further on are loaded."""


@dataclass(frozen=True)
class Figures:
    """How some forecasts held."""

    forecasts: int
    coverage: float
    error: float
    width: float
    interval_score: float
    brier: float


@dataclass(frozen=True)
class WalkForward:
    """The same campaigns forecast without and with timings of an earlier one."""

    without: dict[str, Figures]
    """“all”, or a Friday → figures."""
    loaded: dict[str, Figures]


class _Campaigns:
    """Rehearsed campaigns of one folder."""

    def __init__(self, directory: Path, keep: Path) -> None:
        self.directory, self.keep = directory, keep
        self.campaign: Campaign = read_campaign_folder(directory).campaign
        self.regulations = Regulations(self.campaign)
        self.mornings = fridays(self.campaign)
        self.until = self.mornings[-1] + WATCHED
        assert self.campaign.rulebook.forecast is not None
        self.rules: ForecastLevels = self.campaign.rulebook.forecast

    @property
    def days(self) -> WorkingDays:
        return self.regulations.days

    def past(self, seed: int) -> Past:
        return past_campaign(self.directory, self.keep, seed=seed, until=self.until)

    def handed_on(self, seed: int) -> Earlier:
        """Return what a campaign teaches the next one: all that it hands on, by its file."""
        past, ended = self.past(seed), self.until + timedelta(days=1)
        first = self.campaign.first_day + FIRST
        mornings = [first + number * BETWEEN for number in range(MORNINGS)]
        stood = {code: past.mornings(code, [*mornings, ended]) for code in past.streams}
        told = handed_on(stood, past.happened(), self.regulations, mornings, ended)
        procedures = self.campaign.catalogue.procedures
        departments = {one.code: one.department for one in procedures}
        return earlier([by_kind(*told, campaign=f"seed-{seed}")], departments, strength=STRENGTH)

    def forecast(self, seed: int, before: Earlier) -> list[Said]:
        """Return what would have been said of a campaign, morning by morning."""
        past, ended = self.past(seed), self.until + timedelta(days=1)
        stood = {code: past.mornings(code, [*self.mornings, ended]) for code in past.streams}
        started = {code: one.started_on for code, (*_, one) in stood.items() if one is not None}
        told: list[tuple[str, Drawn]] = []
        said: list[Said] = []
        for place, on in enumerate(self.mornings):
            files = [
                file
                for some in stood.values()
                if (file := some[place]) is not None and file.pinned_start is not None
            ]
            drawn = self._drawn(files, past, before, on)
            fallen = [self._fell(one, code, started[code], on) for code, one in told]
            levels = learnt(fallen, before.levels(self.rules), strength=self.rules.strength)
            told += drawn.items()
            for file in files:
                code, pinned = file.project.code, file.pinned_start
                if code in drawn and pinned is not None:
                    shaped = corrected(drawn[code], levels, on=on, days=self.days)
                    sure = confidence_of(shaped, pinned_on=pinned)
                    of = (Teller.OWN, seed, code, on, pinned, sure.p50)
                    quantiles = (sure.p10, sure.p50, sure.p90, sure.on_time or 0.0)
                    said.append(Said(*of, *quantiles, started[code]))
        return said

    def _drawn(
        self, files: Sequence[CaseFile], past: Past, before: Earlier, on: date
    ) -> dict[str, Drawn]:
        """Draw the starts of all projects that have not started on a morning."""
        known = learn_files(files, past.happened(), self.regulations, before, on=on)
        return {
            code: draw(file, known.durations, known.pace(code), self.regulations, on)
            for file in files
            if file.started_on is None and (code := file.project.code)
        }

    def _fell(self, drawn: Drawn, code: str, started: date | None, on: date) -> Fell:
        return fell(drawn, started, code, on=on, days=self.days)

    def figures(self, said: Sequence[Said]) -> dict[str, Figures]:
        """Return figures of all forecasts and of each morning's."""
        by_day: dict[str, list[Said]] = {"all": list(said)}
        for one in said:
            by_day.setdefault(str(one.on), []).append(one)
        return {name: self._figures(some) for name, some in by_day.items()}

    def _figures(self, said: Sequence[Said]) -> Figures:
        found = score(said, watched_until=self.until, days=self.days)
        told = [one for one in said if one.started_on is not None or one.p90 <= self.until]
        inside: dict[tuple[int, str], list[bool]] = defaultdict(list)
        for one in told:
            held = one.started_on is not None and one.p10 <= one.started_on <= one.p90
            inside[one.campaign, one.project].append(held)
        chance, projects = Random(1), list(inside.values())
        anew = [
            np.mean([held for some in chance.choices(projects, k=len(projects)) for held in some])
            for _ in range(DRAWN_ANEW)
        ]
        return Figures(
            forecasts=found.forecasts,
            coverage=found.coverage,
            error=float(np.std(anew)),
            width=found.width,
            interval_score=float(np.mean([self._interval_score(one) for one in told])),
            brier=found.brier,
        )

    def _interval_score(self, one: Said) -> int:
        """Return the width of an interval, and ten for each day that the start lay outside."""
        came = one.started_on or self.until
        early = self.days.between(came, one.p10) if came < one.p10 else 0
        late = self.days.between(one.p90, came) if came > one.p90 else 0
        return self.days.between(one.p10, one.p90) + OUTSIDE * (early + late)


def walk_forward(directory: Path, keep: Path, pairs: Iterable[tuple[int, int]]) -> WalkForward:
    """Forecast campaigns; a pair is the seed of one, and that of the earlier one loaded into it."""
    campaigns = _Campaigns(directory, keep)
    listed = list(pairs)
    taught = {seed: campaigns.handed_on(seed) for _, seed in listed}
    without: list[Said] = []
    loaded: list[Said] = []
    for seed in dict.fromkeys(tested for tested, _ in listed):
        without += campaigns.forecast(seed, NOTHING)
    for seed, before in listed:
        loaded += campaigns.forecast(seed, taught[before])
    return WalkForward(campaigns.figures(without), campaigns.figures(loaded))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--campaigns", type=int, default=10)
    parser.add_argument("--seed", type=int, default=201)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + asked.campaigns)
    pairs = [
        (seed, seeds[(place + further) % asked.campaigns])
        for place, seed in enumerate(seeds)
        for further in FURTHER
    ]
    with tempfile.TemporaryDirectory() as scratch:
        found = walk_forward(FOLDER, asked.keep or Path(scratch), pairs)
    rows = {"without": found.without, "loaded": found.loaded}
    if asked.json:
        told = {
            name: {when: vars(one) for when, one in some.items()} for name, some in rows.items()
        }
        print(json.dumps(told, indent=2))
        return
    for name, some in rows.items():
        for when, one in some.items():
            print(
                f"{name:8} {when:10} {one.forecasts:5} forecasts, coverage {one.coverage:.1%}"
                f" ± {one.error:.1%}, width {one.width:.1f}, interval score"
                f" {one.interval_score:.1f}, Brier {one.brier:.4f}"
            )


if __name__ == "__main__":
    main()
