"""The watch after an outage of any length: every slip is noticed at once, and once."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from casework.delivery.delivering import deliver
from casework.intake.loading import load
from casework.office import Office
from casework.watching.sweep import sweep
from models.notice import Ground
from rules.plan.forecast import forecast_start
from store import ledger
from tests.world import LIAISON, PROJECT, REGULATIONS, at, do, folder, opened, project, stamp

PACE = timedelta(minutes=5)
"""How often the watch sweeps."""

OUTAGES = [
    # the case falls due | the server stops | the server is back
    pytest.param(date(2020, 6, 1), "2020-06-16T00:00", "2020-06-16T00:01", id="a minute"),
    pytest.param(date(2020, 6, 1), "2020-06-15T23:30", "2020-06-16T00:30", id="an hour"),
    pytest.param(date(2020, 6, 1), "2020-06-12T17:00", "2020-06-19T17:00", id="a week"),
    pytest.param(
        date(2020, 1, 13), "2020-01-23T17:00", "2020-02-10T09:00", id="over Spring Festival"
    ),
]


def instant(text: str) -> datetime:
    day, _, hour = text.partition("T")
    hours, minutes = hour.split(":")
    return at(date.fromisoformat(day), int(hours)).replace(minute=int(minutes))


def told(office: Office) -> Counter[tuple[Ground, str]]:
    with office.store.reading() as connection:
        return Counter(
            (one.payload.ground, one.payload.procedure)
            for one in ledger.read(connection, PROJECT)
            if one.payload.kind == "reminded"
        )


@pytest.mark.parametrize(("accepted", "stops", "returns"), OUTAGES)
def test_a_slip_during_an_outage_is_noticed_by_the_first_sweep_and_once(
    empty_office: Office, inbox: Path, accepted: date, stops: str, returns: str
) -> None:
    office = empty_office
    file = opened()
    procedures = REGULATIONS.procedures(file.project, on=accepted)
    days = REGULATIONS.days
    due = days.add(accepted, 10, REGULATIONS.campaign.catalogue.procedures[0].promised.unit).due_on
    pinned = forecast_start(file, procedures, on=due, regulations=REGULATIONS).start_on
    load(office, folder(project(pinned_start=pinned)), stamp=stamp(accepted))
    do(office, "submit", by=LIAISON, on=accepted)
    do(office, "accept", on=accepted, hour=10)
    down, up = instant(stops), instant(returns)
    assert down.date() <= due + timedelta(days=1) <= up.date()

    for day in range((down.date() - accepted).days + 1):
        moment = at(accepted + timedelta(days=day), 8)
        if moment <= down:
            sweep(office, now=moment)
            deliver(office, now=moment)
    assert told(office)[Ground.OVERDUE, "A01"] == 0

    swept = sweep(office, now=up + PACE)
    deliver(office, now=up + PACE)

    assert told(office)[Ground.OVERDUE, "A01"] == 1
    assert {one.on for one in swept.entries} == {(up + PACE).date()}
    for again in range(3):
        assert sweep(office, now=up + (again + 2) * PACE).entries == ()
        deliver(office, now=up + (again + 2) * PACE)
    assert max(told(office).values()) == 1
    letters = Counter(
        (letter["to"], letter["title"])
        for letter in map(json.loads, inbox.read_text(encoding="utf-8").splitlines())
    )
    assert max(letters.values()) == 1
