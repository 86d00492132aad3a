"""The agenda of a dispatch meeting in words (会办议程): for the screen, or to print."""

from collections.abc import Sequence

from models.meeting import MeetingAgenda, MeetingItem
from reports.text.markdown_table import table
from reports.text.phrases import day
from reports.text.plain_text import markdown

HEADINGS = ("序", "项目", "责任单位", "会办事项", "用时", "开工提前", "锁定", "预计", "议定后")
LATER = "本次时间不够，留待下次："


def rows(items: Sequence[MeetingItem], agenda: MeetingAgenda) -> list[tuple[str, ...]]:
    """Return items as cells of text, numbered."""
    as_of = agenda.as_of
    return [
        (
            str(number),
            f"{one.project_name}（重点）" if one.key else one.project_name,
            one.unit_name,
            "；".join(
                f"{it.procedure} {it.name}（{it.department_name}，{it.state_name}）"
                for it in one.matters
            ),
            f"{one.minutes}分钟",
            f"{one.days}个工作日",
            day(one.pinned_start, as_of),
            day(one.forecast_start, as_of),
            day(one.starts_on, as_of),
        )
        for number, one in enumerate(items, 1)
    ]


def halves(agenda: MeetingAgenda) -> tuple[list[MeetingItem], list[MeetingItem]]:
    """Return the items that fit into the meeting, and the others."""
    now = [one for one in agenda.items if one.within]
    return now, [one for one in agenda.items if not one.within]


def summary(agenda: MeetingAgenda) -> tuple[str, ...]:
    """Say what the meeting is worth, and what it supposes."""
    now, later = halves(agenda)
    used = sum(one.minutes for one in now)
    planned = (
        f"本次会议{agenda.minutes}分钟，安排{len(now)}项、用时{used}分钟，"
        f"可使开工共提前{agenda.days}个工作日"
        if now
        else "没有会办后可以提前开工的事项"
    )
    waiting = f"；另有{len(later)}项留待下次" if later else ""
    said = [
        f"预计晚于锁定日期开工的项目{agenda.late}个；{planned}{waiting}。",
        f"按每事项{agenda.minutes_each}分钟、议定后{agenda.settled_workdays}个工作日办结计算，"
        "上级决定的事项不列；公告期和前置事项不因会办缩短；会议只议定，由有权的人依法办理。",
    ]
    if agenda.helpless:
        said.append(f"会办现有事项不能提前开工的项目：{'、'.join(agenda.helpless)}。")
    if agenda.assumed:
        said.append("会议时长和办结日数为建议值。")
    return tuple(said)


def agenda_page(agenda: MeetingAgenda) -> str:
    """Return the agenda as Markdown, the items that wait for the next meeting below."""
    now, later = halves(agenda)
    parts = [f"# 调度会办议程（{agenda.as_of}）", *summary(agenda)]
    for heading, items in (("## 本次会议", now), ("## 留待下次", later)):
        if items:
            cells = [[markdown(cell) for cell in row] for row in rows(items, agenda)]
            parts.extend((heading, table(HEADINGS, cells)))
    return "\n\n".join(parts) + "\n"
