"""A holiday notice is loaded: shown first, only open cases move, nothing moves silently.

The notices on 2027 are invented for these tests; the real one was not published when
they were written.
"""

import json
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest

from casework.changes.calendar import CalendarChange, load_days, preview
from casework.desk import Stamp
from casework.intake.loading import load
from casework.office import CAMPAIGN, Office
from casework.office.integrity import dump, rebuild, verify
from casework.reading.case.views import show
from casework.watching.sweep import sweep
from models.days import DateKind, DayNotice, DueDatesMoved
from models.ledger import DaysLoaded, Entry
from models.refusal import Stale
from notices.channels import Channels
from rules.days.day_table import InconsistentDayNotice
from rules.in_force.authority import NotEntitled
from store import ledger
from store.projected import projections
from tests.casework.acting.test_racing import at_once
from tests.world import (
    CALENDAR_DAY,
    DECIDER,
    DISPATCHER,
    HOUSING,
    HOUSING_HEAD,
    HOUSING_OFFICER,
    LIAISON,
    OFFICER,
    OTHER_PROJECT,
    PROJECT,
    at,
    campaign,
    do,
    folder,
    limit,
    procedure,
    project,
    stamp,
)

DECEMBER = date(2026, 12, 1)
ACCEPTED = date(2026, 12, 21)
LOADED = date(2026, 12, 28)
THIRD_PROJECT = "2020-230112-39-03-000003"


def invented(**changes: object) -> DayNotice:
    """An invented notice on 2027 (虚构，仅供测试)."""
    days: dict[str, object] = {
        "complete": True,
        "off": {
            date(2027, 1, 1): "元旦",
            date(2027, 1, 4): "元旦",
            date(2027, 10, 1): "国庆节",
            **{date(2027, 2, 5) + timedelta(days=shift): "春节" for shift in range(8)},
        },
        "make_up_workdays": {date(2027, 1, 9): "元旦", date(2027, 2, 20): "春节"},
    }
    return DayNotice(
        notice="测试通知〔2026〕0号（虚构，仅供测试）",
        year=2027,
        **{**days, **changes},
    )


def keeper(on: date = LOADED) -> Stamp:
    return stamp(on, by=DISPATCHER)


def accept(office: Office, code: str, on: date, project: str = PROJECT, by: str = OFFICER) -> None:
    do(office, "submit", code, by=by, on=on, project=project)
    do(office, "accept", code, by=by, on=on, hour=10, project=project)


def entries(office: Office, stream: str) -> tuple[Entry, ...]:
    with office.store.reading() as connection:
        return ledger.read(connection, stream)


def moved(office: Office, stream: str = PROJECT) -> list[DueDatesMoved]:
    return [
        one.payload for one in entries(office, stream) if isinstance(one.payload, DueDatesMoved)
    ]


def rows(office: Office, table: str, project: str = PROJECT) -> dict[str, dict[str, object]]:
    told = json.loads(dump(office))[table]
    key = "code" if table == "projects" else "project"
    return {one.get("procedure", ""): one for one in told if one[key] == project}


def moves_of(change: CalendarChange, project: str = PROJECT) -> dict[tuple[str, DateKind], object]:
    (found,) = [one for one in change.weighed.projects if one.project == project]
    return {(one.procedure, one.what): (one.before, one.after) for one in found.moves}


@pytest.fixture
def december(empty_office: Office) -> Office:
    """Three projects: one runs into 2027, one ends in December, one was concluded early."""
    projects = [project(), project(OTHER_PROJECT), project(THIRD_PROJECT)]
    load(empty_office, folder(*projects), stamp=stamp(DECEMBER))
    accept(empty_office, "E01", DECEMBER, by=HOUSING_OFFICER)
    accept(empty_office, "A01", ACCEPTED)
    accept(empty_office, "A01", ACCEPTED, project=THIRD_PROJECT)
    do(empty_office, "decide", on=date(2026, 12, 24), project=THIRD_PROJECT)
    do(empty_office, "deliver", on=date(2026, 12, 24), hour=10, project=THIRD_PROJECT)
    return empty_office


class TestAPreview:
    def test_names_each_day_that_moves_from_where_to_where_and_why(self, december: Office) -> None:
        change = preview(december, invented(), stamp=keeper())

        moves = moves_of(change)
        # 全国年节及纪念日放假办法: 1 January was off before any notice said so.
        assert moves["A01", DateKind.PROMISED_DUE] == (date(2027, 1, 5), date(2027, 1, 6))
        assert ("A01", DateKind.STATUTORY_DUE) not in moves  # one day lost, one won
        (promised,) = [
            one
            for one in change.weighed.projects[0].moves
            if (one.procedure, one.what) == ("A01", DateKind.PROMISED_DUE)
        ]
        assert promised.because == (date(2027, 1, 4),)
        assert ("A01", "用地预审") in change.weighed.projects[0].procedures

    @pytest.mark.parametrize("act", ["decide", "refuse"])
    def test_names_the_day_by_which_a_decision_is_handed_over(
        self, december: Office, act: str
    ) -> None:
        by, reason = (
            ("planning-head", {"reason": "不符合条件"}) if act == "refuse" else (DECIDER, {})
        )
        do(december, act, on=date(2026, 12, 24), by=by, **reason)

        change = preview(december, invented(), stamp=keeper())
        moves = moves_of(change)
        assert moves["A01", DateKind.DELIVERY_DUE] == (date(2027, 1, 8), date(2027, 1, 9))
        assert ("A01", DateKind.PROMISED_DUE) not in moves
        (due,) = [
            one
            for one in change.weighed.projects[0].moves
            if (one.procedure, one.what) == ("A01", DateKind.DELIVERY_DUE)
        ]
        assert due.because == (date(2027, 1, 4), date(2027, 1, 9))
        assert change.weighed.settled == 1  # the one that is handed over

        do(december, "deliver", on=LOADED)
        after = preview(december, invented(), stamp=keeper()).weighed.projects
        assert DateKind.DELIVERY_DUE not in {
            move.what for one in after for move in one.moves if one.project == PROJECT
        }

    def test_counts_what_stays(self, december: Office) -> None:
        change = preview(december, invented(), stamp=keeper())

        assert ("E01", DateKind.PROMISED_DUE) not in moves_of(change)
        assert change.weighed.stay > 0
        assert change.weighed.settled == 1

    def test_writes_nothing(self, december: Office) -> None:
        before, root = dump(december), verify(december).head

        preview(december, invented(), stamp=keeper())

        assert (dump(december), verify(december).head) == (before, root)

    def test_is_what_is_applied(self, december: Office) -> None:
        seen = preview(december, invented(), stamp=keeper())

        assert load_days(december, invented(), expect=seen, stamp=keeper()) == seen

    def test_that_has_grown_stale_is_not_applied(self, december: Office) -> None:
        seen = preview(december, invented(), stamp=keeper())
        do(december, "decide", on=LOADED)
        root = verify(december).head

        with pytest.raises(Stale):
            load_days(december, invented(), expect=seen, stamp=keeper())

        assert verify(december).head == root


class TestANotice:
    def test_is_one_entry_of_the_campaign_and_one_of_each_project_that_moves(
        self, december: Office
    ) -> None:
        change = load_days(december, invented(), stamp=keeper())

        last = entries(december, CAMPAIGN)[-1]
        assert isinstance(last.payload, DaysLoaded)
        assert (last.by, last.payload.notice) == (DISPATCHER, invented().notice)
        assert last.payload.days.version == change.after
        for one in change.weighed.projects:
            (entry,) = moved(december, one.project)
            assert (entry.basis, entry.calendar) == (invented().notice, change.after)
            assert entry.moves == one.moves

    def test_moves_the_rows_that_sweeps_read(self, december: Office) -> None:
        before = rows(december, "cases")

        load_days(december, invented(), stamp=keeper())

        after = rows(december, "cases")
        assert before["A01"]["promised_due"] == "2027-01-05"
        assert after["A01"]["promised_due"] == "2027-01-06"
        assert after["A01"]["statutory_due"] == "2027-01-19"

    def test_leaves_every_other_case_as_it_was(self, december: Office) -> None:
        before = {code: rows(december, "cases", code) for code in (PROJECT, THIRD_PROJECT)}

        load_days(december, invented(), stamp=keeper())

        after = {code: rows(december, "cases", code) for code in (PROJECT, THIRD_PROJECT)}
        assert before[PROJECT].pop("A01") != after[PROJECT].pop("A01")
        assert after == before

    def test_moves_no_day_of_a_case_that_was_concluded(self, december: Office) -> None:
        before = show(december, project=THIRD_PROJECT, today=LOADED)

        load_days(december, invented(), stamp=keeper())
        rebuild(december)

        after = show(december, project=THIRD_PROJECT, today=LOADED)
        assert rows(december, "cases", THIRD_PROJECT)["A01"]["promised_due"] == "2027-01-05"
        (was,) = [case for case in before.cases if case.procedure == "A01"]
        (still,) = [case for case in after.cases if case.procedure == "A01"]
        assert still == was

    def test_that_lies_in_nobodys_count_leaves_every_project_untouched(
        self, december: Office
    ) -> None:
        notice = invented(complete=False, off={date(2027, 4, 8): "地方活动"}, make_up_workdays={})
        before = dump(december)

        change = load_days(december, notice, stamp=keeper())

        assert change.weighed.projects == ()
        assert not change.nothing
        assert dump(december) == before

    def test_leaves_what_rebuilding_derives(self, december: Office) -> None:
        load_days(december, invented(), stamp=keeper())
        stored = dump(december)

        rebuild(december)

        assert dump(december) == stored
        assert verify(december).ok

    def test_again_changes_nothing(self, december: Office) -> None:
        load_days(december, invented(), stamp=keeper())
        before, root = dump(december), verify(december).head

        again = load_days(december, invented(), stamp=keeper(date(2026, 12, 29)))

        assert again.nothing
        assert preview(december, invented(), stamp=keeper()).nothing
        assert (dump(december), verify(december).head) == (before, root)

    def test_is_seen_by_every_desk(self, december: Office, channels: Channels) -> None:
        other = Office(december.store, channels)
        show(other, project=PROJECT, today=LOADED)

        load_days(december, invented(), stamp=keeper())

        cases = {case.procedure: case for case in show(other, project=PROJECT, today=LOADED).cases}
        assert cases["A01"].promised_due == date(2027, 1, 6)
        assert not cases["A01"].provisional

    def test_stands_in_the_timeline(self, december: Office) -> None:
        load_days(december, invented(), stamp=keeper())

        line = show(december, project=PROJECT, timeline=True, today=LOADED).timeline[-1]

        assert (line.name, line.by) == ("期限随日历调整", DISPATCHER)
        assert invented().notice in line.detail

    def test_wakes_nobody_early_or_late(self, december: Office) -> None:
        load_days(december, invented(), stamp=keeper())

        sweep(december, now=at(date(2027, 1, 6)))
        assert "overdue" not in told(december)
        sweep(december, now=at(date(2027, 1, 7)))
        assert "overdue" in told(december)

    def test_that_corrects_a_year_already_covered_moves_what_runs_then(
        self, december: Office
    ) -> None:
        notice = DayNotice(
            notice="测试更正（虚构，仅供测试）",
            year=2026,
            off={date(2026, 12, 30): "地方活动"},
            make_up_workdays={},
        )

        change = load_days(december, notice, stamp=keeper())

        assert moves_of(change)["A01", DateKind.PROMISED_DUE] == (
            date(2027, 1, 5),
            date(2027, 1, 6),
        )
        stored = dump(december)
        rebuild(december)
        assert dump(december) == stored

    def test_does_not_undo_what_had_come_due_before(self, december: Office) -> None:
        """行政许可法 32(4): silence took it in, before the notice said the days were off."""
        do(december, "submit", on=date(2026, 12, 14), project=OTHER_PROJECT)
        notice = DayNotice(
            notice="测试补充（虚构，仅供测试）",
            year=2026,
            off={date(2026, 12, day): "地方活动" for day in (16, 17, 18, 30)},
            make_up_workdays={},
        )

        load_days(december, notice, stamp=keeper())

        kinds = [one.payload.kind for one in entries(december, OTHER_PROJECT)]
        assert kinds.index("deemed_accepted") < kinds.index("due_dates_moved")

    def test_leaves_a_promised_day_where_it_was_signed(self, december: Office) -> None:
        do(december, "submit", "B02", on=LOADED, missing=["B02-2"])
        do(
            december,
            "accept_conditionally",
            "B02",
            on=LOADED,
            hour=10,
            owed=[{"document": "B02-2", "due_on": date(2027, 1, 4)}],
            signed_by="李某",
        )
        owed = json.loads(dump(december))["owed_documents"]

        change = load_days(december, invented(), stamp=keeper(date(2026, 12, 29)))

        assert json.loads(dump(december))["owed_documents"] == owed
        assert ("B02", DateKind.REMINDER) in moves_of(change)

    def test_stays_in_force_for_projects_that_come_later(self, december: Office) -> None:
        load_days(december, invented(), stamp=keeper())
        more = folder(*(project(code) for code in (PROJECT, OTHER_PROJECT, THIRD_PROJECT)))

        load(december, more, stamp=stamp(date(2026, 12, 30)))

        accept(december, "A01", date(2026, 12, 30), project=OTHER_PROJECT)
        assert rows(december, "cases", OTHER_PROJECT)["A01"]["promised_due"] == "2027-01-14"


def told(office: Office) -> set[str]:
    return {
        str(getattr(one.payload, "ground", ""))
        for one in entries(office, PROJECT)
        if getattr(one.payload, "procedure", "") == "A01"
    }


class TestNothingIsWritten:
    def test_when_the_account_may_not(self, december: Office) -> None:
        for by in (LIAISON, OFFICER):
            with pytest.raises(NotEntitled):
                preview(december, invented(), stamp=stamp(LOADED, by=by))
            with pytest.raises(NotEntitled):
                load_days(december, invented(), stamp=stamp(LOADED, by=by))

    def test_when_the_notice_contradicts_itself(self, december: Office) -> None:
        root = verify(december).head

        with pytest.raises(InconsistentDayNotice):
            load_days(december, invented(off={}), stamp=keeper())

        assert verify(december).head == root

    def test_when_it_fails_half_way(
        self, december: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before, root = dump(december), verify(december).head

        def broken(*_: object, **__: object) -> None:
            raise OSError("disk full")

        with monkeypatch.context() as patched:
            patched.setattr(projections, "project_again", broken)
            with pytest.raises(OSError, match="disk full"):
                load_days(december, invented(), stamp=keeper())

        assert (dump(december), verify(december).head) == (before, root)
        assert not preview(december, invented(), stamp=keeper()).nothing
        accept(december, "A01", date(2026, 12, 28), project=OTHER_PROJECT)
        assert rows(december, "cases", OTHER_PROJECT)["A01"]["promised_due"] == "2027-01-12"


class TestAtOnce:
    @pytest.mark.parametrize("processes", [1, 4])
    def test_two_loads_leave_one_entry(
        self, december: Office, channels: Channels, processes: int
    ) -> None:
        offices = [december] * 4
        if processes > 1:
            offices = [Office(december.store, channels) for _ in range(4)]

        changes = at_once([partial(load_days, one, invented(), stamp=keeper()) for one in offices])

        assert sorted(one.nothing for one in changes if isinstance(one, CalendarChange)) == [
            False,
            True,
            True,
            True,
        ]
        loaded = [one for one in entries(december, CAMPAIGN) if one.payload.kind == "days_loaded"]
        assert len(loaded) == 1
        assert len(moved(december)) == 1

    def test_an_act_in_the_same_moment_is_counted_by_the_new_calendar_or_moved(
        self, december: Office, channels: Channels
    ) -> None:
        do(december, "submit", on=LOADED, project=OTHER_PROJECT)

        def accepting() -> object:
            desk = Office(december.store, channels)
            return do(desk, "accept", on=LOADED, hour=10, project=OTHER_PROJECT)

        at_once([accepting, lambda: load_days(december, invented(), stamp=keeper())])

        stored = dump(december)
        rebuild(december)
        assert dump(december) == stored


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_days_and_the_cases_rebuilding_derives_the_same(
    empty_office: Office, seed: int
) -> None:
    """Random acts and random notices: rows, entries and computed days never part."""
    random = Random(seed)
    codes = [f"2020-230112-39-03-{number:06}" for number in range(1, 7)]
    free = [
        procedure(f"W{number:02}", f"事项{number}", HOUSING, random.randint(1, 25))
        for number in range(1, 4)
    ] + [procedure("W09", "自然日事项", HOUSING, 9, statutory=limit(15, CALENDAR_DAY))]
    world = folder(*(project(code) for code in codes)).model_copy(
        update={"campaign": campaign("pause", (*campaign().catalogue.procedures, *free))}
    )
    load(empty_office, world, stamp=stamp(DECEMBER))
    for code in codes:
        on = DECEMBER
        for one in random.sample(free, k=random.randint(1, 4)):
            on += timedelta(days=random.randint(0, 5))
            accept(empty_office, one.code, on, project=code, by=HOUSING_OFFICER)
            if random.random() < 0.3:
                do(empty_office, "decide", one.code, by=HOUSING_HEAD, on=on, project=code)
    today = date(2026, 12, 22)
    first = date(2026, 12, 23)
    for turn in range(3):
        chosen = random.sample([first + timedelta(days=shift) for shift in range(9)], k=4)
        notice = DayNotice(
            notice=f"测试补充{turn}（虚构，仅供测试）",
            year=2026,
            off=dict.fromkeys(chosen[:3], "活动"),
            make_up_workdays={day: "活动" for day in chosen[3:] if day.weekday() > 4},
        )
        before = {code: rows(empty_office, "cases", code) for code in codes}
        change = load_days(empty_office, notice, stamp=keeper(today))
        moved_cases = {
            (one.project, move.procedure) for one in change.weighed.projects for move in one.moves
        }
        for code in codes:
            for name, row in rows(empty_office, "cases", code).items():
                changed = {key for key, value in row.items() if value != before[code][name][key]}
                # That a later day would be the first that is late moves no day that is told.
                assert changed <= {"late_on"} or (code, name) in moved_cases
        stored = dump(empty_office)
        rebuild(empty_office)
        assert dump(empty_office) == stored
        today += timedelta(days=1)
    assert verify(empty_office).ok
