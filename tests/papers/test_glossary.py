"""The glossary binds three: a class of the vocabulary, its Chinese term, its English."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (?P<chinese>[^|]+) \| `(?P<identifier>\w+)` \| (?P<english>[^|]+) \|")


def classes() -> dict[str, str]:
    """Public classes of the vocabulary and their docstrings; tables are the store's."""
    return {
        node.name: ast.get_docstring(node) or ""
        for path in sorted((ROOT / "models").glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


def stands_in() -> dict[str, str]:
    """The group of each term of the first table, by the modules that the group lists."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("\n## 二")[0]
    groups = text.split("\n### ")[1:]
    return {
        row["identifier"]: re.sub(r"(?s).*?\n模块：(.*?)\n.*", r"\1", group)
        for group in groups
        for row in ROW.finditer(group)
    }


def bound_rows() -> list[tuple[str, str, str]]:
    """The rows of the first table: Chinese, identifier, English."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    first = text.partition("\n## 二")[0]
    return [
        (row["chinese"].strip(), row["identifier"], row["english"].strip())
        for row in ROW.finditer(first)
    ]


def test_every_class_has_a_term_and_every_term_a_class() -> None:
    identifiers = [identifier for _, identifier, _ in bound_rows()]

    assert sorted(identifiers) == sorted(classes())


def test_every_term_is_chinese_and_stands_in_the_docstring_of_its_class() -> None:
    known = classes()
    strangers = [
        (chinese, identifier)
        for chinese, identifier, _ in bound_rows()
        if not re.search(r"[\u4e00-\u9fff]", chinese) or chinese not in known[identifier]
    ]

    assert strangers == []


def test_a_term_stands_in_the_group_that_lists_its_module() -> None:
    listed = stands_in()
    modules = {
        node.name: path.stem
        for path in sorted((ROOT / "models").glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    strangers = [
        (name, module)
        for name, module in modules.items()
        if f"`{module}`" not in listed.get(name, "")
    ]

    assert strangers == []
