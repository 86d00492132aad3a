"""Officers at the Prefect UI in a real browser: find a project, read its page, act by its form."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from casework.desk import Stamp
from casework.intake.registering import register
from models.act_requests import Via
from models.case import CaseState
from tests.browser.portal import HAS_CHROMIUM
from tests.stories.doors import FormDoor, House, forms_open
from tests.stories.script import FACTORY, SCHOOL

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.browser,
    pytest.mark.timeout(300),
    HAS_CHROMIUM,
]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, deployed: Path) -> Iterator[FormDoor]:
    """Two registered projects, shown in a Prefect UI of their own."""
    home = tmp_path_factory.mktemp("browser")
    house = House.founded(home / "house")
    now = datetime.fromisoformat("2020-05-21T09:00:00+08:00")
    for form in (SCHOOL, FACTORY):
        register(house.office, [form.project()], stamp=Stamp(form.officer, Via.CONSOLE, now))
    house.clock.set(now, speed=0)
    with forms_open(house, home / "prefect", deployed, ui=True) as opened:
        opened.sweep()
        for form in (SCHOOL, FACTORY):
            opened.open_form(form.code)
        yield opened


@pytest.fixture(scope="module")
def foreign() -> list[str]:
    """Addresses beyond the host that the pages asked for."""
    return []


@pytest.fixture
def page(door: FormDoor, chromium: Browser, foreign: list[str]) -> Iterator[Page]:
    """A page of Debian's chromium that notes every request to another host."""
    base = door.server.api_url.removesuffix("/api")
    page = chromium.new_page(base_url=base, viewport={"width": 1400, "height": 1000})
    page.on(
        "request",
        lambda request: (
            foreign.append(request.url)
            if not request.url.startswith((base, f"blob:{base}", "data:"))
            else None
        ),
    )
    yield page
    page.close()


def test_the_first_page_of_runs_names_every_project(page: Page) -> None:
    page.goto("/runs")

    for form in (SCHOOL, FACTORY):
        page.get_by_text(f"{form.code} {form.name} · 2020年第21周").first.wait_for()
    assert page.get_by_text("Suspended").count() >= 2


def test_a_projects_page_shows_its_wall_chart(page: Page, door: FormDoor) -> None:
    page.goto(latest(door, f"case-{SCHOOL.code}"))

    page.get_by_role("heading", name=SCHOOL.name).first.wait_for()
    chart = page.locator("article img").first
    chart.wait_for()
    assert chart.evaluate("image => image.naturalWidth") > 900


def test_the_front_page_leads_to_a_departments_list_and_to_a_run(
    page: Page, door: FormDoor
) -> None:
    door.sweep()
    page.goto(latest(door, "front-page"))

    page.get_by_role("heading", name="绿色通道首页").first.wait_for()
    page.locator("article a[href$='/artifacts/key/to-do-development-reform']").first.wait_for()
    page.goto(latest(door, "to-do-development-reform"))
    page.get_by_role("heading", name="待办").first.wait_for()
    page.goto(latest(door, "front-page"))
    link = page.locator("article a[href*='/runs/flow-run/']").first  # it opens a tab of its own
    page.goto(link.get_attribute("href") or "")

    page.get_by_role("button", name="Resume").wait_for()


def latest(door: FormDoor, key: str) -> str:
    """Return the address of what was published last under a key."""
    artifacts = door.server.call("POST", "/artifacts/latest/filter", {"limit": 200})
    mine = next(one for one in artifacts if one["key"] == key)
    return f"/artifacts/artifact/{mine['latest_id']}"


def test_an_officer_acts_by_the_form(page: Page, door: FormDoor) -> None:
    run, asked, _ = door.open_form(SCHOOL.code)

    fill_in(page, run, act="申报", officer="unit-education-liaison", procedure="L01")
    refusal = door.refusal_after(SCHOOL.code, run, asked)

    states = {one.procedure: one.state for one in door.house.view(SCHOOL.code).cases}
    assert refusal == ""
    assert states["L01"] is CaseState.SUBMITTED
    door.open_form(SCHOOL.code)
    page.goto(f"/runs/flow-run/{run}")
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("申报 L01").last.wait_for()
    page.get_by_text("已记").last.wait_for()
    assert page.get_by_text("请选择事项").count() > 0


def test_a_refusal_comes_back_on_the_form_in_words(page: Page, door: FormDoor) -> None:
    run, asked, _ = door.open_form(FACTORY.code)

    fill_in(page, run, act="申报", officer="housing-01", procedure="L04")
    door.refusal_after(FACTORY.code, run, asked)
    door.open_form(FACTORY.code)
    page.goto(f"/runs/flow-run/{run}")
    page.get_by_role("button", name="Resume").click()

    page.get_by_text("未予办理").last.wait_for()
    page.get_by_text("无权办理此事").last.wait_for()
    form = page.locator(".p-modal__card")
    assert form.locator("textarea").first.input_value() == "housing-01"
    assert form.get_by_text("L04").count() > 0


def test_no_request_leaves_the_host_whichever_entry_of_the_menu_is_clicked(
    page: Page, foreign: list[str]
) -> None:
    page.goto("/dashboard", wait_until="networkidle")
    menu = page.locator(".context-sidebar a, nav a, aside a")
    menu.first.wait_for()
    entries = sorted({one for link in menu.all() if (one := link.get_attribute("href") or "")})
    assert len([one for one in entries if one.startswith("/")]) >= 5, entries

    for entry in entries:
        if entry.startswith("/"):
            page.goto("/dashboard", wait_until="networkidle")
            page.locator(f"a[href='{entry}']").first.click()
            page.wait_for_load_state("networkidle")

    assert foreign == []


def test_the_second_ui_and_its_banner_are_not_there(page: Page) -> None:
    page.goto("/runs", wait_until="networkidle")

    assert page.get_by_text("new UI").count() == 0
    assert page.locator("a[href*='/v2']").count() == 0


def fill_in(page: Page, run: str, *, procedure: str, act: str, officer: str) -> None:
    """Open the run's form, fill it in as an officer does, and submit it."""
    page.goto(f"/runs/flow-run/{run}")
    page.get_by_role("button", name="Resume").click()
    form = page.locator(".p-modal__card")
    form.get_by_text("办理动作").first.wait_for()
    for place, wanted in enumerate((procedure, act)):
        form.locator("button.p-select-button__control").nth(place).focus()
        page.keyboard.press("ArrowDown")
        page.locator(".p-select-option").filter(has_text=wanted).first.click()
    form.locator("textarea").first.fill(officer)
    form.get_by_role("button", name="Submit").click()
