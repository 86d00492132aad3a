"""Drafts of commendation, flags, interviews and exemplary cases in words (考核文稿用语)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from models.case import CaseFile
from models.catalogue import Procedure
from models.honour import HonourDraft
from models.league import Flag, LeagueFigure, LeagueLine, LeagueTable
from reports.pages.league_page import ASSUMED, figure, place, sentences
from reports.text.phrases import day
from rules.acceptance.saved import Saved

KINDS: Mapping[Flag, tuple[str, ...]] = {
    Flag.RED: (Flag.RED.label, "表扬"),
    Flag.BLACK: (Flag.BLACK.label, "约谈建议"),
}
"""Flag → the kinds of papers that it gives ground for."""

CLAUSES: Mapping[str, str] = {
    "红旗": "《工作方案》保障措施第4条：营造“比赶超”氛围；授旗办法方案未规定，为建议值",
    "黑旗": "《工作方案》保障措施第4条：营造“比赶超”氛围；授旗办法方案未规定，为建议值",
    "表扬": "《工作方案》保障措施第3条：严格考核，表扬先进",
    "约谈建议": "《工作方案》保障措施第1条：推进不力、未完成目标任务的，对责任单位进行约谈",
    "通报批评": "《工作方案》保障措施第3条：按月督办通报，严格考核",
}
APPROVAL = "《政府督查工作条例》第二十一条：表扬、批评等建议须经本级政府或者其负责人批准后实施"
EXAMPLE = "《工作方案》保障措施第4条：加强宣传，推广典型案例；未经企业同意不得公开"

MOST = 470
"""Characters of an exemplary case that the field of its book holds, with room for the end."""


def proposals(table: LeagueTable) -> tuple[HonourDraft, ...]:
    """Return what a table gives ground for; nothing of a unit that cannot be told apart."""
    return tuple(
        HonourDraft(
            matter=f"{table.week} 比赶超 {line.unit_name} {kind}",
            kind=kind,
            unit=line.unit,
            unit_name=line.unit_name,
            basis=_basis(line, table),
            draft=_draft(kind, line, table),
        )
        for line in table.lines
        if line.flag is not None
        for kind in KINDS[line.flag]
    )


def not_proposed(table: LeagueTable) -> tuple[str, ...]:
    """Say of whom nothing is proposed and why."""
    flagged = [one.unit_name for one in table.lines if one.flag is not None]
    others = f"除{'、'.join(flagged)}外，" if flagged else ""
    return (
        f"{others}各责任单位的名次区间不全在前三分之一或者后三分之一，或者与其他单位名次不可区分，"
        "不提出红旗、黑旗、表扬和约谈建议",
        *sentences(table),
    )


def _basis(line: LeagueLine, table: LeagueTable) -> str:
    figures = "；".join(f"{one.name}{_raw(one)}" for one in line.figures if one.share is not None)
    weights = f"（{ASSUMED}）" if table.assumed else ""
    third = "前" if line.flag is Flag.RED else "后"
    return (
        f"截至{table.as_of.isoformat()}，项目{line.projects}个；{figures}。"
        f"原始得分{line.score}分，可比得分{line.fair_score}分{weights}；名次区间{place(line)}，"
        f"把握程度{table.confidence:.0%}，全在{third}三分之一，与他档单位可以区分。"
    )


def _raw(one: LeagueFigure) -> str:
    return f"{_plain(one.done)}/{_plain(one.of)}，{figure(one)}"


def _plain(amount: Decimal) -> str:
    """Write an amount whole: money in 万元, projects and cases as they are."""
    if amount >= 100_000:
        return f"{amount / 10_000:,.0f}万元"
    return f"{amount.normalize():f}"


def _draft(kind: str, line: LeagueLine, table: LeagueTable) -> str:
    name, until = line.unit_name, f"截至{table.as_of.month}月{table.as_of.day}日"
    better = "、".join(_apart(line.figures, ahead=True)) or "各项指标"
    worse = "、".join(_apart(line.figures, ahead=False)) or "各项指标"
    ranked = f"比赶超名次区间{place(line)}"
    match kind:
        case "红旗":
            return f"{until}，{name}{ranked}，{better}好于同类项目，拟授予红旗。"
        case "黑旗":
            return f"{until}，{name}{ranked}，{worse}低于同类项目，拟授予黑旗。"
        case "表扬":
            return (
                f"{until}，{name}承担项目{line.projects}个，{better}好于同类项目，{ranked}。"
                "为表扬先进、营造比学赶超的氛围，拟予通报表扬，望再接再厉，确保完成目标任务。"
            )
        case _:
            return (
                f"{until}，{name}承担项目{line.projects}个，{worse}低于同类项目，{ranked}。"
                "建议对其主要负责人进行约谈，请其说明经过、原因和责任，提出整改措施、责任岗位和完成时限。"
            )


def _apart(figures: Sequence[LeagueFigure], *, ahead: bool) -> Iterator[str]:
    for one in figures:
        if one.share is None or one.expected is None or one.share == one.expected:
            continue
        if (one.share > one.expected) is ahead:
            yield one.name


def example_text(
    file: CaseFile, saved: Sequence[Saved], names: Mapping[str, Procedure], *, unit_name: str
) -> str:
    """Write what a project did: its start, and each kept promise with the days that it saved."""
    project = file.project
    told = f"{unit_name}负责的{project.name}，建设单位为{project.applicant.name}。"
    if (on := file.started_on) is not None:
        pinned = f"（锁定开工时间节点{file.pinned_start.isoformat()}）" if file.pinned_start else ""
        told += f"{on.isoformat()}开工{pinned}。"
    parts = [_kept(one, names, project.applicant.name) for one in saved]
    told += f"凭承诺容缺受理并按期补齐的共{len(parts)}项："
    end = "。各项提前的天数分别计算，不相加，也不等于开工提前的天数。"
    for number, part in enumerate(parts):
        if number and len(told) + len(part) + len(end) > MOST:
            return f"{told.rstrip('；')}；等{end}"
        told += f"{part}；"
    return told.rstrip("；") + end


def _kept(one: Saved, names: Mapping[str, Procedure], applicant: str) -> str:
    procedure = names[one.procedure]
    known = {paper.code: paper.name for paper in procedure.documents}
    papers = "、".join(f"《{known.get(code, code)}》" for code in one.documents[:3])
    more = f"等{len(one.documents)}件" if len(one.documents) > 3 else ""
    begun = day(one.accepted_on, one.complete_on)
    return (
        f"《{procedure.name}》{begun}凭{applicant}的承诺（{one.signed_by}签署）先行受理，"
        f"所欠{papers}{more}于{day(one.complete_on, one.complete_on)}补齐，"
        f"受理提前{one.days}个工作日"
    )
