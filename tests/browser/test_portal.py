"""Officers at the portal in a real browser: keys, batches, the list beside a case, widths.

No page asks anything of another host, nothing goes wrong in the console but a refusal that is
meant. The jobs of the day are `test_jobs.py`'s.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.office.clock import OfficeClock
from portal.console import run
from portal.premises import Premises
from tests.browser.portal import HAS_CHROMIUM, served
from tests.conftest import CAMPAIGN_DIR
from tests.portal.conftest import use
from tests.portal.doing import done
from tests.portal.web.browser import PASSWORD
from tests.portal.web.peopled import let_everybody_in, opened_at
from tests.prefect_server import free_port

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
PROJECT, P05 = "2020-230112-39-03-000001", "P05"
LIAISON, OFFICER, SIGNER = "unit-park-liaison", "water-01", "dispatch-01"
MORNING = datetime(2020, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    HAS_CHROMIUM,
]


@dataclass
class Desk:
    """A page at which somebody works: counts the clicks, notes what is asked and goes wrong."""

    page: Page
    base: str
    premises: Premises
    clicks: int = 0
    foreign: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._said)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.foreign.append(request.url)

    def _said(self, message: Any) -> None:
        # Chromium itself reports a refusal that was meant (422, 409).
        if message.type == "error" and not any(code in message.text for code in ("422", "409")):
            self.wrong.append(message.text)

    def sign_in(self, account: str) -> None:
        self.page.goto("/login")
        self.page.get_by_label("账号", exact=True).fill(account)
        self.page.get_by_label("口令", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.get_by_role("heading", name="待办").wait_for()
        self.page.wait_for_load_state()

    def link(self, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def button(self, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the campaign, everybody with a password; to be copied."""
    home = tmp_path_factory.mktemp("loaded") / "home"
    OfficeClock(home, rehearsal=True).set(MORNING)
    with pytest.MonkeyPatch.context() as patch:
        use(patch, home)
        assert run(["load", str(CAMPAIGN_DIR)]) == 0
    return let_everybody_in(home)


@pytest.fixture
def premises(loaded: Path, tmp_path: Path) -> Iterator[Premises]:
    with opened_at(shutil.copytree(loaded, tmp_path / "home"), port=free_port()) as premises:
        yield premises


@pytest.fixture
def base(premises: Premises) -> Iterator[str]:
    """The address of a portal of its own."""
    with served(premises) as address:
        yield address


Sit = Callable[..., Desk]


@pytest.fixture
def sit(chromium: Browser, base: str, premises: Premises) -> Iterator[Sit]:
    """Sit down at a page of a size; whatever was asked of another host is found afterwards."""
    desks: list[Desk] = []

    def down(size: str = "desk", *, script: bool = True) -> Desk:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=base,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            java_script_enabled=script,
        )
        desk = Desk(context.new_page(), base, premises)
        desks.append(desk)
        return desk

    yield down
    for desk in desks:
        desk.page.context.close()
        assert desk.foreign == []
        assert desk.wrong == []


@pytest.fixture
def submitted(premises: Premises) -> None:
    done(premises, LIAISON, P05, "submit", missing=("P05-3",))


NAME = "生产建设项目水土保持方案审批（报告书）"


def test_the_open_tab_stands_within_the_screen_of_a_phone(sit: Sit) -> None:
    desk = sit("phone")
    desk.sign_in(OFFICER)

    desk.page.goto("/?tab=all")

    expect(desk.page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)


class TestTheKeys:
    def test_pick_open_and_tell_of_themselves(self, sit: Sit) -> None:
        desk = sit()
        desk.sign_in(LIAISON)
        page, press = desk.page, desk.page.keyboard.press

        press("j")
        press("j")
        press("x")
        expect(page.get_by_text("已选1件")).to_be_visible()
        press("k")
        expect(page.locator(".card.picked")).to_have_count(1)
        press("?")
        expect(page.get_by_role("dialog").get_by_text("下一项、上一项")).to_be_visible()
        press("Escape")
        press("/")
        assert page.evaluate("document.activeElement.type") == "search"

    def test_have_each_a_button_or_link(self, sit: Sit) -> None:
        desk = sit()
        desk.sign_in(LIAISON)

        desk.page.get_by_role("button", name="下一项").click()
        expect(desk.page.locator(".card.picked")).to_have_count(1)
        desk.page.get_by_role("button", name="键盘操作").click()
        expect(desk.page.get_by_role("dialog")).to_be_visible()

    def test_open_the_palette_that_leads_to_a_project(self, sit: Sit) -> None:
        desk = sit()
        desk.sign_in(OFFICER)

        desk.page.keyboard.press("Control+k")
        desk.page.get_by_role("dialog").wait_for()
        desk.page.keyboard.type("llwl")
        desk.page.get_by_role("option", name="冷链物流园").first.wait_for()
        desk.page.keyboard.press("Enter")
        desk.page.wait_for_url(f"**/projects/{PROJECT}")


class TestSeveralAtOnce:
    def test_are_picked_and_each_has_its_outcome(self, sit: Sit) -> None:
        desk = sit()
        desk.sign_in(LIAISON)
        page = desk.page

        for box in page.get_by_role("checkbox", name="勾选").all()[:3]:
            box.check()
        expect(page.get_by_text("已选3件")).to_be_visible()
        desk.button("申报")
        page.get_by_role("heading", name="批量申报").wait_for()

        assert "已办3件，未办0件" in page.inner_text("main")

    def test_say_why_an_act_is_not_to_be_had(self, sit: Sit, premises: Premises) -> None:
        done(premises, LIAISON, P05, "submit")
        desk = sit()
        desk.sign_in(OFFICER)
        desk.page.goto("/?tab=all")

        desk.page.get_by_role("checkbox", name="勾选").last.check()

        accept = desk.page.locator("button[data-act=accept]")
        assert accept.get_attribute("aria-disabled") == "true"
        said = desk.page.locator("[data-why]", has_text="受理：")
        said.wait_for()
        assert "，不能受理" in said.inner_text()


def test_three_matters_take_six_clicks_without_going_back(sit: Sit) -> None:
    desk = sit()
    desk.sign_in(LIAISON)

    desk.clicks += 1
    desk.page.locator(".work .card-title a").first.click()
    for _ in range(2):
        desk.clicks += 1
        desk.page.get_by_role("link", name="下一件").click()
        desk.page.get_by_text("第").first.wait_for()

    assert desk.clicks <= 6
    assert "第3件" in desk.page.inner_text(".side-head")
