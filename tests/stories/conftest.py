"""Houses in which stories are told on the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.doors import ConsoleDoor, House
from tests.stories.script import tell_both


@pytest.fixture
def door(tmp_path: Path) -> Iterator[ConsoleDoor]:
    house = House.founded(tmp_path / "house")
    yield ConsoleDoor(house)
    house.office.store.close()


@pytest.fixture(scope="module")
def told_by_console(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The story told on the command line, Prefect stopped."""
    house = House.founded(tmp_path_factory.mktemp("console") / "house")
    tell_both(ConsoleDoor(house))
    return house
