"""Signing in and staying in, in a real browser: the end of a session, what was typed, phones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.office.clock import machine_time
from portal.premises import Premises
from store.people import sign_ins
from tests.browser.portal import HAS_CHROMIUM, served
from tests.portal.conftest import home, loaded_home
from tests.portal.web.browser import PASSWORD
from tests.portal.web.peopled import let_everybody_in, opened_at
from tests.prefect_server import free_port

FIXTURES = (home, loaded_home)
OWN_PAGES = {
    "water-01": ("/me", "/me/password", "/me/second-factor"),
    "system-admin": ("/admin", "/admin/persons/water-01"),
    "audit-admin": ("/admin/log",),
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    HAS_CHROMIUM,
]


@dataclass
class Portal:
    """A portal of its own, and the browser before it."""

    base: str
    premises: Premises
    browser: Browser

    def page(self, *, phone: bool = False, scripts: bool = True) -> Page:
        width, height = (390, 844) if phone else (1366, 768)
        context = self.browser.new_context(
            base_url=self.base,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
        )
        return context.new_page()


@pytest.fixture
def portal(home: Path, chromium: Browser) -> Iterator[Portal]:
    with (
        opened_at(let_everybody_in(home), port=free_port()) as premises,
        served(premises) as address,
    ):
        yield Portal(address, premises, chromium)


def sign_in(page: Page, account: str) -> None:
    page.get_by_label("账号", exact=True).fill(account)
    page.get_by_label("口令", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def test_five_minutes_before_the_end_a_dialogue_offers_to_stay(portal: Portal) -> None:
    page = portal.page()
    page.clock.install()
    page.goto("/login")
    sign_in(page, "water-01")
    page.clock.fast_forward("24:00")
    ending = page.get_by_role("dialog", name="登录即将超时")
    expect(ending).to_be_hidden()

    page.clock.fast_forward("02:00")
    expect(ending).to_be_visible()
    with page.expect_response("**/me/stay") as answer:
        page.get_by_role("button", name="继续使用").click()

    assert answer.value.status == 204
    expect(ending).to_be_hidden()
    page.clock.fast_forward("20:00")
    expect(ending).to_be_hidden()


def test_who_does_not_answer_is_out_and_comes_back_to_the_same_page(portal: Portal) -> None:
    page = portal.page()
    page.clock.install()
    page.goto("/login")
    sign_in(page, "water-01")
    page.goto("/projects?q=a")
    with portal.premises.office.store.writing() as connection:
        sign_ins.end_all(connection, "water-01", at=machine_time())

    page.clock.fast_forward("31:00")
    page.wait_for_url("**/login?next=*")
    sign_in(page, "water-01")

    expect(page).to_have_url(f"{portal.base}/projects?q=a")


def test_what_was_typed_outlives_the_session(portal: Portal) -> None:
    page = portal.page()
    page.goto("/login")
    sign_in(page, "water-01")
    page.goto("/me")
    page.get_by_text("签发新令牌").click()
    page.get_by_label("用途").fill("每晚核对台账的程序")
    with portal.premises.office.store.writing() as connection:
        sign_ins.end_all(connection, "water-01", at=machine_time())
    page.get_by_role("button", name="签发", exact=True).click()
    page.wait_for_url("**/login*")
    sign_in(page, "water-01")

    page.goto("/me")
    page.get_by_text("签发新令牌").click()

    expect(page.get_by_label("用途")).to_have_value("每晚核对台账的程序")
    expect(page.get_by_text("已恢复上次未提交的内容")).to_be_visible()


def test_signing_in_needs_no_script(portal: Portal) -> None:
    page = portal.page(scripts=False)
    page.goto("/projects")
    page.get_by_label("账号", exact=True).fill("water-01")
    page.get_by_label("口令", exact=True).fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_title(re.compile("^错误："))

    page.get_by_label("口令", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page).to_have_url(f"{portal.base}/projects")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("account", OWN_PAGES)
def test_no_page_is_wider_than_the_screen(portal: Portal, account: str, phone: bool) -> None:
    page = portal.page(phone=phone)
    page.goto("/login")
    sign_in(page, account)

    for path in OWN_PAGES[account]:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (path, wide)
