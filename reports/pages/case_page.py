"""The page of a project (项目页): what a Markdown artifact says of it.

It leans on nothing but tables, one image and plain lines; lights are words.
"""

import re
from collections.abc import Iterator, Sequence

from models.preview import NO_FORCE
from models.project_views import CaseView, ProjectView
from reports.text.markdown_table import table
from reports.text.phrases import (
    STAGES,
    case_name,
    concluded_cases,
    conclusion,
    day,
    due,
    next_step,
    notes,
    open_cases,
    owed_documents,
    owed_standing,
    remaining,
    undelivered_cases,
    waiting_cases,
)
from reports.text.plain_text import code, markdown

TIMELINE_LENGTH = 20

_ADDRESS = re.compile(r"[A-Za-z0-9:/;,+=._%?&#~-]+")
"""An address without brackets, quotes or spaces."""


def case_page(
    view: ProjectView,
    *,
    chart: str | None,
    refusal: str = "",
    outlook: Sequence[str] = (),
    portal: str = "",
) -> str:
    """Write the page of a project.

    ``chart`` is the address of its wall chart, as a rule a data URI; ``refusal`` says
    why the last act was not recorded, ``outlook`` what the plan says, ``portal`` the
    address of its page there.
    """
    project = view.project
    parts = [
        f"# {markdown(project.name)} · {markdown(project.light_name)}灯",
        f"项目代码 {code(project.code)} · {markdown(project.tier_name)} · "
        f"{markdown(project.type_name)} · 责任单位 {markdown(project.unit_name)} · "
        f"建设单位 {markdown(project.applicant)} · 包保领导 {markdown(project.sponsor)} · "
        f"首席服务官 {markdown(project.chief_service_officer)}",
        f"**结论：{markdown(conclusion(view))}。**",
    ]
    if portal:
        parts.append(f"[在门户查看、办理本项目]({_address(portal)})")
    if refusal:
        parts.append(f"> **未予办理**：{markdown(refusal, 600)}")
    if outlook:
        parts.append("## 工期\n\n" + "\n".join(f"- {markdown(one)}" for one in outlook))
    if chart is not None:
        parts.append(f"## 挂图作战\n\n![挂图作战：图中内容见下列各表]({_address(chart)})")
    parts.extend(_sections(view))
    parts.append(
        f"截至{view.as_of.year}年{view.as_of.month}月{view.as_of.day}日，台账第{view.version}条。"
    )
    return "\n\n".join(parts) + "\n"


def _sections(view: ProjectView) -> Iterator[str]:
    """Yield the tables, each under its heading."""
    yield f"## 正在办理\n\n{_open(view)}"
    if said := "\n\n".join(notes(view)):
        yield said
    if waiting := waiting_cases(view):
        yield (
            "开工前还须办理，待前置事项："
            + "；".join(_waiting(one, view) for one in waiting)
            + "。"
        )
    yield f"## 欠交材料\n\n{_owed(view)}"
    if previews := [case for case in view.cases if case.preview is not None]:
        yield f"## 预审意见\n\n{_previews(previews, view)}"
    yield f"## 开工条件\n\n{_gate(view)}"
    if concluded := concluded_cases(view):
        yield f"## 已办结（{len(concluded)}项）\n\n{_concluded(view, concluded)}"
    if undelivered := undelivered_cases(view):
        yield f"已作出决定、待送达：{'、'.join(markdown(case_name(one)) for one in undelivered)}。"
    if view.not_required:
        reasons = (f"{code(key)} {markdown(why)}" for key, why in view.not_required.items())
        yield f"## 无需办理（{len(view.not_required)}项）\n\n{'；'.join(reasons)}。"
    if view.timeline:
        yield f"## 办理经过\n\n{_timeline(view)}"


def _open(view: ProjectView) -> str:
    cases = open_cases(view)
    if not cases:
        return "目前没有正在办理的事项。"
    return table(
        ("事项", "部门", "状态", "灯", "到期", "剩余", "下一步"),
        (
            (
                markdown(case_name(case)),
                markdown(case.department_name),
                markdown(case.state_name),
                markdown(case.light_name),
                due(case, view.as_of),
                remaining(case),
                markdown(next_step(case)),
            )
            for case in cases
        ),
    )


def _waiting(case: CaseView, view: ProjectView) -> str:
    span = f"预计{day(case.expected_start, view.as_of)}至{day(case.expected_end, view.as_of)}"
    return f"{markdown(case_name(case))}（{markdown(next_step(case))}，{span}）"


def _owed(view: ProjectView) -> str:
    owed = owed_documents(view)
    if not owed:
        return "没有欠交的容缺材料。"
    return table(
        ("材料编码", "材料", "事项", "承诺补交日期", "情况"),
        (
            (
                code(one.document),
                markdown(one.name),
                markdown(case_name(case)),
                day(one.due_on, view.as_of),
                owed_standing(one, view.as_of),
            )
            for case, one in owed
        ),
    )


def _previews(cases: Sequence[CaseView], view: ProjectView) -> str:
    """List what was said ahead of the prerequisites, and that it is no decision."""
    head = ("事项", "日期", "经办", "预审意见", "尚缺前置", "办件状态")
    rows = [
        (
            markdown(case_name(case)),
            day(told.given_on, view.as_of),
            markdown(told.by_name),
            markdown(told.opinion),
            markdown("、".join(told.still_lacking)) or "已齐备",
            markdown(case.state_name),
        )
        for case in cases
        if (told := case.preview) is not None
    ]
    return f"{table(head, rows)}\n\n{NO_FORCE}。"


def _gate(view: ProjectView) -> str:
    start = view.start
    if start.started_on is not None:
        return f"已于{day(start.started_on, view.as_of)}开工。"
    if not start.missing:
        return "开工条件已全部具备。"
    states = {case.procedure: case.state_name for case in view.cases}
    return f"尚缺{len(start.missing)}项：\n\n" + table(
        ("事项", "条件", "情况"),
        (
            (
                code(one.code) if one.code in states else "—",
                markdown(one.name),
                markdown(states.get(one.code, "待确认")),
            )
            for one in start.missing
        ),
    )


def _concluded(view: ProjectView, cases: Sequence[CaseView]) -> str:
    """List what is concluded, one line for each stage."""
    lines = []
    for stage in sorted({case.stage for case in cases}):
        listed = "、".join(
            f"{markdown(case_name(case))}（{day(case.decided_on, view.as_of)}，"
            f"{markdown(case.state_name)}）"
            for case in cases
            if case.stage == stage
        )
        lines.append(f"- {markdown(stage)} {STAGES.get(stage, '')}：{listed}")
    return "\n".join(lines)


def _timeline(view: ProjectView) -> str:
    """List the last entries, newest on top."""
    shown = view.timeline[: -TIMELINE_LENGTH - 1 : -1]
    rows = table(
        ("时间", "办理人", "渠道", "事项", "动作", "说明"),
        (
            (
                markdown(entry.at),
                markdown(entry.by_name),
                markdown(entry.via),
                markdown(entry.procedure),
                markdown(entry.name),
                markdown(entry.detail),
            )
            for entry in shown
        ),
    )
    earlier = len(view.timeline) - len(shown)
    return f"{rows}\n\n此前另有{earlier}条记录。" if earlier else rows


def _address(chart: str) -> str:
    """Return the address of an image, or fail where it could end the link early."""
    if not _ADDRESS.fullmatch(chart):
        raise ValueError("the chart is given as an address: a data URI or a link")
    return chart
