"""Every page, on a desk and a phone: axe finds no fault, it is no wider than its screen, it asks
nothing of another host. The pages are those of the routes (`pages.py`): none is forgotten.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Error, Page

from portal.premises import Premises
from tests.browser.pages import NO_PAGE, NOBODY, Opened, every_page, prepared
from tests.browser.portal import HAS_CHROMIUM, served
from tests.portal.web.browser import PASSWORD
from tests.portal.web.peopled import let_everybody_in, opened_at
from tests.prefect_server import free_port
from tests.rehearsed import rehearsed_home

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
ALIKE = 2
"""Cells and entries of one look whose contrast is looked at; of each more every other rule."""
VIOLATIONS = """async most => {
    const contrast = ['color-contrast'], resultTypes = ['violations'];
    const faults = await axe.run({resultTypes, rules: {[contrast]: {enabled: false}}});
    const ancestors = node => node ? [...ancestors(node.parentElement), node] : [];
    const names = node => node.tagName + node.getAttribute('class') +
        (node.getAttribute('style') || '').replace(/[\\d.]+/g, '0');
    const seen = new Map(), alike = [];
    for (const cell of document.querySelectorAll('td, li')) {
        const looks = [...ancestors(cell), ...cell.querySelectorAll('*')].map(names).join();
        seen.set(looks, (seen.get(looks) || 0) + 1);
        if (seen.get(looks) > most) alike.push(cell);
    }
    alike.forEach(cell => cell.style.visibility = 'hidden');
    const pale = await axe.run({resultTypes, runOnly: contrast});
    alike.forEach(cell => cell.style.removeProperty('visibility'));
    return [...faults.violations, ...pale.violations];
}"""
"""Contrast is nine tenths of the work; what has the same elements, classes and styles shares it."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    HAS_CHROMIUM,
]


@pytest.fixture(scope="module")
def premises(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    """The campaign played to 19 June 2020; everybody may sign in."""
    home = rehearsed_home(tmp_path_factory, until=date(2020, 6, 19))
    with opened_at(let_everybody_in(home), port=free_port()) as premises:
        prepared(premises)
        yield premises


@pytest.fixture(scope="module")
def base(premises: Premises) -> Iterator[str]:
    with served(premises) as address:
        yield address


class Visitors:
    """A window for each who opens pages; what goes wrong is noted."""

    def __init__(self, chromium: Browser, base: str) -> None:
        self.chromium, self.base = chromium, base
        self.pages: dict[str, Page] = {}
        self.wrong: list[str] = []

    def page(self, who: str) -> Page:
        """The window of somebody, signed in."""
        if who in self.pages:
            return self.pages[who]
        context = self.chromium.new_context(base_url=self.base, locale="zh-CN")
        page = self.pages[who] = context.new_page()
        page.on("request", lambda one: self.asked(one.url))
        page.on("console", lambda one: self.said(one.type, one.text))
        page.on("pageerror", lambda one: self.wrong.append(str(one)))
        if who != NOBODY:
            page.goto("/login")
            page.fill("[name=account]", who)
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
            page.wait_for_url(lambda address: not address.endswith("/login"))
        return page

    def asked(self, address: str) -> None:
        if not address.startswith((self.base, "data:")):
            self.wrong.append(address)

    def said(self, kind: str, text: str) -> None:
        if kind == "error":
            self.wrong.append(text)

    def open(self, one: Opened) -> Page | None:
        """Open an address; ``None`` when it hands out a file that is no page."""
        page = self.page(one.who)
        try:
            answer = page.goto(one.address)
        except Error as wrong:
            if "Download is starting" not in wrong.message:
                raise
            return self.handed_out(page, one)
        assert answer is not None
        assert answer.status == 200, (one, answer.status)
        return page if answer.headers["content-type"].startswith("text/html") else None

    def handed_out(self, page: Page, one: Opened) -> Page | None:
        """Show a file that is handed out, where it is a page."""
        answer = page.context.request.get(one.address, max_redirects=0)
        assert answer.status == 200, (one, answer.status)
        if not answer.headers["content-type"].startswith("text/html"):
            return None
        page.goto("about:blank")
        page.set_content(answer.text())
        return page


def faults(axe: Axe, page: Page) -> Iterator[str]:
    """Yield what is wrong with a page at each size: nothing but its style asks which.

    Axe is laid into a page once, and tells nothing of what is right with it.
    """
    page.evaluate(axe.axe_script)
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate(TOO_WIDE):
            yield f"{name}: wider than the screen"
        for one in page.evaluate(VIOLATIONS, ALIKE):
            places = "; ".join(node["html"][:120] for node in one["nodes"][:3])
            yield f"{name}: {one['impact']} {one['id']}: {places}"


def test_no_page_has_a_fault(chromium: Browser, base: str, premises: Premises) -> None:
    axe, visitors = Axe(), Visitors(chromium, base)
    found, seen = {}, set()
    for one in every_page(premises):
        if page := visitors.open(one):
            seen.add(one.route)
            found[one.address] = list(faults(axe, page))

    assert {path: said for path, said in found.items() if said} == {}
    assert {"/", "/decide", "/investment", "/projects/{code}/matters/{number}"} <= seen
    assert not seen & NO_PAGE.keys()
    assert visitors.wrong == []
