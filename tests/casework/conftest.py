"""The campaign in its middle and at its end, played once for every test that only reads it."""

from datetime import date

import pytest

from casework.office import Office
from models.campaign import CampaignFolder
from tests.rehearsed import rehearsed


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The delivered campaign, rehearsed to 19 June; nobody writes to it."""
    return rehearsed(tmp_path_factory, until=date(2020, 6, 19))


@pytest.fixture(scope="session")
def played_out(tmp_path_factory: pytest.TempPathFactory, real_folder: CampaignFolder) -> Office:
    """The delivered campaign, rehearsed to its last day; nobody writes to it."""
    return rehearsed(tmp_path_factory, until=real_folder.campaign.last_day, seed=5)
