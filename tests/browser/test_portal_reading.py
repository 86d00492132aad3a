"""The portal's reading pages and a report's draft in Debian's chromium, on a desk and a phone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.portal import HAS_CHROMIUM, served
from tests.portal.web.browser import PASSWORD
from tests.portal.web.peopled import let_everybody_in, opened_at
from tests.prefect_server import free_port
from tests.rehearsed import rehearsed_home

RED = "阿城区颐养小镇项目"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    HAS_CHROMIUM,
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal of its own over the played campaign."""
    home = rehearsed_home(tmp_path_factory, until=date(2020, 6, 19))
    with (
        opened_at(let_everybody_in(home), port=free_port()) as premises,
        served(premises) as address,
    ):
        yield address


@pytest.fixture(scope="module")
def foreign() -> list[str]:
    """Addresses beyond the host that the pages asked for."""
    return []


def signed_in(
    chromium: Browser,
    base: str,
    foreign: list[str],
    account: str,
    *,
    script: bool = True,
) -> Page:
    context = chromium.new_context(
        base_url=base,
        viewport={"width": 1366, "height": 768},
        java_script_enabled=script,
        locale="zh-CN",
    )
    page = context.new_page()
    page.on(
        "request",
        lambda one: foreign.append(one.url) if not one.url.startswith((base, "data:")) else None,
    )
    page.goto("/login")
    page.fill("[name=account]", account)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{base}/")
    return page


def test_the_slider_of_the_board_goes_back_in_time(
    chromium: Browser, base: str, foreign: list[str]
) -> None:
    page = signed_in(chromium, base, foreign, "dispatch-01")
    page.goto("/board")
    slider = page.locator("#slide")
    slider.focus()
    with page.expect_response(lambda one: "as_of=2020-06-18" in one.url):
        page.keyboard.press("ArrowLeft")
    page.locator(".as-of", has_text="这是2020年6月18日").wait_for()
    expect(page).to_have_url(f"{base}/board?as_of=2020-06-18")
    page.reload()
    page.locator(".as-of", has_text="这是2020年6月18日").wait_for()


@pytest.mark.alone
def test_three_hundred_projects_are_drawn_within_a_second_and_a_half(chromium: Browser) -> None:
    cells = "".join(f"<td class={kind}>{word}" for kind, word in [("d", "✓"), ("u", "审")] * 16)
    row = f"<tr><th scope=row class=pin>项目</th><td class=when>7月1日</td>{cells}</tr>"
    css = (Path(__file__).parents[2] / "portal/web/static/project.css").read_text("utf-8")
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    spent = page.evaluate(
        """([css, rows]) => { const began = performance.now();
        document.head.innerHTML = `<style>${css}</style>`;
        document.body.innerHTML = `<table class=board>${rows}</table>`;
        document.body.offsetHeight; return performance.now() - began }""",
        [css, row * 300],
    )
    page.close()

    assert spent < 1500


def test_a_draft_survives_a_closed_page(chromium: Browser, base: str, foreign: list[str]) -> None:
    page = signed_in(chromium, base, foreign, "unit-park-liaison")
    path = "/weekly/2020-W25/2020-230112-31-03-000002"
    page.goto(path)
    page.fill("[name=next_week]", "还没有写完")
    page.locator(".saved", has_text="草稿已存在本机").wait_for()
    page.goto("/weekly")
    page.goto(path)

    assert page.input_value("[name=next_week]") == "还没有写完"
    expect(page.locator(".draft-note")).to_be_visible()
    page.click("[data-forget]")
    assert page.input_value("[name=next_week]") != "还没有写完"


PHONE = {"width": 390, "height": 844}
BESIDE_ITS_LABEL = """() => [...document.querySelectorAll(".stacks:not(.batch) td[data-label]")]
  .filter((cell) => cell.offsetParent)
  .flatMap((cell) => [...cell.children].map((one) => [cell, one]))
  .filter(([cell, one]) => one.getBoundingClientRect().width)
  .filter(([cell, one]) => {
    const place = one.getBoundingClientRect(), room = cell.getBoundingClientRect();
    return place.left < room.left + 80 || place.right > room.right + 1;
  })
  .map(([cell, one]) => `${cell.dataset.label}: ${one.textContent.trim().slice(0, 40)}`)"""


CUT_OFF = """() => [...document.querySelectorAll(".scroll")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).length"""


WITH_TABLES = (
    *("/weekly", "/projects", "/books/funds", "/league", "/lookahead"),
    *("/public", "/targets", "/investment", "/bottlenecks"),
)


@pytest.mark.parametrize("path", WITH_TABLES)
def test_on_a_phone_what_a_cell_holds_stands_beside_its_label(
    chromium: Browser, base: str, foreign: list[str], path: str
) -> None:
    page = signed_in(chromium, base, foreign, "dispatch-01")
    page.set_viewport_size(PHONE)
    page.goto(path)

    assert page.locator(".stacks td[data-label]").count() > 0
    assert page.evaluate(BESIDE_ITS_LABEL) == []
    assert page.evaluate(CUT_OFF) == 0


def test_the_open_tab_stays_in_sight_when_the_window_is_narrowed(
    chromium: Browser, base: str, foreign: list[str]
) -> None:
    page = signed_in(chromium, base, foreign, "dispatch-01")
    page.goto("/?tab=all")
    page.set_viewport_size(PHONE)

    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)


def test_a_day_that_is_marked_runs_through_every_row_of_the_timeline(
    chromium: Browser, base: str, foreign: list[str]
) -> None:
    page = signed_in(chromium, base, foreign, "dispatch-01")
    page.goto("/projects")
    page.get_by_role("link", name=RED, exact=True).first.click()
    page.locator(".timeline").first.wait_for()

    short = """() => [...document.querySelectorAll(".timeline tbody td.drawn")].filter((cell) =>
      cell.getBoundingClientRect().height
        - cell.querySelector(".row-grid").getBoundingClientRect().height > 2).length"""
    assert page.locator(".timeline tbody td.drawn").count() > 10
    assert page.evaluate(short) == 0


def test_nothing_was_asked_of_another_host(foreign: list[str]) -> None:
    assert foreign == []
