"""Praise, blame and exemplary cases in the browser: of whom nothing is said, and why."""

from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser, text

FLAG = {"matter": "居首", "kind": "红旗", "unit": "unit-park", "basis": "3/3", "draft": "<b>旗</b>"}
CASE = {"title": "拿地即开工", "text": "四证同发", "holder": "unit-park", "project": PROJECT}


def test_the_page_says_of_whom_nothing_is_proposed(dispatcher: Browser) -> None:
    page = text(dispatcher.get("/honours"))
    refused = dispatcher.post("/honours/draft", {})
    example = dispatcher.post("/honours/draft", {"project": "2020-230112-39-03-000001 "})

    assert "没有可以提出的红旗、黑旗、表扬和约谈建议" in page
    assert "名次不可区分" in page
    assert refused.status_code == 422
    assert "各责任单位名次不可区分，没有可以提出的" in text(refused)
    assert example.status_code in (303, 422)
    assert "/honours" in dispatcher.get("/league").text


def test_a_line_is_printed_and_what_was_typed_stays_text(dispatcher: Browser) -> None:
    dispatcher.post("/books/awards/new", FLAG)
    printed = dispatcher.get("/honours/awards/1/paper.html")

    assert "/honours/awards/1/paper.html" in dispatcher.get("/books/awards/1").text
    assert "attachment" in printed.headers["content-disposition"]
    assert "&lt;b&gt;旗&lt;/b&gt;" in printed.text
    assert "未经批准，不得公布" in printed.text
    assert dispatcher.get("/honours/land/1/paper.html").status_code == 404


def test_everybody_sees_a_case_once_the_enterprise_agreed(dispatcher: Browser) -> None:
    dispatcher.post("/books/examples/new", CASE)
    early = dispatcher.get("/public/examples/1")
    empty = text(dispatcher.get("/public/examples"))
    unit = dispatcher.another()
    unit.sign_in("unit-park-liaison")
    agree = {"state": "agreed", "consent": "同意书", "evidence": "扫描件"}
    unit.post("/books/examples/1", agree)
    dispatcher.post("/books/examples/1", {"state": "published", "evidence": "区报"})

    assert early.status_code == 422
    assert "该案例未经企业同意公开" in text(early)
    assert "还没有公开的典型案例" in empty
    assert "四证同发" in text(dispatcher.get("/public/examples"))
    assert "四证同发" in text(dispatcher.get("/public/examples/1"))
