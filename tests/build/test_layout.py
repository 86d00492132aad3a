"""The layout of the house: rooms and their layers, names that hide nothing, modules of one size."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import distributions, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = next(
    contract["layers"]
    for contract in PROJECT["tool"]["importlinter"]["contracts"]
    if contract["type"] == "layers"
)
ROOMS = sorted(
    path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"
)
MODULES = sorted(
    path.relative_to(ROOT)
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "versions" not in path.parts
)
OURS = "green-channel"
TOO_LONG = 300
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base"}
GROWING = {"models", "versions"}
"""Folders that are lists by nature: the words of the house, the migrations."""
BESIDE_THE_LAYERS = {"runner"}
"""Knows nothing of the house: a contract of its own says so."""


class TestTheRooms:
    def test_on_disk_have_each_a_layer(self) -> None:
        layered = {name.strip() for layer in LAYERS for name in layer.split("|")}

        assert layered | BESIDE_THE_LAYERS == set(ROOMS)

    def test_are_all_checked_packaged_and_measured(self) -> None:
        tools = PROJECT["tool"]
        targets = tools["hatch"]["build"]["targets"]
        wheel = targets["wheel"]

        assert sorted(tools["importlinter"]["root_packages"]) == ROOMS
        assert {"campaigns", "deployments", *ROOMS} == set(wheel["only-include"])
        assert set(wheel["only-include"]) <= set(targets["sdist"]["only-include"])
        assert wheel["sources"] == {
            name: f"greenchannel/rooms/{name}"
            for name in wheel["only-include"]
            if name != "greenchannel"
        }
        assert sorted(tools["mypy"]["packages"]) == ROOMS
        assert sorted(tools["coverage"]["run"]["source"]) == ROOMS

    def test_have_names_that_no_installed_distribution_claims(self) -> None:
        claimed = packages_distributions()
        others = {room: set(claimed.get(room, ())) - {OURS} for room in ROOMS}

        assert {room: names for room, names in others.items() if names} == {}

    def test_have_names_that_the_standard_library_does_not_use(self) -> None:
        assert set(ROOMS) & sys.stdlib_module_names == set()

    def test_import_downhill(self) -> None:
        done = subprocess.run(
            [Path(sys.executable).with_name("lint-imports")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

        assert done.returncode == 0, done.stdout + done.stderr


class TestAFlowFile:
    """Prefect puts a flow's folder first on the path: its name must hide no module."""

    def test_hides_no_module(self) -> None:
        installed = {
            name.replace("-", "_").lower()
            for one in distributions()
            if (name := one.metadata["Name"])
        }
        taken = (
            set(sys.stdlib_module_names)
            | set(packages_distributions())
            | installed
            | set(ROOMS)
            | {"tests"}
        )
        stems = {path.stem for path in (ROOT / "flows").glob("*.py")} - {"__init__"}

        assert stems & taken == set()

    def test_holds_flows_and_no_classes(self) -> None:
        found = [
            f"{path.name}:{node.name}"
            for path in sorted((ROOT / "flows").glob("*.py"))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ClassDef)
        ]

        assert found == []


class TestAModule:
    """Looked at together: a case a module made 700 cases of nothing."""

    def test_has_at_most_three_hundred_lines(self) -> None:
        lines = {str(path): len(_text(path).splitlines()) for path in MODULES}

        assert {path: count for path, count in lines.items() if count > TOO_LONG} == {}

    def test_says_what_it_holds_and_is_no_drawer(self) -> None:
        silent = [str(path) for path in MODULES if not ast.get_docstring(ast.parse(_text(path)))]

        assert silent == []
        assert [path for path in MODULES if path.stem in DRAWERS] == []


class TestAFolder:
    def test_holds_at_most_fourteen_files(self) -> None:
        files = Counter(
            path.parent.relative_to(ROOT)
            for room in (*ROOMS, "tests")
            for path in (ROOT / room).rglob("*.py")
            if path.stem != "__init__" and path.parent.name not in GROWING
        )

        assert {str(folder): count for folder, count in files.items() if count > 14} == {}

    @pytest.mark.parametrize("hall", ["rules", "casework"])
    def test_of_the_office_lists_at_most_sixteen(self, hall: str) -> None:
        entries = [path.name for path in (ROOT / hall).iterdir() if "__" not in path.name]

        assert len(entries) <= 16


def _text(module: Path) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


def test_the_vocabulary_re_exports_nothing() -> None:
    tree = ast.parse((ROOT / "models" / "__init__.py").read_text(encoding="utf-8"))

    assert [type(node).__name__ for node in tree.body] == ["Expr"]


def test_an_identifier_is_no_pinyin() -> None:
    pinyin = re.compile(r"\b(rongque|shouli|banjie|buzheng|chengnuo|duban|zhoubao|tuijian)\b", re.I)
    found = [str(path) for path in MODULES if pinyin.search((ROOT / path).read_text("utf-8"))]

    assert found == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone: git cannot list the files")
def test_the_repository_holds_files_and_no_links() -> None:
    """A link to one machine's own environment once shut every other machine out of `make`."""
    listed = subprocess.run(
        ["git", "ls-files", "--stage", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    modes = {row.split("\t")[1]: row.split()[0] for row in listed.split("\0") if row}

    assert modes
    assert {path: mode for path, mode in modes.items() if not mode.startswith("100")} == {}
