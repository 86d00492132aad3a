"""A certificate that runs out is told by the sweep, to who can start or extend, each time once."""

import json
from datetime import date
from pathlib import Path

import pytest

from casework.changes.catalogue import apply_changes
from casework.delivery.delivering import deliver
from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import dump, rebuild
from casework.recording import nothing_else, record
from casework.watching.sweep import sweep
from models.campaign import CampaignFolder
from models.days import DateKind
from models.milestone import Started
from models.rulebook import ExpiryTerm
from tests.casework.changes.test_calendar import moved, rows
from tests.world import (
    DISPATCHER,
    HELPER,
    LIAISON,
    PROJECT,
    SPONSOR,
    at,
    campaign,
    do,
    folder,
    june,
    project,
    stamp,
)

TERM = ExpiryTerm(
    procedures=("A01",),
    months=3,
    from_receipt=True,
    effect="自行废止",
    extensions="因故不能按期开工的，应当申请延期",
    remind_before_days=(30, 10),
    source="建筑法第9条",
)


def under(*terms: ExpiryTerm, digest: str = "r") -> CampaignFolder:
    given = campaign()
    clock = given.rulebook.clock.model_copy(update={"certificate_expiry": terms})
    rulebook = given.rulebook.model_copy(update={"clock": clock})
    return folder(project()).model_copy(
        update={
            "campaign": given.model_copy(update={"rulebook": rulebook}),
            "digests": {"rules.yaml": digest * 64, "projects.yaml": "p" * 64},
        }
    )


@pytest.fixture
def granted(empty_office: Office) -> Office:
    """A01 granted on 1 June, good for three months while nobody starts."""
    load(empty_office, under(TERM), stamp=stamp())
    do(empty_office, "submit", by=LIAISON)
    do(empty_office, "accept")
    do(empty_office, "decide")
    return empty_office


def told(office: Office, day: date, inbox: Path) -> list[dict[str, str]]:
    sweep(office, now=at(day))
    deliver(office, now=at(day, 12))
    lines = inbox.read_text(encoding="utf-8").splitlines() if inbox.exists() else []
    return [one for one in map(json.loads, lines) if one["title"].startswith("【证件将到期】")]


def test_it_wakes_the_project_on_its_day(granted: Office) -> None:
    sweep(granted, now=at(date(2020, 8, 1)))

    assert rows(granted, "projects")[""]["wake_on"] == "2020-08-02"


def test_both_sides_are_told_once_with_the_last_good_day(granted: Office, inbox: Path) -> None:
    assert told(granted, date(2020, 8, 1), inbox) == []
    letters = told(granted, date(2020, 8, 2), inbox)

    assert {one["to"] for one in letters} == {LIAISON, HELPER, SPONSOR, DISPATCHER}
    body = letters[0]["body"]
    assert "有效期至2020年9月1日（含当日），还剩22个工作日" in body
    assert "因故不能按期开工的，应当申请延期" in body
    assert "依据：建筑法第9条" in body
    assert len(told(granted, date(2020, 8, 3), inbox)) == len(letters)


def test_handed_over_later_it_is_told_later(granted: Office, inbox: Path) -> None:
    do(granted, "deliver", on=june(15), served_on="2020-06-15")

    assert told(granted, date(2020, 8, 15), inbox) == []
    assert "有效期至2020年9月15日" in told(granted, date(2020, 8, 16), inbox)[0]["body"]


def test_once_work_has_begun_nobody_is_told(granted: Office, inbox: Path) -> None:
    begun = Started(started_on=june(3))
    record(granted, PROJECT, lambda *_: (begun,), nothing_else, stamp=stamp(june(3), by=DISPATCHER))

    assert told(granted, date(2020, 8, 30), inbox) == []


def test_what_wakes_it_is_what_rebuilding_derives(granted: Office) -> None:
    sweep(granted, now=at(date(2020, 8, 2)))
    stored = dump(granted)

    rebuild(granted)

    assert dump(granted) == stored


def test_other_leads_move_the_day_that_wakes_it(granted: Office) -> None:
    sweep(granted, now=at(date(2020, 7, 1)))
    later = TERM.model_copy(update={"remind_before_days": (20,)})

    apply_changes(granted, under(later, digest="s"), stamp=stamp(date(2020, 7, 2), by=DISPATCHER))

    (entry,) = moved(granted)
    assert {one.what for one in entry.moves} == {DateKind.REMINDER}
    stored = dump(granted)
    assert rows(granted, "projects")[""]["wake_on"] == "2020-08-12"
    rebuild(granted)
    assert dump(granted) == stored
