"""Many at once: one winner, the others are told; nothing is written twice, nothing is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest

from casework.intake.loading import load
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import verify
from casework.weekly.rounds import open_round
from models.refusal import Refused, Stale
from notices.channels import Channels
from store import ledger
from store.engine import Store
from tests.world import (
    DISPATCHER,
    LIAISON,
    OTHER_PROJECT,
    PROJECT,
    TWENTY_OFFICERS,
    campaign,
    do,
    folder,
    june,
    procedure,
    project,
    stamp,
)

T = TypeVar("T")


def at_once(works: list[Callable[[], T]]) -> list[T | Refused]:
    """Start everything at the same moment; a refusal is a result."""
    gate = Barrier(len(works))

    def run(work: Callable[[], T]) -> T | Refused:
        gate.wait(timeout=30)
        try:
            return work()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture(params=["one process", "several processes"])
def offices(request: pytest.FixtureRequest, office: Office, channels: Channels) -> list[Office]:
    """Twenty desks: in one office, or each with a memory of its own."""
    if request.param == "one process":
        return [office] * 20
    return [Office(office.store, channels) for _ in range(20)]


class TestTwentyOfficersOnOneCase:
    def test_that_saw_the_same_version(self, office: Office, offices: list[Office]) -> None:
        seen = do(office, "submit", by=LIAISON).file.version

        results = at_once(
            [
                lambda desk=desk, by=by: do(desk, "accept", by=by, expect=seen)
                for desk, by in zip(offices, TWENTY_OFFICERS, strict=True)
            ]
        )

        stale = [one for one in results if isinstance(one, Stale)]
        (won,) = (one for one in results if not isinstance(one, Refused))
        assert len(stale) == 19
        first = won.entries[0].by
        name = f"规划局·窗口{first[-2:]}"
        assert all(one.facts["by"] == first and name in one.message for one in stale)
        assert verify(office).ok

    def test_that_saw_nothing(self, office: Office, offices: list[Office]) -> None:
        do(office, "submit", by=LIAISON)

        results = at_once(
            [
                lambda desk=desk, by=by: do(desk, "accept", by=by)
                for desk, by in zip(offices, TWENTY_OFFICERS, strict=True)
            ]
        )

        codes = Counter(one.code for one in results if isinstance(one, Refused))
        assert codes == {"act_impossible": 19}
        assert verify(office).ok

    def test_that_press_twice_with_one_key(self, office: Office, offices: list[Office]) -> None:
        results = at_once(
            [lambda desk=desk: do(desk, "submit", by=LIAISON, key="form/1") for desk in offices]
        )

        assert Counter(one.repeated for one in results) == {False: 1, True: 19}
        assert len({one.entries[0].hash for one in results}) == 1


def test_twenty_officers_on_twenty_cases_of_one_project_all_succeed(
    store: Store, channels: Channels
) -> None:
    """Writers of one project queue; none is turned away for having been slower."""
    codes = [f"A{number:02}" for number in range(1, 21)]
    rows = [procedure(code, "某事项", "planning", 5) for code in codes]
    rows += [procedure(code, "某事项", "planning", 5) for code in ("C01", "E01")]
    given = folder(project()).model_copy(update={"campaign": campaign(procedures=rows)})
    office = Office(store, channels)
    load(office, given, stamp=stamp())

    results = at_once(
        [
            lambda code=code, by=by: do(office, "submit", code, by=by)
            for code, by in zip(codes, TWENTY_OFFICERS, strict=True)
        ]
    )

    assert [one for one in results if isinstance(one, Refused)] == []
    assert verify(office).ok
    with store.reading() as connection:
        kinds = Counter(one.payload.kind for one in ledger.read(connection, PROJECT))
    assert kinds["submitted"] == 20


class TestTheCampaignAtOnce:
    def test_loaded_by_eight_is_loaded_once(self, empty_office: Office) -> None:
        results = at_once([lambda: load(empty_office, folder(project()), stamp=stamp())] * 8)

        assert Counter(one.fresh for one in results) == {True: 1, False: 7}
        assert sum(len(one.registration.registered) for one in results) == 1
        assert verify(empty_office).ok

    def test_a_project_registered_by_eight_is_registered_once(self, office: Office) -> None:
        wanted = project(OTHER_PROJECT, name="冷库二期")

        results = at_once([lambda: register(office, [wanted], stamp=stamp(by=DISPATCHER))] * 8)

        assert sum(len(one.registered) for one in results) == 1
        assert verify(office).ok

    def test_a_round_opened_by_eight_is_opened_once(self, office: Office) -> None:
        results = at_once([lambda: open_round(office, stamp=stamp(june(1), "system"))] * 8)

        assert {one.week for one in results} == {"2020-W23"}
        with office.store.reading() as connection:
            kinds = [one.payload.kind for one in ledger.read(connection, "campaign")]
        assert kinds == ["campaign_loaded", "round_opened"]
