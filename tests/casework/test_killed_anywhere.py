"""Killed at every moment, asked again: nothing is lost, nothing is there twice.

The suite kills at some boundaries of each piece of work, `benchmarks/killed_anywhere.py` at all.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.killed_anywhere import Launcher, killed_in
from benchmarks.killed_works import ACT, ANCHORING, DELIVERY, ROUND, WATCH, Work
from casework.office import Office
from store.files.private_files import make_private_file
from tests.conftest import AUDIT_KEY
from tests.world import LIAISON, at, do, june

HERE = "tests.casework.test_killed_anywhere"


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    """The process that forks those who are killed."""
    with Launcher() as launcher:
        yield launcher


@pytest.mark.parametrize(
    ("work", "most", "least"),
    [
        pytest.param(ACT, 4, 12, id="an act"),
        pytest.param(WATCH, 4, 100, id="a watch"),
        pytest.param(ROUND, 4, 100, id="a weekly round"),
        pytest.param(DELIVERY, 4, 50, id="a delivery"),
        pytest.param(ANCHORING, 0, 12, id="an anchor"),
    ],
)
def test_work_that_was_killed_and_asked_again_leaves_what_it_leaves_unkilled(
    database: str, launcher: Launcher, work: Work, most: int, least: int
) -> None:
    most = most if database.startswith("sqlite") else 2
    told = killed_in(work, database, launcher, most=most, key=AUDIT_KEY)

    assert told.boundaries >= least
    assert told.kills >= (most or told.boundaries) - 1  # the last may be met after the answer
    assert (told.lost, told.doubled, told.otherwise) == ([], [], [])
    assert told.sent_again <= told.kills


def _raise_without_a_key(office: Office, now: datetime, _: Path) -> None:
    do(office, "raise_issue", "start_construction", by=LIAISON, on=now.date(), text="供水未通")


def _remember_too_early(office: Office, now: datetime, marked: Path) -> None:
    if not marked.with_suffix(".mark").exists():
        make_private_file(marked.with_suffix(".mark"))
        _raise_without_a_key(office, now, marked)


TWICE = Work(f"{HERE}:TWICE", lambda _: None, _raise_without_a_key, at(june(4)))
NEVER = Work(f"{HERE}:NEVER", lambda _: None, _remember_too_early, at(june(4)))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
class TestTheTestItself:
    def test_finds_work_that_is_done_twice(self, database: str, launcher: Launcher) -> None:
        told = killed_in(TWICE, database, launcher, most=2, key=AUDIT_KEY)

        assert told.doubled == [told.boundaries]  # it was done, and nobody was told

    def test_finds_work_that_is_never_done(self, database: str, launcher: Launcher) -> None:
        told = killed_in(NEVER, database, launcher, most=2, key=AUDIT_KEY)

        assert told.lost == [1]
