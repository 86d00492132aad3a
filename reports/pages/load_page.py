"""Where working days went, and what the coming weeks ask, as rows of a table (卡点、负荷)."""

from collections.abc import Sequence

from models.case import Party
from models.labels import PARTIES
from models.load import BottleneckLine, DepartmentLoad, LaterIntake, LoadAhead
from models.week_words import week_in_words

HEADINGS = (
    "事项",
    "部门",
    "开办",
    "办结",
    "历时工作日",
    *PARTIES.values(),
    "承诺",
    "中位用时",
    "按期率",
)


def bottleneck_row(one: BottleneckLine) -> tuple[str, ...]:
    """Return a line as cells of text."""
    promised = "—" if one.promised is None else f"{one.promised}{'（占位）' if one.assumed else ''}"
    return (
        f"{one.procedure} {one.name}",
        one.department_name,
        str(one.opened),
        str(one.concluded),
        str(one.open_days),
        *(str(one.held.get(party, 0)) for party in Party),
        promised,
        "—" if one.median is None else str(one.median),
        "—" if one.in_time is None else f"{one.in_time * 100:.1f}%",
    )


def load_headings(ahead: LoadAhead) -> tuple[str, ...]:
    """Return the headings: department, then the coming weeks."""
    weeks = ahead.departments[0].weeks if ahead.departments else ()
    return ("部门", *(week_in_words(one.week) for one in weeks))


def load_row(one: DepartmentLoad) -> tuple[str, ...]:
    """Return a department's weeks as cells: needed, of them urgent, and the room."""
    cells = []
    for week in one.weeks:
        urgent = f"，急{week.urgent}" if week.urgent else ""
        room = "无进度" if week.room is None else f"能办{week.room}"
        cells.append(f"{week.needed}{urgent}／{room}" if week.needed else "—")
    return (one.department_name, *cells)


def overloaded(ahead: LoadAhead) -> Sequence[str]:
    """Say which department has more to decide in which week than it has room for."""
    return [
        f"{one.department_name}{week_in_words(week.week)}须办结 {week.needed} 件，"
        f"照近{ahead.looked_back_weeks}周进度能办 {week.room} 件，多 {week.over} 件"
        for one in ahead.departments
        for week in one.weeks
        if week.over
    ]


LATER_TITLE = "均衡收件安排"
LATER_HEADINGS = ("部门", "项目", "事项", "报送", "办结")
LATER_SAID = (
    "下列事项推后报送，不影响后续各步和开工，可为当周急件腾出办理能力。"
    "是否推后，由窗口与责任单位商定。"
)


def later_row(one: LaterIntake) -> tuple[str, ...]:
    """Return what is better handed in later as cells: from which week to which."""
    return (
        one.department_name,
        one.project_name,
        f"{one.procedure} {one.name}",
        _moved(one.intake, one.intake_levelled),
        _moved(one.conclusion, one.conclusion_levelled),
    )


def _moved(week: str, later: str | None) -> str:
    return f"{week_in_words(week)}→{'更后' if later is None else week_in_words(later)}"


def short(ahead: LoadAhead) -> Sequence[str]:
    """Say which department cannot conclude everything in time, however the intake is spread."""
    return [
        f"{one.department_name}即使均衡收件，仍有 {one.short} 件到期办不完，须增派人手或者另作安排"
        for one in ahead.departments
        if one.short
    ]
