"""Raw edits of every kind over every table and column: how many `verify` misses, or crashes on.

    python -m benchmarks.tampers [--edits 10000] [--seed 1] [--postgres URL] [--json]

Half of the edits are made on SQLite, half on PostgreSQL where a server is named (all on SQLite
without one). Each is made by itself in a transaction that is rolled back, on an office in which
every table is in use: single cells, rows, whole tables, old backups put back whole or in part,
streams removed with their heads, decisions cut off, the lock taken off. What carries no claim
stands in ``tests/tampering.py``.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import create_engine, make_url, text

from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import verify, verify_within
from notices.channels import Channels
from store.engine import Store
from store.intake.campaign_folder import read_campaign_folder
from tests.store.test_tampering import lived_in, tampered
from tests.world import folder, laddered, project, stamp

CAMPAIGN = Path(__file__).parents[1] / "campaigns" / "hundred-day-2020"
KEY = b"a key of a database that is thrown away"


@dataclass
class Tampered:
    """What became of the edits on one database."""

    database: str
    edits: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    milliseconds: float = 0.0
    """Of one `verify`, on the average."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    done = []
    with Progress(console=Console(file=sys.stderr)) as bar:
        databases = ["sqlite", *(["postgresql"] if asked.postgres else [])]
        for name in databases:
            edits = asked.edits // len(databases)
            with _database(name, asked.postgres) as url, tempfile.TemporaryDirectory() as scratch:
                done.append(_edited(url, name, Path(scratch), edits, asked.seed, bar))
    if asked.json:
        print(json.dumps([asdict(one) for one in done], ensure_ascii=False, indent=2))
    else:
        for one in done:
            print(
                f"{one.database}: {one.edits} edits, {one.found} found, {len(one.missed)} missed, "
                f"{len(one.crashed)} crashed; {one.milliseconds:.0f} ms a verify"
            )
            for words in (*one.missed, *one.crashed):
                print(f"  {words}")
    sys.exit(any(one.missed or one.crashed for one in done))


def _edited(url: str, name: str, scratch: Path, edits: int, seed: int, bar: Progress) -> Tampered:
    store = Store(url, audit_key=KEY)
    store.migrate()
    office = Office(store, Channels({"*": [f"inbox://{scratch / 'inbox.jsonl'}?to={{account}}"]}))
    ladder = read_campaign_folder(CAMPAIGN).campaign.rulebook.escalation
    load(office, laddered(folder(project()), ladder), stamp=stamp())
    anchor = scratch / "anchor.jsonl"
    old = lived_in(office, anchor)
    assert verify(office, anchor=anchor).ok
    told, chance, spent = Tampered(name), random.Random(seed), 0.0
    task = bar.add_task(name, total=edits)
    for _ in range(edits):
        with tampered(office, old, chance) as (connection, words):
            began = time.perf_counter()
            try:
                found = not verify_within(connection, store, anchor=anchor).ok
            except Exception as crash:  # whatever it is, it is counted
                told.crashed.append(f"{words}: {type(crash).__name__}: {crash}"[:300])
            else:
                told.found += found
                if not found:
                    told.missed.append(words)
            spent += time.perf_counter() - began
        told.edits += 1
        kind = words.partition(" of ")[0].partition(" row of ")[0][:40]
        told.kinds[kind] = told.kinds.get(kind, 0) + 1
        bar.advance(task)
    told.milliseconds = spent / max(edits, 1) * 1000
    store.close()
    return told


@contextmanager
def _database(name: str, server: str) -> Iterator[str]:
    if name == "sqlite":
        with tempfile.TemporaryDirectory() as folder_:
            yield f"sqlite:///{folder_}/tampered.sqlite"
        return
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("drop database if exists greenchannel_tampered"))
        connection.execute(text("create database greenchannel_tampered"))
    try:
        yield url.set(database="greenchannel_tampered").render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text("drop database greenchannel_tampered with (force)"))


if __name__ == "__main__":
    main()
