"""The clause table: every task and safeguard, with pages, commands and tests that exist."""

import re
from pathlib import Path

import pytest
import yaml

from portal.console import app
from portal.web.running.app import ROUTERS

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "clauses.md"
BOOKS = yaml.safe_load((ROOT / "campaigns" / "hundred-day-2020" / "books.yaml").read_text("utf-8"))
NAMED = {one["code"]: one["name"] for one in BOOKS["books"]}
PATHS = {route.path for subject in ROUTERS for route in subject.router.routes}
TASKS, SAFEGUARDS = range(1, 16), range(1, 5)


def rows() -> list[list[str]]:
    """The rows of the table: clause, what it asks, commands, pages, tests."""
    lines = TABLE.read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in cells[2:] if len(row) == 5]


def clauses() -> list[str]:
    """Every clause that a row names, one by one."""
    found = []
    for row in rows():
        if one := re.fullmatch(r"§§? (\d+)(?:–(\d+))?", row[0]):
            first, last = int(one[1]), int(one[2] or one[1])
            found.extend(f"§ {number}" for number in range(first, last + 1))
        else:
            found.append(row[0].partition(" 总体目标")[0])
    return found


def test_every_clause_of_the_plan_stands_in_it_once() -> None:
    tasks = [f"§ {number}" for number in TASKS]
    safeguards = [f"safeguard {number}" for number in SAFEGUARDS]

    assert clauses() == ["targets", *tasks, *safeguards]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
class TestARow:
    def test_names_commands_that_exist(self, row: list[str]) -> None:
        known = set(app)
        for words in re.findall(r"`([^`]+)`", row[2]):
            command, *more = words.split()
            assert command in known, words
            if command == "books":
                assert more[1] in NAMED, words

    def test_names_pages_that_exist(self, row: list[str]) -> None:
        pages = re.findall(r"`(/[^`]*)`", row[3])

        assert pages
        for page in pages:
            book = page.removeprefix("/books/")
            assert page in PATHS or (book in NAMED and "/books/{book}" in PATHS), page

    def test_is_retold_by_tests_that_speak_of_it(self, row: list[str]) -> None:
        """The test file names the book, the command or the page of the row."""
        linked = re.findall(r"\]\(\.\./([^)]+)\)", row[4])
        told = "".join((ROOT / one).read_text("utf-8") for one in linked)
        pages = [page.strip("/").split("/")[-1] for page in re.findall(r"`(/[^`]*)`", row[3])]

        assert linked
        assert any(page in told for page in pages if page)
        assert all((ROOT / one).name.startswith("test_") for one in linked)
