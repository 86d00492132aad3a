"""A planner's file in the XML of Microsoft Project (外来排期), read task by task.

A task is a procedure by the code in its field Text1, else by the one that its name begins
with. What cannot be read is named by its number and line; nothing else of the file is taken.
"""

import re
from collections.abc import Iterator
from datetime import date

from models.schedule_file import ForeignSchedule, ForeignTask, UnreadTask
from store.exchange.bpmn_file import tidy
from store.exchange.xml_file import Element, XmlFile

SPACES = frozenset(
    ("http://schemas.microsoft.com/project", "http://schemas.microsoft.com/project/2007")
)
CODE_FIELD = "188743731"
"""Text1."""
CODE = re.compile(r"[A-Z]\d{2}(?![A-Za-z0-9])")
KNOWN = re.compile(r"[A-Z]\d{2}|[a-z]+(_[a-z]+)*")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?")
MOST_TASKS = 5000


def read_schedule(file: XmlFile) -> ForeignSchedule:
    """Return what a file plans; :class:`BadInput` where it is no plan."""
    root = file.root
    if root.space not in SPACES or root.name != "Project":
        file.refuse(
            root.line, "不是 Microsoft Project 的 XML 文件，请在原软件中另存为 XML", root.name
        )
    tasks = [task for listed in root.all("Tasks") for task in listed.all("Task")]
    if len(tasks) > MOST_TASKS:
        file.refuse(root.line, f"任务超过 {MOST_TASKS} 个，请核对是否选错了文件")
    read = tuple(_tasks(tasks))
    return ForeignSchedule(
        project=tidy(root.value("Subject")),
        tasks=tuple(one for one in read if isinstance(one, ForeignTask)),
        unread=tuple(one for one in read if isinstance(one, UnreadTask)),
    )


def _tasks(tasks: list[Element]) -> Iterator[ForeignTask | UnreadTask]:
    seen: dict[str, str] = {}
    for one in tasks:
        uid, name = tidy(one.value("UID")), tidy(one.value("Name"))
        if one.value("Summary") in ("1", "true") or one.value("IsNull") in ("1", "true"):
            continue
        code = _code(one, name)
        start, finish = _day(one.value("Start")), _day(one.value("Finish"))
        why = ""
        if not code:
            why = "没有事项编码：请在 Text1 域填写，或者写在任务名称最前面"
        elif code in seen:
            why = f"事项 {code} 已见于任务 {seen[code]}，本行未读"
        elif start is None or finish is None:
            field = "开始" if start is None else "完成"
            why = f"{field}时间“{tidy(one.value('Start' if start is None else 'Finish'))}”不是日期"
        elif finish < start:
            why = f"完成（{finish}）早于开始（{start}）"
        if why or start is None or finish is None:
            yield UnreadTask(uid=uid, line=one.line, name=name, why=why)
            continue
        seen[code] = uid
        yield ForeignTask(
            uid=uid, line=one.line, name=name, procedure=code, start_on=start, finish_on=finish
        )


def _code(task: Element, name: str) -> str:
    for field in task.all("ExtendedAttribute"):
        if field.value("FieldID") == CODE_FIELD and KNOWN.fullmatch(field.value("Value")):
            return field.value("Value")
    found = CODE.match(name)
    return found[0] if found else ""


def _day(text: str) -> date | None:
    """Return the day of a moment; ``None`` = it is none, or outside of any plan."""
    found = MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2099 else None
