"""What lists and sweeps cost as the number of projects grows.

    python -m benchmarks.growth [--projects 60 600 3000 10000] [--until 2020-07-10]
                                [--only to_do brief …] [--keep DIR] [--json]

The delivered campaign of sixty projects is rehearsed to a day; then its projects are copied
under new codes, their streams chained and sealed anew, until there are so many. Each
operation runs in a process of its own on a copy of that database, so that its peak of memory
is its own: statements, seconds of CPU, seconds by the clock and megabytes at the peak. What the
watch works out for the day (``reckon``) comes first, as in an office. ``round`` opens, chases,
closes and publishes the next two weeks, and tells the longest time for which it kept other
writers waiting; ``close`` ends one week, reminds and publishes, after the watch of that day.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from benchmarks.counted import Counted
from benchmarks.watch_million import copies
from casework.morning.digest import preview
from casework.office import CAMPAIGN, Office
from casework.office.integrity import rebuild
from casework.office.settings import Settings, open_office
from casework.plan.bottlenecks import bottlenecks
from casework.plan.look_ahead import load_ahead
from casework.plan.views import plan_all
from casework.reading.board.board import board, front
from casework.reading.board.investment import investment
from casework.reading.board.targets import targets_on
from casework.reading.board.week import week_of
from casework.reading.lists.project_list import find_projects
from casework.reading.lists.to_do import to_do
from casework.reading.lists.work_list import Page, Tab, work_list
from casework.supervision.bulletin import bulletin_of
from casework.supervision.light_watch import read_lights
from casework.supervision.matters import matters
from casework.watching.reckon import reckon
from casework.watching.sweep import sweep
from casework.weekly.league import league_table
from casework.weekly.rounds import keep_rounds
from casework.weekly.summary import campaign_report
from models.days import ZONE
from models.tables.projected import (
    BreachRow,
    CaseRow,
    IssueRow,
    MatterRow,
    OwedDocumentRow,
    ProjectRow,
    WeeklyReportRow,
)
from models.tables.rows import EntryRow
from rehearsal.play import rehearse
from rules.clocks.round_days import iso_week
from store import ledger
from store.engine import Store
from store.intake.campaign_folder import read_campaign_folder

ROOT = Path(__file__).parents[1]
SEED = 16
DATABASE = "greenchannel.sqlite"
CHUNK = 200


def rehearsed(home: Path, until: date, url: str = "") -> None:
    """Play the delivered campaign; notices are put out and delivered to the local inbox."""
    office = open_office(Settings(home=home, database_url=url))
    folder = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
    rehearse(office, folder, until=until, seed=SEED, deliver_notices=True)
    office.store.close()


def grown(home: Path, number: int, url: str = "") -> None:
    """Copy the projects of a rehearsed campaign until there are so many."""
    office = open_office(Settings(home=home, database_url=url), migrate=False)
    with office.store.reading() as connection:
        codes = [one for one in ledger.streams(connection) if one != CAMPAIGN]
    each, more = divmod(number - len(codes), len(codes))
    begin = 0
    for place, code in enumerate(codes):
        wanted = range(begin, begin + each + (place < more))
        begin = wanted.stop
        _fill(office.store, code, wanted)
    office.store.close()


def _fill(store: Store, code: str, numbers: range) -> None:
    of = {
        EntryRow: EntryRow.stream == code,
        ProjectRow: ProjectRow.code == code,
        CaseRow: CaseRow.project == code,
        OwedDocumentRow: OwedDocumentRow.project == code,
        BreachRow: BreachRow.project == code,
        MatterRow: MatterRow.project == code,
        IssueRow: IssueRow.project == code,
        WeeklyReportRow: WeeklyReportRow.project == code,
    }
    with store.reading() as connection:
        template = {
            table: [
                dict(row._mapping)
                for row in connection.execute(
                    select(table.__table__).where(which).order_by(*table.__table__.primary_key)
                )
            ]
            for table, which in of.items()
        }
    buffer: dict[Any, list[dict[str, Any]]] = {}
    for place, rows in enumerate(copies(template, code, numbers, store.audit_key), 1):
        for table, some in rows.items():
            buffer.setdefault(table, []).extend(some)
        if place % CHUNK == 0 or place == len(numbers):
            with store.writing() as writing:
                for table, some in buffer.items():
                    if some:
                        writing.execute(insert(table), some)
            buffer.clear()


def _evening(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 18, tzinfo=ZONE)


def _lights(office: Office, today: date) -> object:
    return read_lights(office, now=_evening(today + timedelta(days=1))).entries


def _reckon(office: Office, today: date) -> object:
    """Work out what is not told of the day yet; many watches in one."""
    now = _evening(today)
    return sum(iter(lambda: reckon(office, now=now), 0))


def _rounds(office: Office, today: date) -> object:
    done = []
    for ahead in range(1, 15):
        for hour in (9, 12, 16, 18):
            now = _evening(today + timedelta(days=ahead)).replace(hour=hour)
            done.extend(keep_rounds(office, now=now))
    return done


def _week_held(office: Office, today: date) -> None:
    """Let the watch and the round of the week ahead go on until its cut-off."""
    for ahead in range(1, 8):
        now = _evening(today + timedelta(days=ahead)).replace(hour=9)
        read_lights(office, now=now)
        sweep(office, now=now)
        keep_rounds(office, now=now)


def _work_list(office: Office, number: str, tab: Tab, today: date) -> object:
    with office.store.reading() as connection:
        account = office.situation(connection).account(number)
    return work_list(office, account=account, tab=tab, page=Page(60), today=today).lines


OPERATIONS: dict[str, Callable[[Office, date], object]] = {
    "to_do": lambda office, today: to_do(office, department="housing", today=today),
    "work_list": lambda office, today: _work_list(office, "housing-01", Tab.MINE, today),
    "work_list_of_all": lambda office, today: _work_list(office, "dispatch-01", Tab.ALL, today),
    "projects": lambda office, _: find_projects(office),
    "brief": lambda office, today: preview(office, on=today).digests,
    "matters": lambda office, today: matters(office, today=today),
    "board": lambda office, today: board(office, today=today).lines,
    "front": lambda office, today: front(office, today=today).moved,
    "targets": lambda office, today: targets_on(office, today=today),
    "league": lambda office, today: league_table(office, today=today).lines,
    "load": lambda office, today: load_ahead(office, today=today).departments,
    "plan_all": lambda office, today: plan_all(office, today).projects,
    "report": lambda office, today: campaign_report(office, today=today).red,
    "bulletin": lambda office, today: (
        bulletin_of(office, month=f"{today:%Y-%m}", today=today).figures.red
    ),
    "week": lambda office, today: (
        week_of(office, week=iso_week(today), now=_evening(today), today=today).lines
    ),
    "investment": lambda office, today: investment(office, today=today).lines,
    "bottlenecks": lambda office, today: bottlenecks(office, today=today).lines,
    "lights": _lights,
    "round": _rounds,
    "close": lambda office, today: keep_rounds(office, now=_evening(today + timedelta(days=7))),
    "rebuild": lambda office, _: rebuild(office),
    "reckon": _reckon,
}


BEFORE: dict[str, Callable[[Office, date], None]] = {"close": _week_held}
"""What has happened by then, and is not measured."""

LISTS = (
    *("to_do", "work_list", "work_list_of_all"),
    *("board", "front", "targets", "league", "load", "plan_all"),
)
"""Read a second time as well, when the process has built its statements."""


def measured(home: Path, name: str, today: date) -> dict[str, Any]:
    """Run one operation in this process and say what it took."""
    office = open_office(Settings(home=home), migrate=False)
    with office.store.reading() as connection:
        office.situation(connection).regulations.days  # noqa: B018  (read once by any process)
    BEFORE.get(name, lambda *_: None)(office, today)
    counted = Counted(office.store)
    began, cpu = time.perf_counter(), time.process_time()
    found = OPERATIONS[name](office, today)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    statements, again = counted.statements, time.process_time()
    if name in LISTS:
        OPERATIONS[name](office, today)
    again = time.process_time() - again
    office.store.close()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return {
        "operation": name,
        "found": len(found) if isinstance(found, (tuple, list)) else 1,
        "statements": statements,
        "cpu_s": round(cpu, 3),
        **({"again_cpu_s": round(again, 3)} if name in LISTS else {}),
        "seconds": round(seconds, 3),
        "lock_held_s": round(counted.longest, 3),
        "peak_mb": round(int(peak) / 1024),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--projects", type=int, nargs="+", default=[60, 600, 3000, 10000])
    arguments.add_argument("--until", type=date.fromisoformat, default=date(2020, 7, 10))
    arguments.add_argument("--only", nargs="+", choices=list(OPERATIONS), default=list(OPERATIONS))
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--measure", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.measure:
        print(json.dumps(measured(given.keep, given.measure, given.until)))
        return
    with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
        kept = given.keep or Path(scratch)
        first = kept / "rehearsed"
        if not first.exists():
            rehearsed(first, given.until)
        for number in given.projects:
            home = kept / str(number)
            if not home.exists():
                shutil.copytree(first, home)
                grown(home, number)
            # As after the first watches of the day; measured where it stays.
            told = [_in_a_process_of_its_own(home, "reckon", given.until)]
            told += [_alone(home, name, given.until) for name in given.only if name != "reckon"]
            for found in told:
                line = {"projects": number} | found
                print(
                    json.dumps(line)
                    if given.json
                    else "  ".join(f"{k} {v}" for k, v in line.items())
                )


def _alone(home: Path, name: str, until: date) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
        copy = Path(scratch) / "home"
        shutil.copytree(home, copy)
        return _in_a_process_of_its_own(copy, name, until)


def _in_a_process_of_its_own(home: Path, name: str, until: date) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.growth", "--measure", name]
    command += ["--keep", str(home), "--until", until.isoformat()]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


if __name__ == "__main__":
    main()
