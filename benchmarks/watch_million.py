"""The watch over a million open matters of which a thousand are due.

    python -m benchmarks.watch_million [--matters 1000000] [--due 1000] [--each 1]
                                       [--url URL] [--json]

A district's real catalogue; two template projects are played through casework (one with
clocks that turn yellow today, one that is quiet) and copied, with what was told of them,
their streams chained and sealed anew, until so many cases are open. Each due project has
``--each`` matters due: one is the worst case, for a project is read, judged and written as
a whole. Then one sweep is timed in a process of its own, beside a bare count over the same
index; a second sweep must find nothing. ``--url`` names an empty database of PostgreSQL;
without it SQLite in a scratch directory.
"""

import argparse
import gc
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from rich.progress import track
from sqlalchemy import Connection, insert, select, text

from casework.acting import act
from casework.desk import ZONE, Stamp
from casework.intake.loading import load
from casework.office import Office
from casework.office.settings import Settings, open_office
from casework.watching.sweep import sweep
from models.act_requests import Accept, Submit, Via
from models.tables.outgoing import DeliveryRow, NoticeRow
from models.tables.projected import CaseRow, OwedDocumentRow, ProjectRow
from models.tables.rows import Base, EntryRow, HeadRow
from rules.seal import GENESIS, entry_hash, head_seal, seal
from store.engine import Store
from store.intake.campaign_folder import read_campaign_folder
from store.rows.packing import unpacked
from tasks.house import collect_rarely

ROOT = Path(__file__).parents[1]
NAMES_A_PROJECT = frozenset({"code", "project", "key", "notice_key", "body"})
CHUNK = 500


def prepared(office: Office, each: int = 1) -> tuple[str, str, date]:
    """Load two projects, let so many clocks of one run that turn yellow on the same day.

    Returns the quiet project, the one that is due, and that day.
    """
    folder = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
    waiting = [one for one in folder.projects if one.started_on is None and not one.pinned_start]
    waiting = waiting or [one for one in folder.projects if one.started_on is None]
    largest = sorted(waiting, key=lambda one: len(one.concluded_before), reverse=False)[:2]
    projects = tuple(one.model_copy(update={"pinned_start": None}) for one in largest)
    folder = folder.model_copy(update={"projects": projects})
    began = datetime.combine(folder.campaign.first_day, datetime.min.time(), ZONE).replace(hour=9)
    load(office, folder, stamp=Stamp("registrar", Via.CONSOLE, began))
    quiet, due = (one.code for one in projects)
    with office.store.reading() as connection:
        file, _ = office.file(connection, due)
        regulations = office.situation(connection).regulations
    procedures = regulations.procedures(file.project, on=began.date())
    alike: dict[int, list[str]] = {}
    for case in file.open_cases():
        procedure, limit = procedures[case.procedure], procedures[case.procedure].promised.value
        if limit and limit >= 5 and not (file.plan[case.procedure].tolerable or procedure.instant):
            alike.setdefault(limit, []).append(case.procedure)
    codes = next(some[:each] for some in alike.values() if len(some) >= each)
    for code, request in product(codes, (Submit(), Accept())):
        officer = f"{file.plan[code].department}-01"
        done = act(
            office,
            project=due,
            procedure=code,
            request=request,
            by=officer,
            via=Via.CONSOLE,
            now=began,
        )
    with office.store.reading() as connection:
        wake = connection.execute(
            select(ProjectRow.wake_on).where(ProjectRow.code == due)
        ).scalar_one()
    assert done.file.version
    assert wake is not None
    return quiet, due, wake


Template = dict[type[Base], list[dict[str, Any]]]
"""A project's rows by table, in the order in which they are written."""


def template_of(connection: Connection, project: str) -> Template:
    """Read all rows of a project."""
    of = {
        EntryRow: EntryRow.stream == project,
        ProjectRow: ProjectRow.code == project,
        CaseRow: CaseRow.project == project,
        OwedDocumentRow: OwedDocumentRow.project == project,
        NoticeRow: NoticeRow.project == project,
        DeliveryRow: DeliveryRow.notice_key.startswith(f"{project}/"),
    }
    return {
        table: [
            dict(row._mapping)
            for row in connection.execute(
                select(table.__table__).where(which).order_by(*table.__table__.primary_key)
            )
        ]
        for table, which in of.items()
    }


def copies(template: Template, project: str, numbers: range, key: bytes) -> Iterator[Template]:
    """Yield a template's rows under new codes, each stream chained and sealed for itself."""
    entries = template[EntryRow]
    for number in numbers:
        code = f"2021-230112-{number // 1_000_000 + 10:02}-01-{number % 1_000_000:06}"
        rows: Template = {EntryRow: [], HeadRow: []}
        prev = GENESIS
        for entry in entries:
            payload = unpacked(entry["payload"]).replace(project, code)
            hash_ = entry_hash(
                prev=prev,
                stream=code,
                version=entry["version"],
                kind=entry["kind"],
                payload=payload,
                at=entry["at"],
                on=entry["on"].isoformat(),
                by=entry["by"],
                via=entry["via"],
                key=None,
            )
            rows[EntryRow].append(
                {name: value for name, value in entry.items() if name != "seq"}
                | {
                    "stream": code,
                    "payload": payload,
                    "key": None,
                    "hash": hash_,
                    "mac": seal(hash_, key),
                }
            )
            prev = hash_
        version = entries[-1]["version"]
        mac = head_seal(code, version, prev, key)
        rows[HeadRow].append({"stream": code, "version": version, "hash": prev, "mac": mac})
        for table in (one for one in template if one is not EntryRow):
            rows[table] = [
                {
                    name: unpacked(value).replace(project, code)
                    if name in NAMES_A_PROJECT
                    else value
                    for name, value in one.items()
                }
                for one in template[table]
            ]
        yield rows


def fill(store: Store, project: str, numbers: range) -> None:
    """Write copies of a project in transactions of some hundreds."""
    with store.reading() as connection:  # closed before the writing: a reader holds the WAL back
        template = template_of(connection, project)
    made = copies(template, project, numbers, store.audit_key)
    buffer: Template = {}
    for place, rows in enumerate(track(made, total=len(numbers), description=project), 1):
        for table, some in rows.items():
            buffer.setdefault(table, []).extend(some)
        if place % CHUNK == 0 or place == len(numbers):
            with store.writing() as writing:
                for table, some in buffer.items():
                    if some:
                        writing.execute(insert(table), some)
            buffer.clear()


def measured(home: Path, url: str, on: date) -> dict[str, Any]:
    """Sweep once, sweep again, and count beside it, in a process that has done nothing else.

    It has swept before, as a worker has that sweeps every five minutes: a small office of its
    own, so that Python's code is loaded.
    """
    with tempfile.TemporaryDirectory(prefix="green-channel-") as small:
        warm = open_office(Settings(home=Path(small)))
        _, _, day = prepared(warm)
        sweep(warm, now=datetime.combine(day, datetime.min.time(), ZONE) + timedelta(hours=9))
        warm.store.close()
    office = open_office(Settings(home=home, database_url=url), migrate=False)
    now = datetime.combine(on, datetime.min.time(), ZONE) + timedelta(hours=9)
    with office.store.reading() as connection:
        connection.execute(text("select count(*) from cases")).scalar_one()
        counts = []
        for _ in range(5):
            began = time.perf_counter()
            connection.execute(
                text("select count(*) from projects where wake_on <= :on"), {"on": on}
            ).scalar_one()
            counts.append(time.perf_counter() - began)
        matters = connection.execute(text("select count(*) from cases")).scalar_one()
    gc.collect()
    collect_rarely()  # as the worker does once its office is open
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.perf_counter(), time.process_time()
    swept = sweep(office, now=now)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    began = time.perf_counter()
    again = sweep(office, now=now)
    office.store.close()
    return {
        "matters": matters,
        "projects_due": swept.projects,
        "matters_due": len(swept.entries),
        "bare_index_count_s": round(statistics.median(counts), 5),
        "sweep_s": round(seconds, 3),
        "of_that_cpu_s": round(cpu, 3),
        "memory_grown_mb": round(grown / 1024, 1),
        "second_sweep_s": round(time.perf_counter() - began, 5),
        "second_sweep_entries": len(again.entries),
        "database": office.store.engine.dialect.name,
    }


def _settle(store: Store) -> None:
    """Let what the filling wrote reach the disk, or the sweep's commits would wait for it."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("vacuum analyze"))
            connection.execute(text("checkpoint"))
    os.sync()


def main() -> None:
    """Build the district, sweep it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=1_000)
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--url", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
        office = open_office(Settings(home=Path(scratch), database_url=options.url))
        quiet, due, on = prepared(office, options.each)
        with office.store.reading() as connection:
            cases = len(office.file(connection, quiet)[0].cases)
        projects = options.due // options.each
        fill(office.store, due, range(projects - 1))
        fill(office.store, quiet, range(projects, options.matters // cases))
        _settle(office.store)
        office.store.close()
        alone = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=alone) as pool:
            figures = pool.submit(measured, Path(scratch), options.url, on).result()
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>24}  {value}")
    sys.exit(0 if figures["second_sweep_entries"] == 0 else 1)


if __name__ == "__main__":
    main()
