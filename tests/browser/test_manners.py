"""What an officer sees before he reads: weight, colour and place, as the browser draws them."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import HAS_CHROMIUM
from tests.browser.test_portal import (
    LIAISON,
    OFFICER,
    P05,
    PROJECT,
    Sit,
    base,
    loaded,
    premises,
    sit,
    submitted,
)

__all__ = ["base", "loaded", "premises", "sit", "submitted"]

CASE = f"/projects/{PROJECT}/cases/{P05}"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    HAS_CHROMIUM,
]


def style(page: Page, what: str, *names: str) -> dict[str, str]:
    """The computed style of the first element of a kind."""
    read: Any = page.locator(what).first.evaluate(
        "(one, names) => Object.fromEntries("
        "names.map((name) => [name, getComputedStyle(one)[name]]))",
        list(names),
    )
    return dict(read)


def shade(colour: str) -> str:
    """What a person calls a colour: grey, red, blue, green or another."""
    red, green, blue = (int(float(one)) for one in colour.split("(")[1].rstrip(")").split(",")[:3])
    if max(red, green, blue) - min(red, green, blue) < 30:
        return "grey"
    most = max(red, green, blue)
    return {red: "red", green: "green", blue: "blue"}[most]


class TestALine:
    def test_has_its_day_bold_the_reason_small_and_a_bar_at_the_left(
        self, sit: Sit, submitted: None
    ) -> None:
        desk = sit()
        desk.sign_in(OFFICER)
        page = desk.page

        day = style(page, ".work .line-when strong", "fontWeight", "fontSize")
        reason = style(page, ".work .line-when .small", "fontWeight", "fontSize")
        bar = style(page, ".work .line", "borderLeftWidth", "borderLeftColor", "borderRightColor")
        assert int(day["fontWeight"]) >= 600
        assert int(reason["fontWeight"]) == 400
        assert float(reason["fontSize"][:-2]) < float(day["fontSize"][:-2])
        assert float(bar["borderLeftWidth"][:-2]) >= 4
        assert bar["borderLeftColor"] != bar["borderRightColor"]
        assert "还有5个工作日" in page.inner_text(".work .line-when")

    def test_of_what_is_finished_is_plain(self, sit: Sit, submitted: None) -> None:
        desk = sit()
        desk.sign_in(OFFICER)
        page = desk.page
        page.goto("/?tab=done")

        finished = ".work .line.tone-done"
        plain = style(page, finished, "backgroundColor", "boxShadow", "borderLeftColor")
        assert plain["backgroundColor"] == "rgba(0, 0, 0, 0)"
        assert plain["boxShadow"] == "none"
        assert shade(plain["borderLeftColor"]) == "grey"
        assert int(style(page, f"{finished} .card-title", "fontWeight")["fontWeight"]) < 600
        coloured = page.locator(f"{finished} :is(.badge, .due, .light)")
        assert coloured.count() == 0
        page.goto("/?tab=mine")
        asking = style(page, ".work .line", "backgroundColor", "borderLeftColor")
        assert asking["backgroundColor"] == "rgb(255, 255, 255)"
        assert shade(asking["borderLeftColor"]) != "grey"


def test_an_answer_that_takes_long_is_told_after_a_moment(sit: Sit, submitted: None) -> None:
    desk = sit()
    desk.sign_in(OFFICER)
    page = desk.page
    page.goto(f"{CASE}/acts/accept_conditionally")
    page.get_by_label("承诺书签署人").fill("法定代表人")
    held: list[Any] = []
    said: list[tuple[str, float]] = []

    def told(words: str, waited: float) -> None:
        said.append((words, waited))
        held.pop().continue_()

    page.route("**/acts/accept_conditionally*", lambda route: held.append(route))
    page.expose_function("told", told)
    page.evaluate(
        """() => { const began = performance.now(), said = document.querySelector('[role=status]');
        new MutationObserver(() => window.told(said.textContent, performance.now() - began))
          .observe(said, { childList: true, characterData: true, subtree: true }) }"""
    )
    page.get_by_role("button", name="容缺受理", exact=True).click(no_wait_after=True)
    page.get_by_text("已办理").wait_for()

    (word,) = said
    assert word[0] == "正在办理，请稍候…"
    assert word[1] >= 300
    assert page.get_by_text("正在办理").count() == 0


def test_a_quick_answer_is_not_talked_about(sit: Sit) -> None:
    desk = sit()
    desk.sign_in(LIAISON)
    page = desk.page
    page.goto(f"{CASE}/acts/submit")
    page.clock.install()

    page.get_by_role("button", name="申报", exact=True).click()
    page.get_by_text("已办理").wait_for()

    assert page.get_by_text("正在办理").count() == 0


def test_the_colours_of_a_timeline_are_those_of_its_legend(sit: Sit, submitted: None) -> None:
    desk = sit()
    desk.sign_in(OFFICER)
    page = desk.page
    page.goto(f"/projects/{PROJECT}")
    words = {"b-plan": "计划", "due-line": "到期日", "b-forecast": "预计", "b-paused": "暂停"}

    for kind, word in words.items():
        entry = page.locator(".legend li", has=page.locator(f".{kind}"))
        assert word in entry.inner_text()
    plan = style(page, ".legend .b-plan", "fill")["fill"]
    promise = style(page, ".legend .due-line", "stroke")["stroke"]
    forecast = style(page, ".legend .b-forecast", "stroke")["stroke"]
    assert [shade(one) for one in (plan, promise, forecast)] == ["grey", "red", "blue"]
    assert "#hatch" in style(page, ".legend .b-paused", "fill")["fill"]
    for kind in ("b-plan", "b-forecast"):
        drawn = style(page, f".timeline .{kind}", "fill", "stroke")
        assert drawn == style(page, f".legend .{kind}", "fill", "stroke")
    holder = page.locator(".timeline tbody tr", has_text=P05).locator("td[data-label=持有]")
    assert "水务局" in holder.inner_text()


class TestTheKeysOfThePalette:
    def test_stand_beside_what_is_found_and_lead_there(self, sit: Sit) -> None:
        desk = sit()
        desk.sign_in(OFFICER)
        page = desk.page

        page.keyboard.press("Control+k")
        box = page.get_by_role("dialog", name="查找")
        box.get_by_role("option", name="挂图作战").wait_for()
        assert "g g" in box.get_by_role("option", name="挂图作战").inner_text()
        assert box.get_by_role("option", selected=True).locator("kbd").inner_text() == "Enter"
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("g")
        page.wait_for_url("**/board")
        page.keyboard.press("g")
        page.keyboard.press("d")
        page.get_by_role("heading", name="待办").wait_for()

    def test_are_letters_while_somebody_types(self, sit: Sit) -> None:
        desk = sit()
        desk.sign_in(OFFICER)
        page = desk.page

        page.keyboard.press("/")
        page.keyboard.type("gd jk?x")

        assert page.locator("#find").input_value() == "gd jk?x"
        assert page.get_by_role("dialog").count() == 0


def test_what_cannot_start_is_marked_and_not_opened(sit: Sit) -> None:
    desk = sit()
    desk.sign_in(OFFICER)
    page = desk.page
    page.goto("/?tab=all&phase=未开始")

    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.locator(".card.picked")).to_have_count(1)
    assert "/cases/" not in page.url


def test_a_telephone_may_put_it_among_its_applications(sit: Sit) -> None:
    desk = sit()
    page = desk.page
    page.goto("/login")
    told: Any = page.context.new_cdp_session(page).send("Page.getAppManifest")
    manifest = json.loads(told["data"])

    assert told["errors"] == []
    assert manifest["short_name"] == "绿色通道"
    assert manifest["display"] == "standalone"
    assert manifest["theme_color"] == page.locator("meta[name=theme-color]").get_attribute(
        "content"
    )
    desk.sign_in(OFFICER)
    for address in (manifest["start_url"], *(one["url"] for one in manifest["shortcuts"])):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
    for icon in manifest["icons"]:
        assert page.request.get(f"/static/{icon['src']}").headers["content-type"] == icon["type"]
