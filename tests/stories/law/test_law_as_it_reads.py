"""Three projects of an audit, told from registration to start: what the law says on each day.

A government school on allocated farmland with expropriation and forest; a chemical plant
that is verified (核准), by hazard and by assessment; a small workshop on its own land. All
days were counted by hand on the calendar of 2020: 25–27 June are days off (端午), Sunday 28
June is worked. Told on the command line, as an office without Prefect would.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.act import Act
from models.catalogue import Unit
from models.project_views import CaseView
from tests.stories.doors import ConsoleDoor
from tests.stories.script import ZONE

COMMON: Mapping[str, Any] = {
    "tier": "district_key",
    "standing": "new_start",
    "applicant": {"name": "阿城区示例学校建设办公室", "credit_code": "91350100M000100Y43"},
    "sponsor": "leader-01",
    "chief_service_officer": "cso-01",
    "site": "玉泉街道",
    "investment": {"total": 86_000_000, "this_year": 40_000_000},
    "pinned_start": "2020-08-31",
}
SCHOOL = {
    **COMMON,
    "code": "2020-230112-83-01-009011",
    "name": "玉泉中心学校迁建",
    "type": "gov_building",
    "unit": "unit-education",
    "traits": {
        "route": "approval",
        "land_supply": "allocated",
        "environmental_class": "registration",
        "new_construction_land": True,
        "expropriation": True,
        "farmland": True,
        "forest_land": True,
        "tender_required": True,
        "preliminary_design": True,
        "land_registration": False,
    },
    "land": {"supply": "allocated", "area_hectares": 3.2, "status": "待征收"},
}
CHEMICALS = {
    **COMMON,
    "code": "2020-230112-26-02-009012",
    "name": "精细化工中间体扩建",
    "type": "industrial",
    "unit": "unit-park",
    "traits": {
        "route": "verification",
        "land_supply": "granted",
        "environmental_class": "report",
        "hazardous_chemicals": True,
        "new_construction_land": True,
        "land_registration": False,
    },
    "land": {"supply": "granted", "area_hectares": 6, "status": "待供地"},
}
WORKSHOP = {
    **COMMON,
    "code": "2020-230112-33-03-009013",
    "name": "五金件车间翻建",
    "type": "social_small",
    "unit": "unit-park",
    "traits": {
        "route": "filing",
        "land_supply": "owned",
        "environmental_class": "form",
        "land_registration": False,
    },
    "land": {"supply": "owned", "area_hectares": 0.4, "status": "自有用地"},
}
OFFICES = {
    "L": "natural-resources",
    "G": "natural-resources",
    "S": "housing",
    "P": "ecology",
    **dict.fromkeys(("L01", "L02", "L03", "L04", "G03"), "development-reform"),
    **dict.fromkeys(("L06", "L07"), "expropriation"),
    "L09": "forestry",
    "U05": "drainage",
    **dict.fromkeys(("P10", "P15"), "emergency"),
}
"""Procedure, or its letter, → the department whose windows act."""


@dataclass
class Told:
    """One project told on the command line, day by day."""

    door: ConsoleDoor
    project: Mapping[str, Any]

    @property
    def code(self) -> str:
        return str(self.project["code"])

    def on(self, day: str) -> None:
        self.door.at(datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=ZONE))

    def registered(self) -> None:
        path = self.door.house.home / f"{self.code}.json"
        path.write_text(json.dumps([self.project], ensure_ascii=False), encoding="utf-8")
        code, _, error = self.door.command(
            "register", str(path), "--by", f"{self.project['unit']}-liaison"
        )
        assert code == 0, error

    def office(self, procedure: str) -> str:
        return OFFICES.get(procedure) or OFFICES[procedure[0]]

    def case(self, procedure: str) -> CaseView:
        (found,) = [one for one in self.door.view(self.code).cases if one.procedure == procedure]
        return found

    def by(self, procedure: str, act: str) -> str:
        who = {
            "submit": f"{self.project['unit']}-liaison",
            "accept": f"{self.office(procedure)}-01",
        }
        return who.get(act) or f"{self.office(procedure)}-02"

    def done(self, procedure: str, act: str, by: str = "", **fields: Any) -> None:
        refusal = self.try_(procedure, act, by, **fields)
        assert not refusal, f"{procedure} {act}: {refusal}"

    def refused(self, procedure: str, act: str, *words: str, by: str = "", **fields: Any) -> None:
        refusal = self.try_(procedure, act, by, **fields)
        assert all(word in refusal for word in words), f"{procedure} {act}: {refusal!r}"

    def try_(self, procedure: str, act: str, by: str, **fields: Any) -> str:
        by = by or self.by(procedure, act)
        return self.door.do(self.code, procedure, Act(act), by, **fields)

    def taken_in(self, *procedures: str) -> None:
        """Hand in, and take in on the same day."""
        for procedure in procedures:
            self.done(procedure, "submit")
            self.done(procedure, "accept")

    def granted(self, *procedures: str) -> None:
        """Decide, by another person than who took it in; in three steps where these are asked."""
        for procedure in procedures:
            refusal = self.try_(procedure, "decide", "")
            if "审查、审核、决定" in refusal:
                self.granted_in_three_steps(procedure)
            else:
                assert not refusal, f"{procedure}: {refusal}"

    def granted_in_three_steps(self, *procedures: str) -> None:
        """Examined, checked and decided by three persons."""
        for procedure in procedures:
            office = self.office(procedure)
            self.done(procedure, "review", f"{office}-01", opinion="符合规定条件")
            self.done(procedure, "review", f"{office}-02", opinion="同意")
            self.done(procedure, "decide", f"{office}-head")

    def due(self, procedure: str) -> tuple[str, str]:
        """Return the promised and the statutory last day."""
        case = self.case(procedure)
        return str(case.promised_due), str(case.statutory_due)

    def conditions(self) -> None:
        for condition in ("land_delivered", "demolition_progress_ok", "funds_arranged"):
            self.done("start_construction", "confirm_condition", "cso-01", documents=condition)

    def passed_on(self) -> str:
        return str(self.door.view(self.code).start.passed_on)

    def asked(self, *words: str) -> Any:
        code, out, error = self.door.command(*words, "--json")
        assert code in (0, 1), error
        return json.loads(out)


def test_a_school_on_allocated_farmland_is_not_built_around_its_expropriation(
    door: ConsoleDoor,
) -> None:
    t = Told(door, SCHOOL)
    t.on("2020-06-01")
    t.registered()
    t.taken_in("L01", "L05", "L06", "P03", "S01", "S04", "G01")
    # 行政许可法42: twenty working days; the promise is the district's own.
    assert t.due("L05") == ("2020-06-10", "2020-06-30")
    # 2020: no notice of ten working days before the survey (实施条例26 since 2021-09-01).
    assert t.due("L06")[1] == "None"
    t.conditions()
    t.on("2020-06-03")
    t.granted("L01", "L05", "L06", "P03")
    t.taken_in("L02", "L07")
    # 政府投资条例9、11: the estimate, the forest and the permit of land wait for the study.
    t.refused("G03", "submit", "不能申报", "L02")
    t.on("2020-06-05")
    t.granted("L02")
    t.taken_in("L09", "L11", "G03", "S03")
    # 城乡规划法37: allocated land has its planning permit before it is supplied.
    t.on("2020-06-08")
    t.granted("L09", "L11", "G01", "G03")
    t.taken_in("G02")
    t.on("2020-06-10")
    t.granted("G02", "S01", "S03", "S04")
    # 建筑法8(一): everything of the house is done, the land is not. No permit, no start.
    t.refused("S05", "submit", "不能申报", "L08", "L10")
    t.refused("L08", "submit", "L07")
    t.refused("L10", "submit", "L08")
    t.refused(
        "start_construction",
        "report_start",
        "L08",
        by="unit-education-liaison",
        due_on="2020-06-10",
    )
    missing = {one.code for one in door.view(t.code).start.missing}
    assert {"S05", "L08", "L10"} <= missing
    # The plan sees it: what is critical is the land, and nothing saves a start in June.
    plan = t.asked("plan", t.code)
    assert {"L07", "L08", "L10", "S05"} <= set(plan["critical"])
    lost = t.asked("rescue", t.code, "--start-by", "2020-06-30")
    assert lost["reachable"] is False
    assert {"L07", "L08"} <= {one["procedure"] for one in lost["blocking_chain"]}
    # 土地管理法47: thirty days of notice, counted after the day on which it was posted.
    t.on("2020-07-02")
    t.refused("L07", "decide", "公告期未满", "2020-07-03")
    t.on("2020-07-03")
    t.granted("L07")
    t.taken_in("L08")
    t.on("2020-07-06")
    t.granted("L08")
    # An allocation is no auction: 国土资源部令39号 and its twenty days are about granted land.
    t.taken_in("L10")
    assert t.due("L10")[1] == "None"
    t.on("2020-07-08")
    t.granted("L10")
    t.done("S05", "submit")
    t.on("2020-07-10")
    t.done("S05", "accept")
    # 建筑法8: seven days from receipt on the 8th, not from acceptance on the 10th.
    assert t.due("S05")[1] == "2020-07-15"
    t.on("2020-07-13")
    t.refused("S05", "decide", "不得由其一人准予办结", by="housing-01")
    t.done("S05", "decide", permit_number="阿施许2020009011")
    assert t.passed_on() == "2020-07-13"


def test_chemicals_are_counted_from_receipt_and_examined_twice(door: ConsoleDoor) -> None:
    t = Told(door, CHEMICALS)
    t.on("2020-06-01")
    t.registered()
    t.taken_in("L03", "L05", "L10", "G01", "S01", "S04")
    # 滨州16: it may be taken in before the siting opinion and stands still until that is there.
    assert t.due("L03")[1] == "None"
    t.conditions()
    t.on("2020-06-03")
    t.granted("L05")
    # 核准备案条例10: twenty working days for a verification, the 3rd of June among them.
    assert t.due("L03")[1] == "2020-07-01"
    t.granted("L03")
    t.on("2020-06-19")
    # 国土资源部令39号: a notice of twenty days for granted land, to the 21st, a Sunday: Monday.
    t.refused("L10", "decide", "公告期未满")
    t.on("2020-06-22")
    t.granted("L10")
    t.taken_in("L11")
    t.on("2020-06-24")
    t.granted("L11", "G01")
    t.taken_in("G02")
    t.on("2020-06-28")
    t.granted("G02", "S01", "S04")
    t.on("2020-07-01")
    for procedure in ("P01", "P10"):
        t.done(procedure, "submit")
    t.on("2020-07-03")
    for procedure in ("P01", "P10"):
        t.done(procedure, "accept")
    # 环评法22: sixty days from receipt on 1 July end on 30 August, a Sunday: Monday the 31st.
    assert t.due("P01")[1] == "2020-08-31"
    # 危险化学品安全管理条例12: forty-five days from receipt, 15 August, a Saturday: the 17th.
    assert t.due("P10")[1] == "2020-08-17"
    # 安全生产法29—31: the design of the safety facilities follows the conditions.
    t.refused("P15", "submit", "P10")
    t.on("2020-07-06")
    t.taken_in("S05")
    t.on("2020-07-08")
    t.granted("S05")
    # 环评法25, 危化条例12: the permit is there, the start is not.
    missing = {one.code for one in door.view(t.code).start.missing}
    assert {"P01", "P10", "P15"} <= missing
    t.refused("P01", "decide", "审查、审核、决定", by="ecology-02")
    t.granted_in_three_steps("P01", "P10")
    t.on("2020-07-10")
    t.taken_in("P15")
    t.on("2020-07-13")
    assert t.passed_on() == "None"
    t.granted_in_three_steps("P15")
    assert t.passed_on() == "2020-07-13"


def test_a_workshop_on_its_own_land_needs_no_land_again_and_what_was_late_stays_late(
    door: ConsoleDoor,
) -> None:
    t = Told(door, WORKSHOP)
    t.on("2020-06-01")
    t.registered()
    cases = {one.procedure for one in door.view(t.code).cases}
    # Own land is neither supplied nor registered again, and no land price is owed.
    assert not cases & {"L05", "L06", "L07", "L08", "L10", "L11", "L12"}
    t.taken_in("L04", "P02", "S01", "S04")
    # 核准备案条例13: received is filed. 环评法22: thirty days from receipt.
    assert t.due("L04") == ("2020-06-01", "2020-06-01")
    assert t.due("P02")[1] == "2020-07-01"
    t.conditions()
    t.on("2020-06-03")
    t.granted("L04", "P02")
    t.taken_in("G02")
    t.on("2020-06-05")
    t.granted("G02", "S01", "S04")
    t.on("2020-06-19")
    t.done("S05", "submit")
    t.on("2020-06-29")
    t.done("S05", "accept")
    # 建筑法8: seven days from the 19th end on the 26th, a day off: on Sunday the 28th, worked.
    assert t.due("S05")[1] == "2020-06-28"
    assert t.case("S05").light.value == "black"
    # 行政许可法32: incomplete is told once, never a ground to decline; S05 may still be decided.
    t.on("2020-06-30")
    t.granted("S05")
    concluded = t.case("S05")
    assert concluded.state.value == "approved"
    assert (concluded.overrun_days, concluded.overrun_unit) == (2, Unit.CALENDAR_DAY), (
        "late stays late"
    )
    assert "超期" in t.door.command("show", t.code)[1]
    assert t.passed_on() == "2020-06-30"
