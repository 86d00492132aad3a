"""A department's to-do list (待办清单): rows of a table, and the pages that show them."""

from collections.abc import Mapping, Sequence
from datetime import date

from models.project_views import ToDoLine
from reports.text.phrases import NOBODY_ASKED
from reports.text.plain_text import markdown
from rules.standing.lights import ORDER


def to_do_rows(lines: Sequence[ToDoLine]) -> list[dict[str, str]]:
    """Return the rows, most urgent first: the worst light, then the earliest due day."""
    ranked = sorted(
        lines,
        key=lambda one: (
            ORDER.index(one.light),
            one.due_on or date.max,
            one.project,
            one.procedure,
        ),
    )
    return [_row(number, one) for number, one in enumerate(ranked, start=1)]


def _row(number: int, one: ToDoLine) -> dict[str, str]:
    return {
        "序号": str(number),
        "应办事项": markdown(one.to_do),
        "灯": markdown(one.light_name),
        "项目": markdown(one.project_name),
        "项目代码": markdown(one.project),
        "事项": markdown(f"{one.procedure} {one.procedure_name}"),
        "状态": markdown(one.state_name),
        "到期": one.due_on.isoformat() if one.due_on else NOBODY_ASKED,
        "剩余": _left(one.remaining_days),
    }


def _left(days: int | None) -> str:
    """Say how many days are left; whether working days or not is the limit's own matter."""
    match days:
        case None:
            return NOBODY_ASKED
        case 0:
            return "今日到期"
        case left if left > 0:
            return f"{left}天"
        case late:
            return f"超期{-late}天"


def to_do_page(department: str, rows: Sequence[Mapping[str, str]], runs: Mapping[str, str]) -> str:
    """Write a department's page: what to do first, each project code a link to its run."""
    title = f"# {markdown(department)}待办（{len(rows)}件）"
    if not rows:
        return f"{title}\n\n目前没有待办事项。\n"
    columns = list(rows[0])
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for row in rows:
        linked = {**row, "项目代码": _link(row["项目代码"], runs)}
        lines.append(f"| {' | '.join(linked[column] for column in columns)} |")
    return "\n\n".join([title, "\n".join(lines)]) + "\n"


def front_page(
    counts: Sequence[tuple[str, str, int]],
    projects: Sequence[tuple[str, str]],
    runs: Mapping[str, str],
) -> str:
    """Write the page that leads everywhere: departments' lists, projects and their runs.

    ``counts`` are code, name and number of matters of each department, ``projects`` code
    and name of each open project.
    """
    lists = [
        f"| [{markdown(name)}](/artifacts/key/to-do-{code}) | {count} |"
        for code, name, count in counts
    ]
    pages = [
        f"| {markdown(name)} | [项目页](/artifacts/key/case-{code}) | {_link(code, runs)} |"
        for code, name in projects
    ]
    parts = [
        "# 绿色通道首页",
        "## 各部门待办",
        "\n".join(["| 部门 | 件数 |", "| --- | --- |", *lists]),
        "## 在办项目",
        "\n".join(["| 项目 | 项目页 | 办理运行 |", "| --- | --- | --- |", *pages])
        if pages
        else "目前没有在办项目。",
        "登记新项目：Deployments → register；单项办理：Deployments → act。",
    ]
    return "\n\n".join(parts) + "\n"


def _link(code: str, runs: Mapping[str, str]) -> str:
    return f"[{code}](/runs/flow-run/{runs[code]})" if code in runs else code
