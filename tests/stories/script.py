"""The story of two projects from registration to the start of works, as data.

Told through whichever door a driver stands for; the ledger must come out the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from models.act_requests import Act
from models.project_views import ProjectView
from models.register_form import RegisterForm

ZONE = ZoneInfo("Asia/Shanghai")

SCHOOL = RegisterForm(
    officer="unit-education-liaison",
    code="2020-230112-83-01-009001",
    name="阿城区河东实验学校",
    type="政府投资房屋建筑类",
    tier="区重点",
    unit="unit-education",
    applicant="阿城区示例学校建设办公室",
    credit_code="91350100M000100Y43",
    sponsor="leader-01",
    chief_service_officer="cso-01",
    site="河东街道",
    total_wan=8600,
    this_year_wan=4000,
    pinned_start="2020-07-31",
    route="审批",
    land_supply="划拨",
    environmental_class="登记表",
    soil_plan="不涉及",
    new_construction_land=True,
    tender_required=True,
    land_registration=False,
)
FACTORY = RegisterForm(
    officer="unit-park-liaison",
    code="2020-230112-33-03-009002",
    name="金属制品加工园",
    type="工业类投资",
    tier="区重点",
    unit="unit-park",
    applicant="哈尔滨示例金属制品有限公司",
    credit_code="11320000MB151840XJ",
    sponsor="leader-02",
    chief_service_officer="cso-02",
    site="新城大街",
    total_wan=5200,
    this_year_wan=3000,
    pinned_start="2020-07-15",
    route="备案",
    land_supply="出让",
    environmental_class="报告表",
    land_registration=False,
)


class Door(Protocol):
    """A way to act: the Prefect UI's forms, or the command line."""

    def at(self, when: datetime) -> None:
        """Set the office clock."""

    def register(self, form: RegisterForm) -> None:
        """Register a project."""

    def do(self, project: str, procedure: str, act: Act, officer: str, **fields: Any) -> str:
        """Do one act; return the refusal in words, or nothing."""

    def sweep(self) -> None:
        """Let the watch look once."""

    def view(self, project: str) -> ProjectView:
        """Return the project as it stands."""


@dataclass
class Teller:
    """Tells the story through a door."""

    door: Door
    project: str = ""

    def on(self, day: str, time: str = "09:30") -> None:
        """Move the office clock."""
        self.door.at(datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=ZONE))

    def done(self, procedure: str, act: str, officer: str, **fields: Any) -> None:
        """Do an act that the rules allow."""
        refusal = self.door.do(self.project, procedure, Act(act), officer, **fields)
        assert not refusal, f"{procedure} {act}: {refusal}"

    def refused(self, procedure: str, act: str, officer: str, words: str, **fields: Any) -> None:
        """Try an act that the rules forbid; the reason comes back in words."""
        refusal = self.door.do(self.project, procedure, Act(act), officer, **fields)
        assert words in refusal, f"{procedure} {act}: {refusal!r}"

    def states(self) -> dict[str, str]:
        """Return procedure → state."""
        return {one.procedure: one.state.value for one in self.door.view(self.project).cases}


def tell_school(teller: Teller) -> Iterator[str]:
    """A government building: allocated land, a promise kept, a promise lapsed and returned."""
    t, liaison, housing = teller, "unit-education-liaison", "housing-01"
    reform, land = "development-reform-01", "natural-resources-01"
    reform_too, land_too, housing_too = (
        "development-reform-02",
        "natural-resources-02",
        "housing-02",
    )
    t.project = SCHOOL.code
    yield "2020-05-21 09:30"
    t.door.register(SCHOOL)
    opened = {code for code, state in t.states().items() if state == "open"}
    assert {"L01", "P03", "G01", "S01"} <= opened, "procedures open in parallel"
    t.done("L01", "submit", liaison)
    t.done("P03", "submit", liaison)
    t.refused("L01", "decide", reform, "不能准予办结")
    t.done("P03", "accept", "ecology-01")
    t.done("P03", "decide", "ecology-01", opinion="准予备案")
    t.done("L01", "accept", reform)
    # 划拨用地:城乡规划法第三十六条,选址意见书先于可研报批。
    t.done("L05", "submit", liaison)
    t.done("L05", "accept", land)
    yield "2020-05-25 09:30"
    t.refused("L01", "decide", reform, "不得由其一人准予办结")
    t.done("L01", "decide", reform_too, opinion="同意立项")
    assert t.states()["L02"] == "not_open"
    t.done("L05", "decide", land_too)
    # 容缺受理: one document owed, and it comes in time.
    t.done("L02", "submit", liaison, documents="L02-6")
    t.refused("L02", "accept", reform, "不能直接受理")
    t.refused(
        "L02",
        "accept_conditionally",
        reform,
        "超过上限",
        documents="L02-6",
        due_on="2020-06-30",
        signed_by="法定代表人",
    )
    t.refused(
        "L02",
        "accept_conditionally",
        reform,
        "是主件",
        documents="L02-2",
        due_on="2020-05-29",
        signed_by="法定代表人",
    )
    t.done(
        "L02",
        "accept_conditionally",
        reform,
        documents="L02-6",
        due_on="2020-05-29",
        signed_by="法定代表人",
    )
    t.refused("L02", "decide", reform, "尚未补齐")
    yield "2020-05-28 09:30"
    t.done("L02", "receive_document", reform, documents="L02-6")
    yield "2020-05-29 09:30"
    # 审查、审核、决定: two opinions by two officers, then the head (行政许可法第三十四条).
    t.refused("L02", "decide", "development-reform-head", "尚无审查意见")
    t.done("L02", "review", reform, opinion="材料齐全，建议批复")
    t.refused("L02", "review", reform, "审核意见应由", opinion="再次审查")
    t.done("L02", "review", reform_too, opinion="同意审查意见")
    t.done("L02", "decide", "development-reform-head", opinion="同意可行性研究报告")
    t.done("L11", "submit", liaison)
    t.done("G01", "submit", liaison)
    # 容缺受理 again: this promise lapses, the clock stops, the file goes back.
    t.done("S01", "submit", liaison, documents="S01-3")
    yield "2020-06-01 09:30"
    t.done("L11", "accept", land)
    t.done("G01", "accept", land)
    t.done(
        "S01",
        "accept_conditionally",
        housing,
        documents="S01-3",
        due_on="2020-06-05",
        signed_by="授权委托人",
    )
    yield "2020-06-03 09:30"
    t.done("L11", "decide", land_too)
    t.done("L10", "submit", liaison)
    t.done("L10", "accept", land)
    # 民法总则203: Friday was the last day; nothing lapses on a Saturday.
    yield "2020-06-06 08:00"
    t.door.sweep()
    assert t.states()["S01"] == "conditionally_accepted"
    yield "2020-06-08 08:00"
    t.door.sweep()
    assert t.states()["S01"] == "overdue_promise"
    yield "2020-06-12 09:30"
    t.refused("L10", "decide", land, "不得由其一人准予办结")
    t.done("G01", "decide", land_too)
    t.done("G02", "submit", liaison)
    t.done("G02", "accept", land)
    t.done("S03", "submit", liaison)
    t.done("S03", "accept", housing)
    yield "2020-06-18 09:30"
    t.done("G02", "decide", land_too)
    t.refused("S03", "decide", housing, "前置事项尚未办结")
    yield "2020-06-24 09:30"
    t.done("L10", "decide", land_too)
    t.done("start_construction", "confirm_condition", "cso-01", documents="land_delivered")
    yield "2020-07-01 08:00"
    t.door.sweep()
    assert t.states()["S01"] == "returned"
    yield "2020-07-01 10:00"
    t.done("S01", "submit", liaison)
    yield "2020-07-02 09:30"
    t.done("S01", "accept", housing)
    t.done("S04", "submit", liaison)
    t.done("S04", "accept", housing)
    yield "2020-07-06 09:30"
    t.done("S01", "decide", housing_too)
    t.done("S03", "decide", housing_too)
    t.done("S04", "decide", housing_too)
    t.done("S05", "submit", liaison)
    yield "2020-07-07 09:30"
    t.done("S05", "accept", housing)
    for condition in ("demolition_progress_ok", "funds_arranged"):
        t.done("start_construction", "confirm_condition", "dispatch-01", documents=condition)
    yield "2020-07-08 09:30"
    t.done("S05", "decide", housing_too, permit_number="阿施许2020009001")
    t.done("start_construction", "report_start", liaison, due_on="2020-07-08")


def tell_factory(teller: Teller) -> Iterator[str]:
    """An industrial project: granted land, filing on the spot, a promise kept at the permit."""
    t, liaison, housing, land = teller, "unit-park-liaison", "housing-02", "natural-resources-02"
    land_too, housing_too = "natural-resources-01", "housing-01"
    t.project = FACTORY.code
    yield "2020-05-21 14:00"
    t.door.register(FACTORY)
    t.done("L04", "submit", liaison)
    t.done("L04", "accept", "development-reform-02")
    t.done("L04", "decide", "development-reform-02")
    t.done("L10", "submit", liaison)
    t.done("L10", "accept", land)
    t.done("P02", "submit", liaison)
    t.done("P02", "accept", "ecology-01")
    yield "2020-05-27 09:30"
    # 国土资源部令39号: 招拍挂公告至少20日,只管出让。
    t.refused("L10", "decide", land_too, "公告期未满")
    t.done("P02", "decide", "ecology-02")
    t.done("G01", "submit", liaison)
    t.done("G01", "accept", land)
    yield "2020-06-10 09:30"
    t.done("L10", "decide", land_too)
    t.done("L11", "submit", liaison)
    t.done("L11", "accept", land)
    yield "2020-06-12 09:30"
    t.done("L11", "decide", land_too)
    t.done("G01", "decide", land_too)
    t.done("G02", "submit", liaison)
    t.done("G02", "accept", land)
    t.done("S01", "submit", liaison)
    t.done("S01", "accept", housing)
    yield "2020-06-17 09:30"
    t.done("G02", "decide", land_too)
    t.done("S01", "decide", housing_too)
    t.done("S04", "submit", liaison)
    t.done("S04", "accept", housing)
    t.done("S04", "decide", housing_too)
    t.done("S05", "submit", liaison, documents="S05-8")
    yield "2020-06-18 09:30"
    t.done("S05", "accept_conditionally", housing, signed_by="法定代表人")
    yield "2020-06-19 09:30"
    t.done("S05", "receive_document", housing, documents="S05-8")
    for condition in ("land_delivered", "demolition_progress_ok", "funds_arranged"):
        t.done("start_construction", "confirm_condition", "cso-02", documents=condition)
    t.done("S05", "decide", housing_too, permit_number="阿施许2020009002")
    t.done("start_construction", "report_start", liaison, due_on="2020-06-19")


def tell_both(door: Door) -> None:
    """Tell the story of both projects as it went, side by side: no clock is ever set back.

    Each project's story yields when it goes on; whichever is earlier goes on first. The
    clock ends on the day after the last decision.
    """
    tellers = (Teller(door), Teller(door))
    stories = (tell_school(tellers[0]), tell_factory(tellers[1]))
    waiting = [(next(story), place) for place, story in enumerate(stories)]
    heapify(waiting)
    while waiting:
        when, place = heappop(waiting)
        tellers[place].on(*when.split())
        following = next(stories[place], None)
        if following is not None:
            heappush(waiting, (following, place))
    tellers[0].on("2020-07-09")
