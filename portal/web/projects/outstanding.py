"""前期未办结手续清单: what is not concluded before the start, in words, row by row."""

from datetime import date

from casework.reading.board.sheet import ProjectSheet, SheetRow
from models.case import CaseState
from reports.text.phrases import due, next_step
from reports.workbooks.table_file import Cell

HEADINGS = (
    "序号",
    "事项编码",
    "事项",
    "审批部门",
    "目前状态",
    "现由谁持有",
    "自何日起",
    "最迟何日",
)
MORE = ("期限说明", "影响哪些事项", "怎样办结")
START = "开工"


def headings() -> tuple[str, ...]:
    """Return the headings of the list."""
    return (*HEADINGS, *MORE)


def rows(sheet: ProjectSheet, department: str = "") -> list[tuple[Cell, ...]]:
    """Return the list: procedures first, then the conditions that no procedure proves.

    Of one ``department``, by its code, only the procedures that are its own.
    """
    listed: list[tuple[Cell, ...]] = []
    for row in sheet.outstanding:
        case = row.case
        if department and case.department != department:
            continue
        listed.append(
            (
                len(listed) + 1,
                case.procedure,
                case.name,
                case.department_name,
                case.state_name,
                row.holder or "—",
                row.held_since,
                until(row),
                until_words(row, sheet.view.as_of),
                blocks(row),
                next_step(case),
            )
        )
    listed.extend(
        (
            len(listed) + place,
            "",
            one.name,
            "",
            "待确认",
            "责任单位、首席服务官",
            None,
            None,
            "",
            START,
            "具备条件后由首席服务官、责任单位或调度指挥中心确认",
        )
        for place, one in enumerate(() if department else sheet.conditions, start=1)
    )
    return listed


def until(row: SheetRow) -> date | None:
    """Return the last good day of whoever holds a procedure, else when it should be concluded."""
    return row.case.due_on or row.case.expected_end


def until_words(row: SheetRow, as_of: date) -> str:
    """Say what that day is."""
    case = row.case
    waits = case.accepted_on is not None and case.waits_for
    if case.state is CaseState.PAUSED or (waits and case.due_on is None):
        return "暂停计时，恢复后续算"
    if case.due_on is not None:
        marked = due(case, as_of).endswith("※")
        return f"{'法定' if case.due_by_law else '承诺'}时限{'（占位值）' if marked else ''}"
    return "按承诺时限推算" if case.expected_end is not None else ""


def blocks(row: SheetRow) -> str:
    """Say what waits for a procedure."""
    told = list(row.blocks)
    if row.blocks_start:
        told.append(START)
    return "、".join(told) or "—"
