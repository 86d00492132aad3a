"""The whole story at the portal leaves the same ledger as on the command line: by its forms, and
by what officers press and type in a browser.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from casework.office.integrity import verify
from tests.browser.conftest import chromium
from tests.browser.portal import HAS_CHROMIUM, served
from tests.stories.browser_door import BrowserDoor
from tests.stories.doors import House
from tests.stories.portal_door import PortalDoor, premises_of
from tests.stories.script import FACTORY, SCHOOL, tell_both

__all__ = ["chromium"]


def must_be_alike(house: House, told_by_console: House) -> None:
    for project in (SCHOOL.code, FACTORY.code):
        assert house.history(project) == told_by_console.history(project)
        assert house.view(project).start.started_on is not None
    assert verify(house.office).ok


@pytest.mark.timeout(300)
def test_the_story_is_the_same_at_the_portals_forms(tmp_path: Path, told_by_console: House) -> None:
    house = House.founded(tmp_path / "house")

    tell_both(PortalDoor(house))

    must_be_alike(house, told_by_console)


@pytest.mark.browser
@pytest.mark.timeout(600)
@HAS_CHROMIUM
def test_the_story_is_the_same_in_a_browser(
    tmp_path: Path, chromium: Browser, told_by_console: House
) -> None:
    house = House.founded(tmp_path / "house")
    with served(premises_of(house)) as base:
        door = BrowserDoor(house, chromium, base, tmp_path, frozenset({SCHOOL.code}))
        tell_both(door)

    must_be_alike(house, told_by_console)
    assert door.foreign == []
