"""A reminder that is written off rows leaves what one leaves that is written to a folded file."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.office import CAMPAIGN, Office, Situation
from casework.telling.telling import told
from models.act import Via
from models.case import CaseFile
from models.case_entries import Reminded
from models.ledger import Draft, Entry
from models.notice import Ground
from rules.acting.agenda import next_day
from rules.acting.consequences import consequences
from rules.fold.file import add
from rules.standing.relit import relit_on
from rules.supervision.missed_report import Quiet, moves_alone, woken_on
from store import ledger
from store.projected.quiet import standings
from tests.rehearsed import rehearsed

UNTIL = date(2020, 7, 10)
AHEAD = (0, 1, 3, 7)
SHARE = 0.15
"""Of the prefixes of all streams so many are tried, drawn once and for all."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = rehearsed(tmp_path_factory, until=UNTIL)
    yield found
    found.store.close()


def _quiet(file: CaseFile, situation: Situation) -> Quiet:
    return Quiet(
        last_on=file.last_on,
        wake_on=next_day(file, situation.regulations),
        relit_on=relit_on(file, situation.regulations),
        pinned_start=file.pinned_start,
        newest_report=max(file.progress.reports, default=""),
        matters=file.matters,
    )


def _reminder(about: date, on: date, at: Entry | Draft) -> Draft:
    missed = Reminded(ground=Ground.REPORT_MISSED, about_on=about)
    return Draft(missed, at.at, on, "system", Via.SYSTEM)


def test_rows_say_of_every_past_of_a_project_what_a_reminder_moves(office: Office) -> None:
    drawn, tried = random.Random(6), {"alone": 0, "woken": 0, "asleep": 0}
    with office.store.reading() as connection:
        situation = office.situation(connection)
        lives = [ledger.read(connection, one) for one in ledger.streams(connection)]
    law = situation.regulations
    for entries in lives:
        file = None
        if entries[0].stream == CAMPAIGN:
            continue
        for entry in entries:
            file = add(file, entry, entry.version)
            if drawn.random() > SHARE:
                continue
            quiet = _quiet(file, situation)
            for ahead in AHEAD:
                on = entry.on + timedelta(days=ahead)
                about = on - timedelta(days=drawn.choice((0, 0, 0, 3, 7)))
                if consequences(file, law) or not moves_alone(quiet, on=on, regulations=law):
                    continue
                after = add(file, _reminder(about, on, entry), file.version + 1)
                told_of = f"{file.project.code} {file.version} on {on} about {about}"
                assert not consequences(after, law), told_of
                woken = woken_on(quiet, about=about, on=on, regulations=law)
                assert woken == next_day(after, law), told_of
                assert quiet.relit_on == relit_on(after, law), told_of
                tried["alone"] += 1
                tried["asleep" if woken == quiet.wake_on else "woken"] += 1

    assert min(tried.values()) > 50, tried


def test_rows_give_the_same_standing_and_the_same_notice_as_the_file(office: Office) -> None:
    with office.store.reading() as connection:
        situation = office.situation(connection)
        codes = [one for one in ledger.streams(connection) if one != CAMPAIGN]
        found = standings(connection, codes, about=UNTIL)
        for code in codes:
            file, hash_ = office.file(connection, code)
            one, expected = found[code], _quiet(file, situation)
            known = {key: matter for key, matter in expected.matters.items() if matter.open}
            assert one.quiet == replace(expected, matters=known), code
            assert (one.hash, one.file.version) == (hash_, file.version)
            reminder = _reminder(UNTIL, UNTIL, ledger.read(connection, code)[-1])
            entry = Entry(
                *(code, file.version + 1, reminder.payload, reminder.at, reminder.on),
                *(reminder.by, reminder.via, None, ""),
            )
            assert [*told(office, situation, one.file, [entry])] == [
                *told(office, situation, add(file, reminder, file.version + 1), [entry])
            ]

    assert len(found) == 60
