"""What `verify` finds beside the chains: projections, triggers, strange kinds, the anchor."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import keep_anchor, rebuild, verify, verify_within
from models.campaign import CampaignFolder
from models.tables.projected import PROJECTIONS
from models.tables.rows import Base
from store.verifying.anchor import keep_anchor as write_line
from store.verifying.anchor_file import AnchorEdited, read_anchor
from store.verifying.comparison import NAMES, Finding, finding_text
from store.verifying.verification import Verification
from tests.store.test_ledger import unlock
from tests.store.test_projections import busy
from tests.world import (
    FIRST_DAY,
    LIAISON,
    OTHER_PROJECT,
    PROJECT,
    at,
    do,
    folder,
    june,
    laddered,
    project,
    stamp,
)

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def office(empty_office: Office, real_folder: CampaignFolder) -> Office:
    """The small campaign with a ladder of supervision: every table is in use."""
    ladder = real_folder.campaign.rulebook.escalation
    load(empty_office, laddered(folder(project()), ladder), stamp=stamp())
    return empty_office


@pytest.fixture
def busy_office(office: Office) -> Office:
    busy(office)
    return office


@pytest.fixture
def tampering(busy_office: Office) -> Iterator[Connection]:
    """A transaction in which anything may be done, and nothing of it stays."""
    with busy_office.store.engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def seen(office: Office, connection: Connection, anchor: Path | None = None) -> Verification:
    return verify_within(connection, office.store, anchor=anchor)


class TestProjections:
    def test_that_nobody_touched_are_what_the_ledger_adds_up_to(self, busy_office: Office) -> None:
        found = verify(busy_office)

        assert (found.ok, found.findings) == (True, ())

    @pytest.mark.parametrize(
        ("statement", "table", "column"),
        [
            ("update projects set wake_on = null", "projects", "wake_on"),
            ("update cases set state = 'approved'", "cases", "state"),
            ("update owed_documents set due_on = '2020-12-31'", "owed_documents", "due_on"),
            ("update breaches set repaired_on = '2020-06-02'", "breaches", "repaired_on"),
            ("update weekly_rounds set late = not late", "weekly_rounds", "late"),
            ("update weekly_reports set funds_paid = 7", "weekly_reports", "funds_paid"),
            ("delete from breaches", "breaches", ""),
            ("delete from weekly_reports", "weekly_reports", ""),
        ],
    )
    def test_that_somebody_edited_are_named_by_table_key_and_column(
        self,
        busy_office: Office,
        tampering: Connection,
        statement: str,
        table: str,
        column: str,
    ) -> None:
        tampering.execute(text(statement))

        (finding,) = seen(busy_office, tampering).findings

        assert (finding.table, finding.column) == (table, column)
        assert finding.key

    def test_are_compared_in_every_column(self, busy_office: Office, tampering: Connection) -> None:
        missed = []
        if tampering.dialect.name == "postgresql":
            tampering.execute(
                text("alter table owed_documents drop constraint fk_owed_documents_project")
            )
        for name in sorted(one.__tablename__ for one in PROJECTIONS):
            for column in Base.metadata.tables[name].columns:
                with tampering.begin_nested() as savepoint:
                    if tampering.dialect.name == "sqlite":
                        tampering.execute(text("pragma defer_foreign_keys = on"))
                    other = {"INTEGER": "77", "BIGINT": "77", "DATE": "'1999-01-01'"}.get(
                        str(column.type), "'x'"
                    )
                    if str(column.type) == "BOOLEAN":
                        other = f'coalesce(not "{column.name}", false)'
                    keys = ", ".join(f'"{key.name}"' for key in column.table.primary_key)
                    order = f"select {keys} from {name} order by {keys} limit 1"
                    done = tampering.execute(
                        text(
                            f'update {name} set "{column.name}" = {other} '
                            f"where ({keys}) in ({order})"
                        )
                    )
                    assert done.rowcount == 1, (name, column.name)
                    if seen(busy_office, tampering).ok:
                        missed.append(f"{name}.{column.name}")
                    savepoint.rollback()

        assert missed == []

    def test_are_brought_back_by_rebuilding(self, busy_office: Office) -> None:
        with busy_office.store.writing() as connection:
            connection.execute(text("update projects set wake_on = null"))
        assert not verify(busy_office).ok

        rebuild(busy_office)

        assert verify(busy_office).ok

    def test_have_each_a_name_that_a_person_knows(self) -> None:
        assert set(NAMES) >= {one.__tablename__ for one in PROJECTIONS} | {"entries", "heads"}


class TestTriggers:
    def test_that_are_gone_are_found(self, busy_office: Office, tampering: Connection) -> None:
        unlock(tampering)

        findings = seen(busy_office, tampering).findings

        assert findings
        assert all("只增触发器" in one.what and "不在" in one.what for one in findings)

    def test_that_let_everything_pass_are_found(
        self, busy_office: Office, tampering: Connection
    ) -> None:
        unlock(tampering)
        if tampering.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                tampering.execute(
                    text(
                        f"create trigger entries_no_{verb} before {verb} on entries "
                        "begin select 1; end"
                    )
                )
        else:
            tampering.execute(
                text(
                    "create or replace function entries_are_append_only() returns trigger "
                    "language plpgsql as $$ begin return new; end $$"
                )
            )
            tampering.execute(
                text(
                    "create trigger entries_append_only before update or delete on entries "
                    "for each row execute function entries_are_append_only()"
                )
            )

        findings = seen(busy_office, tampering).findings

        assert findings
        assert all("已被改动或停用" in one.what for one in findings)

    def test_that_are_switched_off_are_found(
        self, busy_office: Office, tampering: Connection
    ) -> None:
        if tampering.dialect.name == "sqlite":
            pytest.skip("SQLite cannot switch a trigger off")
        tampering.execute(text("alter table entries disable trigger entries_append_only"))

        (finding,) = seen(busy_office, tampering).findings

        assert "已被改动或停用" in finding.what

    def test_that_swallow_what_is_written_are_found(
        self, busy_office: Office, tampering: Connection
    ) -> None:
        if tampering.dialect.name == "sqlite":
            tampering.execute(
                text(
                    "create trigger quiet before insert on deliveries "
                    "begin select raise(ignore); end"
                )
            )
        else:
            tampering.execute(
                text("create rule quiet as on insert to deliveries do instead nothing")
            )

        (finding,) = seen(busy_office, tampering).findings

        assert "quiet" in finding.what


class TestStrangeKinds:
    @pytest.mark.parametrize("value", ["7.5", "x'ff00fe'", "cast(x'c328' as text)", "null"])
    def test_in_any_column_are_findings_and_no_crash(
        self, busy_office: Office, tampering: Connection, value: str
    ) -> None:
        if tampering.dialect.name != "sqlite":
            pytest.skip("PostgreSQL keeps the kinds of its columns")
        unlock(tampering)
        tampering.execute(text("pragma defer_foreign_keys = on"))
        tables = {"entries", "heads", *(one.__tablename__ for one in PROJECTIONS)}
        quiet = []
        for name in sorted(tables):
            keys = ", ".join(one.name for one in Base.metadata.tables[name].primary_key)
            for column in Base.metadata.tables[name].columns:
                if (name, column.name) == ("entries", "seq"):
                    continue  # the database's own count; nothing reads it
                if value == "null" and not column.nullable:
                    continue
                with tampering.begin_nested() as savepoint:
                    tampering.execute(
                        text(
                            f'update {name} set "{column.name}" = {value} '
                            f"where ({keys}) = (select {keys} from {name} "
                            f'where "{column.name}" is not {value} order by {keys} limit 1)'
                        )
                    )
                    changed = tampering.execute(text("select changes()")).scalar_one()
                    found = seen(busy_office, tampering)
                    beside = [one for one in found.findings if "触发器" not in one.what]
                    if changed and found.sound and not beside:
                        quiet.append(f"{name}.{column.name}")
                    savepoint.rollback()

        assert quiet == []


class TestTheAnchor:
    @pytest.fixture
    def anchor(self, tmp_path: Path) -> Path:
        return tmp_path / "elsewhere" / "anchor.jsonl"

    @pytest.fixture
    def anchored(self, busy_office: Office, anchor: Path) -> Office:
        keep_anchor(busy_office, anchor, now=at(june(20)))
        return busy_office

    def test_says_nothing_of_a_ledger_that_goes_on(self, anchored: Office, anchor: Path) -> None:
        do(anchored, "submit", "B01", by=LIAISON, on=june(22))

        assert verify(anchored, anchor=anchor).ok

    def test_is_written_only_where_something_has_moved(
        self, anchored: Office, anchor: Path
    ) -> None:
        keep_anchor(anchored, anchor, now=at(june(21)))
        assert len(read_anchor(anchor).lines) == 1
        assert anchor.stat().st_mode & 0o777 == 0o600

        do(anchored, "submit", "B01", by=LIAISON, on=june(22))
        line = keep_anchor(anchored, anchor, now=at(june(22))).line

        assert line is not None
        assert (line.number, set(line.moved)) == (2, {PROJECT})
        with anchored.store.reading() as connection:
            assert line.entries == connection.execute(text("select count(*) from entries")).scalar()

    def test_waits_where_it_is_asked_to(self, anchored: Office, anchor: Path) -> None:
        do(anchored, "submit", "B01", by=LIAISON, on=june(20), hour=9)

        early = keep_anchor(anchored, anchor, now=at(june(20), 10), every=timedelta(hours=2)).line
        late = keep_anchor(anchored, anchor, now=at(june(20), 11), every=timedelta(hours=2)).line

        assert early is not None
        assert late is not None
        assert (early.number, late.number) == (1, 2)

    def test_finds_a_decision_that_was_cut_off_together_with_its_head(
        self, busy_office: Office, anchor: Path
    ) -> None:
        with busy_office.store.reading() as connection:
            before = connection.execute(
                text("select * from heads where stream = :s"), {"s": PROJECT}
            ).one()
        do(busy_office, "submit", "B01", by=LIAISON, on=june(22))
        keep_anchor(busy_office, anchor, now=at(june(22)))
        with busy_office.store.engine.connect() as connection, connection.begin() as transaction:
            unlock(connection)
            connection.execute(
                text("delete from entries where stream = :s and version > :v"),
                {"s": PROJECT, "v": before.version},
            )
            connection.execute(
                text("update heads set version = :v, hash = :h, mac = :m where stream = :s"),
                {"s": PROJECT, "v": before.version, "h": before.hash, "m": before.mac},
            )
            found = seen(busy_office, connection, anchor)
            transaction.rollback()

        assert found.sound
        assert any("台账倒退" in one.what and one.key == PROJECT for one in found.findings)

    @pytest.mark.parametrize("stream", [OTHER_PROJECT, None], ids=["one stream", "everything"])
    def test_finds_what_was_removed_with_its_heads(
        self, anchored: Office, anchor: Path, stream: str | None
    ) -> None:
        with anchored.store.engine.connect() as connection, connection.begin() as transaction:
            unlock(connection)
            for table in ("entries", "heads"):
                where = "where stream = :s" if stream else ""
                connection.execute(
                    text(f"delete from {table} {where}"), {"s": stream} if stream else {}
                )
            found = seen(anchored, connection, anchor)
            transaction.rollback()

        assert any("台账倒退" in one.what for one in found.findings)

    def test_is_not_written_over_a_ledger_that_went_backwards(
        self, anchored: Office, anchor: Path
    ) -> None:
        before = anchor.read_bytes()
        with anchored.store.engine.connect() as connection, connection.begin():
            unlock(connection)
            connection.execute(text("delete from heads where stream = :s"), {"s": OTHER_PROJECT})
            connection.execute(text("delete from entries where stream = :s"), {"s": OTHER_PROJECT})

        line, finding, _ = keep_anchor(anchored, anchor, now=at(june(23)))

        assert isinstance(finding, Finding)
        assert "台账倒退" in finding_text(finding)
        assert line is not None
        assert anchor.read_bytes() == before

        keep_anchor(anchored, anchor, now=at(june(23)), restored="硬盘故障，恢复旧备份")
        known = read_anchor(anchor)
        assert anchor.read_bytes().startswith(before)
        assert (len(known.lines), known.restored) == (2, 1)
        assert not [
            one for one in verify(anchored, anchor=anchor).findings if "台账倒退" in one.what
        ]

    def test_that_was_edited_is_unusable(self, anchored: Office, anchor: Path) -> None:
        do(anchored, "submit", "B01", by=LIAISON, on=june(22))
        keep_anchor(anchored, anchor, now=at(june(22)))
        anchor.write_text(
            anchor.read_text("utf-8").replace('"entries":', '"entries": ', 1), "utf-8"
        )

        with pytest.raises(AnchorEdited, match="与前文不衔接"):
            read_anchor(anchor)
        assert any("与前文不衔接" in one.what for one in verify(anchored, anchor=anchor).findings)

    def test_goes_on_after_a_line_that_was_torn(self, anchored: Office, anchor: Path) -> None:
        with anchor.open("a", encoding="utf-8") as file:
            file.write('{"number":2,"at":"2020-06-2')
        do(anchored, "submit", "B01", by=LIAISON, on=june(22))

        keep_anchor(anchored, anchor, now=at(june(22)))

        assert [one.number for one in read_anchor(anchor).lines] == [1, 2]

    def test_of_an_empty_ledger_says_nothing(self, empty_office: Office, tmp_path: Path) -> None:
        office = Office(empty_office.store, empty_office.channels)
        with office.store.engine.connect() as connection, connection.begin() as transaction:
            unlock(connection)
            for table in ("entries", "heads"):
                connection.execute(text(f"delete from {table}"))
            line, finding, _ = write_line(connection, tmp_path / "a.jsonl", at=at(FIRST_DAY))
            transaction.rollback()

        assert (line, finding) == (None, None)
