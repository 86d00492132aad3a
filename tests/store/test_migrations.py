"""Migrations: from an empty database to the tables the code knows, on both databases."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from casework.delivery.delivering import deliver
from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import dump, rebuild, verify
from casework.office.settings import Settings, open_office
from models.tables import access, follow_ups, outgoing, projected, proposals, reckoned  # noqa: F401  - their tables belong to the metadata
from models.tables.rows import Base
from rules.seal import GENESIS
from store import ledger
from store.engine import MIGRATIONS, Store, newest_revision
from store.rows import packing
from store.rows.tallies import DERIVED
from tests.conftest import AUDIT_KEY
from tests.world import LIAISON, at, do, folder, june, project, stamp

TABLES = set(Base.metadata.tables)
ADDED = [
    *(("projects", name) for name in ("sponsor", "chief_service_officer", "traits")),
    *(("cases", name) for name in ("place", "correction_due_on", "preview_on", "profile")),
    *(("cases", name) for name in ("course", "left_still", "left_unit", "left_to")),
    *(("cases", name) for name in ("late_unit", "late_from")),
    *((table, "mac") for table in ("notices", "deliveries", "lanes", "robots")),
    ("notices", "places"),
    ("projects", "relit_on"),
    *(("cases", name) for name in ("due_on", "light", "holder", "signature", "turns_on")),
    *(("cases", name) for name in ("until_name", "until_on", "late_on", "accepted_by")),
    *(("cases", name) for name in ("alone", "owed", "changed_on", "waits", "acts")),
    ("projects", "agent"),
    *(("cases", name) for name in ("asked", "asked_by", "handler")),
    ("entries", "person"),
]
"""Columns that came with revisions 0007, 0008, 0013, 0015, 0017, 0020, 0022, 0025 and 0030."""
INDEXES = (
    *("ix_projects_relit_on", "ix_weekly_reports_project"),
    *("ix_cases_kind", "ix_cases_turns_on", "ix_projects_agent", "ix_cases_asked"),
)


def test_an_empty_database_is_brought_to_what_the_code_knows(fresh_database: str) -> None:
    store = Store(fresh_database, audit_key=AUDIT_KEY)
    store.migrate()

    with store.reading() as connection:
        assert set(inspect(connection).get_table_names()) == TABLES | {"alembic_version"}
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    store.close()


def test_migrating_again_changes_nothing(fresh_database: str) -> None:
    store = Store(fresh_database, audit_key=AUDIT_KEY)
    for _ in range(2):
        store.migrate()
        with store.reading() as connection:
            versions = connection.execute(text("select version_num from alembic_version"))
            assert len(versions.all()) == 1
    store.close()


def test_several_that_start_at_once_migrate_once(fresh_database: str) -> None:
    code = (
        "import sys; from store.engine import Store; Store(sys.argv[1], audit_key=b'k').migrate()"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, fresh_database], stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]

    assert [process.communicate(timeout=60)[1] for process in started] == ["", "", ""]
    assert [process.returncode for process in started] == [0, 0, 0]


class TestSqlite:
    def test_keeps_every_acknowledged_act(self, tmp_path) -> None:
        store = Store(f"sqlite:///{tmp_path / 'new' / 'folder' / 'x.sqlite'}", audit_key=AUDIT_KEY)

        with store.reading() as connection:
            settings = {
                name: connection.execute(text(f"pragma {name}")).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        store.close()

        assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_newest_revision_is_told_by_the_names_of_the_files(fresh_database: str) -> None:
    store = Store(fresh_database, audit_key=AUDIT_KEY)
    store.migrate()

    with store.reading() as connection:
        found = connection.execute(text("select version_num from alembic_version")).scalar_one()
    store.close()

    assert found == newest_revision()


@pytest.fixture
def former_office(empty_office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose texts are packed as before there was a second edition of the phrases."""
    monkeypatch.setattr(packing, "ACTS", packing.PLANS)
    ledger.packed_once.cache_clear()
    load(empty_office, folder(project()), stamp=stamp())
    yield empty_office
    ledger.packed_once.cache_clear()


def _upgrade(url: str, revision: str) -> None:
    """Bring an empty database to the tables of an earlier release."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    store = Store(url, audit_key=AUDIT_KEY)
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    store.close()


def _said(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as it is read; the database numbers entries itself."""
    return {
        one.name: [
            {name: value for name, value in row._mapping.items() if name != "seq"}
            for row in connection.execute(one.select().order_by(*one.primary_key))
        ]
        for one in Base.metadata.sorted_tables
    }


def _place_of(rows: list[dict[str, Any]], name: str) -> int:
    return [row["name"] for row in rows].index(name)


def _as_it_lay(said: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The same rows as they lay before: texts, the hash of the entry before, posts alone."""
    prev: dict[str, str] = {}
    for entry in said["entries"]:
        assert entry.pop("person") == ""
        entry["prev"] = prev.get(entry["stream"], GENESIS)
        prev[entry["stream"]] = entry["hash"]
    return said


def test_what_lay_there_before_says_the_same_when_it_lies_shorter(
    former_office: Office, fresh_database: str
) -> None:
    """Same hashes, same seals: nothing is sealed anew, and one stroke of a pen is still found."""
    do(former_office, "submit", by=LIAISON, key="once")
    do(former_office, "accept", on=june(2))
    deliver(former_office, now=at(june(2)))
    with former_office.store.reading() as connection:
        said = _said(connection)
    _upgrade(fresh_database, "0025")
    before = create_engine(fresh_database)
    with before.begin() as connection:
        for name, rows in _as_it_lay(said).items():
            there = Table(name, MetaData(), autoload_with=connection)
            assert not rows or {*rows[0]} == {*there.columns.keys()} - {"seq"}
            if rows:
                connection.execute(there.insert(), rows)
    before.dispose()

    store = Store(fresh_database, audit_key=AUDIT_KEY)
    assert store.migrate()

    brought = Office(store, former_office.channels)
    rebuild(brought)  # as whoever opens an office does that was moved
    with store.reading() as connection:
        for row in said["entries"]:
            del row["prev"]
            row["person"] = ""
        found = _said(connection)
        assert found["tallies"].pop(_place_of(found["tallies"], DERIVED))["many"] == 1
        assert found == said
        assert ledger.read_key(connection, "once") is not None
    assert verify(brought).ok
    assert dump(brought) == dump(former_office)
    with pytest.raises(DBAPIError, match="append-only"), store.writing() as connection:
        connection.execute(text("delete from entries"))
    do(brought, "decide", on=june(9))
    assert verify(brought).ok
    store.close()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("entries", name) for name in ("hash", "at", "payload")),
        *(("notices", name) for name in ("body", "places")),
    ],
)
def test_what_somebody_wrote_over_before_is_found_afterwards(
    former_office: Office, tmp_path: Path, table: str, column: str
) -> None:
    do(former_office, "submit", by=LIAISON)
    with former_office.store.reading() as connection:
        said = _said(connection)
    said[table][-1][column] = f"{said[table][-1][column][:-2]}??"
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    _upgrade(url, "0025")
    before = create_engine(url)
    with before.begin() as connection:
        for name, rows in _as_it_lay(said).items():
            if rows:
                connection.execute(Table(name, MetaData(), autoload_with=connection).insert(), rows)
    before.dispose()

    store = Store(url, audit_key=AUDIT_KEY)
    store.migrate()

    found = verify(Office(store, former_office.channels))
    store.close()
    assert found.first is not None
    assert found.first.table == table


def test_a_ledger_in_use_has_its_rows_derived_anew_with_new_columns(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    office = open_office(settings)
    load(office, folder(project()), stamp=stamp())
    before = dump(office)
    with office.store.writing() as connection:
        for index in INDEXES:
            connection.execute(text(f"drop index {index}"))
        connection.execute(
            text("create index ix_cases_department_state on cases (department, state)")
        )
        for table, column in ADDED:
            connection.execute(text(f"alter table {table} drop column {column}"))
        for table in ("tallies", "follow_ups", "proposals", "reckoned", "matters", "issues"):
            connection.execute(text(f"drop table {table}"))
        connection.execute(text("update alembic_version set version_num = '0005'"))
    office.store.close()

    brought = open_office(settings)
    assert dump(brought) == before
    assert verify(brought).ok
    brought.store.close()
