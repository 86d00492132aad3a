"""A construction project as the campaign knows it (项目)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from models.codes import CreditCode, ProjectCode
from models.labelled import Labelled
from models.vocabulary import Line, Name, Value
from models.written import Day, Flag, Hectares, ItemCode, OfficeCode, given_in

Yuan = Annotated[Decimal, given_in("元"), Field(ge=0, max_digits=16, decimal_places=2)]


class ProjectType(Labelled):
    """The type that decides a project's approval route (项目类型)."""

    GOV_BUILDING = "gov_building", "政府投资房屋建筑类"
    GOV_MUNICIPAL = "gov_municipal", "政府投资市政基础设施类"
    """Streets and pipes of the town: the housing bureau's construction permit applies."""
    GOV_TRANSPORT = "gov_transport", "政府投资交通工程类"
    """Roads outside it: permitted by the transport bureau (公路法 25)."""
    GOV_WATER = "gov_water", "政府投资水利工程类"
    """Water works: begun with the water bureau."""
    SOCIAL_GENERAL = "social_general", "一般社会投资"
    SOCIAL_SMALL = "social_small", "小型社会投资"
    SOCIAL_WITH_PLAN = "social_with_plan", "带方案出让用地社会投资"
    INDUSTRIAL = "industrial", "工业类投资"


class ProjectTier(Labelled):
    """Whose key project it is (重点级别)."""

    PROVINCIAL_100 = "provincial_100", "省百大"
    CITY_KEY = "city_key", "市重点"
    DISTRICT_KEY = "district_key", "区重点"
    ORDINARY = "ordinary", "一般项目"


class ProjectStanding(Labelled):
    """How far it had come when the campaign began (建设性质)."""

    NEW_START = "new_start", "新开工"
    RESUMED = "resumed", "复工"
    FINISHING = "finishing", "收尾"
    SIGNED = "signed", "签约"
    RESERVE = "reserve", "谋划储备"


class FundKind(Labelled):
    """Where money comes from (资金性质)."""

    SPECIAL_BOND = "special_bond", "专项债"
    GENERAL_BOND = "general_bond", "一般债"
    CENTRAL_BUDGET = "central_budget", "中央预算内"
    PROVINCIAL = "provincial", "省级资金"
    CITY = "city", "市级资金"
    DISTRICT = "district", "区级配套"
    OWN = "own", "企业自筹"
    BANK_LOAN = "bank_loan", "银行贷款"


class Fund(Value):
    """One source of money, in yuan (资金)."""

    kind: FundKind
    amount: Yuan
    issued_on: Day | None = None
    arrived: Yuan = Decimal(0)
    paid: Yuan = Decimal(0)


class InvestmentPlan(Value):
    """Total and this year's investment, in yuan (投资计划)."""

    total: Yuan
    this_year: Yuan
    monthly: Mapping[str, Yuan] = {}
    """``YYYY-MM`` → planned in that month."""


class LandSupply(Labelled):
    """How the land is had (供地方式)."""

    GRANTED = "granted", "出让"
    ALLOCATED = "allocated", "划拨"
    OWNED = "owned", "自有"


class LandPlan(Value):
    """The project's land (用地)."""

    supply: LandSupply
    area_hectares: Hectares = Field(ge=0)
    status: Line
    cleared_by: Day | None = None
    """净地: planned delivery as cleared land."""


class InvestmentRoute(Labelled):
    """How the investment itself is decided (投资管理方式)."""

    APPROVAL = "approval", "审批"
    VERIFICATION = "verification", "核准"
    FILING = "filing", "备案"


class EnvironmentalClass(Labelled):
    """What the environmental list asks of the project (环评类别)."""

    REPORT = "report", "报告书"
    FORM = "form", "报告表"
    REGISTRATION = "registration", "登记表"
    EXEMPT = "exempt", "豁免"


class SoilPlan(Labelled):
    """What soil conservation asks of the project (水土保持方案)."""

    REPORT = "report", "水保报告书"
    FORM = "form", "水保报告表"
    NONE = "none", "不涉及"


class ProjectTraits(Value):
    """The facts that decide which procedures apply (项目特征)."""

    route: InvestmentRoute
    land_supply: LandSupply
    environmental_class: EnvironmentalClass
    soil_plan: SoilPlan = SoilPlan.NONE
    new_construction_land: Flag = False
    expropriation: Flag = False
    farmland: Flag = False
    forest_land: Flag = False
    buildings: Flag = True
    """Has buildings above ground, not only pipes and roads."""
    civil_defence: Flag = False
    road_excavation: Flag = False
    special_fire_works: Flag = False
    tender_required: Flag = False
    lightning_site: Flag = False
    energy_review: Flag = False
    flood_zone: Flag = False
    own_water_source: Flag = False
    relics_area: Flag = False
    hazardous_chemicals: Flag = False
    stability_review: Flag = False
    area_evaluated: Flag = True
    major_seismic: Flag = False
    """重大建设工程 or 严重次生灾害 (地震安全性评价管理条例 8)."""
    below_permit_threshold: Flag = False
    """At most 300,000 yuan or 300 m²: no construction permit (施工许可管理办法 2)."""
    gas: Flag = False
    central_heating: Flag = False
    preliminary_design: Flag = False
    land_registration: Flag = True


class Applicant(Value):
    """The owner of the project who applies (建设单位)."""

    name: Name
    credit_code: CreditCode


class Project(Value):
    """A project of the campaign (项目)."""

    code: ProjectCode
    name: Name = Field(min_length=2, max_length=60)
    type: ProjectType
    tier: ProjectTier
    standing: ProjectStanding
    unit: OfficeCode
    """Code of the responsible unit (责任单位)."""
    applicant: Applicant
    sponsor: OfficeCode
    """包保领导: account number."""
    chief_service_officer: OfficeCode
    """首席服务官: account number."""
    site: Line
    traits: ProjectTraits
    land: LandPlan
    investment: InvestmentPlan
    funds: tuple[Fund, ...] = ()
    pinned_start: Day | None = None
    """卡住的开工时间节点."""
    planned_completion: Day | None = None
    started_on: Day | None = None
    concluded_before: Mapping[ItemCode, Day] = {}
    """Procedures concluded before the project was registered here: code → day."""
    confirmed_before: tuple[str, ...] = ()
    """Gate conditions already met on registration."""
