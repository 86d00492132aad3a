"""Each page of a played campaign speaks as the office does: no key, no code of a week.

What the code and the templates hold is read in ``tests/papers/test_words.py``; this is what
comes out when the campaign fills them.
"""

from html import unescape

import pytest

from tests.papers.test_words import CHINESE, SEEN, said
from tests.portal.web.browser import Browser, text
from tests.portal.web.conftest import RED

PAGES = (
    "/",
    "/front",
    "/board",
    "/projects",
    f"/projects/{RED}",
    f"/projects/{RED}/trail",
    f"/projects/{RED}/outstanding",
    f"/projects/{RED}/cases/S04",
    f"/projects/{RED}/cases/S04/clock",
    "/targets",
    "/league",
    "/issues",
    "/reports",
    "/ledger",
    "/reports/weekly/2020-W24",
    "/reports/bulletins/2020-05",
    "/search?q=S05",
    "/weekly",
    "/desk",
    "/public",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_played_campaign(dispatcher: Browser, path: str) -> None:
    answer = dispatcher.get(path)

    assert answer.status_code == 200, path
    heard = " ".join(unescape(one) for one in SEEN.findall(answer.text) if CHINESE.search(one))
    assert list(said(f"{text(answer)}\n{heard}")) == []


@pytest.mark.parametrize("path", ["/login", "/no-such-page"])
def test_the_door_and_a_page_that_is_not_there(browser: Browser, path: str) -> None:
    assert list(said(text(browser.get(path)))) == []
