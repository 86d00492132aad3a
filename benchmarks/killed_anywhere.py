"""Kills at every moment of an act, a watch, a weekly round and a delivery: what is lost or doubled.

    python -m benchmarks.killed_anywhere [--postgres URL] [--most 0] [--json]

A process does one piece of the office's work on a copy of one database and is killed (SIGKILL)
at its k-th boundary: before a statement, before and after a commit, a message's way into its
socket, a file's way to the disk. That is done for every k up to the last. Then the same is asked
again, by whoever got no answer, and every row of every table is compared with what a process
left that nobody killed. Every process is a fork of one that has loaded the programs already.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, select, text

from benchmarks.killed_deliveries import Sink, listening
from benchmarks.killed_works import LEARN, MESSAGES, WORKS, Work
from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import verify
from models.tables.rows import Base
from notices.channels import Channels
from store.engine import Store
from tests.world import folder, project, stamp

ROOT = Path(__file__).parents[1]
KEY = b"a key of a database that is thrown away"
NOWHERE = "json://127.0.0.1:9/{account}"
CLAIMS_RUN_OUT = timedelta(minutes=6)

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Killed:
    """What became of one piece of work."""

    work: str
    database: str
    boundaries: int = 0
    """That a process meets which nobody kills."""
    kills: int = 0
    lost: list[int] = field(default_factory=list)
    """Boundaries after which something of it is missing, or never arrived."""
    doubled: list[int] = field(default_factory=list)
    """Boundaries after which something is there twice."""
    otherwise: list[int] = field(default_factory=list)
    """Boundaries after which the rows differ in any other way."""
    sent_again: int = 0
    """Messages in flight when their process was killed: sent once more, under the same key."""
    seconds: float = 0.0

    @property
    def whole(self) -> bool:
        """Tell whether nothing was lost, doubled or otherwise."""
        return not (self.lost or self.doubled or self.otherwise)


class Launcher:
    """The process that forks those who are killed."""

    def __init__(self) -> None:
        code = "from benchmarks.killed_works import launch; launch()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def run(self, **asked: Any) -> int | None:
        """Return the boundaries that a process met; ``None`` = it was killed on its way."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps(asked), file=process.stdin, flush=True)
        said = process.stdout.readline().split()
        met = None
        if said[0] != "ended":
            met, said = int(said[0]), process.stdout.readline().split()
        ended = int(said[1])
        assert ended in (0, signal.SIGKILL), f"a process ended with {ended}"
        assert (ended == 0) == (met is not None or asked["fatal"] == LEARN)
        return met

    def __enter__(self) -> "Launcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=30)


@contextmanager
def copied(database: str) -> Iterator[str]:
    """Yield a database that begins as another one, which nobody has open."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        with tempfile.TemporaryDirectory() as home:
            shutil.copy(str(url.database), f"{home}/copy.sqlite")
            yield f"sqlite:///{home}/copy.sqlite"
        return
    name = f"{url.database}_killed"
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as server:
        server.execute(text(f'create database "{name}" template "{url.database}"'))
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            server.execute(text(f'drop database "{name}" with (force)'))
    engine.dispose()


def every_row(store: Store) -> Rows:
    """Return every table's rows; the order of writing, in which numbers may be left out, apart."""
    found: Rows = {}
    with store.reading() as connection:
        for table in Base.metadata.sorted_tables:
            columns = [one for one in table.columns if one.name != "seq"]
            rows = connection.execute(select(*columns)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def killed_in(
    work: Work,
    database: str,
    launcher: Launcher,
    *,
    most: int = 0,
    key: bytes = KEY,
) -> Killed:
    """Kill a piece of work at every boundary, on copies of a migrated, empty database.

    ``most`` = at so many boundaries alone, the first, the last and some between, evenly.
    """
    began, sink = time.perf_counter(), Sink(lambda _: None, 0)
    told = Killed(work.name, make_url(database).get_backend_name())
    with ExitStack() as stack:
        address = stack.enter_context(listening(sink)) if work.delivers else NOWHERE
        template = stack.enter_context(copied(database))
        store = Store(template, audit_key=key)
        office = Office(store, Channels({"*": [address]}))
        load(office, folder(project()), stamp=stamp())
        work.before(office)
        _written_out(store)
        asked = {"work": work.where, "sink": address, "key": key.hex()}
        with copied_beside(template) as (copy, anchor):
            launcher.run(**asked, **_on(copy, anchor, work.now, LEARN))
        with copied_beside(template) as (copy, anchor):
            met = launcher.run(**asked, **_on(copy, anchor, work.now))
            assert met is not None
            told.boundaries = met
            whole = _left(work, copy, anchor, key, check=True)
        for fatal in _spread(told.boundaries, most):
            sink.arrived.clear()
            with copied_beside(template) as (copy, anchor):
                answered = launcher.run(**asked, **_on(copy, anchor, work.now, fatal))
                told.kills += answered is None
                later = work.now + CLAIMS_RUN_OUT if work.delivers else work.now
                launcher.run(**asked, **_on(copy, anchor, later))
                _compare(told, fatal, whole, _left(work, copy, anchor, key, check=work.delivers))
            if work.delivers:
                times = [sink.arrived[f"n/{number:05}"] for number in range(MESSAGES)]
                told.sent_again += sum(times) - MESSAGES
                if min(times) == 0:
                    told.lost.append(fatal)
                if sum(times) > MESSAGES + 1:  # one was in flight, no more
                    told.doubled.append(fatal)
    told.seconds = round(time.perf_counter() - began, 1)
    return told


def _spread(boundaries: int, most: int) -> list[int]:
    if most == 0 or most >= boundaries:
        return list(range(1, boundaries + 1))
    return [1 + place * (boundaries - 1) // (most - 1) for place in range(most)]


@contextmanager
def copied_beside(template: str) -> Iterator[tuple[str, Path]]:
    """Yield a copy of a database, and where its anchor lies."""
    with copied(template) as copy, tempfile.TemporaryDirectory() as home:
        yield copy, Path(home) / "anchor.jsonl"


def _on(database: str, anchor: Path, now: datetime, fatal: int = 0) -> dict[str, object]:
    return {"database": database, "anchor": str(anchor), "now": now.isoformat(), "fatal": fatal}


def _written_out(store: Store) -> None:
    """Bring everything into the one file that is copied, and let go of it."""
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            connection.connection.driver_connection.execute("pragma wal_checkpoint(truncate)")  # type: ignore[union-attr]
    store.close()


def _left(work: Work, database: str, anchor: Path, key: bytes, *, check: bool) -> tuple[Rows, str]:
    """Return every row that was left, and the anchor; what is checked must hold.

    Where rows, seals and anchor are those that held once, they hold.
    """
    store = Store(database, audit_key=key)
    known = anchor if anchor.exists() else None
    if check:
        found = verify(Office(store, Channels({})), anchor=known)
        assert found.ok, found.first
    rows = every_row(store)
    store.close()
    if work.delivers:  # when it was sent and how often tried is another matter each time
        columns = [one.name for one in Base.metadata.tables["deliveries"].columns]
        kept = [columns.index(one) for one in ("notice_key", "recipient", "state")]
        rows["deliveries"] = sorted(tuple(row[one] for one in kept) for row in rows["deliveries"])
        for name in ("notices", "lanes", "robots", "tallies"):
            rows[name] = [(len(rows[name]),)]
    return rows, anchor.read_text("utf-8") if known else ""


def _compare(told: Killed, fatal: int, whole: tuple[Rows, str], left: tuple[Rows, str]) -> None:
    if whole == left:
        return
    (expected, _), (found, _) = whole, left
    missing = any(len(found[name]) < len(rows) for name, rows in expected.items())
    more = any(len(found[name]) > len(rows) for name, rows in expected.items())
    (told.lost if missing else told.doubled if more else told.otherwise).append(fatal)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--most", type=int, default=0, help="boundaries of each; 0 = all")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    done = []
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        launcher = stack.enter_context(Launcher())
        empty = [f"sqlite:///{home}/empty.sqlite"]
        if asked.postgres:
            empty.append(stack.enter_context(_empty_postgresql(asked.postgres)))
        for database in empty:
            store = Store(database, audit_key=KEY)
            store.migrate()
            _written_out(store)
            for work in WORKS:
                done.append(killed_in(work, database, launcher, most=asked.most))
    if asked.json:
        print(json.dumps([asdict(one) for one in done]))
    else:
        for one in done:
            print(
                f"{one.database} {one.work}: {one.boundaries} boundaries, {one.kills} kills in "
                f"{one.seconds} s: lost {len(one.lost)}, doubled {len(one.doubled)}, otherwise "
                f"{len(one.otherwise)}; in flight and sent again {one.sent_again}"
            )
            for what in ("lost", "doubled", "otherwise"):
                if places := getattr(one, what):
                    print(f"  {what} at {places}")
    sys.exit(not all(one.whole for one in done))


@contextmanager
def _empty_postgresql(server: str) -> Iterator[str]:
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("create database greenchannel_kills"))
        try:
            name = url.set(database="greenchannel_kills")
            yield name.render_as_string(hide_password=False)
        finally:
            connection.execute(text("drop database greenchannel_kills with (force)"))
    engine.dispose()


if __name__ == "__main__":
    main()
