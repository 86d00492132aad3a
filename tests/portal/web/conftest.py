"""The portal over the loaded campaign (Monday 1 June 2020), asked as a browser asks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from portal.premises import Premises, opened
from portal.web.app import create_app
from tests.portal.conftest import use
from tests.portal.web.browser import BASE, Browser


@pytest.fixture
def premises(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Premises]:
    """An open office with the campaign in it."""
    use(monkeypatch, home)
    with opened() as open_premises:
        yield open_premises


@pytest.fixture
def browser(premises: Premises) -> Iterator[Browser]:
    """A browser that nobody has signed in with yet."""
    with TestClient(create_app(premises), base_url=BASE, follow_redirects=False) as client:
        yield Browser(client, premises)


@pytest.fixture
def officer(browser: Browser) -> Browser:
    """A browser in which the water authority's counter is signed in."""
    browser.sign_in("water-01")
    return browser
