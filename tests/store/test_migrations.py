"""Migrations: from an empty database to the tables the code knows, on both databases."""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from casework.intake.loading import load
from casework.office.integrity import dump, verify
from casework.office.settings import Settings, open_office
from models.tables import (  # noqa: F401  - their tables belong to the metadata
    access,
    follow_ups,
    outgoing,
    projected,
    proposals,
    reckoned,
)
from models.tables.rows import Base
from store.engine import Store, newest_revision
from tests.conftest import AUDIT_KEY
from tests.world import folder, project, stamp

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
]
"""Columns that came with revisions 0007, 0008, 0013, 0015, 0017, 0020, 0022 and 0025."""
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
