"""What notices say (通知文书): one line of title, a few lines of plain text.

One law: a body says what it is about, why, from when, what is to be done and by
which rule; everything in it that a user typed has gone through `neutral`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.notice import Ground
from models.one_line import shortened
from models.week_words import week_in_words
from notices.forms import FORMS, SEVERITY
from notices.neutral import neutral

__all__ = ["BODY_BYTES", "SEVERITY", "Facts", "Wording", "neutral", "worded"]

TITLE_LENGTH = 120
BODY_BYTES = 1680
"""A robot of WeCom takes 2048 bytes, title included."""

_LINK = re.compile(r"https?://[!-~]{1,180}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a notice is about (通知要素). Only ``link`` is ours; all other text may be a user's."""

    on: date
    """The day it took effect (自何日起)."""
    project_code: str = ""
    project_name: str = ""
    procedure_code: str = ""
    procedure_name: str = ""
    department: str = ""
    unit: str = ""
    gate: str = ""
    """开工条件 or 投产条件."""
    documents: tuple[str, ...] = ()
    due_on: date | None = None
    """The last good day."""
    provisional: bool = False
    """Whether that day lies in a year whose holidays are not published yet."""
    days_left: int | None = None
    """Working days until then; negative: so many too late."""
    start_on: date | None = None
    """The fixed start (开工时间节点)."""
    expected_on: date | None = None
    """When it is to be expected as things stand."""
    actor: str = ""
    reason: str = ""
    basis: str = ""
    """An article or source that stands in for the usual one."""
    permit_number: str = ""
    moves: tuple[str, ...] = ()
    """Which days moved, from where to where and why, one each."""
    matter: str = ""
    """What is under supervision."""
    measure: str = ""
    """What is meant to be done to the applicant's disadvantage."""
    rung: str = ""
    """The slip of the ladder, by name."""
    week: str = ""
    """The ISO week of a report, ``2020-W25``."""
    month: str = ""
    """The month of a bulletin, ``2020-06``."""
    received_on: date | None = None
    """The day of receipt, where acceptance or its limit goes back to it (收件日)."""
    silence: bool = True
    """Whether silence counts as acceptance: licences, or where the item's own law says so."""
    licence: bool = True
    """Whether 行政许可法 applies to it."""
    authority: bool = True
    """Whether an authority decides: review and suit lie against it (行政复议、行政诉讼)."""
    refusal: str = "不予许可"
    """What a negative outcome is called here."""
    link: str = ""
    """The page of our own portal."""

    def __post_init__(self) -> None:
        """Refuse a link that could carry anything but an address."""
        if self.link and not _LINK.fullmatch(self.link):
            raise ValueError("a link is an http address of our own portal")


class Wording(NamedTuple):
    """A notice in words (通知文书)."""

    title: str
    body: str


def worded(ground: Ground, facts: Facts) -> Wording:
    """Write the notice of a ground."""
    form, phrases = FORMS[ground], _Phrases(ground, facts)
    deemed = ground is Ground.DEEMED_ACCEPTED
    place = neutral(facts.project_name, 48) or neutral(facts.unit, 48)
    procedure = neutral(f"{facts.procedure_code} {facts.procedure_name}", 40)
    subject = "·".join(filter(None, (place, procedure or neutral(facts.gate, 20))))
    lines = {
        "事项": _matter(facts, procedure),
        "事由": form.cause.format_map(phrases),
        "自何日起": _day(facts.received_on if deemed and facts.received_on else facts.on),
        "应办事项": form.to_do.format_map(phrases),
        "依据": f"{neutral(facts.basis, 120) or form.basis_on(facts.on)}。",
    }
    body = _fitted([f"{heading}：{said}" for heading, said in lines.items()], facts.link)
    subject = subject or phrases["month"] or phrases["week"]
    label = neutral(facts.refusal, 20) if ground is Ground.REFUSED else form.label
    title = f"【{label}】{subject}{form.tail.format_map(phrases)}"
    return Wording(shortened(title, TITLE_LENGTH), body)


def _matter(facts: Facts, procedure: str) -> str:
    """Name project and procedure, or the monthly bulletin, or the weekly report."""
    if facts.month:
        return f"{_month(facts.month)}督办通报"
    if not facts.project_code and not facts.project_name:
        return f"{neutral(facts.unit, 48)}{week_in_words(neutral(facts.week, 20))}周报告"
    code = neutral(facts.project_code, 30)
    project = f"{neutral(facts.project_name, 60)}{f'（{code}）' if code else ''}"
    what = procedure or neutral(facts.gate, 20)
    return "，".join(filter(None, (project, what, neutral(facts.department, 30))))


class _Phrases(dict[str, str]):
    """The phrases that a form is made of, each put together when it is asked for."""

    def __init__(self, ground: Ground, facts: Facts) -> None:
        self._about = ground, facts

    def __missing__(self, name: str) -> str:
        phrase = self[name] = PHRASES[name](*self._about)
        return phrase


def _due(facts: Facts) -> str:
    if facts.due_on is None:
        return ""
    return f"{_day(facts.due_on)}{'（暂算）' if facts.provisional else ''}"


def _over(facts: Facts) -> bool:
    return facts.due_on is not None and facts.due_on < facts.on


def _by_due(facts: Facts) -> str:
    due = _due(facts)
    if not due:
        return "尽快"
    return f"立即（期限已于{due}届满）" if _over(facts) else f"于{due}前（含当日）"


def _until_due(facts: Facts) -> str:
    due = _due(facts)
    return f"，{'已于' if _over(facts) else '至'}{due}届满" if due else ""


def _counted(facts: Facts) -> str:
    if facts.received_on is None:
        return "办理期限自次日起算"
    return f"办理期限自收到申请之日（{_day(facts.received_on)}）的次日起算"


def _because(facts: Facts) -> str:
    reason = neutral(facts.reason, 160)
    return f"（{reason}）" if reason else ""


def _number(facts: Facts) -> str:
    number = neutral(facts.permit_number, 60)
    return f"，文号或者证号：{number}" if number else ""


PHRASES: Mapping[str, Callable[[Ground, Facts], str]] = {
    "on": lambda _, facts: _day(facts.on),
    "due": lambda _, facts: _due(facts) or "规定期限",
    "by_due": lambda _, facts: _by_due(facts),
    "until_due": lambda _, facts: _until_due(facts),
    "received": lambda _, facts: _day(facts.received_on or facts.on),
    "counted": lambda _, facts: _counted(facts),
    "unless_told": lambda _, facts: "；逾期不告知的，自收到之日起即为受理" if facts.silence else "",
    "served": lambda _, facts: "；决定之日起十个工作日内应当送达" if facts.licence else "",
    "recourse": lambda _, facts: (
        "可以依法申请行政复议或者提起行政诉讼"
        if facts.authority
        else f"可以向{neutral(facts.department, 30) or '主办单位'}提出异议"
    ),
    "refusal": lambda _, facts: neutral(facts.refusal, 20),
    "left": lambda ground, facts: _left(ground, facts),
    "because": lambda _, facts: _because(facts),
    "documents": lambda _, facts: _documents(facts.documents),
    "department": lambda _, facts: neutral(facts.department, 30) or "主办部门",
    "unit": lambda _, facts: neutral(facts.unit, 48) or "责任单位",
    "actor": lambda _, facts: neutral(facts.actor, 30) or "申请人",
    "gate": lambda _, facts: neutral(facts.gate, 20) or "各项条件",
    "permit_number": lambda _, facts: _number(facts),
    "start": lambda _, facts: _day(facts.start_on) if facts.start_on else "（未填）",
    "expected": lambda _, facts: (
        f"{_day(facts.expected_on)}开工" if facts.expected_on else "无法按期开工"
    ),
    "week": lambda _, facts: week_in_words(neutral(facts.week, 20)),
    "month": lambda _, facts: _month(facts.month),
    "moves": lambda _, facts: _moves(facts.moves),
    "matter": lambda _, facts: neutral(facts.matter, 80) or "督办事项",
    "measure": lambda _, facts: neutral(facts.measure, 20) or "作出处理",
    "rung": lambda _, facts: neutral(facts.rung, 20) or "督办文书",
}
"""What the forms are made of; each phrase reads on when its fact is missing."""


def _left(ground: Ground, facts: Facts) -> str:
    """Say how many working days are left, or how many too late."""
    late = "滞后" if ground is Ground.START_SLIPPED else "已超"
    match facts.days_left:
        case None:
            return "请注意期限"
        case 0:
            return "今日到期"
        case days if days > 0:
            return f"还剩{days}个工作日"
        case days:
            return f"{late}{-days}个工作日"


def _documents(names: tuple[str, ...]) -> str:
    """List documents by name, at most six of them."""
    if not names:
        return "有关材料"
    shown = "".join(f"《{neutral(name, 30)}》" for name in names[:6])
    return shown if len(names) <= 6 else f"{shown}等{len(names)}份材料"


def _moves(moves: tuple[str, ...]) -> str:
    """List the days that moved, at most four of them."""
    if not moves:
        return "详见项目档案"
    shown = "；".join(neutral(one, 120) for one in moves[:4])
    return shown if len(moves) <= 4 else f"{shown}；等{len(moves)}个日期"


def _day(day: date) -> str:
    """Write a day in full: 2020年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _month(month: str) -> str:
    """Write a month in full: 2020年6月."""
    year, found, number = month.partition("-")
    return f"{year}年{int(number)}月" if found and number.isdecimal() else neutral(month, 20)


def _fitted(lines: list[str], link: str) -> str:
    """Join the lines, the longest cut where all together are too long; the link stays whole."""
    last = [f"详情：{link}"] if link else []
    while (excess := len("\n".join(lines + last).encode()) - BODY_BYTES) > 0:
        longest = max(range(len(lines)), key=lambda number: len(lines[number]))
        lines[longest] = shortened(lines[longest], len(lines[longest]) - excess // 3 - 2)
    return "\n".join(lines + last)
