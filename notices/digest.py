"""The daily digest in words (每日提要): what is late, what is due, what waits, what was told."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from models.one_line import shortened
from notices.neutral import neutral
from notices.wording import Wording

LINES = 12
"""So many lines of a section are written out; the rest is counted."""


class DigestLine(NamedTuple):
    """One matter of a digest (提要条目)."""

    project_name: str
    about: str
    to_do: str
    due_on: date | None
    days_left: int | None
    link: str = ""
    """Where the reader may decide it at once; empty = from the list."""


class Section(NamedTuple):
    """Matters of one kind: how many, and the first of them (提要分节)."""

    number: int
    lines: Sequence[DigestLine]


def digest(
    *,
    on: date,
    late: Section,
    due: Section,
    waiting: Section,
    told: Sequence[str],
    undelivered: int = 0,
    link: str = "",
) -> Wording:
    """Write one person's digest of a day; there must be something to say."""
    counts = {
        "逾期": late.number,
        "近期到期": due.number,
        "待办": waiting.number,
        "通知": len(told),
        "未送达": undelivered,
    }
    said = "、".join(f"{name}{count}项" for name, count in counts.items() if count)
    title = f"【每日提要】{on.month}月{on.day}日：{said}"
    body = [
        *_section("逾期", late),
        *_section("近期到期", due),
        *_section("等您办理", waiting),
    ]
    if told:
        body.append(f"其间通知（{len(told)}项）")
        body.extend(f"· {shortened(one, 120)}" for one in told[:LINES])
        body.extend(_rest(len(told)))
    if undelivered:
        body.append(
            f"未送达的通知{undelivered}份，用 greenchannel notices --undelivered 查看，请检查渠道。"
        )
    if link:
        body.append(f"详情：{link}")
    return Wording(title, "\n".join(body))


def _section(heading: str, section: Section) -> list[str]:
    if not section.number:
        return []
    written = [f"{heading}（{section.number}项）"]
    for number, line in enumerate(section.lines[:LINES], start=1):
        where = f"{neutral(line.project_name, 40)}，{neutral(line.about, 40)}"
        written.append(f"{number}、{where}{_when(line)}：{shortened(line.to_do, 80)}。")
        if line.link:
            written.append(f"　核对办理（限本人，24小时内有效）：{line.link}")
    return written + _rest(section.number)


def _rest(count: int) -> list[str]:
    return [f"另有{count - LINES}项，见待办清单。"] if count > LINES else []


def _when(line: DigestLine) -> str:
    if line.due_on is None or line.days_left is None:
        return ""
    by = f"，应于{line.due_on.month}月{line.due_on.day}日前（含当日）办理"
    match line.days_left:
        case 0:
            return f"{by}，今日到期"
        case left if left > 0:
            return f"{by}，还剩{left}个工作日"
        case late:
            return f"{by}，已超{-late}个工作日"
