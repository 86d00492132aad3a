"""Connections that write are kept for the next act, and replaced when their server ended them."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.tables.rows import HeadRow
from rules.seal import head_seal
from store import ledger
from store.engine import Store
from store.rows.rows_at_once import add_rows
from tests.conftest import AUDIT_KEY


def head(stream: str) -> dict[str, Any]:
    mac = head_seal(stream, 1, "h", AUDIT_KEY)
    return {"stream": stream, "version": 1, "hash": "h", "mac": mac}


def add(store: Store, stream: str) -> object:
    with store.writing() as connection:
        add_rows(connection, HeadRow, [head(stream)])
        return connection.connection.dbapi_connection


class TestAWriter:
    def test_is_lent_again_to_the_next_act(self, store: Store) -> None:
        assert add(store, "a") is add(store, "b")

        with store.reading() as connection:
            assert {"a", "b"} <= set(ledger.streams(connection))

    def test_that_was_refused_leaves_nothing_behind(self, store: Store) -> None:
        add(store, "a")
        with pytest.raises(DBAPIError):
            add(store, "a")
        add(store, "b")

        with store.reading() as connection:
            assert {"a", "b"} <= set(ledger.streams(connection))

    def test_whose_server_ended_it_is_replaced_unseen(self, store: Store) -> None:
        if store.engine.dialect.name == "sqlite":
            pytest.skip("SQLite runs in our own process")
        died = add(store, "a")
        with store.reading() as connection:
            connection.execute(
                text("select pg_terminate_backend(:pid)"),
                {"pid": died.info.backend_pid},  # type: ignore[attr-defined]
            )

        assert add(store, "b") is not died

        with store.reading() as connection:
            assert {"a", "b"} <= set(ledger.streams(connection))
