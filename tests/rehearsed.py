"""The delivered campaign, played once for every test that asks for the same day and people."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casework.office import Office
from casework.office.settings import Settings, open_office
from portal.console import run
from rehearsal.play import rehearse
from store.intake.campaign_folder import read_campaign_folder
from tests.conftest import AUDIT_KEY, CAMPAIGN_DIR
from tests.once import copied
from tests.portal.conftest import use


def rehearsed(factory: pytest.TempPathFactory, *, until: date, seed: int = 7) -> Office:
    """Return an office over its own copy of the campaign as played to a day."""
    return open_office(Settings(home=played_home(factory, until=until, seed=seed)))


def played_home(factory: pytest.TempPathFactory, *, until: date, seed: int = 7) -> Path:
    """Return the home of such an office: nothing was delivered, no clock was set."""
    return copied(factory, f"{until}-{seed}", _play(until, seed))


def rehearsed_home(factory: pytest.TempPathFactory, *, until: date, seed: int = 7) -> Path:
    """Return a copy of the home that ``greenchannel rehearse`` leaves, its clock set too."""
    words = ("rehearse", str(CAMPAIGN_DIR), "--until", str(until), "--seed", str(seed), "--json")

    def command(home: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            use(patch, home)
            assert run(words) == 0

    return copied(factory, f"home-{until}-{seed}", command)


def _play(until: date, seed: int) -> Callable[[Path], None]:
    def played(home: Path) -> None:
        (home / "audit.key").write_bytes(AUDIT_KEY)
        office = open_office(Settings(home=home))
        folder = read_campaign_folder(CAMPAIGN_DIR)
        rehearse(office, folder, until=until, seed=seed, deliver_notices=False)
        office.store.close()

    return played
