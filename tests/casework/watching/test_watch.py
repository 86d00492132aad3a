"""The watch: everything that is due in one call, and two watchdogs that watch each other."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casework.intake.loading import load
from casework.office import Office
from casework.office.settings import Settings
from casework.watching.watch import keep_watch
from casework.watching.watch_marks import FILE, SILENT, WatchDoor, kept_at, mark, silence
from models.campaign import CampaignFolder
from models.weekly import RoundDuty
from tests.world import at, june, stamp

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_one_watch_after_a_fortnight_finds_everything_and_the_next_nothing(
    empty_office: Office, real_folder: CampaignFolder
) -> None:
    load(empty_office, real_folder, stamp=stamp(june(1)))

    watched = keep_watch(empty_office, now=at(june(15), 9))

    kinds = {entry.payload.kind for entry in watched.entries}
    assert {"reminded", "matter_opened", "slip_issued", "light_changed"} <= kinds
    weeks = ["2020-W23", "2020-W24", "2020-W25"]
    assert [(one.week, one.duty) for one in watched.rounds] == [
        (week, RoundDuty.OPEN) for week in weeks
    ]
    again = keep_watch(empty_office, now=at(june(15), 9))
    assert (again.entries, again.rounds, again.lights) == ((), (), 0)
    # Opened after their own cut-off, the missed rounds leave units until the next day's.
    later = keep_watch(empty_office, now=at(june(16), 17))
    assert [one.week for one in later.rounds if one.duty is RoundDuty.CLOSE] == weeks[:2]


class TestTheMarks:
    def test_tell_when_a_door_that_was_in_use_falls_silent(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path)
        mark(settings, WatchDoor.PREFECT, NOON)
        mark(settings, WatchDoor.TIMER, NOON + timedelta(hours=1))

        assert silence(settings, WatchDoor.PREFECT, NOON + SILENT) is None
        late = NOON + SILENT + timedelta(minutes=1)
        assert silence(settings, WatchDoor.PREFECT, late) == timedelta(minutes=16)
        assert kept_at(settings, WatchDoor.TIMER) == NOON + timedelta(hours=1)

    def test_say_nothing_of_a_door_that_never_was(self, tmp_path: Path) -> None:
        assert silence(Settings(home=tmp_path), WatchDoor.PREFECT, NOON) is None

    @pytest.mark.parametrize("broken", ["", "[]", "{"])
    def test_that_are_damaged_count_as_none(self, tmp_path: Path, broken: str) -> None:
        (tmp_path / FILE).write_text(broken)
        settings = Settings(home=tmp_path)

        assert kept_at(settings, WatchDoor.PREFECT) is None
        mark(settings, WatchDoor.PREFECT, NOON)
        assert json.loads((tmp_path / FILE).read_text()) == {"prefect": NOON.isoformat()}
