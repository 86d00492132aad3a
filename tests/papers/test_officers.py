"""The table of what officers love (docs/officers.md) is true: each point has tests that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = dict(
    re.findall(r"^\| (\d+) \|(.*)\|$", (ROOT / "docs" / "officers.md").read_text("utf-8"), re.M)
)
NAMED = [
    (number, place)
    for number, row in ROWS.items()
    for place in re.findall(r"`([\w/]+\.py::[\w:]+)`", row)
]


def test_twenty_five_points_are_told() -> None:
    assert [int(one) for one in ROWS] == list(range(1, 26))
    assert {number for number, _ in NAMED} == set(ROWS)


@pytest.mark.parametrize(("number", "place"), NAMED)
def test_each_is_seen_by_a_test_that_exists(number: str, place: str) -> None:
    path, *names = place.split("::")
    within: list[ast.stmt] = ast.parse((ROOT / "tests" / path).read_text("utf-8")).body
    for name in names:
        found = [
            one
            for one in within
            if isinstance(one, ast.ClassDef | ast.FunctionDef) and one.name == name
        ]
        assert found, f"point {number}: no {name} in {path}"
        within = found[0].body

    said = ast.unparse(ast.Module(within, []))
    assert re.search(r"\bassert\b|expect\(", said)
