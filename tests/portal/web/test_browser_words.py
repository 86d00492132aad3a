"""A browser is named as people name it, not by what it says of itself."""

import pytest

from portal.web.browser_words import LONGEST, browser_in_words
from tests.portal.web.browser import PASSWORD, Browser, text

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
DESK = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/126.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (DESK, "Chrome，Windows"),
        (f"{DESK} Edg/126.0.0.0", "Edge，Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox，Linux",
        ),
        (f"Mozilla/5.0 (Linux; Android 14) {KIT} Chrome/126 MicroMessenger/8", "微信，安卓"),
        ("curl/8.5", "curl/8.5"),
        ("x" * 300, "x" * LONGEST),
        ("", ""),
    ],
)
def test_a_browser_in_words(said: str, words: str) -> None:
    assert browser_in_words(said) == words


def test_ones_sessions_are_told_by_it(browser: Browser) -> None:
    browser.client.headers["user-agent"] = DESK
    browser.sign_in("water-01", PASSWORD)

    shown = text(browser.get("/me"))

    assert "Chrome，Windows" in shown
    assert "Mozilla" not in shown
