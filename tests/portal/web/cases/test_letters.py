"""The letters of a case on its page: those that were signed, and drafts that say so."""

from io import BytesIO
from urllib.parse import quote

import pypdfium2
import pytest
from docx import Document

from reports.typeset import pdf
from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser, text

HERE = f"/projects/{PROJECT}/cases/P05"


def test_a_letter_is_handed_out_from_the_page_of_its_case(browser: Browser) -> None:
    browser.sign_in("unit-park-liaison")
    given = {"documents": ["P05-1", "P05-2", "P05-3"], "_key": "hand-in"}
    browser.post(f"{HERE}/acts/submit", given)
    unit = text(browser.get(HERE))
    window = browser.another()
    window.sign_in("water-01")
    window.post(f"{HERE}/acts/accept", {"_key": "take-in"})
    page = window.get(HERE)
    signed = window.get(f"{HERE}/letters/acceptance.html")
    draft = window.get(f"{HERE}/letters/grant.html")

    assert "受理通知书" not in unit
    assert "受理通知书" in text(page)
    assert "准予行政许可决定书（拟稿）" in text(page)
    assert f"{HERE}/letters/acceptance.html" in page.text
    assert quote("受理通知书.html") in signed.headers["content-disposition"]
    assert "现予受理" in signed.text
    assert "不得送达" not in signed.text
    assert f"文书编号：{PROJECT}〔2020〕第1号" in signed.text
    assert "加盖印章，未加盖的不是正式文书" in signed.text
    assert "文书编号" not in draft.text
    assert "加盖印章" not in draft.text
    assert "拟稿：尚未作出，不得送达" in draft.text
    assert window.get(f"{HERE}/letters/praise.html").status_code in (404, 422)


def test_a_letter_is_handed_out_as_what_an_office_edits_and_files(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in("water-01")
    word = browser.get(f"{HERE}/letters/grant.docx")
    paper = browser.get(f"{HERE}/letters/grant.pdf")
    unknown = browser.get(f"{HERE}/letters/grant.odt")
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    not_here = browser.get(f"{HERE}/letters/grant.pdf")

    lines = [one.text for one in Document(BytesIO(word.content)).paragraphs]
    assert any("准予行政许可决定书" in one for one in lines)
    assert quote("准予行政许可决定书.docx") in word.headers["content-disposition"]
    pages = pypdfium2.PdfDocument(paper.content)
    printed = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "不得送达" in printed
    assert paper.headers["content-type"] == "application/pdf"
    assert unknown.status_code == 404
    assert "文书可下载为 docx、pdf、html" in text(unknown)
    assert not_here.status_code == 503
    assert "也可先写成 docx 或 html" in text(not_here)
