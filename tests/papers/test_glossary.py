"""The glossary binds three: a class of the vocabulary, its Chinese term, its English.

Requests and entries have no row: each carries its Chinese in its docstring, and what people read
on its act (`models/act.py`) or as its label.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHINESE = r"\([^()]*[\u4e00-\u9fff][^()]*\)"
ROW = re.compile(r"\| (?P<chinese>[^|]+) \| `(?P<identifier>\w+)` \| (?P<english>[^|]+) \|")


def vocabulary() -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield the public classes of the vocabulary with their modules; tables are the store's."""
    for path in sorted((ROOT / "models").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield path.stem, node


def tagged(node: ast.ClassDef) -> bool:
    """Tell whether it is a request or an entry: what it is stands in its tag."""
    tags = {
        ast.unparse(one.target): ast.unparse(one.annotation)
        for one in node.body
        if isinstance(one, ast.AnnAssign)
    }
    return tags.get("act", "").startswith("Literal") or tags.keys() >= {"label", "kind"}


def classes() -> dict[str, str]:
    """Classes that have a row, and their docstrings."""
    return {
        node.name: ast.get_docstring(node) or "" for _, node in vocabulary() if not tagged(node)
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
    strangers = [
        (node.name, module)
        for module, node in vocabulary()
        if not tagged(node) and f"`{module}`" not in listed.get(node.name, "")
    ]

    assert strangers == []


def test_a_request_or_an_entry_has_its_chinese_in_its_docstring() -> None:
    told = {node.name: ast.get_docstring(node) or "" for _, node in vocabulary() if tagged(node)}

    assert len(told) > 100
    assert [name for name, words in told.items() if not re.search(CHINESE, words)] == []
