"""The columns of the project table (项目导入表): header, place in the project, how a cell is read.

A person fills this table in Excel, so cells are read kindly: full-width digits and
brackets, Chinese words or codes, several ways to write a day. What is unclear is refused.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from models.labels import LABELS, label
from models.project import (
    EnvironmentalClass,
    FundKind,
    InvestmentRoute,
    LandSupply,
    ProjectStanding,
    ProjectTier,
    ProjectType,
    SoilPlan,
)

Names = Mapping[str, str]
"""Name of an office, account or condition → its code."""

Reader = Callable[[Any, Names], Any]
"""Reads one cell; ``ValueError`` says in words why it cannot."""

_LARGEST = Decimal(10) ** 12
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EXCEL_ZERO = date(1899, 12, 30)
_SERIALS = range(36526, 73416)
"""Excel's numbers for the days of 2000 to 2100."""
_YES_NO = {"是": True, "否": False, "true": True, "false": False}


@dataclass(frozen=True)
class Column:
    """One column of the project table (导入列)."""

    header: str
    loc: tuple[str, ...]
    read: Reader
    required: bool = True


def plain(value: Any) -> str:
    """Return a cell as text, compatibility forms (full-width digits, brackets) made plain."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def header_key(value: Any) -> str:
    """Return what makes two headers the same: neither width nor blanks count."""
    return re.sub(r"\s+", "", plain("" if value is None else value))


def _text(value: Any, _: Names) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _code(value: Any, _: Names) -> str:
    if isinstance(value, int | float) and abs(value) >= 1e15:
        raise ValueError("以数字存放，末几位已经失真，请把单元格设为文本格式后重填")
    return re.sub(r"[‐-―−]", "-", re.sub(r"\s+", "", plain(value)))


def _office(value: Any, names: Names) -> str:
    text = plain(value)
    return names.get(text, names.get(str(value).strip(), text))


def _number(value: Any, _: Names) -> Decimal:
    text = plain(value)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        if not (isinstance(value, int | float) or _NUMBER.fullmatch(text)):
            raise ValueError("应为数字，不要写单位、约数或公式")
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("应为数字") from error
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise ValueError("数字过大")
    return number.quantize(Decimal("1e-6")) if isinstance(value, float) else number


def _ten_thousands(value: Any, names: Names) -> Decimal:
    """Read an amount in 万元 as yuan."""
    yuan = _number(value, names) * 10000
    if yuan != yuan.quantize(Decimal("0.01")):
        raise ValueError("金额最多精确到分（万元保留 6 位小数）")
    return yuan.quantize(Decimal("0.01")).normalize() + 0


def _day(value: Any, _: Names) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value)
    if text.isdecimal() and int(text) in _SERIALS:
        return _EXCEL_ZERO + timedelta(days=int(text))
    if matched := _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        year, month, day = (int(part) for part in matched.groups())
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValueError("没有这一天") from error
    raise ValueError("应为日期，如 2020-06-30")


def _flag(value: Any, _: Names) -> bool:
    answer = _YES_NO.get(plain(value).lower())
    if answer is None:
        raise ValueError("应填“是”或“否”")
    return answer


def _history(value: Any, names: Names) -> dict[str, date]:
    """Read ``L04:2020-03-02;L10:2020-04-27`` (事项:办结日期)."""
    past: dict[str, date] = {}
    for item in filter(None, re.split(r"[;\n]\s*", plain(value))):
        code, found, day = item.partition(":")
        if not found:
            raise ValueError("应写作“事项编码：办结日期”，各项以分号隔开，如 L04:2020-03-02")
        if code.strip() in past:
            raise ValueError(f"事项 {code.strip()} 重复")
        past[code.strip()] = _day(day.strip(), names)
    return past


def _several(value: Any, names: Names) -> list[str]:
    parts = (part.strip() for part in re.split(r"[,;、\n]", plain(value)))
    return [names.get(part, part) for part in parts if part]


def _one_of(kind: type[StrEnum]) -> Reader:
    """Return a reader of one coded value, by its Chinese word or its code."""
    members: dict[str, StrEnum] = {}
    for member in kind:
        members[plain(label(member))] = members[member.value] = member
    allowed = "、".join(LABELS[kind].values())

    def read(value: Any, _: Names) -> StrEnum:
        member = members.get(plain(value))
        if member is None:
            raise ValueError(f"不在可选值之内，可填：{allowed}")
        return member

    return read


_FLAGS: Mapping[str, str] = {
    "new_construction_land": "新增建设用地或划拨",
    "expropriation": "需征收",
    "farmland": "涉及农用地转用或征收",
    "forest_land": "占用林地",
    "buildings": "有地上建筑物",
    "civil_defence": "应建防空地下室",
    "road_excavation": "占用挖掘道路",
    "special_fire_works": "特殊消防工程",
    "tender_required": "依法必须招标",
    "lightning_site": "防雷特定场所",
    "energy_review": "需节能审查",
    "flood_zone": "河道或蓄滞洪区",
    "own_water_source": "自备水源",
    "relics_area": "文物埋藏区",
    "hazardous_chemicals": "危险化学品",
    "stability_review": "需社会稳定风险评估",
    "area_evaluated": "已有区域评估",
    "gas": "用燃气",
    "central_heating": "集中供热",
    "preliminary_design": "需审批初步设计",
    "land_registration": "办理土地首次登记",
}

COLUMNS: tuple[Column, ...] = (
    Column("项目代码", ("code",), _code),
    Column("项目名称", ("name",), _text),
    Column("项目类型", ("type",), _one_of(ProjectType)),
    Column("重点级别", ("tier",), _one_of(ProjectTier)),
    Column("建设性质", ("standing",), _one_of(ProjectStanding)),
    Column("责任单位", ("unit",), _office),
    Column("建设单位", ("applicant", "name"), _text),
    Column("统一社会信用代码", ("applicant", "credit_code"), _code),
    Column("包保领导", ("sponsor",), _office),
    Column("首席服务官", ("chief_service_officer",), _office),
    Column("建设地点", ("site",), _text),
    Column("总投资（万元）", ("investment", "total"), _ten_thousands),
    Column("年度计划投资（万元）", ("investment", "this_year"), _ten_thousands),
    Column("供地方式", ("land", "supply"), _one_of(LandSupply)),
    Column("用地面积（公顷）", ("land", "area_hectares"), _number),
    Column("用地状态", ("land", "status"), _text),
    Column("投资管理方式", ("traits", "route"), _one_of(InvestmentRoute)),
    Column("环评类别", ("traits", "environmental_class"), _one_of(EnvironmentalClass)),
    Column("水土保持方案", ("traits", "soil_plan"), _one_of(SoilPlan)),
    *(Column(header, ("traits", trait), _flag) for trait, header in _FLAGS.items()),
    Column("净地交付日期", ("land", "cleared_by"), _day, required=False),
    Column("计划开工日期", ("pinned_start",), _day, required=False),
    Column("计划竣工日期", ("planned_completion",), _day, required=False),
    Column("实际开工日期", ("started_on",), _day, required=False),
    *(
        Column(f"{label(kind)}（万元）", ("funds", kind.value), _ten_thousands, required=False)
        for kind in FundKind
    ),
    Column("已办结事项", ("concluded_before",), _history, required=False),
    Column("已确认条件", ("confirmed_before",), _several, required=False),
)
"""In the order of the template; the optional ones last, cells of those may stay empty."""
