"""What people are shown: the file as it stands, as it stood, and what there is to do."""

import pytest

from casework.intake.loading import load
from casework.office import Office
from casework.reading.case.views import show
from casework.reading.lists.to_do import to_do
from models.campaign import CampaignFolder
from models.case import CaseState, Light
from models.project_views import CaseView, ProjectView
from models.refusal import Unknown
from tests.world import DISPATCHER, HOUSING, LIAISON, PLANNING, PROJECT, do, june, stamp

S = CaseState


@pytest.fixture
def worked(office: Office) -> Office:
    """A first permit applied for on 1, accepted on 2, granted on 9 June."""
    do(office, "submit", by=LIAISON)
    do(office, "accept", on=june(2))
    do(office, "pin_start", "start_construction", by=DISPATCHER, on=june(3), start_on="2020-06-30")
    do(office, "decide", on=june(9), permit_number="阿规〔2020〕1号")
    return office


def case(view: ProjectView, code: str = "A01") -> CaseView:
    return next(one for one in view.cases if one.procedure == code)


class TestShow:
    def test_today(self, worked: Office) -> None:
        view = show(worked, project=PROJECT, today=june(9))

        shown = case(view)
        assert (shown.state, shown.state_name, shown.light) == (S.APPROVED, "已办结", Light.GREEN)
        assert (shown.decided_on, shown.national_status) == (june(9), 11)
        assert (shown.promised_days, shown.promised_due, shown.used_days) == (10, june(16), 5)
        assert case(view, "B01").state is S.OPEN
        assert case(view, "C01").waits_for == ("B01",)
        assert view.not_required == {"Z01": "本项目类型不涉及"}
        assert (view.project.unit_name, view.project.sponsor) == ("阿城开发区管委会", "区领导01")

    @pytest.mark.parametrize(
        ("day", "state"),
        [(1, S.SUBMITTED), (2, S.ACCEPTED), (8, S.ACCEPTED), (9, S.APPROVED)],
    )
    def test_as_of_a_past_day(self, worked: Office, day: int, state: S) -> None:
        view = show(worked, project=PROJECT, as_of=june(day), today=june(20))

        assert case(view).state is state
        assert view.as_of == june(day)
        assert view.start.pinned_on == (june(30) if day >= 3 else None)

    def test_as_of_a_past_day_reads_the_clock_of_that_day(self, worked: Office) -> None:
        shown = case(show(worked, project=PROJECT, as_of=june(8), today=june(20)))

        assert (shown.used_days, shown.remaining_days, shown.promised_due) == (4, 6, june(16))

    def test_before_it_was_registered_says_so(self, worked: Office) -> None:
        with pytest.raises(Unknown, match=f"2020-05-31 时项目 {PROJECT} 尚未登记"):
            show(worked, project=PROJECT, as_of=june(1).replace(month=5, day=31), today=june(9))

    def test_an_unknown_project_says_so(self, worked: Office) -> None:
        with pytest.raises(Unknown, match="没有登记项目“2020-x”"):
            show(worked, project="2020-x", today=june(9))

    def test_the_start_is_forecast_against_the_pinned_date(self, worked: Office) -> None:
        start = show(worked, project=PROJECT, today=june(9)).start

        # B01 five days to 16 June, C01 two to 18 June; E01 seven to 18 June.
        assert (start.forecast_on, start.slip_days, start.float_days) == (june(18), 0, 7)
        assert [one.code for one in start.missing] == ["C01", "E01", "land_delivered"]
        assert not start.gate_open

    def test_the_timeline_names_who_did_what(self, worked: Office) -> None:
        lines = show(worked, project=PROJECT, timeline=True, today=june(9)).timeline

        granted = next(line for line in lines if line.kind == "concluded")
        assert (granted.name, granted.by_name, granted.via) == (
            "准予办结",
            "规划局·窗口02",
            "命令行",
        )
        assert (granted.procedure, granted.at) == ("A01 用地预审", "2020-06-09 09:00")
        assert [line.version for line in lines] == list(range(1, len(lines) + 1))

    def test_owed_documents_are_named(self, office: Office) -> None:
        do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
        do(office, "accept_conditionally", signed_by="法定代表人")

        (owed,) = case(show(office, project=PROJECT, today=june(2))).owed

        assert (owed.name, owed.due_on, owed.lapsed) == ("资金证明", june(11), False)


class TestToDo:
    def test_is_a_departments_own_most_urgent_first(self, worked: Office) -> None:
        do(worked, "submit", "B02", by=LIAISON, on=june(9))
        do(worked, "accept", "B02", on=june(9))
        do(worked, "submit", "G01", by=LIAISON, on=june(9))

        lines = to_do(worked, department=PLANNING, today=june(10))

        assert [(one.procedure, one.due_on) for one in lines] == [("B02", june(16)), ("G01", None)]
        assert lines[0].to_do == "审查并作出决定"
        assert to_do(worked, department=HOUSING, today=june(10)) == ()


def test_every_project_of_the_delivered_campaign_can_be_shown(
    empty_office: Office, real_folder: CampaignFolder
) -> None:
    load(empty_office, real_folder, stamp=stamp())

    for project in real_folder.projects:
        view = show(empty_office, project=project.code, today=june(1))
        assert view.start.forecast_on >= (view.start.started_on or june(1))
        assert len(view.cases) + len(view.not_required) == len(
            real_folder.campaign.catalogue.procedures
        )
