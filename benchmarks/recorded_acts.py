"""Recorded acts a second, beside the limit of the disk: one durable commit per action.

    python benchmarks/recorded_acts.py [--rounds 5] [--json]

Both sides write to the same file system with the same durability (SQLite, WAL,
``synchronous=FULL``), interleaved in rounds; figures are medians and the spread of the
ratio, taken in one run. Ours counts authority, rules, hash chain, projections and
notices in the transaction.
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy

from casework.acting import act
from casework.desk import Stamp
from casework.intake.loading import load
from casework.office import Office
from casework.office.settings import Settings, open_office
from models.act_requests import Accept, Decide, Request, Submit, Via
from models.case import CaseState
from rules.acting.reviewing import review_form
from store.intake.campaign_folder import read_campaign_folder
from tasks.house import collect_rarely

ROOT = Path(__file__).parents[1]
BEGAN = datetime.fromisoformat("2020-05-21T09:00:00+08:00")


def raw_commits(home: Path, number: int) -> float:
    """Return raw commits a second: one row of a typical entry's size each."""
    connection = sqlite3.connect(home / "raw.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS acts (id INTEGER PRIMARY KEY, body TEXT)")
    body = "x" * 600
    began = time.perf_counter()
    for _ in range(number):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO acts (body) VALUES (?)", (body,))
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return number / seconds


def recorded_acts(office: Office, projects: tuple[str, ...], now: datetime) -> tuple[int, float]:
    """Submit, accept and decide what is open in each project; return acts and seconds.

    Another person decides than the one who accepted; what is examined first is left undecided.
    """
    done = 0
    began = time.perf_counter()
    for project in projects:
        with office.store.reading() as connection:
            file, _ = office.file(connection, project)
            regulations = office.situation(connection).regulations
        procedures = regulations.procedures(file.project, on=now.date())
        for case in file.open_cases():
            planned = file.plan[case.procedure]
            if case.state is not CaseState.OPEN or planned.tolerable or case.procedure == "L10":
                continue
            form = review_form(procedures[case.procedure], regulations.campaign.catalogue)
            window, head = f"{planned.department}-01", f"{planned.department}-head"
            steps: list[tuple[Request, str]] = [(Submit(), window), (Accept(), window)]
            if not form.steps:
                steps.append((Decide(), head))
            for request, officer in steps:
                act(
                    office,
                    project=project,
                    procedure=case.procedure,
                    request=request,
                    by=officer,
                    via=Via.CONSOLE,
                    now=now,
                )
                done += 1
    return done, time.perf_counter() - began


def main() -> None:
    """Run the rounds and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
    limits, ours = [], []
    for turn in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
            home = Path(scratch)
            office = open_office(Settings(home=home))
            load(office, folder, stamp=Stamp("registrar", Via.CONSOLE, BEGAN))
            projects = tuple(one.code for one in folder.projects if one.started_on is None)
            collect_rarely()  # as the worker does once its office is open
            done, seconds = recorded_acts(office, projects, BEGAN + timedelta(hours=1))
            limits.append(raw_commits(home, 2000))
            ours.append(done / seconds)
            office.store.close()
            print(f"round {turn + 1}: {done} acts", flush=True) if not options.json else None
    ratios = sorted(mine / limit for mine, limit in zip(ours, limits, strict=True))
    figures = {
        "raw_commits_per_second": round(statistics.median(limits)),
        "recorded_acts_per_second": round(statistics.median(ours)),
        "ratio_median": round(statistics.median(ratios), 3),
        "ratio_min": round(ratios[0], 3),
        "ratio_max": round(ratios[-1], 3),
        "rounds": options.rounds,
        "sqlite": sqlite3.sqlite_version,
        "sqlalchemy": sqlalchemy.__version__,
    }
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>26}  {value}")


if __name__ == "__main__":
    main()
