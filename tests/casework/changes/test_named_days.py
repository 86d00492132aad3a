"""A notice closes a day that somebody named: what moves, by which article, and what does not.

民法典 203, in 2020 still 民法总则 203: the last day of a period that is a legal day off is
replaced by the day after it.
"""

from datetime import date

import pytest

from casework.changes.calendar import CalendarChange, load_days, preview
from casework.intake.loading import load
from casework.office import Office
from casework.watching.sweep import sweep
from casework.weekly.rounds import due_step, keep_rounds
from models.campaign import CampaignFolder
from models.days import DateKind, DayNotice, MovedDate
from models.weekly import RoundDuty
from portal.commands.dispatch.day_load import move_lines
from store import ledger
from tests.world import DISPATCHER, HEAD, LIAISON, PROJECT, at, do, folder, june, project, stamp

GATE = "start_construction"
LEADER = "leader-01"
THURSDAY, MONDAY, TUESDAY = june(11), june(15), june(16)


@pytest.fixture
def campaign_office(empty_office: Office, real_folder: CampaignFolder) -> Office:
    """One project under the district's own ladder of supervision."""
    small = folder(project(pinned_start=date(2020, 12, 1)))
    rulebook = small.campaign.rulebook.model_copy(
        update={
            "escalation": real_folder.campaign.rulebook.escalation,
            "monthly_bulletin": real_folder.campaign.rulebook.monthly_bulletin,
        }
    )
    campaign = small.campaign.model_copy(update={"rulebook": rulebook})
    load(empty_office, small.model_copy(update={"campaign": campaign}), stamp=stamp(june(1)))
    return empty_office


def closing(*days: date) -> DayNotice:
    return DayNotice(
        notice="测试补充通知（虚构，仅供测试）", year=2020, off=dict.fromkeys(days, "地方活动")
    )


def seen(office: Office, *days: date, on: date = THURSDAY) -> CalendarChange:
    return preview(office, closing(*days), stamp=stamp(on, by=DISPATCHER))


def the(office: Office, what: DateKind, *days: date, on: date = THURSDAY) -> MovedDate:
    """The one day of a kind that moves."""
    change = seen(office, *days, on=on)
    moves = [*change.moves, *(one for told in change.weighed.projects for one in told.moves)]
    (found,) = [one for one in moves if one.what is what]
    return found


def kinds(office: Office) -> list[str]:
    with office.store.reading() as connection:
        return [one.payload.kind for one in ledger.read(connection, PROJECT)]


class TestANoticeMoves:
    def test_the_day_by_which_a_slip_is_answered(self, campaign_office: Office) -> None:
        office = campaign_office
        do(
            office,
            "escalate_matter",
            GATE,
            by=LEADER,
            on=june(11),
            rung="prompt_slip",
            reason="请报",
        )

        move = the(office, DateKind.REPLY_DUE, MONDAY)

        assert (move.before, move.after, move.because) == (MONDAY, TUESDAY, (MONDAY,))
        assert (move.about, move.article) == ("1", "民法总则第二百零三条")

    def test_and_the_ladder_waits_for_it(self, campaign_office: Office) -> None:
        office = campaign_office
        do(
            office,
            "escalate_matter",
            GATE,
            by=LEADER,
            on=june(11),
            rung="prompt_slip",
            reason="请报",
        )
        load_days(office, closing(MONDAY), stamp=stamp(june(11), by=DISPATCHER))

        sweep(office, now=at(TUESDAY))
        assert kinds(office).count("slip_drafted") == 1
        sweep(office, now=at(june(17)))
        assert kinds(office).count("slip_drafted") == 2

    def test_the_day_of_what_an_answer_promised_and_of_a_review(
        self, campaign_office: Office
    ) -> None:
        office = campaign_office
        do(
            office,
            "escalate_matter",
            GATE,
            by=LEADER,
            on=june(11),
            rung="prompt_slip",
            reason="请报",
        )
        asked = {"by": LIAISON, "on": june(11), "hour": 15}
        do(office, "answer_slip", GATE, answer="已安排", done_by=june(18), **asked)

        settled = the(office, DateKind.SETTLE_DUE, june(18))
        assert (settled.before, settled.after) == (june(18), june(19))
        # 政府督查工作条例 17: thirty days from 11 June end on Saturday 11 July, so on the 13th.
        window = the(office, DateKind.REVIEW_REQUEST_DUE, date(2020, 7, 13))
        assert (window.before, window.after) == (date(2020, 7, 13), date(2020, 7, 14))

        do(office, "request_review", GATE, by=LIAISON, on=june(12), reason="事实有误")
        decided = the(office, DateKind.REVIEW_DUE, date(2020, 7, 13), on=june(12))
        assert decided.before == date(2020, 7, 13)

    def test_the_day_by_which_an_issue_is_solved(self, campaign_office: Office) -> None:
        office = campaign_office
        do(office, "raise_issue", GATE, by=LIAISON, on=june(11), text="供水未通", due_on=MONDAY)

        move = the(office, DateKind.ISSUE_DUE, MONDAY)
        assert (move.before, move.after, move.about) == (MONDAY, TUESDAY, "1")

        load_days(office, closing(MONDAY), stamp=stamp(june(11), by=DISPATCHER))
        sweep(office, now=at(TUESDAY))
        assert "issue_overdue" not in reminders(office)
        sweep(office, now=at(june(17)))
        assert "issue_overdue" in reminders(office)

    def test_the_day_until_which_a_case_may_be_stated(self, campaign_office: Office) -> None:
        office = campaign_office
        do(office, "submit", on=june(1))
        do(office, "accept", on=june(1), hour=10)
        do(office, "decide", on=june(2))
        do(
            office,
            "announce_measure",
            by=HEAD,
            on=june(11),
            measure="revocation",
            reason="证照错发",
        )

        move = the(office, DateKind.DEFENCE_DUE, MONDAY)

        assert (move.before, move.after, move.because) == (june(18), june(19), (MONDAY,))
        assert move.article == ""  # a count of working days, no day that rolls

    def test_the_cut_off_of_a_week_that_is_open(self, campaign_office: Office) -> None:
        """Units were told Friday: a notice that closes it gives them the next open day."""
        office = campaign_office
        keep_rounds(office, now=at(june(9)))

        move = the(office, DateKind.ROUND_CUTOFF, june(12), on=june(9))
        assert (move.before, move.after, move.about) == (june(12), MONDAY, "2020-W24")

        load_days(office, closing(june(12)), stamp=stamp(june(9), by=DISPATCHER))
        keep_rounds(office, now=at(june(12), 12))
        assert due_step(office, now=at(june(12), 17)) is None
        closed = due_step(office, now=at(MONDAY, 17))
        assert closed is not None
        assert (closed.week, closed.duty) == ("2020-W24", RoundDuty.CLOSE)

    def test_the_day_of_the_bulletin(self, campaign_office: Office) -> None:
        move = the(campaign_office, DateKind.BULLETIN_DUE, date(2020, 7, 6))

        # 5 July 2020 is a Sunday.
        assert (move.before, move.after, move.about) == (
            date(2020, 7, 6),
            date(2020, 7, 7),
            "2020-06",
        )

    def test_and_says_so_in_words(self, campaign_office: Office) -> None:
        office = campaign_office
        do(office, "raise_issue", GATE, by=LIAISON, on=june(11), text="供水未通", due_on=MONDAY)
        change = seen(office, MONDAY)

        lines = [
            line
            for told in change.weighed.projects
            for line in move_lines(told, {one.day: one for one in change.days})
        ]

        assert (
            "问题（编号 1）问题解决期限最后一日：2020-06-15 → 2020-06-16"
            "（2020-06-15 周一 地方活动放假；民法总则第二百零三条）"
        ) in lines


class TestWhatDoesNotRoll:
    """A date without legal effect stays where it was written (`rules/days/last_day.py`)."""

    def test_the_day_until_which_a_reason_justifies_a_light(self, campaign_office: Office) -> None:
        office = campaign_office
        done = do(
            office,
            "justify_delay",
            GATE,
            by=DISPATCHER,
            on=june(11),
            about="start",
            reason="疫情停工",
            evidence="通知",
            approved_by="专班",
            until=june(13),
        )

        (justified,) = done.file.justified.values()
        assert justified.until == june(13)  # a Saturday
        assert_nothing_named(seen(office, MONDAY))

    def test_a_start_that_a_unit_proposes(self, campaign_office: Office) -> None:
        """It is no date until somebody pins it, and then it must lie on a working day."""
        office = campaign_office
        late = date(2020, 12, 2)
        proposed = date(2020, 12, 12)  # a Saturday
        sweep(office, now=at(late))
        done = do(
            office,
            "explain_missed_start",
            GATE,
            by=LIAISON,
            on=late,
            hour=10,
            reason="资金未到",
            measures="正在筹措",
            proposed_on=proposed,
        )

        explained = [
            one.payload for one in done.entries if one.payload.kind == "missed_start_explained"
        ]
        assert [getattr(one, "proposed_on", None) for one in explained] == [proposed]

    def test_the_pinned_start_and_an_expected_document(self, campaign_office: Office) -> None:
        office = campaign_office
        do(office, "expect_document", on=june(11), by=LIAISON, document="A01-1", expected_on=MONDAY)

        change = seen(office, MONDAY, date(2020, 12, 1))

        assert_nothing_named(change)


def assert_nothing_named(change: CalendarChange) -> None:
    named = [
        (one.what, one.before, one.after)
        for told in change.weighed.projects
        for one in told.moves
        if one.article
    ]
    assert named == []


def reminders(office: Office) -> set[str]:
    with office.store.reading() as connection:
        return {str(getattr(one.payload, "ground", "")) for one in ledger.read(connection, PROJECT)}
