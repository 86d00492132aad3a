"""Views made by hand for the tests of reports: nothing of it comes from a ledger."""

from datetime import date
from typing import Any

from models.case import CaseState, Light, Party
from models.catalogue import Unit
from models.labels import STATES
from models.project_views import (
    CaseView,
    MissingView,
    OwedView,
    ProjectHead,
    ProjectView,
    StartView,
    TimelineView,
    ToDoLine,
)

FRIDAY = date(2020, 6, 19)


TO_DO = {
    CaseState.SUBMITTED: "审查材料：受理、容缺受理或一次性告知补正",
    CaseState.ACCEPTED: "审查并作出决定",
    CaseState.CONDITIONALLY_ACCEPTED: "边审查边催补容缺材料",
    CaseState.PAUSED: "特别程序结束后恢复计时",
    CaseState.OVERDUE_PROMISE: "催补逾期材料，宽限期满按承诺书处理",
    CaseState.APPROVED_CONDITIONALLY: "催补容缺材料",
}
"""What the rules say of a plain case in each state (`rules/acting/next_step.py`)."""


def june(day: int) -> date:
    return date(2020, 6, day)


def head(**changed: object) -> ProjectHead:
    light = changed.get("light", Light.YELLOW)
    given: dict[str, object] = {
        "code": "2020-230112-39-03-000001",
        "name": "冷链物流园一期",
        "type": "industrial",
        "type_name": "工业类投资",
        "tier": "provincial_100",
        "tier_name": "省百大",
        "unit": "unit-park",
        "unit_name": "阿城经济开发区管理委员会",
        "applicant": "金阿冷链物流有限公司",
        "sponsor": "区领导01",
        "chief_service_officer": "首席服务官01",
        "light": light,
        "light_name": Light(str(light)).label,
    }
    return ProjectHead.model_validate({**given, **changed})


def case(
    procedure: str = "S05",
    name: str = "建筑工程施工许可证核发",
    state: CaseState = CaseState.OPEN,
    light: Light = Light.GREY,
    **changed: object,
) -> CaseView:
    given: dict[str, object] = {
        "procedure": procedure,
        "name": name,
        "department": "housing",
        "department_name": "住建局",
        "stage": "S3",
        "state": state,
        "state_name": STATES[state],
        "national_status": None,
        "opened_on": None,
        "submitted_on": None,
        "accepted_on": None,
        "promised_days": 5,
        "promised_unit": Unit.WORKDAY,
        "promised_due": None,
        "statutory_due": None,
        "used_days": None,
        "remaining_days": None,
        "provisional": False,
        "assumed": False,
        "decided_on": None,
        "delivered_on": None,
        "light": light,
        "light_name": light.label,
        "attributed_to": Party.DEPARTMENT,
        "waits_for": (),
        "expected_start": None,
        "expected_end": None,
        "owed": (),
    }
    wanted = {**given, **changed}
    wanted.setdefault("due_on", wanted["promised_due"])
    wanted.setdefault("due_unit", wanted["promised_unit"])
    shown = CaseState(str(wanted["state"]))
    return CaseView.model_validate({"to_do": TO_DO.get(shown, ""), **wanted})


def owed(name: str = "施工合同", due_on: date = date(2020, 6, 24), **changed: object) -> OwedView:
    given: dict[str, object] = {
        "document": "S05-3",
        "name": name,
        "due_on": due_on,
        "received_on": None,
        "lapsed": False,
    }
    return OwedView.model_validate({**given, **changed})


def start(**changed: object) -> StartView:
    given: dict[str, object] = {
        "pinned_on": date(2020, 7, 1),
        "forecast_on": date(2020, 7, 6),
        "slip_days": 3,
        "float_days": 0,
        "deciding": "S05",
        "gate_open": False,
        "passed_on": None,
        "started_on": None,
        "missing": (
            MissingView(code="S05", name="建筑工程施工许可证核发"),
            MissingView(code="funds_arranged", name="建设资金已经落实"),
        ),
    }
    return StartView.model_validate({**given, **changed})


def entry(version: int, **changed: object) -> TimelineView:
    given: dict[str, object] = {
        "version": version,
        "on": FRIDAY,
        "at": "2020-06-19 09:30",
        "by": "housing-01",
        "by_name": "住建局·窗口01",
        "via": "网页",
        "kind": "accepted",
        "name": "受理",
        "procedure": "S05 建筑工程施工许可证核发",
        "detail": "",
    }
    return TimelineView.model_validate({**given, **changed})


def project_view(*cases: CaseView, **changed: object) -> ProjectView:
    given: dict[str, object] = {
        "project": head(),
        "version": 7,
        "as_of": FRIDAY,
        "cases": cases,
        "start": start(),
        "not_required": {},
    }
    return ProjectView.model_validate({**given, **changed})


def to_do(**changed: object) -> ToDoLine:
    light = changed.get("light", Light.GREEN)
    given: dict[str, object] = {
        "project": "2020-230112-39-03-000001",
        "project_name": "冷链物流园一期",
        "procedure": "S05",
        "procedure_name": "建筑工程施工许可证核发",
        "state_name": "审查中",
        "light": light,
        "light_name": Light(str(light)).label,
        "due_on": june(24),
        "remaining_days": 3,
        "to_do": "审查并作出决定",
    }
    return ToDoLine.model_validate({**given, **changed})


def midway() -> ProjectView:
    """A project in the middle of June 2020: every light, every mark of the chart."""
    s = CaseState
    land: dict[str, Any] = {"department": "natural-resources", "department_name": "自然资源分局"}
    cases = (
        case(
            "L04",
            "企业投资项目备案",
            s.APPROVED,
            Light.GREEN,
            stage="S1",
            department_name="发改局",
            opened_on=date(2020, 2, 21),
            decided_on=date(2020, 2, 21),
        ),
        case(
            "L11",
            "建设用地规划许可证核发",
            s.APPROVED,
            Light.GREEN,
            stage="S1",
            **land,
            opened_on=june(1),
            submitted_on=june(2),
            accepted_on=june(2),
            promised_due=june(5),
            used_days=3,
            remaining_days=0,
            decided_on=june(5),
            delivered_on=june(8),
        ),
        case(
            "G01",
            "建设工程设计方案审查",
            s.APPROVED_CONDITIONALLY,
            Light.RED,
            stage="S2",
            **land,
            opened_on=june(1),
            submitted_on=june(1),
            accepted_on=june(2),
            promised_due=june(11),
            decided_on=june(15),
            owed=(
                owed("日照分析报告", june(16), document="G01-4", lapsed=True),
                owed("总平面图", june(12), document="G01-2", received_on=june(10)),
            ),
        ),
        case(
            "G02",
            "建设工程规划许可证核发",
            s.CONDITIONALLY_ACCEPTED,
            Light.YELLOW,
            stage="S2",
            **land,
            opened_on=june(15),
            submitted_on=june(15),
            accepted_on=june(16),
            promised_due=june(22),
            used_days=3,
            remaining_days=1,
            assumed=True,
            expected_start=june(16),
            expected_end=june(24),
            owed=(owed("土地权属证明", june(24), document="G02-5"),),
        ),
        case(
            "S01",
            "施工图设计文件审查",
            s.ACCEPTED,
            Light.BLACK,
            opened_on=june(1),
            submitted_on=june(1),
            accepted_on=june(2),
            promised_due=june(12),
            used_days=13,
            remaining_days=-5,
            expected_start=june(2),
            expected_end=june(22),
        ),
        case(
            "S02",
            "特殊建设工程消防设计审查",
            s.NOT_OPEN,
            waits_for=("G02",),
            expected_start=june(24),
            expected_end=date(2020, 7, 2),
        ),
        case(
            "S04",
            "建设工程质量安全监督手续",
            s.ACCEPTED,
            Light.GREEN,
            opened_on=june(1),
            submitted_on=june(17),
            accepted_on=june(18),
            promised_due=june(24),
            remaining_days=3,
            expected_start=june(18),
            expected_end=june(24),
        ),
        case(
            waits_for=("G02", "S01", "S02", "S04"),
            state=s.NOT_OPEN,
            expected_start=date(2020, 7, 2),
            expected_end=date(2020, 7, 6),
        ),
        case(
            "P02",
            "环境影响报告表审批",
            s.PAUSED,
            Light.BLUE,
            stage="S5",
            department_name="生态环境分局",
            opened_on=june(1),
            submitted_on=june(3),
            accepted_on=june(4),
            remaining_days=4,
            expected_start=june(4),
            expected_end=date(2020, 7, 1),
        ),
        case(
            "P12",
            "地质灾害危险性评估/压覆矿产/地震安评（区域评估可替代）",
            s.OPEN,
            stage="S5",
            **land,
            opened_on=june(1),
        ),
        case(
            "U05",
            "排水接入/排水许可",
            s.RETURNED,
            stage="S5",
            department_name="排水主管部门",
            opened_on=june(1),
            submitted_on=june(3),
        ),
        case("Y05", "竣工验收备案", s.NOT_OPEN, stage="S4", waits_for=("S05",)),
    )
    timeline = tuple(entry(number, detail=f"第{number}件") for number in range(1, 26))
    return project_view(*cases, timeline=timeline, not_required={"L09": "不涉及林地"})
