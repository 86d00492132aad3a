"""The registration form (项目登记表): Chinese titles, money in 万元, dates as 2020-06-30."""

from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from models.act_fields import choice, read_day
from models.amount_words import WAN
from models.labelled import Labelled
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
from models.vocabulary import Line, Name
from models.written import Flag, Hectares, OfficeCode, PlainCode, TenThousands

SHOWN_AS = {
    "total": "total_wan",
    "this_year": "this_year_wan",
    "amount": "total_wan",
    "supply": "land_supply",
}
"""Field of a project → field of the form, where they are called otherwise; of funds, which the
form does not ask, the total that they are measured by."""

UNASKED = ("funds", "planned_completion", "started_on", "concluded_before", "confirmed_before")
"""What the form does not ask of a project."""

ProjectTypeChoice: Any = choice("ProjectTypeChoice", {one.name: one.label for one in ProjectType})
ProjectTierChoice: Any = choice("ProjectTierChoice", {one.name: one.label for one in ProjectTier})
StandingChoice: Any = choice("StandingChoice", {one.name: one.label for one in ProjectStanding})
RouteChoice: Any = choice("RouteChoice", {one.name: one.label for one in InvestmentRoute})
LandChoice: Any = choice("LandChoice", {one.name: one.label for one in LandSupply})
EnvironmentChoice: Any = choice(
    "EnvironmentChoice",
    {one.name: one.label for one in EnvironmentalClass},
)
SoilChoice: Any = choice("SoilChoice", {one.name: one.label for one in SoilPlan})


class RegisterForm(BaseModel):
    """Register a project (项目登记): money in 万元, dates as 2020-06-30."""

    model_config = ConfigDict(extra="forbid")

    officer: OfficeCode = Field(title="经办人账号", max_length=40)
    code: PlainCode = Field(title="项目代码", description="24位，如 2020-230112-39-03-000001")
    name: Line = Field(title="项目名称", min_length=2, max_length=60)
    type: ProjectTypeChoice = Field(title="项目类型")
    tier: ProjectTierChoice = Field(title="重点级别")
    standing: StandingChoice = Field(StandingChoice["NEW_START"], title="建设性质")
    unit: OfficeCode = Field(title="责任单位编码", description="如 unit-industry")
    applicant: Name = Field(title="建设单位")
    credit_code: PlainCode = Field(title="统一社会信用代码")
    sponsor: OfficeCode = Field(title="包保领导账号", description="如 leader-01")
    chief_service_officer: OfficeCode = Field(title="首席服务官账号", description="如 cso-01")
    site: Line = Field("", title="建设地点")
    total_wan: TenThousands = Field(title="总投资（万元）", ge=0)
    this_year_wan: TenThousands = Field(Decimal(0), title="年度计划投资（万元）", ge=0)
    pinned_start: str = Field("", title="锁定开工时间节点", max_length=20)
    route: RouteChoice = Field(title="投资管理方式")
    land_supply: LandChoice = Field(title="供地方式")
    area_hectares: Hectares = Field(Decimal(0), title="用地面积（公顷）", ge=0)
    environmental_class: EnvironmentChoice = Field(title="环评类别")
    soil_plan: SoilChoice = Field(SoilChoice["NONE"], title="水土保持方案")
    new_construction_land: Flag = Field(False, title="使用新增建设用地")
    expropriation: Flag = Field(False, title="需要征收集体土地")
    farmland: Flag = Field(False, title="占用农用地")
    forest_land: Flag = Field(False, title="占用林地")
    buildings: Flag = Field(True, title="有地上建筑物")
    civil_defence: Flag = Field(False, title="应建防空地下室")
    road_excavation: Flag = Field(False, title="占用或挖掘城市道路")
    special_fire_works: Flag = Field(False, title="属特殊消防工程")
    tender_required: Flag = Field(False, title="依法必须招标")
    lightning_site: Flag = Field(False, title="属防雷特定场所")
    energy_review: Flag = Field(False, title="达到节能审查标准")
    flood_zone: Flag = Field(False, title="在河道管理范围或蓄滞洪区")
    own_water_source: Flag = Field(False, title="自备水源取水")
    relics_area: Flag = Field(False, title="涉及文物埋藏区")
    hazardous_chemicals: Flag = Field(False, title="危险化学品项目")
    stability_review: Flag = Field(False, title="需要社会稳定风险评估")
    area_evaluated: Flag = Field(True, title="可用区域评估成果")
    major_seismic: Flag = Field(False, title="须作地震安全性评价的重大工程")
    below_permit_threshold: Flag = Field(
        False,
        title="可不申领施工许可的小型工程",
        description="投资30万元或建筑面积300平方米以下",
    )
    gas: Flag = Field(False, title="用气")
    central_heating: Flag = Field(False, title="集中供热")
    preliminary_design: Flag = Field(False, title="审批初步设计")
    land_registration: Flag = Field(True, title="办理土地首次登记")
    proportion_checked: Flag = Field(
        False,
        title="数量级已核对无误",
        description="仅在提示单位可疑（如误以元、亩填写）、核对确属实情后勾选",
    )

    @classmethod
    def place(cls, field: str) -> str:
        """Return where a field of a project stands on the form, for who filled it in."""
        known = cls.model_fields.get(SHOWN_AS.get(field, field))
        return f"表单“{known.title if known is not None and known.title else field}”"

    def project(self) -> Project:
        """Return the project as it was filled in, or raise :class:`ValidationError`."""
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
        traits = ProjectTraits(**(flags | enums))
        return Project(
            code=self.code,
            name=self.name.strip(),
            type=ProjectType[ProjectTypeChoice(self.type).name],
            tier=ProjectTier[ProjectTierChoice(self.tier).name],
            standing=ProjectStanding[StandingChoice(self.standing).name],
            unit=self.unit,
            applicant=Applicant(name=self.applicant.strip(), credit_code=self.credit_code),
            sponsor=self.sponsor,
            chief_service_officer=self.chief_service_officer,
            site=self.site.strip(),
            traits=traits,
            land=LandPlan(
                supply=traits.land_supply, area_hectares=self.area_hectares, status="未报批"
            ),
            investment=InvestmentPlan(
                total=self.total_wan * WAN, this_year=self.this_year_wan * WAN
            ),
            pinned_start=read_day(pinned, "表单“锁定开工时间节点”") if pinned else None,
        )

    def over(self, project: Project) -> Project:
        """Return a registered project as this form says it is now, or raise as :meth:`project`.

        What the form does not ask stays as it is, its pinned start too, unless the project goes
        back into the reserve.
        """
        now = self.project()
        kept = project.pinned_start if now.standing is not ProjectStanding.RESERVE else None
        land = {"supply": now.land.supply, "area_hectares": now.land.area_hectares}
        money = {"total": now.investment.total, "this_year": now.investment.this_year}
        return now.model_copy(
            update={
                **{name: getattr(project, name) for name in UNASKED},
                "pinned_start": kept,
                "land": project.land.model_copy(update=land),
                "investment": project.investment.model_copy(update=money),
            }
        )


def filled_from(project: Project) -> dict[str, str | bool]:
    """Return what the form holds of a project: texts, choices as they are called, and ticks."""
    traits = {name: getattr(project.traits, name) for name in ProjectTraits.model_fields}
    found = {
        **{name: getattr(project, name) for name in Project.model_fields},
        **traits,
        "applicant": project.applicant.name,
        "credit_code": project.applicant.credit_code,
        "total_wan": project.investment.total / WAN,
        "this_year_wan": project.investment.this_year / WAN,
        "area_hectares": project.land.area_hectares,
    }
    return {
        name: _as_shown(found[name])
        for name in RegisterForm.model_fields
        if name in found and name != "pinned_start"
    }


def _as_shown(value: Any) -> str | bool:
    match value:
        case bool():
            return value
        case Decimal():
            return f"{value.normalize():f}"
        case Labelled():
            return value.label
        case _:
            return str(value)
