"""The forms of the Prefect UI (填报表单): Chinese titles, plain text fields, ASCII class names.

A form is filled in by hand: it takes words and dates as people type them and turns
them into a request of `models/acts.py`, or says which field is wrong.
"""

import re
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.acts import REQUESTS, Act, Request
from models.catalogue import SpecialProcedureKind
from models.labels import ACTS, LABELS, SPECIAL_PROCEDURES
from models.project import (
    Applicant,
    EnvironmentalClass,
    InvestmentPlan,
    InvestmentRoute,
    LandPlan,
    LandSupply,
    Project,
    ProjectStanding,
    ProjectTier,
    ProjectTraits,
    ProjectType,
    SoilPlan,
)
from models.refusal import BadInput

SEPARATORS = re.compile(r"[,\uff0c\u3001;\uff1b\s]+")
WAN = Decimal(10_000)


def _choice(name: str, labels: dict[str, str]) -> Any:
    """Return an enum whose values are what people read in the form."""
    return Enum(name, labels, type=str)


ActChoice: Any = _choice("ActChoice", {act.name: label for act, label in ACTS.items()})
ProjectTypeChoice: Any = _choice(
    "ProjectTypeChoice", {one.name: LABELS[ProjectType][one] for one in ProjectType}
)
ProjectTierChoice: Any = _choice(
    "ProjectTierChoice", {one.name: LABELS[ProjectTier][one] for one in ProjectTier}
)
StandingChoice: Any = _choice(
    "StandingChoice", {one.name: LABELS[ProjectStanding][one] for one in ProjectStanding}
)
RouteChoice: Any = _choice(
    "RouteChoice", {one.name: LABELS[InvestmentRoute][one] for one in InvestmentRoute}
)
LandChoice: Any = _choice("LandChoice", {one.name: LABELS[LandSupply][one] for one in LandSupply})
EnvironmentChoice: Any = _choice(
    "EnvironmentChoice",
    {one.name: LABELS[EnvironmentalClass][one] for one in EnvironmentalClass},
)
SoilChoice: Any = _choice("SoilChoice", {one.name: LABELS[SoilPlan][one] for one in SoilPlan})
SpecialChoice: Any = _choice(
    "SpecialChoice",
    {"NOT_ANY": "不涉及"} | {one.name: SPECIAL_PROCEDURES[one] for one in SpecialProcedureKind},
)


class ActFields(BaseModel):
    """What any act may need beside its name (办理内容)."""

    model_config = ConfigDict(extra="forbid")

    opinion: str = Field(
        "", title="意见或理由", description="不予受理、不予许可、延长、撤销必填", max_length=2000
    )
    documents: str = Field(
        "",
        title="涉及材料",
        description="材料编码或名称，用顿号隔开。申报：尚缺的材料（空=齐全）；容缺受理：欠交的材料"
        "（空=全部所缺）；告知补正：须补正的材料；补交、展期：该件材料；确认条件：条件编码",
        max_length=2000,
    )
    due_on: str = Field(
        "",
        title="日期",
        description="如 2020-06-30。容缺受理：补交日（空=规则允许的最晚日）；告知补正：补正期限；"
        "责令整改：整改期限；送达：送达日；卡定、报告开工：开工日",
        max_length=10,
    )
    signed_by: str = Field(
        "", title="承诺书签署人", description="容缺受理必填：法定代表人或授权委托人", max_length=60
    )
    days: int = Field(0, title="天数", description="中止计时、延长期限、承诺展期填写", ge=0, le=400)
    special: SpecialChoice = Field(
        SpecialChoice["NOT_ANY"], title="特别程序", description="中止计时填写"
    )
    permit_number: str = Field("", title="批文或证照编号", max_length=60)

    def request(self, act: Act) -> Request:
        """Turn what was typed into the act's request; say which field is wrong."""
        given = {"act": act.value} | _BY_ACT[act](self)
        try:
            return REQUESTS.validate_python(
                {key: value for key, value in given.items() if value not in ("", (), None)}
            )
        except ValidationError as wrong:
            first = wrong.errors()[0]
            field = str(first["loc"][-1])
            raise BadInput(
                f"表单“{_TITLES.get(field, field)}”", f"{ACTS[act]}须正确填写此项"
            ) from wrong

    def listed(self) -> tuple[str, ...]:
        """Return the documents that were typed, one by one."""
        return tuple(part for part in SEPARATORS.split(self.documents.strip()) if part)

    def day(self) -> date | None:
        """Return the date that was typed, if any."""
        if not self.due_on.strip():
            return None
        return read_day(self.due_on, "表单“日期”")

    def kind(self) -> str:
        """Return the code of the special procedure that was chosen, or nothing."""
        name = SpecialChoice(self.special).name
        return "" if name == "NOT_ANY" else SpecialProcedureKind[name].value


def read_day(text: str, place: str) -> date:
    """Read a date as people type it; raise :class:`BadInput` for a day on no calendar."""
    try:
        return date.fromisoformat(text.strip().replace("/", "-").replace(".", "-"))
    except ValueError as wrong:
        raise BadInput(place, f"“{text}”不是有效日期，应如 2020-06-30") from wrong


_TITLES = {
    "reason": "意见或理由",
    "items": "涉及材料",
    "document": "涉及材料",
    "condition": "涉及材料",
    "procedure_kind": "特别程序",
    "limit_days": "天数",
    "days": "天数",
    "start_on": "日期",
    "started_on": "日期",
    "due_on": "日期",
    "what": "意见或理由",
}

_BY_ACT: dict[Act, Any] = {
    Act.SUBMIT: lambda one: {"missing": one.listed()},
    Act.ACCEPT: lambda one: {"opinion": one.opinion},
    Act.ACCEPT_CONDITIONALLY: lambda one: {
        "owed": tuple({"document": code, "due_on": one.day()} for code in one.listed())
        if one.day()
        else (),
        "signed_by": one.signed_by,
        "opinion": one.opinion,
    },
    Act.REQUEST_CORRECTION: lambda one: {
        "items": tuple({"document": code, "what": one.opinion} for code in one.listed()),
        "due_on": one.day(),
    },
    Act.CORRECT: lambda one: {"documents": one.listed() or None},
    Act.DECLINE: lambda one: {"reason": one.opinion},
    Act.RECEIVE_DOCUMENT: lambda one: {"document": one.documents.strip()},
    Act.EXTEND_PROMISE: lambda one: {
        "document": one.documents.strip(),
        "days": one.days or None,
        "reason": one.opinion,
    },
    Act.ORDER_RECTIFICATION: lambda one: {"due_on": one.day(), "reason": one.opinion},
    Act.PAUSE: lambda one: {
        "procedure_kind": one.kind(),
        "reason": one.opinion,
        "limit_days": one.days or None,
    },
    Act.RESUME: lambda one: {"result": one.opinion},
    Act.EXTEND: lambda one: {"days": one.days or None, "reason": one.opinion},
    Act.DECIDE: lambda one: {"opinion": one.opinion, "permit_number": one.permit_number},
    Act.DECIDE_CONDITIONALLY: lambda one: {
        "opinion": one.opinion,
        "permit_number": one.permit_number,
    },
    Act.REFUSE: lambda one: {"reason": one.opinion},
    Act.DELIVER: lambda one: {"served_on": one.day()},
    Act.WITHDRAW: lambda one: {"reason": one.opinion},
    Act.REVOKE: lambda one: {"reason": one.opinion},
    Act.CONFIRM_CONDITION: lambda one: {
        "condition": one.documents.strip(),
        "evidence": one.opinion,
    },
    Act.PIN_START: lambda one: {"start_on": one.day(), "reason": one.opinion},
    Act.REPORT_START: lambda one: {"started_on": one.day()},
    Act.RECORD_BREACH: lambda one: {"reason": one.opinion},
    Act.REPAIR_CREDIT: lambda one: {"reason": one.opinion},
}


class ActForm(ActFields):
    """One act by an officer or a program (办理一个事项)."""

    project: str = Field(title="项目代码", description="如 2020-230112-39-03-000001", max_length=40)
    procedure: str = Field(
        title="事项编码",
        description="如 S05；确认条件、卡定或报告开工填 start_construction",
        max_length=40,
    )
    act: ActChoice = Field(title="办理动作")
    officer: str = Field(title="经办人账号", description="如 housing-01", max_length=40)
    key: str = Field(
        "", title="幂等键", description="程序调用时填写，重复提交只记一次", max_length=120
    )

    def chosen(self) -> Act:
        """Return the act that was chosen."""
        return Act[ActChoice(self.act).name]


class CaseRunForm(BaseModel):
    """Which project a case run shows (项目办理)."""

    model_config = ConfigDict(extra="forbid")

    project: str = Field(title="项目代码", max_length=40)
    week: str = Field(title="周次", description="如 2020-W25", pattern=r"^\d{4}-W\d{2}$")


class RoundStep(StrEnum):
    """A step of the weekly round (周报环节)."""

    OPEN = "启动"
    CLOSE = "截止"


class RoundForm(BaseModel):
    """Which step of which weekly round (周报告)."""

    model_config = ConfigDict(extra="forbid")

    step: RoundStep = Field(RoundStep.OPEN, title="环节")
    week: str = Field("", title="周次", description="如 2020-W25；空=本周", max_length=8)


class RegisterForm(BaseModel):
    """Register a project (项目登记): money in 万元, dates as 2020-06-30."""

    model_config = ConfigDict(extra="forbid")

    officer: str = Field(title="经办人账号", max_length=40)
    code: str = Field(title="项目代码", description="24 位，如 2020-230112-39-03-000001")
    name: str = Field(title="项目名称", min_length=2, max_length=60)
    type: ProjectTypeChoice = Field(title="项目类型")
    tier: ProjectTierChoice = Field(title="重点级别")
    standing: StandingChoice = Field(StandingChoice["NEW_START"], title="建设性质")
    unit: str = Field(title="责任单位编码", description="如 unit-industry")
    applicant: str = Field(title="建设单位")
    credit_code: str = Field(title="统一社会信用代码")
    sponsor: str = Field(title="包保领导账号", description="如 leader-01")
    chief_service_officer: str = Field(title="首席服务官账号", description="如 cso-01")
    site: str = Field("", title="建设地点")
    total_wan: Decimal = Field(title="总投资（万元）", ge=0)
    this_year_wan: Decimal = Field(Decimal(0), title="年度计划投资（万元）", ge=0)
    pinned_start: str = Field("", title="卡定开工日期", max_length=10)
    route: RouteChoice = Field(title="投资管理方式")
    land_supply: LandChoice = Field(title="供地方式")
    area_hectares: Decimal = Field(Decimal(0), title="用地面积（公顷）", ge=0)
    environmental_class: EnvironmentChoice = Field(title="环评类别")
    soil_plan: SoilChoice = Field(SoilChoice["NONE"], title="水土保持方案")
    new_construction_land: bool = Field(False, title="使用新增建设用地")
    expropriation: bool = Field(False, title="需要征收集体土地")
    farmland: bool = Field(False, title="占用农用地")
    forest_land: bool = Field(False, title="占用林地")
    buildings: bool = Field(True, title="有地上建筑物")
    civil_defence: bool = Field(False, title="应建防空地下室")
    road_excavation: bool = Field(False, title="占用或挖掘城市道路")
    special_fire_works: bool = Field(False, title="属特殊消防工程")
    tender_required: bool = Field(False, title="依法必须招标")
    lightning_site: bool = Field(False, title="属防雷特定场所")
    energy_review: bool = Field(False, title="达到节能审查标准")
    flood_zone: bool = Field(False, title="在河道管理范围或蓄滞洪区")
    own_water_source: bool = Field(False, title="自备水源取水")
    relics_area: bool = Field(False, title="涉及文物埋藏区")
    hazardous_chemicals: bool = Field(False, title="危险化学品项目")
    stability_review: bool = Field(False, title="需要社会稳定风险评估")
    area_evaluated: bool = Field(True, title="可用区域评估成果")
    gas: bool = Field(False, title="用气")
    central_heating: bool = Field(False, title="集中供热")
    preliminary_design: bool = Field(False, title="审批初步设计")
    land_registration: bool = Field(True, title="办理土地首次登记")

    def project(self) -> Project:
        """Return the project as it was filled in, or say which field is wrong."""
        pinned = self.pinned_start.strip()
        enums = {
            "route": InvestmentRoute[RouteChoice(self.route).name],
            "land_supply": LandSupply[LandChoice(self.land_supply).name],
            "environmental_class": EnvironmentalClass[
                EnvironmentChoice(self.environmental_class).name
            ],
            "soil_plan": SoilPlan[SoilChoice(self.soil_plan).name],
        }
        flags = {name: getattr(self, name) for name in ProjectTraits.model_fields}
        try:
            traits = ProjectTraits(**(flags | enums))
            return Project(
                code=self.code.strip(),
                name=self.name.strip(),
                type=ProjectType[ProjectTypeChoice(self.type).name],
                tier=ProjectTier[ProjectTierChoice(self.tier).name],
                standing=ProjectStanding[StandingChoice(self.standing).name],
                unit=self.unit.strip(),
                applicant=Applicant(
                    name=self.applicant.strip(), credit_code=self.credit_code.strip()
                ),
                sponsor=self.sponsor.strip(),
                chief_service_officer=self.chief_service_officer.strip(),
                site=self.site.strip(),
                traits=traits,
                land=LandPlan(
                    supply=traits.land_supply, area_hectares=self.area_hectares, status="未报批"
                ),
                investment=InvestmentPlan(
                    total=self.total_wan * WAN, this_year=self.this_year_wan * WAN
                ),
                pinned_start=read_day(pinned, "表单“卡定开工日期”") if pinned else None,
            )
        except ValidationError as wrong:
            first = wrong.errors()[0]
            field = str(first["loc"][-1])
            known = RegisterForm.model_fields.get(field)
            title = known.title if known is not None and known.title else field
            message = first["msg"].removeprefix("Value error, ")
            raise BadInput(f"表单“{title}”", message) from wrong
