"""The five jobs of the day, each from the work list in six clicks at most.

With the pointer on a desk and on a phone, with and without script, and once by keyboard alone;
no page asks anything of another host.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models.case import CaseState
from portal.premises import Premises
from rules.in_force.gates import START_CONSTRUCTION
from tests.browser import test_portal_reading as played
from tests.browser.hands import Hand, Keyboard, watched
from tests.browser.portal import HAS_CHROMIUM
from tests.browser.test_portal import (
    NAME,
    OFFICER,
    P05,
    PASSWORD,
    PROJECT,
    SIGNER,
    SIZES,
    base,
    loaded,
    premises,
    submitted,
)
from tests.portal.doing import done

__all__ = ["base", "loaded", "played_base", "premises", "submitted"]

played_base = played.base
MOST_CLICKS = 6
WAYS = [
    pytest.param((Hand, "desk", True), id="desk"),
    pytest.param((Hand, "phone", True), id="phone"),
    pytest.param((Hand, "desk", False), id="desk without script"),
    pytest.param((Hand, "phone", False), id="phone without script"),
    pytest.param((Keyboard, "desk", True), id="keyboard alone"),
]
Way = tuple[type[Hand], str, bool]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    HAS_CHROMIUM,
]


@contextmanager
def seated(chromium: Browser, base: str, way: Way, account: str, password: str) -> Iterator[Hand]:
    """Sign in and sit before the work list; afterwards nothing was asked of another host."""
    kind, size, script = way
    width, height = SIZES[size]
    context = chromium.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        java_script_enabled=script,
    )
    hand = watched(kind(context.new_page()), base)
    page = hand.page
    page.goto("/login")
    hand.type(page.get_by_label("账号", exact=True), account)
    hand.type(page.get_by_label("口令", exact=True), password)
    hand.button("登录")
    page.get_by_role("heading", name=re.compile("待办")).wait_for()
    hand.clicks = 0
    yield hand
    context.close()
    assert hand.foreign == []
    assert hand.clicks <= MOST_CLICKS


def state(premises: Premises) -> CaseState:
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, PROJECT)
    return file.cases[P05].state


Seat = Callable[..., "Iterator[Hand]"]


@pytest.mark.parametrize("way", WAYS)
class TestAtTheCounter:
    def test_accept_conditionally_and_make_up(
        self, chromium: Browser, base: str, premises: Premises, submitted: None, way: Way
    ) -> None:
        with seated(chromium, base, way, OFFICER, PASSWORD) as hand:
            page = hand.page
            hand.link(NAME)
            hand.link("容缺受理")
            hand.type(page.get_by_label("承诺书签署人"), "法定代表人 jk/?x")
            hand.button("容缺受理")
            page.get_by_text("已办理").wait_for()
            assert state(premises) is CaseState.CONDITIONALLY_ACCEPTED
            hand.link("查看本件")
            hand.link("补交容缺材料")
            hand.button("补交容缺材料")
            page.get_by_text("已办理").wait_for()

        assert state(premises) is CaseState.ACCEPTED

    def test_return_for_correction(
        self, chromium: Browser, base: str, premises: Premises, submitted: None, way: Way
    ) -> None:
        with seated(chromium, base, way, OFFICER, PASSWORD) as hand:
            page = hand.page
            what = page.get_by_label("须补正什么").first
            hand.link(NAME)
            hand.link("一次性告知补正")
            hand.type(what, "补")
            hand.button("一次性告知补正")
            summary = page.locator("#summary")
            summary.wait_for()
            assert "不得少于2个字" in summary.inner_text()
            assert page.title().startswith("错误：")
            if way[2]:
                assert page.evaluate("document.activeElement.id") == "summary"
            assert what.input_value() == "补"
            hand.type(what, "请提交弃渣场选址意见")
            hand.button("一次性告知补正")
            page.get_by_text("已办理").wait_for()

        assert state(premises) is CaseState.CORRECTING

    def test_sign_an_order(
        self, chromium: Browser, base: str, premises: Premises, submitted: None, way: Way
    ) -> None:
        directed = {"matter": "1", "rung": "order_blue", "reason": "批示"}
        done(premises, "supervision-01", START_CONSTRUCTION, "escalate_matter", **directed)
        with seated(chromium, base, way, SIGNER, PASSWORD) as hand:
            page = hand.page
            hand.part("签批台")
            hand.link("签发督办文书")
            hand.press(page.get_by_label("我已核对上列事由、对象和期限，同意签发"))
            hand.type(page.get_by_label("签名", exact=True).last, "调度中心01")
            hand.button("签发督办文书")
            page.get_by_text("已办理").wait_for()

        with premises.office.store.reading() as connection:
            file, _ = premises.office.file(connection, PROJECT)
        assert [one.slip.signed_by for one in file.matters.values() if one.slip] == [SIGNER]


@pytest.mark.parametrize("way", WAYS)
class TestOverThePlayedCampaign:
    def test_find_why_a_project_is_red(self, chromium: Browser, played_base: str, way: Way) -> None:
        with seated(chromium, played_base, way, "dispatch-01", played.PASSWORD) as hand:
            page = hand.page
            hand.part("项目")
            page.wait_for_url("**/projects")
            hand.press(page.locator(".light-counts a[href*='light=red']"))
            page.wait_for_url("**light=red*")
            hand.link(played.RED)
            page.wait_for_url("**/projects/2020-230112-85-03-000033")
            why = page.locator(".why").inner_text()

        assert "为什么亮红灯" in why
        assert "容缺材料6月18日到期未补" in why

    def test_report_the_week_by_form(self, chromium: Browser, played_base: str, way: Way) -> None:
        with seated(chromium, played_base, way, "unit-park-liaison", played.PASSWORD) as hand:
            page = hand.page
            hand.part("周报")
            hand.link("阿城区冷链物流园项目")
            hand.type(page.get_by_label("下周计划"), f"施工图送审（{way[0].__name__} {way[1:]}）")
            hand.press(page.locator("button[value=send]"))
            page.locator(".notice-done").wait_for()
            said = page.locator(".notice-done").inner_text()

        assert "台账第" in said

    def test_report_the_week_by_workbook(
        self, chromium: Browser, played_base: str, way: Way, tmp_path: Path
    ) -> None:
        with seated(chromium, played_base, way, "unit-park-liaison", played.PASSWORD) as hand:
            hand.part("周报")
            book = hand.downloaded("下载工作簿", tmp_path)
            hand.choose_file(hand.page.locator("[name=workbook]"), book)
            hand.button("传回并导入")
            hand.page.locator("h1", has_text="工作簿已导入").wait_for()

        assert book.name.startswith("周报_")
