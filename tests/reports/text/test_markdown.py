"""Nothing that people typed acts in a Markdown document."""

import re
import unicodedata
from collections import Counter
from datetime import date

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from models.case import CaseState, Light
from models.project_views import MissingView, ProjectView
from reports.pages.case_page import case_page
from reports.pages.form_page import form_page
from reports.text.markdown_table import table
from reports.text.plain_text import code, markdown, visible
from tests.reports.hostile import HOSTILE, NAMES
from tests.reports.views import case, entry, head, owed, project_view, start

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ACTS = {
    "link_open",
    "image",
    "html_inline",
    "html_block",
    "code_block",
    "fence",
    "hr",
    "em_open",
    "s_open",
    "ordered_list_open",
    "hardbreak",
    "softbreak",
}


def tokens(text: str) -> list[Token]:
    return [inner for token in RENDERER.parse(text) for inner in (token, *(token.children or []))]


def kinds(text: str) -> Counter[str]:
    """Count the tokens but the text itself; a code span may turn into text and back."""
    return Counter(
        token.type for token in tokens(text) if token.type not in {"text", "code_inline"}
    )


def filled_with(said: str) -> ProjectView:
    """A view with the same text wherever people, or their catalogue, give one."""
    return project_view(
        case(
            name=said,
            department_name=said,
            state_name=said,
            light_name=said,
            state=CaseState.CONDITIONALLY_ACCEPTED,
            light=Light.YELLOW,
            opened_on=date(2020, 6, 1),
            expected_start=date(2020, 6, 16),
            expected_end=date(2020, 6, 24),
            owed=(owed(said, document=said),),
        ),
        case("S02", said, CaseState.NOT_OPEN, waits_for=(said,), expected_start=date(2020, 7, 1)),
        case("S01", said, CaseState.APPROVED, stage=said, accepted_on=date(2020, 6, 1)),
        project=head(
            name=said,
            code=said,
            tier_name=said,
            type_name=said,
            unit_name=said,
            applicant=said,
            sponsor=said,
            chief_service_officer=said,
            light_name=said,
        ),
        start=start(missing=(MissingView(code=said, name=said),)),
        not_required={said: said},
        timeline=(
            entry(1, by_name=said, via=said, name=said, procedure=said, detail=said, at=said),
        ),
    )


def pages(said: str) -> dict[str, str]:
    view = filled_with(said)
    return {
        "case page": case_page(view, chart=None, refusal=said or "无"),
        "form page": form_page(
            view, refusal=said or "无", consequences={"S05": said, said or "无": said}
        ),
    }


HARMLESS = pages("平常话")


def test_the_corpus_is_not_small() -> None:
    assert len(set(HOSTILE)) >= 40


@pytest.mark.parametrize("said", HOSTILE, ids=NAMES)
class TestUserText:
    def test_leaves_a_page_built_as_with_harmless_text(self, said: str) -> None:
        for name, page in pages(said).items():
            assert kinds(page) == kinds(HARMLESS[name]), name
            assert not ACTS & kinds(page).keys(), name

    def test_is_one_line_without_anything_unseen(self, said: str) -> None:
        shown = markdown(said)
        assert not any(unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for one in shown)
        assert shown == shown.strip()

    def test_does_nothing_by_itself_at_the_start_of_a_line(self, said: str) -> None:
        assert kinds(markdown(said)).keys() <= {"paragraph_open", "paragraph_close", "inline"}

    def test_holds_no_address_that_a_renderer_links_by_itself(self, said: str) -> None:
        shown = markdown(said).lower()
        assert not any(one in shown for one in ("http:", "https:", "@", "://"))
        assert not re.search(r"[a-z0-9][.．｡。][a-z]", shown)

    def test_stays_in_its_cell(self, said: str) -> None:
        rendered = kinds(table(("甲", "乙"), [(markdown(said), "完")]))
        assert (rendered["th_open"], rendered["td_open"], rendered["tr_open"]) == (2, 2, 2)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("阿城区冷链物流园项目（一期）", "阿城区冷链物流园项目（一期）"),
        ("投资3.8亿元，14:30开会", "投资3.8亿元，14:30开会"),
        ("2020-230112-39-03-000001", "2020-230112-39-03-000001"),
        ("日照分析报告/总平面图", "日照分析报告/总平面图"),
        ("<b>甲|乙</b>", "＜b＞甲｜乙＜/b＞"),
        ("[看](http://x.cn)", "［看］(http：／／x. cn)"),
    ],
)
def test_ordinary_text_is_left_alone_and_the_rest_stays_legible(said: str, shown: str) -> None:
    assert markdown(said) == shown


class TestACode:
    def test_is_shown_letter_by_letter(self) -> None:
        assert code("land_delivered") == "`land_delivered`"

    @pytest.mark.parametrize("said", ["a`b", "a|b", "地块", "", "`"])
    def test_that_is_none_is_plain_text(self, said: str) -> None:
        assert code(said) == markdown(said)


def test_visible_text_keeps_what_people_see() -> None:
    assert visible("  甲\t乙\n\u202e丙 [x] ") == "甲 乙 丙 [x]"


def test_bold_text_of_ours_is_bold_for_every_renderer() -> None:
    for page in HARMLESS.values():
        texts = "".join(token.content for token in tokens(page) if token.type == "text")
        assert "**" not in texts
