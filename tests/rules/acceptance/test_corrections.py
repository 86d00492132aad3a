"""Each thing to be corrected has its own day, state and light (行政许可法 32(1)(四))."""

from datetime import date

import pytest

from models.act_requests import CorrectionItem
from models.case import CaseFile, Light
from models.case_entries import Corrected, CorrectionRequested, Reminded, Submitted
from models.days import DateKind, DayNotice
from models.notice import Ground
from rules.acceptance.corrections import correction_items
from rules.acting.agenda import agenda, due_on
from rules.days.day_table import with_notice
from rules.in_force.regulations import Regulations
from rules.proof.moved_dates import changed_days, moved_dates
from tests.world import DAYS, REGULATIONS, after, june, opened

ITEMS = (
    CorrectionItem(document="A01-2", what="盖章不清", due_on=june(5)),
    CorrectionItem(document="A01-3", what="缺附图", due_on=june(6)),
    CorrectionItem(document="A01-1", what="漏填"),
)
"""Friday, Saturday (so Monday the 8th), and the day of the notice."""


@pytest.fixture
def asked() -> CaseFile:
    return after(
        opened(),
        (june(1), Submitted(procedure="A01", documents=())),
        (june(2), CorrectionRequested(procedure="A01", items=ITEMS, due_on=june(12))),
    )


def standing(file: CaseFile, on: date) -> list[tuple[int, str, Light, date | None]]:
    return [
        (one.number, one.state_name, one.light, one.due_on)
        for one in correction_items(file.cases["A01"], on=on, days=DAYS)
    ]


def test_stands_by_its_own_day_and_that_of_the_notice_where_it_names_none(asked: CaseFile) -> None:
    assert standing(asked, june(8)) == [
        (1, "逾期未补正", Light.YELLOW, june(5)),
        (2, "待补正", Light.GREEN, june(8)),
        (3, "待补正", Light.GREEN, june(12)),
    ]
    assert standing(asked, june(15))[2] == (3, "逾期未补正", Light.YELLOW, june(12))


def test_what_came_in_is_done_and_the_day_of_the_notice_stays_for_the_rest(asked: CaseFile) -> None:
    """When the first two are in, the third is not due by a day that was theirs."""
    first = (june(5), Corrected(procedure="A01", documents=("A01-2", "A01-3")))
    file = after(asked, first)

    assert standing(file, june(9)) == [
        (1, "已补正", Light.GREEN, june(5)),
        (2, "已补正", Light.GREEN, june(8)),
        (3, "待补正", Light.GREEN, june(12)),
    ]
    assert file.cases["A01"].correction_due_on == june(12)


def test_nothing_is_left_when_the_last_came_in(asked: CaseFile) -> None:
    last = (june(5), Corrected(procedure="A01", documents=("A01-1", "A01-2", "A01-3")))
    file = after(asked, last)

    assert standing(file, june(9)) == []
    assert file.cases["A01"].received_on == june(5)


def brought(file: CaseFile, first: date, last: date) -> list[tuple[date, Ground, date]]:
    """Keep what each day brings, and say which reminder about which day came when."""
    came = []
    for day in (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)):
        while appointment := due_on(file, day, REGULATIONS):
            assert isinstance(appointment.payload, Reminded)
            came.append((day, appointment.payload.ground, appointment.payload.about_on))
            file = after(file, (day, appointment.payload))
    return came


NEAR, OVER = Ground.CORRECTION_DUE_SOON, Ground.CORRECTION_OVERDUE


def test_each_day_is_reminded_of_once_before_and_once_after(asked: CaseFile) -> None:
    """民法总则 203: what is named for Saturday the 6th ends on Monday the 8th."""
    assert brought(asked, june(2), june(30)) == [
        (june(4), NEAR, june(5)),
        (june(5), NEAR, june(6)),
        (june(8), OVER, june(5)),
        (june(9), OVER, june(6)),
        (june(11), NEAR, june(12)),
        (june(15), OVER, june(12)),
    ]


def test_what_came_in_is_not_reminded_of(asked: CaseFile) -> None:
    some = after(asked, (june(3), Corrected(procedure="A01", documents=("A01-2", "A01-1"))))
    assert brought(some, june(3), june(30)) == [(june(5), NEAR, june(6)), (june(9), OVER, june(6))]

    every = after(some, (june(4), Corrected(procedure="A01", documents=("A01-3",))))
    assert {one.payload.kind for one in agenda(every, REGULATIONS)} == {"deemed_accepted"}


def test_after_an_outage_only_the_last_word_about_a_day_is_said(asked: CaseFile) -> None:
    assert brought(asked, june(9), june(9)) == [(june(9), OVER, june(5)), (june(9), OVER, june(6))]


def test_the_notice_itself_reminds_of_its_day() -> None:
    due = CorrectionItem(document="A01-2", what="盖章不清", due_on=june(3))
    told = (june(2), CorrectionRequested(procedure="A01", items=(due,), due_on=None))
    file = after(opened(), (june(1), Submitted(procedure="A01", documents=())), told)

    assert brought(file, june(2), june(9)) == [(june(4), OVER, june(3))]


def test_a_second_notice_reminds_of_its_own_items(asked: CaseFile) -> None:
    every = ("A01-1", "A01-2", "A01-3")
    file = after(
        asked,
        (june(4), Reminded(ground=NEAR, about_on=june(5), procedure="A01")),
        (june(4), Corrected(procedure="A01", documents=every)),
        (june(4), CorrectionRequested(procedure="A01", items=ITEMS[:1], due_on=None)),
    )
    assert brought(file, june(4), june(9)) == [(june(8), OVER, june(5))]


def test_a_day_that_a_later_notice_closes_moves_for_every_item(asked: CaseFile) -> None:
    """A local notice closes the 8th and the 12th of June: each item has its own day that moves."""
    notice = DayNotice(notice="示例〔2020〕9号", year=2020, off={june(8): "停办", june(12): "停办"})
    after_it = Regulations(REGULATIONS.campaign, with_notice(REGULATIONS.day_table, notice))
    moves = moved_dates(
        asked,
        before=REGULATIONS,
        after=after_it,
        changed=changed_days(DAYS, after_it.days),
        on=june(2),
    )
    assert {
        (one.before, one.after, one.article) for one in moves if one.what is DateKind.CORRECTION_DUE
    } == {
        (june(8), june(9), "民法总则第二百零三条"),
        (june(12), june(15), "民法总则第二百零三条"),
    }
