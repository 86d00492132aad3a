"""The weekly round from the page: seen before, confirmed, with a receipt that can be kept."""

import pytest

from portal.premises import Premises
from rules.clocks.round_days import iso_week
from store.projected.queries import RoundLine, weekly_round
from tests.portal.web.browser import Browser, text

WEEK = "2020-W23"
ROUND = f"/weekly/{WEEK}/round"


@pytest.fixture
def keeper(browser: Browser) -> Browser:
    """A browser in which the dispatch centre is signed in."""
    browser.sign_in("dispatch-01")
    assert iso_week(browser.premises.today()) == WEEK
    return browser


def held(premises: Premises) -> RoundLine | None:
    with premises.office.store.reading() as connection:
        return weekly_round(connection, WEEK)


class TestAStep:
    def test_is_shown_before_it_is_done(self, keeper: Browser, premises: Premises) -> None:
        shown = text(keeper.get(f"{ROUND}/open"))

        assert "还没有办理。请核对后确认。" in shown
        assert "开发区管委会" in shown
        assert "冷链物流园" in shown
        assert held(premises) is None

    def test_done_shows_its_receipt_whenever_it_is_opened_again(
        self, keeper: Browser, premises: Premises
    ) -> None:
        answer = keeper.post(f"{ROUND}/open")

        assert (answer.status_code, answer.headers["location"]) == (303, f"{ROUND}/open")
        line = held(premises)
        assert line is not None
        receipt = text(keeper.get(f"{ROUND}/open"))
        assert "专项行动台账第" in receipt
        assert "调度中心" in receipt
        assert f"请报的项目 {len(line.projects)}" in receipt

    def test_done_twice_counts_once(self, keeper: Browser, premises: Premises) -> None:
        keeper.post(f"{ROUND}/open")
        once = held(premises)

        keeper.post(f"{ROUND}/open")

        assert held(premises) == once

    def test_by_step_a_round_is_held_from_opening_to_publication(
        self, keeper: Browser, premises: Premises
    ) -> None:
        for step in ("open", "chase", "close", "publish"):
            assert "还没有办理" in text(keeper.get(f"{ROUND}/{step}")), step
            assert keeper.post(f"{ROUND}/{step}").status_code == 303
            assert "专项行动台账第" in text(keeper.get(f"{ROUND}/{step}")), step
        line = held(premises)
        assert line is not None
        assert line.closed_on == line.published_on == premises.today()
        assert "被催的项目" in text(keeper.get(f"{ROUND}/chase"))

    def test_before_the_cut_off_a_close_is_asked_about_twice(self, keeper: Browser) -> None:
        keeper.post(f"{ROUND}/open")

        assert "还没有到告知各单位的截止时间" in text(keeper.get(f"{ROUND}/close"))

    @pytest.mark.parametrize(
        ("step", "said"),
        [
            ("chase", "周报尚未启动"),
            ("close", "周报尚未启动"),
            ("publish", "周报尚未启动"),
        ],
    )
    def test_that_cannot_be_done_says_why(self, keeper: Browser, step: str, said: str) -> None:
        assert said in text(keeper.get(f"{ROUND}/{step}"))
        answer = keeper.post(f"{ROUND}/{step}")
        assert (answer.status_code, said in text(answer)) == (422, True)

    def test_after_the_close_nobody_is_chased(self, keeper: Browser) -> None:
        for step in ("open", "close"):
            keeper.post(f"{ROUND}/{step}")

        assert "已经截止，不再催报" in text(keeper.get(f"{ROUND}/chase"))

    def test_of_a_week_to_come_is_refused(self, keeper: Browser) -> None:
        assert "尚未开始" in text(keeper.get("/weekly/2020-W30/round/open"))


class TestWhoKeepsNoRounds:
    @pytest.mark.parametrize("who", ["water-01", "unit-park-liaison", "supervision-01"])
    def test_neither_sees_nor_does_a_step(
        self, browser: Browser, premises: Premises, who: str
    ) -> None:
        browser.sign_in(who)

        assert browser.get(f"{ROUND}/open").status_code == 403
        assert browser.post(f"{ROUND}/open").status_code == 403
        assert held(premises) is None
        assert "周报轮次" not in text(browser.get("/weekly"))

    def test_is_offered_the_steps_at_the_dispatch_centre(self, keeper: Browser) -> None:
        assert f'href="{ROUND}/close"' in keeper.get("/weekly").text
