"""The project table (项目登记表): its columns, for the template that is written and the reader.

One row is one project. Money stands in it in 万元, land in 公顷.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.labelled import Labelled
from models.project import (
    EnvironmentalClass,
    FundKind,
    InvestmentRoute,
    LandSupply,
    Project,
    ProjectStanding,
    ProjectTier,
    ProjectType,
    SoilPlan,
)

PROJECT_TABLE = "项目"
"""Name of the sheet that holds the projects."""

WAN, HECTARE = "万元", "公顷"


class ProjectCell(StrEnum):
    """What a column of the project table holds (登记表单元格)."""

    CODE = "code"
    CREDIT_CODE = "credit_code"
    LINE = "line"
    """Words on one line."""
    OFFICE = "office"
    """An office or account by its name or its code."""
    MONEY = "money"
    AREA = "area"
    CHOICE = "choice"
    FLAG = "flag"
    """是 or 否."""
    DAY = "day"
    HISTORY = "history"
    """Procedures and the days of their conclusion."""
    NAMES = "names"
    """Several conditions, one after another."""


@dataclass(frozen=True, slots=True)
class ProjectColumn:
    """One column of the project table (登记表列)."""

    header: str
    loc: tuple[str, ...]
    """Where it stands in the project."""
    kind: ProjectCell
    note: str = ""
    """How to fill it in."""
    required: bool = True
    choices: type[Labelled] | None = None

    @property
    def unit(self) -> str:
        """Return the unit that its numbers stand in."""
        match self.kind:
            case ProjectCell.MONEY:
                return WAN
            case ProjectCell.AREA:
                return HECTARE
            case _:
                return ""


@dataclass(frozen=True, slots=True)
class ProjectTemplate:
    """What the empty project table offers to choose from (登记表模板)."""

    campaign_title: str
    units: tuple[str, ...]
    sponsors: tuple[str, ...]
    chief_service_officers: tuple[str, ...]
    procedures: tuple[tuple[str, str], ...]
    """Code and name of every procedure, to look up."""
    conditions: tuple[str, ...]


_FLAGS: tuple[tuple[str, str], ...] = (
    ("new_construction_land", "新增建设用地或划拨"),
    ("expropriation", "需征收"),
    ("farmland", "涉及农用地转用或征收"),
    ("forest_land", "占用林地"),
    ("buildings", "有地上建筑物"),
    ("civil_defence", "应建防空地下室"),
    ("road_excavation", "占用挖掘道路"),
    ("special_fire_works", "特殊消防工程"),
    ("tender_required", "依法必须招标"),
    ("lightning_site", "防雷特定场所"),
    ("energy_review", "需节能审查"),
    ("flood_zone", "河道或蓄滞洪区"),
    ("own_water_source", "自备水源"),
    ("relics_area", "文物埋藏区"),
    ("hazardous_chemicals", "危险化学品"),
    ("stability_review", "需社会稳定风险评估"),
    ("area_evaluated", "已有区域评估"),
    ("gas", "用燃气"),
    ("central_heating", "集中供热"),
    ("preliminary_design", "需审批初步设计"),
    ("land_registration", "办理土地首次登记"),
)


_ADDED: tuple[tuple[str, str], ...] = (
    ("major_seismic", "须作地震安评"),
    ("below_permit_threshold", "可不申领施工许可"),
)
"""Asked since the first table went out: they stand last, and a table without them is taken."""


def _choice(header: str, kind: type[Labelled], *loc: str) -> ProjectColumn:
    return ProjectColumn(header, loc, ProjectCell.CHOICE, "从下拉列表中选。", choices=kind)


def _columns() -> Iterator[ProjectColumn]:
    office, money, day = ProjectCell.OFFICE, ProjectCell.MONEY, ProjectCell.DAY
    line, flag = ProjectCell.LINE, ProjectCell.FLAG
    yield ProjectColumn("项目代码", ("code",), ProjectCell.CODE, "24位，按文本填写。")
    yield ProjectColumn("项目名称", ("name",), line)
    yield _choice("项目类型", ProjectType, "type")
    yield _choice("重点级别", ProjectTier, "tier")
    yield _choice("建设性质", ProjectStanding, "standing")
    yield ProjectColumn("责任单位", ("unit",), office, "从下拉列表中选，也可填编号。")
    yield ProjectColumn("建设单位", ("applicant", "name"), line)
    yield ProjectColumn(
        "统一社会信用代码",
        ("applicant", "credit_code"),
        ProjectCell.CREDIT_CODE,
        "18位，按文本填写。",
    )
    yield ProjectColumn("包保领导", ("sponsor",), office, "从下拉列表中选，也可填账号。")
    yield ProjectColumn(
        "首席服务官", ("chief_service_officer",), office, "从下拉列表中选，也可填账号。"
    )
    yield ProjectColumn("建设地点", ("site",), line)
    yield ProjectColumn("总投资（万元）", ("investment", "total"), money, "以万元计，只填数字。")
    yield ProjectColumn(
        "年度计划投资（万元）", ("investment", "this_year"), money, "以万元计，没有的填 0。"
    )
    yield _choice("供地方式", LandSupply, "land", "supply")
    yield ProjectColumn(
        "用地面积（公顷）", ("land", "area_hectares"), ProjectCell.AREA, "1公顷等于15亩。"
    )
    yield ProjectColumn("用地状态", ("land", "status"), line)
    yield _choice("投资管理方式", InvestmentRoute, "traits", "route")
    yield _choice("环评类别", EnvironmentalClass, "traits", "environmental_class")
    yield _choice("水土保持方案", SoilPlan, "traits", "soil_plan")
    for trait, header in _FLAGS:
        yield ProjectColumn(header, ("traits", trait), flag, "填是或否。")
    written = "写全年月日，如 2020-06-30；没有的留空。"
    yield ProjectColumn("净地交付日期", ("land", "cleared_by"), day, written, required=False)
    yield ProjectColumn("计划开工日期", ("pinned_start",), day, written, required=False)
    yield ProjectColumn("计划竣工日期", ("planned_completion",), day, written, required=False)
    yield ProjectColumn("实际开工日期", ("started_on",), day, written, required=False)
    for kind in FundKind:
        header = f"{kind.label}（{WAN}）"
        note = "以万元计；没有的留空。"
        yield ProjectColumn(header, ("funds", kind.value), money, note, required=False)
    yield ProjectColumn(
        "已办结事项",
        ("concluded_before",),
        ProjectCell.HISTORY,
        "写作“事项编码：办结日期”，以分号隔开，如 L04:2020-03-02;L10:2020-04-27。",
        required=False,
    )
    yield ProjectColumn(
        "已确认条件",
        ("confirmed_before",),
        ProjectCell.NAMES,
        "开工条件的名称，以顿号隔开。",
        required=False,
    )
    for trait, header in _ADDED:
        note = "填是或否，留空为否。"
        yield ProjectColumn(header, ("traits", trait), flag, note, required=False)


PROJECT_TABLE_COLUMNS: tuple[ProjectColumn, ...] = tuple(_columns())
"""In the order of the template; the optional ones last, cells of those may stay empty."""


def said_of(project: Project, column: ProjectColumn) -> Any:
    """Return what a project says in a column; of funds the sum of one kind, ``None`` = no such."""
    if column.loc[0] == "funds":
        amounts = [one.amount for one in project.funds if one.kind == column.loc[1]]
        return sum(amounts) if amounts else None
    value: Any = project
    for name in column.loc:
        value = getattr(value, name)
    return value
