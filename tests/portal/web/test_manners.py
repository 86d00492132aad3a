"""Small things that an officer notices: red only where it is wrong, days in our order, own log."""

import re

import pytest

from tests.portal.conftest import LIAISON, PROJECT
from tests.portal.doing import done
from tests.portal.web.browser import PASSWORD, Browser, text

CORRECT = f"/projects/{PROJECT}/cases/P05/acts/request_correction"


def marked(page: str) -> list[str]:
    """The names of the fields that are said to be wrong."""
    found = re.findall(r"<(?:input|select|textarea)[^>]*>", page)
    wrong = [one for one in found if 'aria-invalid="true"' in one]
    return [re.search(r'name="([^"]*)"', one)[1] for one in wrong]  # type: ignore[index]


def test_of_an_item_without_words_only_the_words_are_marked(officer: Browser) -> None:
    done(officer.premises, LIAISON, "P05", "submit")

    answer = officer.post(CORRECT, {"items.0.document": "P05-1", "items.0.what": ""})

    assert answer.status_code == 422
    assert marked(answer.text) == ["items.0.what"]


def test_a_day_is_asked_for_in_our_order(officer: Browser) -> None:
    done(officer.premises, LIAISON, "P05", "submit")

    assert "按年、月、日填，如 2020-06-30 或 2020年6月30日" in text(officer.get(CORRECT))


@pytest.mark.parametrize(
    ("who", "may"), [("dispatch-01", True), ("water-01", True), ("leader-01", False)]
)
def test_registering_is_offered_to_whoever_may(browser: Browser, who: str, may: bool) -> None:
    browser.sign_in(who)

    assert ('href="/register"' in browser.get("/projects").text) is may
    assert (browser.get("/register").status_code == 200) is may


class TestOnesOwnLog:
    def test_shows_what_was_done_in_ones_name_and_nobody_elses(self, browser: Browser) -> None:
        browser.post("/login", {"account": "water-01", "password": "wrong"})
        browser.sign_in("housing-01")
        other = browser.another()
        other.sign_in("water-01", PASSWORD)

        said = text(other.get("/me/log"))

        assert "housing-01" not in said
        assert "未登录" in said
        assert 'href="/me/log"' in other.get("/me").text

    def test_is_an_administrators_as_well(self, browser: Browser) -> None:
        browser.sign_in("system-admin")

        assert browser.get("/me/log").status_code == 200
