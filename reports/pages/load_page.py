"""Where working days went, and what the coming weeks ask, as rows of a table (卡点、负荷)."""

from collections.abc import Sequence

from models.case import Party
from models.load import BottleneckLine, Bottlenecks, DepartmentLoad, LaterIntake, LoadAhead
from models.week_words import week_shortly
from reports.text.phrases import ASSUMED

HEADINGS = (
    "事项",
    "部门",
    "开办",
    "办结",
    "历时（工作日）",
    *Party.words().values(),
    "承诺",
    "中位用时",
    "按期率",
)


def bottleneck_row(one: BottleneckLine) -> tuple[str, ...]:
    """Return a line as cells of text."""
    promised = "—" if one.promised is None else f"{one.promised}{ASSUMED if one.assumed else ''}"
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


def bottleneck_notes(found: Bottlenecks) -> tuple[str, ...]:
    """Say over how many projects days were counted, and what the mark means."""
    marked = any(one.assumed and one.promised is not None for one in found.lines)
    note = (f"{ASSUMED} 承诺时限为占位值，上线前须核定。",) if marked else ()
    return (f"{found.projects}个项目；各方所用工作日之和即历时。", *note)


def load_headings(ahead: LoadAhead) -> tuple[str, ...]:
    """Return the headings: department, its pace, then the coming weeks."""
    weeks = ahead.departments[0].weeks if ahead.departments else ()
    pace = f"近{ahead.looked_back_weeks}周平均每周办结"
    return ("部门", pace, *(week_shortly(one.week) for one in weeks))


def load_row(one: DepartmentLoad) -> tuple[str, ...]:
    """Return a department's pace, then its weeks: needed, of them urgent, beyond its pace."""
    cells = []
    for week in one.weeks:
        said = [f"急{week.urgent}"] if week.urgent else []
        said += [f"超{week.over}"] if week.over else []
        beside = f"（{'、'.join(said)}）" if said else ""
        cells.append(f"{week.needed}件{beside}" if week.needed else "—")
    return (one.department_name, _pace(one), *cells)


MARKS = "“急”是再晚一周办结就要误开工的件数，“超”是照近几周的进度当周办不完的件数。"
"""What the words beside a week's number mean."""


def overloaded(ahead: LoadAhead) -> Sequence[str]:
    """Say of each department in which weeks more is to be decided than it decides in a week.

    And how much of it no order of intake brings to its end in time.
    """
    said = []
    for one in ahead.departments:
        weeks = [week for week in one.weeks if week.over]
        parts = []
        if weeks:
            told = "、".join(f"{_number(week.week)}{week.needed}件" for week in weeks)
            pace = f"近{ahead.looked_back_weeks}周平均每周办结{_pace(one)}"
            parts.append(f"{pace}，按此办不完的有：{told}")
        if one.short:
            parts.append(f"均衡收件后仍有{one.short}件到期办不完，须增派人手或者另作安排")
        if parts:
            said.append(f"{one.department_name}{'；'.join(parts)}")
    return said


def _number(week: str) -> str:
    return week_shortly(week).partition("（")[0]


def _pace(one: DepartmentLoad) -> str:
    """Return how many decisions a department makes in a full week."""
    rooms = [week.room for week in one.weeks if week.room is not None]
    return f"{max(rooms)}件" if rooms else "未办结过"


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
    return f"{week_shortly(week)}→{'更后' if later is None else week_shortly(later)}"
