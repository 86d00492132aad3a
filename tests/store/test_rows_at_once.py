"""Rows written at once arrive as they were given, whatever they say, on both databases."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from models.tables.outgoing import DeliveryRow, NoticeRow
from models.tables.projected import ProjectRow
from models.tables.rows import Base, EntryRow, HeadRow
from rules.seal import head_seal
from store.engine import Store
from store.rows.rows_at_once import FEW, add_rows, change_rows
from tests.conftest import AUDIT_KEY

AWKWARD = """'"\\ \\n \\u0000 %s %(rows)s :rows {0} $1 \t\n 绿色通道 𠮷 [{"a": null}] --"""


def head(stream: str, version: int = 1, hash_: str = "h") -> dict[str, Any]:
    mac = head_seal(stream, version, hash_, AUDIT_KEY)
    return {"stream": stream, "version": version, "hash": hash_, "mac": mac}


def notice(key: str, **other: Any) -> dict[str, Any]:
    row = {"key": key, "ground": "overdue", "severity": "warning", "project": "p"}
    row |= {"procedure": "P05", "title": "t", "body": "b", "on": date(2020, 6, 19)}
    return row | {"held_out": False, "places": "", "mac": ""} | other


def stored(store: Store, table: type[Base]) -> list[dict[str, Any]]:
    with store.reading() as connection:
        keys = table.__table__.primary_key
        rows = connection.execute(select(table.__table__).order_by(*keys))
        return [dict(row._mapping) for row in rows]


def add(store: Store, table: type[Base], rows: list[dict[str, Any]]) -> None:
    with store.writing() as connection:
        add_rows(connection, table, rows)


def change(store: Store, table: type[Base], rows: list[dict[str, Any]]) -> None:
    with store.writing() as connection:
        change_rows(connection, table, rows)


class TestAddedRows:
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        bodies=st.lists(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
            min_size=1,
            max_size=5,
        ),
        on=st.dates(),
        held_out=st.booleans(),
    )
    def test_hold_what_was_given(
        self, store: Store, bodies: list[str], on: date, held_out: bool
    ) -> None:
        begun = len(stored(store, NoticeRow))
        rows = [
            notice(f"k{begun + place:06}", body=body, on=on, held_out=held_out)
            for place, body in enumerate(bodies)
        ]
        add(store, NoticeRow, rows)

        assert stored(store, NoticeRow)[begun:] == rows

    def test_hold_signs_of_other_languages_as_text(self, store: Store) -> None:
        add(store, NoticeRow, [notice("k", title=AWKWARD, body=AWKWARD * 1000)])

        (row,) = stored(store, NoticeRow)
        assert (row["title"], row["body"]) == (AWKWARD, AWKWARD * 1000)

    def test_take_defaults_for_what_they_do_not_name(self, store: Store) -> None:
        add(store, NoticeRow, [notice("k")])
        row = {"notice_key": "k", "recipient": "r", "channel": "c", "state": "pending"}
        row |= {"mac": ""}
        add(
            store,
            DeliveryRow,
            [row | {"attempts": 2, "next_attempt_at": "2020", "last_error": ""}],
        )

        (kept,) = stored(store, DeliveryRow)
        assert (kept["attempts"], kept["begun"], kept["lane"], kept["digest"]) == (2, 0, "", None)

    def test_are_numbered_in_the_order_given(self, store: Store) -> None:
        common = {"kind": "k", "payload": "{}", "on": date(2020, 6, 19), "by": "b"}
        common |= {"at": "2020-06-19T01:00:00.000000Z", "via": "console", "key": None}
        common |= {"hash": "ab" * 32, "mac": "cd" * 16}
        streams = [f"s{place * 7 % 100:03}" for place in range(100)]
        add(store, EntryRow, [common | {"stream": one, "version": 1} for one in streams])

        assert [row["stream"] for row in stored(store, EntryRow)] == streams

    def test_are_none_when_there_are_none(self, store: Store) -> None:
        add(store, HeadRow, [])
        change(store, HeadRow, [])

        assert stored(store, HeadRow) == []

    def test_that_are_there_already_are_refused_and_so_are_their_neighbours(
        self, store: Store
    ) -> None:
        add(store, HeadRow, [head("a")])
        with pytest.raises(IntegrityError):
            add(store, HeadRow, [head("b"), head("a"), head("c")])

        assert stored(store, HeadRow) == [head("a")]

    def test_too_long_for_their_column_are_never_cut(self, store: Store) -> None:
        long = head("s" * 65)
        if store.engine.dialect.name == "sqlite":  # knows no length of a column
            add(store, HeadRow, [long])
            assert stored(store, HeadRow) == [long]
            return
        with pytest.raises(DBAPIError, match="too long"):
            add(store, HeadRow, [long])
        assert stored(store, HeadRow) == []


@pytest.mark.parametrize("others", [0, 2 * FEW])
class TestChangedRows:
    def test_change_alone(self, store: Store, others: int) -> None:
        many = [f"x{place:02}" for place in range(others)]
        add(store, HeadRow, [head(one) for one in ("a", "b", "c", *many)])
        changes = [head("c", 3, "y"), head("a", 2, AWKWARD[:60]), head("none", 9)]
        change(store, HeadRow, [*changes, *(head(one, 2) for one in many)])

        abc = [head("a", 2, AWKWARD[:60]), head("b"), head("c", 3, "y")]
        assert stored(store, HeadRow) == [*abc, *(head(one, 2) for one in many)]

    def test_lose_what_is_given_as_nothing_and_keep_what_is_not_given(
        self, store: Store, others: int
    ) -> None:
        row = {"code": "p", "name": "n", "type": "t", "tier": "t", "standing": "s", "unit": "u"}
        row |= {"credit_code": "c", "version": 1, "registered_on": date(2020, 4, 1)}
        row |= {"pinned_start": date(2020, 6, 1), "passed_on": None, "started_on": None}
        codes = ["p", *(f"q{place:02}" for place in range(others))]
        kept = {"wake_on": date(2020, 5, 1), "sponsor": "s", "chief_service_officer": "o"}
        kept |= {"traits": "{}", "relit_on": date(2020, 5, 4), "agent": ""}
        moved = {"pinned_start": None, "started_on": date.max}
        add(store, ProjectRow, [row | kept | {"code": code} for code in codes])
        change(store, ProjectRow, [{"code": code} | moved for code in codes])

        assert stored(store, ProjectRow) == [row | kept | moved | {"code": one} for one in codes]

    def test_are_found_by_every_part_of_their_key(self, store: Store, others: int) -> None:
        add(store, NoticeRow, [notice("k"), notice("l")])
        common = {"state": "pending", "attempts": 0, "next_attempt_at": "", "last_error": ""}
        common |= {"mac": ""}
        places = [
            {"notice_key": key, "recipient": reader, "channel": channel}
            for key in "kl"
            for reader in "rs"
            for channel in ("c", "d", *(f"x{place:02}" for place in range(others)))
        ]
        add(store, DeliveryRow, [place | common for place in places])
        changed = places[1::2]
        change(store, DeliveryRow, [place | {"state": "delivered"} for place in changed])

        delivered = [row for row in stored(store, DeliveryRow) if row["state"] == "delivered"]
        assert [{name: row[name] for name in places[0]} for row in delivered] == changed


@pytest.mark.parametrize(("number", "added", "changed"), [(1, 1, 1), (5, 1, 5), (100, 1, 1)])
def test_postgresql_takes_many_rows_at_once_and_finds_few_by_their_keys(
    store: Store, number: int, added: int, changed: int
) -> None:
    asked: list[int] = []
    with store.writing():
        pass  # the key was asked about the heads; once is enough

    @event.listens_for(store.engine, "before_cursor_execute")
    def _count(*args: Any) -> None:
        if "heads" in args[2]:
            asked.append(len(args[3]) if args[5] else 1)

    streams = [f"{place:03}" for place in range(number)]
    add(store, HeadRow, [head(one) for one in streams])
    change(store, HeadRow, [head(one, 2) for one in streams])

    by_itself = store.engine.dialect.name == "sqlite"
    assert asked == ([number, number] if by_itself else [added, changed])
    assert stored(store, HeadRow) == [head(one, 2) for one in streams]
