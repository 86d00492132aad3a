"""The agenda of a dispatch meeting on a rehearsed campaign: dates of the plan, nothing written."""

from datetime import date

import pytest

from casework.office import Office
from casework.plan.meeting import NoMeetings, meeting_agenda
from casework.plan.views import plan_all
from models.campaign import CampaignFolder
from models.meeting import MeetingAgenda
from reports.pages.meeting_page import agenda_page, summary
from store import ledger
from tests.rehearsed import rehearsed

JULY_10 = date(2020, 7, 10)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The campaign, rehearsed to 10 July, when starts begin to slip."""
    return rehearsed(tmp_path_factory, until=JULY_10)


@pytest.fixture(scope="module")
def agenda(played: Office) -> MeetingAgenda:
    return meeting_agenda(played, today=JULY_10)


def test_it_holds_the_late_projects_with_the_dates_of_their_plans(
    played: Office, agenda: MeetingAgenda
) -> None:
    plans = {one.project: one for one in plan_all(played, JULY_10).projects}
    late = {code for code, one in plans.items() if one.slip_days}

    assert agenda.late == len(late) > 0
    assert agenda.items
    for item in agenda.items:
        plan = plans[item.project]
        assert item.forecast_start == plan.forecast_start
        assert item.pinned_start == plan.pinned_start < item.forecast_start
        assert item.starts_on < item.forecast_start
    gained = {one.project: 0 for one in agenda.items}
    for item in agenda.items:
        gained[item.project] += item.days
    assert all(days <= plans[code].slip_days for code, days in gained.items())
    assert len(gained) + len(agenda.helpless) == agenda.late


def test_what_is_worth_most_a_minute_comes_first_and_fits(agenda: MeetingAgenda) -> None:
    worths = [one.days / one.minutes for one in agenda.items]

    assert worths == sorted(worths, reverse=True)
    assert sum(one.minutes for one in agenda.items if one.within) <= agenda.minutes
    assert agenda.days == sum(one.days for one in agenda.items if one.within)


def test_nothing_that_a_superior_level_decides_is_to_be_settled_here(
    played: Office, agenda: MeetingAgenda, real_folder: CampaignFolder
) -> None:
    superior = {
        one.code for one in real_folder.campaign.catalogue.procedures if one.decided_by_superior
    }

    assert superior
    assert not superior & {it.procedure for one in agenda.items for it in one.matters}


def test_a_shorter_meeting_takes_the_first_items_and_the_page_says_what_waits(
    played: Office, agenda: MeetingAgenda
) -> None:
    short = meeting_agenda(played, minutes=10, today=JULY_10)

    assert [one.within for one in short.items].count(True) <= 1
    assert [one.project for one in short.items] == [one.project for one in agenda.items]
    page = agenda_page(short)
    assert "## 留待下次" in page
    assert "会议时长和办结日数为建议值。" in summary(short)


def test_it_writes_nothing(played: Office) -> None:
    with played.store.reading() as connection:
        before = len(list(ledger.everything(connection)))
    meeting_agenda(played, today=JULY_10)
    with played.store.reading() as connection:
        assert len(list(ledger.everything(connection))) == before


def test_a_campaign_without_meetings_has_no_agenda(office: Office) -> None:
    with pytest.raises(NoMeetings, match="未规定调度会办"):
        meeting_agenda(office, today=JULY_10)
