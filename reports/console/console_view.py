"""A project on the command line (命令行展示): lights coloured and written, no mark-up obeyed."""

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from models.case import Light
from models.project_views import CaseView, ProjectView
from reports.console.listing import Listing, is_pipe
from reports.text.phrases import (
    CONCLUDED,
    NOBODY_ASKED,
    case_name,
    conclusion,
    correction_lines,
    critical_path,
    day,
    due,
    next_step,
    notes,
    open_cases,
    owed_documents,
    owed_standing,
    remaining,
    waiting_cases,
)
from reports.text.plain_text import visible

WIDE, MEDIUM = 110, 76
"""Columns from which a table shows everything, and from which all but the department."""

_STYLES: dict[Light, str] = {
    Light.GREY: "bold white on grey50",
    Light.GREEN: "bold white on green4",
    Light.YELLOW: "bold black on yellow3",
    Light.RED: "bold white on red3",
    Light.BLACK: "bold white on grey11",
    Light.BLUE: "bold white on dodger_blue3",
}


def print_project(view: ProjectView, console: Console) -> None:
    """Print a project for people: the conclusion, its cases, what is owed, what is missing."""
    console.print(_particulars(view) if is_pipe(console) else _panel(view))
    console.print(_cases(view, console.width))
    for note in notes(view):
        console.print(_text(note, "dim"))
    for case in view.cases:
        if case.preview is not None:
            console.print(_text(_preview(case, view)))
    for told in correction_lines(view):
        console.print(_text(told))
    if view.start.missing and view.start.started_on is None:
        console.print(_missing(view))
    if owed_documents(view):
        console.print(_owed(view, console.width))


def _particulars(view: ProjectView) -> Text:
    """Return what the panel says, one line each, for a pipe."""
    project = view.project
    about = (project.code, project.name, project.light_name, f"截至{view.as_of}")
    return Text.assemble(
        _text(f"{conclusion(view)}。"), "\n", _text("\t".join((*about, f"第{view.version}条")))
    )


def _panel(view: ProjectView) -> Panel:
    project = view.project
    particulars = " · ".join(
        (project.code, project.tier_name, project.type_name, project.unit_name)
    )
    said = Text.assemble(
        _text(f"{conclusion(view)}。", "bold"),
        "\n",
        _text(particulars, "dim"),
        "\n",
        _text(f"建设单位 {project.applicant} · 首席服务官 {project.chief_service_officer}", "dim"),
    )
    title = Text.assemble(light_text(project.light, project.light_name), " ", _text(project.name))
    as_of = f"截至{view.as_of.year}年{view.as_of.month}月{view.as_of.day}日 · 第{view.version}条"
    return Panel(said, title=title, title_align="left", subtitle=_text(as_of, "dim"))


def _cases(view: ProjectView, width: int) -> Listing:
    """Return the table of cases: open ones first, then those that wait, then the rest."""
    first = [*open_cases(view), *waiting_cases(view)]
    codes = {case.procedure for case in first}
    rest = [case for case in view.cases if case.procedure not in codes]
    path = critical_path(view)
    table = _table("办件")
    table.add_column("灯")
    table.add_column("事项")
    if width >= MEDIUM:
        table.add_column("部门")
    table.add_column("状态")
    table.add_column("到期")
    if width >= MEDIUM:
        table.add_column("剩余")
    if width >= WIDE:
        table.add_column("下一步")
    for case in [*first, *rest]:
        cells = [
            light_text(case.light, case.light_name),
            _text(case_name(case), "bold" if case in path else _style(case)),
        ]
        if width >= MEDIUM:
            cells.append(_text(case.department_name, _style(case)))
        cells.append(_text(case.state_name, _style(case)))
        cells.append(_text(_when(case, view), _style(case)))
        if width >= MEDIUM:
            cells.append(_text(NOBODY_ASKED if case.decided_on else remaining(case), _style(case)))
        if width >= WIDE:
            cells.append(_text(next_step(case), _style(case)))
        table.add_row(*cells)
    return table


def _when(case: CaseView, view: ProjectView) -> str:
    """Say when a case is due, or when it was decided."""
    if case.decided_on is not None:
        verb = "办结" if case.state in CONCLUDED else "决定"
        return f"{day(case.decided_on, view.as_of)}{verb}"
    return due(case, view.as_of)


def _preview(case: CaseView, view: ProjectView) -> str:
    """Say what was said ahead of the prerequisites, and that it is no decision."""
    told = case.preview
    assert told is not None
    lacking = f"尚缺{'、'.join(told.still_lacking)}" if told.still_lacking else "前置已齐备"
    about = "，".join((told.by_name, day(told.given_on, view.as_of), lacking))
    return f"预审意见 {case_name(case)}（{about}）：{told.opinion}。{told.note}"


def _missing(view: ProjectView) -> Listing:
    table = _table("尚缺的开工条件")
    table.add_column("事项")
    table.add_column("条件")
    procedures = {case.procedure for case in view.cases}
    for one in view.start.missing:
        known = one.code in procedures
        table.add_row(_text(one.code if known else NOBODY_ASKED), _text(one.name))
    return table


def _owed(view: ProjectView, width: int) -> Listing:
    table = _table("欠交材料")
    table.add_column("材料编码")
    table.add_column("材料")
    table.add_column("事项")
    table.add_column("承诺补交日期")
    table.add_column("情况")
    for case, one in owed_documents(view):
        standing = owed_standing(one, view.as_of)
        table.add_row(
            _text(one.document),
            _text(one.name),
            _text(case_name(case) if width >= WIDE else case.procedure),
            _text(day(one.due_on, view.as_of)),
            _text(standing, "bold red" if standing == "逾期未补" else ""),
        )
    return table


def _table(title: str) -> Listing:
    return Listing(title=title)


def _style(case: CaseView) -> str:
    """Return how a row is set: concluded ones recede."""
    return "dim" if case.state in CONCLUDED else ""


def light_text(light: Light, name: str) -> Text:
    """Return a light as colour and word."""
    return Text(f" {visible(name)} ", style=_STYLES[light])


def _text(said: str, style: str = "") -> Text:
    """Return text that is only text."""
    return Text(visible(said), style=style)
