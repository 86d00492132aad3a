"""The rows of a list that a text is sought in, and those about which an office is asked."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from casework.reading.lists.work_lines import procedures_of, sort_of
from models.people import Account
from rules.doors.initials import begins_somewhere
from rules.in_force.regulations import Regulations
from store.projected.work_kinds import Asked, WorkRow
from store.projected.work_rows import named_rows, projects_and_sorts, rows_asked_of


def rows_named(
    connection: Connection, asked: Asked, text: str, regulations: Regulations
) -> Iterator[WorkRow]:
    """Yield the rows in whose names a text stands, as the law of the day names procedures."""
    today = asked.today
    projects: list[str] = []
    procedures: set[str] = set()
    sorts: set[tuple[str, str]] = set()
    for code, name, type_, traits in projects_and_sorts(connection):
        if is_named(text, code, name):
            projects.append(code)
        sorts.add((type_, traits))
    for one in sorts:
        known = regulations.procedures(sort_of(*one), on=today)
        procedures |= {code for code, of in known.items() if is_named(text, code, of.name)}
    for row in named_rows(connection, asked, projects, procedures):
        if _is_named(row, text, regulations, today):
            yield row


def rows_asked_of_office(
    connection: Connection,
    asked: Asked,
    account: Account,
    text: str,
    regulations: Regulations,
) -> Iterator[WorkRow]:
    """Yield the cases of other departments about which somebody's office is asked (会签)."""
    if "department" not in asked.where:
        return
    for row in rows_asked_of(connection, asked, account.office, regulations.days):
        if _is_named(row, text, regulations, asked.today):
            yield row


def _is_named(row: WorkRow, text: str, regulations: Regulations, on: date) -> bool:
    """Tell whether a text stands in the names of a row, as the law of the day has them."""
    name = procedures_of(row, regulations, on)[row.procedure].name
    return is_named(text, row.project, row.project_name, row.procedure, name)


def is_named(text: str, *names: str) -> bool:
    """Tell whether a text stands in one of some codes and names, or is the initials of one."""
    wanted = text.strip().lower()
    if not wanted:
        return True
    letters = wanted.isascii() and wanted.isalnum()
    return any(
        wanted in name.lower() or (letters and begins_somewhere(wanted, name)) for name in names
    )
