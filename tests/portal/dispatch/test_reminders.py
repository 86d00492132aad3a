"""Does a reminder work: some are held out by lot, and what came of both is counted."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from models.tables.compact import Packed
from store.rows.packing import unpacked
from tests.conftest import CAMPAIGN_DIR
from tests.portal.conftest import DATABASE, Cli

UNTIL = "2020-06-10"
HELD_OUT = "hold_out: { due_soon: 0.4, promise_due_soon: 0.4 }"
WITHIN = 3


@pytest.fixture
def held_out(cli: Cli, tmp_path: Path) -> Cli:
    """The campaign, of whose reminders four in ten are held out, played for three weeks."""
    folder = shutil.copytree(CAMPAIGN_DIR, tmp_path / "campaign")
    rules = (folder / "rules.yaml").read_text(encoding="utf-8")
    assert rules.count("hold_out: {}") == 1
    (folder / "rules.yaml").write_text(rules.replace("hold_out: {}", HELD_OUT), encoding="utf-8")
    assert cli("rehearse", str(folder), "--until", UNTIL, "--seed", "7").code == 0
    return cli


def test_what_was_held_out_is_not_sent_and_is_counted_beside_what_was(
    held_out: Cli, tmp_path: Path
) -> None:
    told = held_out("reminders", "--within", str(WITHIN), "--json").json()
    said = held_out("reminders", "--within", str(WITHIN))

    counted = {
        (one["ground"], name): (one[name]["reminders"], one[name]["acted"])
        for one in told["effects"]
        for name in ("sent", "held_out")
        if one[name]["reminders"]
    }
    assert counted == _recounted(tmp_path / "home" / DATABASE)
    assert counted["due_soon", "held_out"][0] >= 10
    assert "办理时限将到期" in said.out
    assert "95% 区间" in said.out
    assert held_out("reminders", "--within", "0").code == 2


def test_without_a_lot_it_is_said_that_nothing_can_be_concluded(office_cli: Cli) -> None:
    answer = office_cli("reminders")

    assert answer.code == 0
    assert "还没有满期可比的提醒" in answer.out


def _recounted(path: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """Count again, in SQL: reminders old enough, and those a person's entry followed in time."""
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    with closing(sqlite3.connect(path)) as database:
        database.create_function("plain", 1, lambda lying: unpacked(Packed().read(lying)))
        reminders = database.execute(
            "select key, ground, project, procedure, [on], held_out from notices where ground in "
            "('due_soon', 'promise_due_soon', 'start_slipped') and project <> ''"
        ).fetchall()
        for key, ground, project, procedure, on, out in reminders:
            until = _working_days_on(date.fromisoformat(on), WITHIN)
            if until >= UNTIL:
                continue
            acted = database.execute(
                "select count(*) from entries where stream = ? and version > ? and [on] <= ? and "
                "via <> 'system' and (? = '' or json_extract(plain(payload), '$.procedure') = ?)",
                (project, int(key.rpartition("/")[2]), until, procedure, procedure),
            ).fetchone()[0]
            arm = (ground, "held_out" if out else "sent")
            seen, done = counted.get(arm, (0, 0))
            counted[arm] = (seen + 1, done + (acted > 0))
        (sent,) = database.execute(
            "select count(*) from deliveries join notices on notice_key = key where held_out and "
            "state <> 'held_out'"
        ).fetchone()
    assert sent == 0
    return counted


def _working_days_on(day: date, count: int) -> str:
    """Walk the calendar: 2020 has no day off but Saturdays and Sundays between these days."""
    while count:
        day = date.fromordinal(day.toordinal() + 1)
        count -= day.isoweekday() <= 5
    return day.isoformat()
