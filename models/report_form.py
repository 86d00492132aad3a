"""The form of a weekly report (周报填报表): money in 万元, empty = as prefilled.

Every field is text as people type it; only what changed is filled in. The same form
serves the Prefect UI and the command line.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from models.act_fields import read_day
from models.amount_words import WAN, in_wan
from models.progress import LandStatus, ProgressReport, Utility, WorkStatus
from models.refusal import BadInput
from models.written import (
    OfficeCode,
    PlainCode,
    in_bounds,
    plain,
    says_no_problem,
    says_none,
    written_number,
    written_parts,
)

Read = TypeVar("Read")
CLEAR = "无"
"""What is typed to empty a field that is prefilled."""
_BARS, _SEMICOLONS = re.compile(r"[|\uff5c]"), re.compile(r"[;\uff1b]")
_MONEY_FIELDS = (
    "invested_week",
    "invested_year",
    "invested_total",
    "funds_arrived",
    "funds_paid",
)
_DAY_FIELDS = ("started_on", "completion_expected_on", "statistics_entered_on")
_TEXT_FIELDS = (
    "physical_work",
    "last_problems",
    "next_week",
    "explanation",
    "filled_by",
    "checked_by",
)


class ReportFields(BaseModel):
    """What changed in a week, as it is typed (周报内容)."""

    model_config = ConfigDict(extra="forbid")

    invested_week: str = Field("", title="本周完成投资（万元）", description="空=0", max_length=20)
    invested_year: str = Field(
        "", title="年初至今完成投资（万元）", description="空=上期加本周", max_length=20
    )
    invested_total: str = Field(
        "", title="开工至今累计完成投资（万元）", description="空=上期加本周", max_length=20
    )
    physical_work: str = Field(
        "", title="形象进度", description="空=同上周；已开工的必填", max_length=2000
    )
    status: str = Field(
        "",
        title="开工状态",
        description="空=不变；" + "、".join(WorkStatus.words().values()),
        max_length=20,
    )
    started_on: str = Field("", title="实际开工日期", description="如 2020-06-30", max_length=20)
    completion_expected_on: str = Field("", title="计划竣工投产日期", max_length=20)
    statistics_entered_on: str = Field("", title="统计入库日期", max_length=20)
    land_status: str = Field(
        "",
        title="用地状态",
        description="空=不变；" + "、".join(LandStatus.words().values()),
        max_length=20,
    )
    funds_arrived: str = Field("", title="累计到位资金（万元）", max_length=20)
    funds_paid: str = Field("", title="累计支付资金（万元）", max_length=20)
    utility_gaps: str = Field(
        "",
        title="要素缺口",
        description="空=不变；无=没有；" + "、".join(Utility.words().values()),
        max_length=60,
    )
    bottlenecks: str = Field(
        "",
        title="前期手续卡点",
        description="空=按台账预填；每行一项：事项编码｜卡点｜预计办结日期",
        max_length=4000,
    )
    problems: str = Field(
        "",
        title="存在问题",
        description="空=同上周；无=没有；每行一项：问题｜需协调事项｜建议协调单位编码",
        max_length=6000,
    )
    last_problems: str = Field("", title="上周问题办理结果", max_length=2000)
    next_week: str = Field("", title="下周计划", max_length=2000)
    explanation: str = Field(
        "", title="情况说明", description="数字突变、与台账不一致时必填", max_length=2000
    )
    filled_by: str = Field("", title="填报人", max_length=60)
    checked_by: str = Field("", title="审核人", max_length=60)

    def report(self, prefilled: ProgressReport) -> ProgressReport:
        """Return the prefilled report with what was typed; say which field is wrong."""
        changes: dict[str, Any] = {}
        for name, typed in self._typed():
            changes[name] = _READ[name](typed, _title(name))
        total = changes.get("invested_total", prefilled.invested_total)
        derived = prefilled.invested_week + total - prefilled.invested_total
        week = changes.setdefault("invested_week", max(derived, Decimal(0)))
        grown = week - prefilled.invested_week
        for name in ("invested_year", "invested_total"):
            changes.setdefault(name, max(getattr(prefilled, name) + grown, Decimal(0)))
        try:
            return ProgressReport(**(dict(prefilled) | changes))
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            raise BadInput(f"表单“{_title(str(first['loc'][0]))}”", _why(first)) from wrong

    def _typed(self) -> list[tuple[str, str]]:
        found = ((name, getattr(self, name).strip()) for name in ReportFields.model_fields)
        return [(name, typed) for name, typed in found if typed]


class ReportForm(ReportFields):
    """A project's weekly report by an officer (填报周报)."""

    project: PlainCode = Field(
        title="项目代码", description="如 2020-230112-39-03-000001", max_length=40
    )
    week: str = Field("", title="周次", description="如 2020年第25周；空=本周", max_length=12)
    officer: OfficeCode = Field(
        title="经办人账号", description="如 unit-park-liaison", max_length=40
    )


def filled_in(report: ProgressReport) -> dict[str, str]:
    """Return a report as the form would show it: what `ReportFields` reads back the same."""
    shown = {name: in_wan(getattr(report, name)) for name in _MONEY_FIELDS}
    shown |= {name: str(getattr(report, name) or "") for name in _DAY_FIELDS}
    shown |= {name: getattr(report, name) for name in _TEXT_FIELDS}
    return {
        **shown,
        "status": report.status.label,
        "land_status": report.land_status.label,
        "utility_gaps": "、".join(one.label for one in report.utility_gaps) or CLEAR,
        "bottlenecks": "\n".join(
            f"{one.procedure}｜{one.sticking_point}｜{one.expected_on or ''}"
            for one in report.bottlenecks
        )
        or CLEAR,
        "problems": "\n".join(f"{one.text}｜{one.needs}｜{one.office}" for one in report.problems)
        or CLEAR,
    }


def as_typed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a program gives as people would type it: JSON writes 120, the form holds text."""
    return {
        name: json.dumps(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else value
        for name, value in given.items()
    }


def titles() -> Mapping[str, str]:
    """Return the field of a report → its Chinese title."""
    return {name: _title(name) for name in ReportFields.model_fields}


def _title(name: str) -> str:
    known = ReportFields.model_fields.get(name)
    return known.title if known is not None and known.title else name


def _why(wrong: ErrorDetails) -> str:
    context = wrong.get("ctx", {})
    if "error" in context:
        return str(context["error"])
    if "min_length" in context:
        return f"“{wrong['input']}”太短，不得少于{context['min_length']}个字"
    if "max_length" in context:
        return f"内容过长，不得超过{context['max_length']}个字"
    return "填写内容不符合要求"


def _money(typed: str, title: str) -> Decimal:
    try:
        return in_bounds(written_number(typed, "万元"), "万元") * WAN
    except ValueError as wrong:
        raise BadInput(f"表单“{title}”", f"“{typed}”{wrong}") from wrong


def _day(typed: str, title: str) -> date | None:
    return None if says_none(typed) else read_day(typed, f"表单“{title}”")


def _choice(kind: Any) -> Any:
    def read(typed: str, title: str) -> Any:
        known = {words: member for member, words in kind.words().items()}
        known |= {member.value: member for member in kind}
        told = "".join(_legible(plain, typed, title).split())
        if told not in known:
            listed = "、".join(kind.words().values())
            raise BadInput(f"表单“{title}”", f"“{typed}”不在选项之中，可填：{listed}")
        return known[told]

    return read


def _utilities(typed: str, title: str) -> tuple[Utility, ...]:
    read = _choice(Utility)
    apart = _legible(written_parts, typed, title)
    found = {read(one, title) for part in apart for one in Utility.told_apart(part)}
    return tuple(one for one in Utility if one in found)


def _words(typed: str, _: str) -> str:
    return "" if typed == CLEAR or says_none(typed, words_too=False) else typed


def _reason(typed: str, _: str = "") -> str:
    return "" if says_none(typed) else typed


def _legible(read: Callable[[str], Read], typed: str, title: str) -> Read:
    try:
        return read(typed)
    except ValueError as wrong:
        raise BadInput(f"表单“{title}”", f"“{typed}”{wrong}") from wrong


def _bottlenecks(typed: str, title: str) -> tuple[dict[str, Any], ...]:
    if says_none(typed):
        return ()
    found = []
    for procedure, sticking_point, day in _rows(typed):
        expected_on = _day(day, title) if day else None
        found.append(
            {
                "procedure": procedure,
                "sticking_point": _reason(sticking_point),
                "expected_on": expected_on,
            }
        )
    return tuple(found)


def _problems(typed: str, title: str) -> tuple[dict[str, Any], ...]:
    """Read problems; a line that says that there is none is no problem, as in a workbook."""
    found = []
    for text, needs, office in _rows(typed):
        if not says_no_problem(text):
            found.append({"text": text, "needs": needs, "office": office})
        elif needs and not says_none(needs):
            raise BadInput(f"表单“{title}”", f"“{text}”却写有需协调事项，请写明问题")
    return tuple(found)


def _rows(typed: str) -> list[tuple[str, str, str]]:
    """Read lines of three parts; what is left out is empty."""
    rows = []
    for line in typed.splitlines():
        if not line.strip():
            continue
        between = _BARS if _BARS.search(line) else _SEMICOLONS
        parts = [part.strip() for part in between.split(line, maxsplit=2)]
        first, second, third = (*parts, "", "")[:3]
        rows.append((first, second, third))
    return rows


_READ: Mapping[str, Any] = {
    **dict.fromkeys(_MONEY_FIELDS, _money),
    **dict.fromkeys(_DAY_FIELDS, _day),
    **dict.fromkeys(_TEXT_FIELDS, _words),
    "explanation": _reason,
    "status": _choice(WorkStatus),
    "land_status": _choice(LandStatus),
    "utility_gaps": _utilities,
    "bottlenecks": _bottlenecks,
    "problems": _problems,
}
