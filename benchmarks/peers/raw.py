"""The limit: one row of a typical entry's size a commit, sqlite3 alone. `raw.py DATABASE CASES`."""

import json
import sqlite3
import sys
import time

ACTIONS = 25


def main() -> None:
    database, cases = sys.argv[1], int(sys.argv[2])
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE acts (id INTEGER PRIMARY KEY, body TEXT)")
    body = "x" * 600
    began, cpu = time.perf_counter(), time.process_time()
    for _ in range(cases * ACTIONS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO acts (body) VALUES (?)", (body,))
        connection.execute("COMMIT")
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(
        json.dumps(
            {
                "acts": cases * ACTIONS,
                "seconds": seconds,
                "cpu": cpu,
                "version": sqlite3.sqlite_version,
            }
        )
    )


main()
