"""An office that is asked objects in the browser: a form, numbered reasons, on desk and phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.acting import act
from models.act_requests import REQUESTS, Via
from models.case import CaseState
from portal.premises import Premises
from store.projected.queries import project_codes
from tests.browser.portal import HAS_CHROMIUM, served
from tests.portal.web.browser import PASSWORD
from tests.portal.web.peopled import let_everybody_in, opened_at
from tests.prefect_server import free_port
from tests.rehearsed import rehearsed_home

SIZES = [pytest.param((1366, 768), id="desk"), pytest.param((390, 844), id="phone")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    HAS_CHROMIUM,
]


@dataclass(frozen=True)
class Place:
    """A portal, and a project that was taken in for joint acceptance."""

    base: str
    project: str


def taken_in(premises: Premises) -> str:
    """Take in the application of the first project that may make one."""
    with premises.office.store.reading() as connection:
        files = [premises.office.file(connection, code)[0] for code in project_codes(connection)]
    file = next(
        one
        for one in files
        if "Y04" in one.cases
        and one.cases["Y04"].state is CaseState.OPEN
        and all(one.concluded(code) for code in ("Y01", "Y02", "Y03"))
    )
    for by, chosen in ((f"{file.project.unit}-liaison", "submit"), ("housing-01", "accept")):
        act(
            premises.office,
            project=file.project.code,
            procedure="Y04",
            request=REQUESTS.validate_python({"act": chosen}),
            by=by,
            via=Via.CONSOLE,
            now=premises.now(),
        )
    return file.project.code


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = rehearsed_home(tmp_path_factory, until=date(2020, 6, 19))
    with opened_at(let_everybody_in(home), port=free_port()) as premises:
        project = taken_in(premises)
        with served(premises) as base:
            yield Place(base, project)


def signed_in(chromium: Browser, place: Place, size: tuple[int, int], account: str) -> Page:
    width, height = size
    context = chromium.new_context(
        base_url=place.base, viewport={"width": width, "height": height}, locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=account]", account)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{place.base}/")
    return page


@pytest.mark.parametrize("size", SIZES)
def test_an_office_that_is_asked_objects_and_everybody_reads_why(
    chromium: Browser, place: Place, size: tuple[int, int]
) -> None:
    page = signed_in(chromium, place, size, "civil-defence-01")
    if page.get_by_text("签署会签意见").count() == 0:  # signed in the test before: signs anew
        page.goto(f"/projects/{place.project}/cases/Y04")
    else:
        page.locator("main").get_by_role("link", name="工程竣工联合验收").first.click()
    page.locator("main").get_by_role("link", name="签署审查意见", exact=True).click()
    page.get_by_role("radio", name="建议不予同意").check()
    page.get_by_label("审查意见").fill("1. 防护密闭门未安装到位\n2. 战时通风管未封堵")
    page.locator("main").get_by_role("button", name="签署审查意见").click()
    page.goto(f"/projects/{place.project}/cases/Y04")
    box = page.get_by_role("region", name="会签意见")

    expect(box.locator("li")).to_have_text(["防护密闭门未安装到位", "战时通风管未封堵"])
    expect(box).to_contain_text("不同意")
    expect(box).to_contain_text("待签署")
    expect(box).to_contain_text("3家均须同意方可准予")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()
