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
import json
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.permits.logs import Log, named, observations, read, under_way
from benchmarks.permits.scores import Told, score
from benchmarks.permits.tellers import RIVALS, Ours, Rival, Tabled, by_step
from models.days import DayTable
from rules.chance.durations import Observation, learn
from rules.days.working_days import working_days

WARM_UP = timedelta(days=180)
LEGAL = timedelta(weeks=8)
"""The decision is due eight weeks after the application (Dutch Wabo, regular procedure)."""
DIGITS = {"forecasts": 0, "crps": 1, "width": 1}


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
        names = next(iter(tellers.values()))
        table = Table("teller", *names, title=log, box=SIMPLE_HEAD, padding=0, show_edge=False)
        for name, scored in tellers.items():
            table.add_row(name, *(f"{scored[key]:.{DIGITS.get(key, 3)}f}" for key in names))
        Console().print(table)


if __name__ == "__main__":
    main()
