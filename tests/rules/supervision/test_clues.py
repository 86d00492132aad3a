"""Clues of figures being played with: what is one, what is none, and the entries it names."""

from datetime import date
from decimal import Decimal

import pytest

from models.act_requests import CorrectionItem, Via
from models.case_entries import (
    Accepted,
    ClockPaused,
    ClockResumed,
    CorrectionRequested,
    Delivered,
    Extended,
    Submitted,
)
from models.catalogue import SpecialProcedureKind
from models.ledger import Entry, Payload
from models.milestone import StartPinned
from models.progress import LandStatus, ProgressReport, ProgressReported, WorkStatus
from rules.supervision.clues import Clue, ClueKind, clues
from tests.world import OFFICER, PROCEDURES, REGULATIONS, WORKDAY, at, june, opened

A01 = next(one for one in PROCEDURES if one.code == "A01")
"""Ten working days promised, from 1 June: due 15 June."""


def found(*happened: tuple[date, Payload]) -> list[tuple[ClueKind, tuple[int, ...]]]:
    """Clues in a stream of a project that was opened on 1 June, with their entries."""
    opening = tuple(_opening())
    more = [
        _entry(len(opening) + place, on, payload)
        for place, (on, payload) in enumerate(happened, start=1)
    ]
    shift = len(opening)
    return [
        (clue.kind, tuple(version - shift for version in clue.versions))
        for clue in clues([*opening, *more], REGULATIONS)
    ]


def _opening() -> list[Entry]:
    from models.milestone import Registered
    from rules.acting.consequences import consequences
    from rules.fold.file import add
    from tests.world import project

    given = project()
    planned, not_required = REGULATIONS.plan(given, on=june(1))
    registered = Registered(
        project=given, catalogue_version="1", plan=planned, not_required=not_required
    )
    entries = [_entry(1, june(1), registered)]
    file = add(None, entries[0], 1)
    for payload in consequences(file, REGULATIONS):
        entries.append(_entry(len(entries) + 1, june(1), payload))
    return entries


def _entry(version: int, on: date, payload: Payload) -> Entry:
    return Entry("x", version, payload, at(on), on, OFFICER, Via.CONSOLE, None, "")


def accepted(on: date) -> tuple[tuple[date, Payload], ...]:
    return (
        (on, Submitted(procedure="A01", documents=("A01-1", "A01-2", "A01-3"))),
        (on, Accepted(procedure="A01", promised=A01.promised, statutory=A01.statutory)),
    )


def extended(on: date) -> tuple[date, Payload]:
    return on, Extended(
        procedure="A01",
        days=5,
        unit=WORKDAY,
        reason="复杂",
        applicant_informed=True,
        article="42",
    )


def paused(on: date) -> tuple[date, Payload]:
    return on, ClockPaused(
        procedure="A01",
        procedure_kind=SpecialProcedureKind.EXPERT_REVIEW,
        reason="专家评审",
        requested_by=OFFICER,
        approved_by="planning-head",
        limit_days=3,
        limit_unit=WORKDAY,
    )


def reported(week: str, words: str, invested: int = 100) -> ProgressReported:
    return ProgressReported(
        week=week,
        report=ProgressReport(
            invested_week=Decimal(invested),
            invested_year=Decimal(invested),
            invested_total=Decimal(invested),
            physical_work=words,
            status=WorkStatus.STARTED,
            land_status=LandStatus.IN_USE,
            funds_arrived=Decimal(0),
            funds_paid=Decimal(0),
            filled_by="联络员",
        ),
    )


class TestAnExtension:
    def test_on_the_last_day_is_a_clue(self) -> None:
        assert found(*accepted(june(1)), extended(june(12))) == [
            (ClueKind.LAST_DAY_EXTENSION, (3,))
        ]

    def test_in_good_time_is_none(self) -> None:
        assert found(*accepted(june(1)), extended(june(5))) == []


class TestPauses:
    def test_of_one_case_twice_are_a_clue_with_both_entries(self) -> None:
        resumed = june(3), ClockResumed(procedure="A01")

        assert found(*accepted(june(1)), paused(june(2)), resumed, paused(june(4))) == [
            (ClueKind.SERIAL_PAUSES, (3, 5))
        ]

    def test_after_half_of_the_limit_are_an_objection_that_comes_late(self) -> None:
        assert found(*accepted(june(1)), paused(june(9))) == [(ClueKind.LATE_OBJECTION, (3,))]

    def test_at_half_of_the_limit_are_none(self) -> None:
        assert found(*accepted(june(1)), paused(june(8))) == []


class TestACorrection:
    @pytest.mark.parametrize(("day", "expected"), [(3, []), (4, [(ClueKind.LATE_OBJECTION, (2,))])])
    def test_is_asked_for_in_the_first_half_of_five_days(self, day: int, expected: object) -> None:
        asked = CorrectionRequested(
            procedure="A01", items=(CorrectionItem(document="A01-2", what="未盖章"),), due_on=None
        )
        submitted = june(1), Submitted(procedure="A01", documents=("A01-1",))

        assert found(submitted, (june(day), asked)) == expected


class TestAPinnedStart:
    def test_moved_twice_is_a_clue(self) -> None:
        assert found(
            (june(1), StartPinned(start_on=june(22))),
            (june(2), StartPinned(start_on=june(29), reason="顺延")),
            (june(3), StartPinned(start_on=june(30), reason="顺延")),
        )[-1] == (ClueKind.MOVED_PIN, (1, 2, 3))

    def test_brought_forward_is_none(self) -> None:
        assert (
            found(
                (june(1), StartPinned(start_on=june(29))),
                (june(2), StartPinned(start_on=june(22), reason="提前")),
            )
            == []
        )


class TestAReport:
    WORDS = "基坑开挖完成六成，正在进行支护施工"

    def test_in_last_weeks_words_although_money_was_spent_is_a_clue(self) -> None:
        first, second = reported("2020-W23", self.WORDS), reported("2020-W24", self.WORDS)

        assert found((june(5), first), (june(12), second)) == [(ClueKind.COPIED_REPORT, (1, 2))]

    def test_in_the_same_words_is_none_where_nothing_happened(self) -> None:
        first, second = reported("2020-W23", self.WORDS), reported("2020-W24", self.WORDS, 0)

        assert found((june(5), first), (june(12), second)) == []

    def test_in_other_words_is_none(self) -> None:
        first = reported("2020-W23", self.WORDS)
        second = reported("2020-W24", "主体结构二层浇筑，外立面样板段施工中")

        assert found((june(5), first), (june(12), second)) == []


class TestAnEntryAfterTheFact:
    @pytest.mark.parametrize(("served", "expected"), [(2, [ClueKind.LATE_ENTRY]), (8, [])])
    def test_is_a_clue_after_more_than_five_working_days(
        self, served: int, expected: list[ClueKind]
    ) -> None:
        delivered = june(10), Delivered(procedure="A01", served_on=june(served))

        assert [kind for kind, _ in found(*accepted(june(1)), delivered)] == expected


def test_a_clue_names_whose_entries_they_are() -> None:
    opening = _opening()
    more = [
        _entry(len(opening) + place, on, payload)
        for place, (on, payload) in enumerate((*accepted(june(1)), extended(june(12))), start=1)
    ]

    (clue,) = clues([*opening, *more], REGULATIONS)

    assert clue == Clue(
        ClueKind.LAST_DAY_EXTENSION,
        opened().project.code,
        "A01",
        "planning",
        (len(opening) + 3,),
        "2020-06-12 延长期限时承诺时限仅剩1日",
    )
