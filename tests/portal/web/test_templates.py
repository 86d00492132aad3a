"""What every template owes, read off its tree: a page of a rare state is not drawn every day."""

import pytest
from jinja2 import nodes

from portal.web.pages import HERE, environment

TEMPLATES = sorted((HERE / "templates").glob("*.html"))
GIVEN = {"blocks", "month_in_words", "title_of", "until", "until_words"}
"""What a page's route gives to be called."""


def called_and_known(source: str) -> tuple[set[str], set[str]]:
    """The names that a template calls, and those that it defines or imports."""
    tree = environment().parse(source)
    called = {
        one.node.name for one in tree.find_all(nodes.Call) if isinstance(one.node, nodes.Name)
    }
    known = {one.name for one in tree.find_all(nodes.Macro)}
    known |= {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"}
    for taken in tree.find_all(nodes.FromImport):
        known |= {one if isinstance(one, str) else one[1] for one in taken.names}
    return called, known


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_a_template_calls_only_what_it_defines_or_imports(template) -> None:  # type: ignore[no-untyped-def]
    called, known = called_and_known(template.read_text())

    assert called - known - set(environment().globals) - GIVEN - {"caller"} == set()
