"""Days of a file never run backwards, through whichever door and by whatever clock."""

import pytest
from sqlalchemy import text

from casework import recording
from casework.changes.calendar import load_days
from casework.desk import Stamp
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import dump, verify
from casework.recording import nothing_else, record
from casework.watching.sweep import sweep
from models.act_requests import Via
from models.days import DayNotice
from models.refusal import Backdated
from tests.world import (
    DISPATCHER,
    LIAISON,
    OFFICER,
    OTHER_PROJECT,
    PROJECT,
    at,
    do,
    june,
    project,
    stamp,
)

NOTICE = DayNotice(
    notice="测试通知（虚构，仅供测试）", year=2020, off={june(12): "地方活动"}, make_up_workdays={}
)


@pytest.fixture
def ahead(office: Office) -> Office:
    """One project whose application came in on 8 June; another one has not been touched."""
    register(office, [project(OTHER_PROJECT)], stamp=stamp(by=DISPATCHER))
    do(office, "submit", by=LIAISON, on=june(8))
    return office


class TestAnActBeforeTheLastEntry:
    @pytest.mark.parametrize("via", Via, ids=str)
    def test_is_refused_at_every_door(self, ahead: Office, via: Via) -> None:
        before, root = dump(ahead), verify(ahead).head

        with pytest.raises(Backdated) as refused:
            record(
                ahead,
                PROJECT,
                lambda *_: (),
                nothing_else,
                stamp=Stamp(by=OFFICER, via=via, now=at(june(5))),
            )

        assert refused.value.message == (
            "办理日期 2020-06-05 早于该项目最近一条记录的日期 2020-06-08"
            f"（第{refused.value.facts['version']}条，申报）；台账按先后记录，不得倒填日期"
        )
        assert refused.value.facts["last_on"] == june(8)
        assert (dump(ahead), verify(ahead).head) == (before, root)

    def test_is_refused_before_what_the_act_itself_lacks(self, ahead: Office) -> None:
        with pytest.raises(Backdated):
            do(ahead, "accept", by=LIAISON, on=june(5))

    def test_of_the_same_day_is_recorded_whatever_the_hour(self, ahead: Office) -> None:
        done = do(ahead, "accept", on=june(8), hour=1)

        assert done.entries[0].on == june(8)

    def test_that_was_recorded_before_is_repeated_harmlessly(self, ahead: Office) -> None:
        do(ahead, "accept", on=june(9), key="k-1")

        assert do(ahead, "accept", on=june(5), key="k-1").repeated

    def test_leaves_other_projects_open_to_that_day(self, ahead: Office) -> None:
        assert do(ahead, "submit", by=LIAISON, on=june(5), project=OTHER_PROJECT).entries


class TestAClockThatWasSetBack:
    def test_sweeps_what_it_may_and_leaves_the_rest_to_the_right_day(self, ahead: Office) -> None:
        do(ahead, "submit", by=LIAISON, on=june(1), project=OTHER_PROJECT)
        do(ahead, "submit", "B02", by=LIAISON, on=june(2), project=OTHER_PROJECT)
        _due_in_the_past(ahead)

        swept = sweep(ahead, now=at(june(5)))

        assert {one.stream for one in swept.entries} <= {OTHER_PROJECT}
        found = verify(ahead)
        assert found.first_broken is None
        assert {one.column for one in found.findings} <= {"wake_on"}, "the index that was altered"
        later = sweep(ahead, now=at(june(16)))
        assert verify(ahead).ok
        assert {one.stream for one in later.entries} == {PROJECT, OTHER_PROJECT}

    def test_does_not_starve_what_stands_behind_the_files_it_leaves(
        self, ahead: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recording, "BATCH", 1)
        do(ahead, "submit", by=LIAISON, on=june(1), project=OTHER_PROJECT)
        do(ahead, "accept", on=june(12))
        _due_in_the_past(ahead)

        swept = sweep(ahead, now=at(june(9)))

        assert [one.payload.kind for one in swept.entries] == ["deemed_accepted"]

    def test_loads_no_notice_that_would_move_such_a_file(self, ahead: Office) -> None:
        do(ahead, "accept", on=june(8))
        root = verify(ahead).head

        with pytest.raises(Backdated):
            load_days(ahead, NOTICE, stamp=stamp(june(5), by=DISPATCHER))

        assert verify(ahead).head == root


def _due_in_the_past(office: Office) -> None:
    """Let the index say that something of the first project had come due on 1 June."""
    with office.store.writing() as connection:
        connection.execute(
            text("update projects set wake_on = '2020-06-01' where code = :code"),
            {"code": PROJECT},
        )
