"""The whole story at the portal's forms leaves the same ledger as on the command line."""

from typing import Any

import pytest

from casework.office.integrity import verify
from store import ledger
from tests.stories.doors import ConsoleDoor, House
from tests.stories.portal_door import PortalDoor
from tests.stories.script import FACTORY, SCHOOL, tell_both


def history(house: House, project: str) -> list[tuple[Any, ...]]:
    """Return what the ledger says of a project, without the door it came through."""
    with house.office.store.reading() as connection:
        return [
            (one.version, one.payload.model_dump(mode="json"), one.at, one.on, one.by)
            for one in ledger.read(connection, project)
        ]


@pytest.mark.timeout(300)
def test_the_story_is_the_same_at_the_portal_and_on_the_command_line(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    portal = House.founded(tmp_path_factory.mktemp("portal") / "house")
    console = House.founded(tmp_path_factory.mktemp("console") / "house")

    tell_both(PortalDoor(portal))
    tell_both(ConsoleDoor(console))

    for project in (SCHOOL.code, FACTORY.code):
        assert history(portal, project) == history(console, project)
        assert portal.view(project).start.passed_on is not None
    assert verify(portal.office).ok
