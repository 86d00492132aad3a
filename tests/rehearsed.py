"""The delivered campaign, played once for every test that asks for the same people and a day."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casework.office import Office
from casework.office.settings import Settings, open_office
from portal.console import run
from rehearsal.play import rehearse
from store.engine import hurry
from store.intake.campaign_folder import read_campaign_folder
from tests.conftest import AUDIT_KEY, CAMPAIGN_DIR
from tests.once import copied, made
from tests.portal.conftest import use

SEED = 7
KEPT = (date(2020, 6, 1), date(2020, 6, 12), date(2020, 6, 19), date(2020, 7, 10))
"""Evenings of one rehearsal, by this seed, of which a copy is kept as it goes on."""


def rehearsed(factory: pytest.TempPathFactory, *, until: date, seed: int = SEED) -> Office:
    """Return an office over its own copy of the campaign as played to a day."""
    return open_office(Settings(home=played_home(factory, until=until, seed=seed)))


def played_home(factory: pytest.TempPathFactory, *, until: date, seed: int = SEED) -> Path:
    """Return the home of such an office: nothing was delivered, no clock was set."""
    evenings = KEPT if seed == SEED and until in KEPT else (until,)
    played = made(factory, f"played-{evenings[-1]}-{seed}", _play(evenings, seed))
    return Path(shutil.copytree(played / str(until), factory.mktemp("played") / "home"))


def rehearsed_home(factory: pytest.TempPathFactory, *, until: date, seed: int = 7) -> Path:
    """Return a copy of the home that ``greenchannel rehearse`` leaves, its clock set too."""
    words = ("rehearse", str(CAMPAIGN_DIR), "--until", str(until), "--seed", str(seed), "--json")

    def command(home: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            use(patch, home)
            assert run(words) == 0

    return copied(factory, f"home-{until}-{seed}", command)


def _play(evenings: tuple[date, ...], seed: int) -> Callable[[Path], None]:
    def played(kept: Path) -> None:
        home = kept / "home"
        home.mkdir(mode=0o700)
        (home / "audit.key").write_bytes(AUDIT_KEY)
        office = open_office(Settings(home=home))
        hurry(office.store)

        def keep(day: date, _entries: int) -> None:
            if day in evenings:
                shutil.copytree(home, kept / str(day))

        folder = read_campaign_folder(CAMPAIGN_DIR)
        rehearse(
            office, folder, until=evenings[-1], seed=seed, progress=keep, deliver_notices=False
        )
        office.store.close()

    return played
