"""The portal over the loaded campaign (Monday 1 June 2020), asked as a browser asks it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from portal.premises import Premises
from portal.web.running.app import create_app
from tests.portal.web.browser import BASE, Browser
from tests.portal.web.peopled import let_everybody_in, opened_at
from tests.rehearsed import rehearsed_home

RED = "2020-230112-85-03-000033"
"""颐养小镇: on 19 June 2020 a promise of its S04 has lapsed."""


@pytest.fixture(scope="session")
def peopled_home(loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the campaign in it, and its people, to be copied."""
    return let_everybody_in(
        shutil.copytree(loaded_home, tmp_path_factory.mktemp("peopled") / "home")
    )


@pytest.fixture
def premises(peopled_home: Path, tmp_path: Path) -> Iterator[Premises]:
    """An open office with the campaign in it."""
    with opened_at(shutil.copytree(peopled_home, tmp_path / "home")) as premises:
        yield premises


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


@pytest.fixture(scope="session")
def played_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign played to Friday 19 June 2020: every colour, reports; to be copied."""
    return let_everybody_in(rehearsed_home(tmp_path_factory, until=date(2020, 6, 19)))


@pytest.fixture
def played(played_home: Path, tmp_path: Path) -> Iterator[Premises]:
    """An open office over this test's own copy of the played campaign."""
    with opened_at(shutil.copytree(played_home, tmp_path / "played")) as premises:
        yield premises


@pytest.fixture
def dispatcher(played: Premises) -> Iterator[Browser]:
    """A browser in which the dispatch centre is signed in, over the played campaign."""
    with TestClient(create_app(played), base_url=BASE, follow_redirects=False) as client:
        signed = Browser(client, played)
        signed.sign_in("dispatch-01")
        yield signed
