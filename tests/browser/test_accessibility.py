"""Every page before axe, on a desk and a phone; axe-core judges by WCAG 2.2 and its own rules."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.browser.portal import CHROMIUM
from tests.browser.test_portal_reading import PAGES, PROJECT, SIZES, base, foreign, signed_in

__all__ = ["base", "foreign"]

CASE = f"/projects/{PROJECT}/cases/S05"
ALL = (
    *("/", "/?tab=changed", "/desk", "/register", "/search?q=s05", "/me", CASE),
    *(f"{CASE}/clock", f"/projects/{PROJECT}/acts/pin_start", "/nowhere"),
    *PAGES,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not CHROMIUM, reason="Debian's chromium is not installed (make setup)"),
]


def faults(axe: Axe, page: Page) -> Iterator[str]:
    for one in axe.run(page).response["violations"]:
        places = "; ".join(node["html"][:120] for node in one["nodes"][:3])
        yield f"{one['impact']} {one['id']}: {places}"


@pytest.mark.parametrize("size", SIZES)
def test_no_page_has_a_fault(
    chromium: Browser, base: str, foreign: list[str], size: tuple[int, int]
) -> None:
    axe = Axe()
    page = signed_in(chromium, base, foreign, "dispatch-01", size)
    found = {}
    for path in ALL:
        page.goto(path)
        found[path] = list(faults(axe, page))
    page.context.clear_cookies()
    page.goto("/login")
    found["/login"] = list(faults(axe, page))

    assert {path: said for path, said in found.items() if said} == {}
