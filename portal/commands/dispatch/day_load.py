"""A holiday notice on the command line (载入放假安排): what would move is said before it moves."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.changes.calendar import CalendarChange, load_days, preview
from casework.changes.moving import MovedProject, Weighed
from models.date_words import date_name
from models.days import WEEKDAYS, DayNotice, MovedDate
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.usage import AsJson, OfficeCode
from rules.days.day_table import InconsistentDayNotice
from rules.days.working_days import OutsideCalendar
from rules.proof.moved_dates import ChangedDay
from store.files.yaml_file import read_yaml

_KINDS: Mapping[str, str] = {
    "off": "改为放假",
    "make_up_workday": "改为调休上班",
    "ordinary": "恢复常态",
}


def load_notice(
    path: Annotated[Path, Parameter(name="NOTICE", help="通知文件（YAML）。")],
    /,
    *,
    by: Annotated[
        OfficeCode, Parameter(metavar="OFFICER", help="经办人账号，如 dispatch-01。")
    ] = "",
    preview_only: Annotated[
        bool, Parameter(name="--preview", negative=(), help="只预览，不写入任何内容。")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Show what a notice moves, then bring it into force unless only a preview was asked for."""
    file = read_yaml(path)
    notice = file.read_as(DayNotice)
    with opened() as premises:
        hand = premises.who(by)
        stamp = premises.stamp(hand)
        try:
            change = preview(premises.office, notice, stamp=stamp)
            if not as_json:
                _show(change)
            applied = not preview_only and not change.nothing
            if applied:
                change = load_days(premises.office, notice, expect=change, stamp=stamp)
        except (InconsistentDayNotice, OutsideCalendar) as flaw:
            raise BadInput(file.place(()), flaw.message) from flaw
    if as_json:
        say_json(_told(change, applied=applied and not change.nothing))
    elif change.nothing:
        say("日历已含此通知，没有变化")
    elif applied:
        say(f"已生效：日历版本 {change.after}，{len(change.weighed.projects)} 个项目留痕")
    else:
        say("以上为预览，未写入任何内容")
    return DONE


def _show(change: CalendarChange) -> None:
    """Say what a notice changes, project by project."""
    if change.nothing:
        return
    named = {one.day: one for one in change.days}
    say(f"{change.notice}（{change.year}年）：{len(change.days)} 日的开闭有变动")
    for kind, words in _KINDS.items():
        if days := [one for one in change.days if _kind(one) == kind]:
            say(f"{words} {len(days)} 日：{'、'.join(_why(one) for one in days)}")
    for project in change.weighed.projects:
        say(f"{project.project} {project.name}")
        for line in move_lines(project, named):
            say(f"  {line}")
    for move in change.moves:
        say(_moved(move, named))
    say(sum_line(change.weighed))


def sum_line(weighed: Weighed) -> str:
    """Say how many cases move, stay, or are settled."""
    return (
        f"在办事项 {weighed.moved} 件期限变动，{weighed.stay} 件不变；"
        f"已办结或终止的 {weighed.settled} 件不受影响"
    )


def move_lines(project: MovedProject, named: Mapping[date, ChangedDay]) -> Iterator[str]:
    """Yield one line for each day of a project that moves."""
    names = dict(project.procedures)
    for move in project.moves:
        of = f"{move.procedure} {names[move.procedure]} " if move.procedure else ""
        yield f"{of}{_moved(move, named)}"


def _moved(move: MovedDate, named: Mapping[date, ChangedDay]) -> str:
    """Say which day moves, from where to where, because of what and by which article."""
    why = "、".join(_why(named[day]) for day in move.because)
    reason = "；".join(filter(None, (why, move.article)))
    told = f"（{reason}）" if reason else ""
    return f"{date_name(move)}：{move.before or '无'} → {move.after or '无'}{told}"


def _why(changed: ChangedDay) -> str:
    """Say how a day changed: ``2027-01-01 周五 元旦放假``."""
    day, weekday = changed.day, WEEKDAYS[changed.day.weekday()]
    what = {"off": "放假", "make_up_workday": "调休上班"}.get(_kind(changed), "")
    if not what:
        what = "照常上班" if changed.working else "照常休息"
    name = "" if changed.name.endswith(("上班", "休息")) else changed.name.removesuffix("放假")
    return f"{day} 周{weekday} {name}{what}"


def _kind(changed: ChangedDay) -> str:
    """Return what a day has become: off, a make-up workday, or ordinary again."""
    if changed.working is (changed.day.weekday() < 5):
        return "ordinary"
    return "make_up_workday" if changed.working else "off"


def _told(change: CalendarChange, *, applied: bool) -> dict[str, object]:
    return {
        "notice": change.notice,
        "year": change.year,
        "applied": applied,
        "calendar": {"from": change.before, "to": change.after},
        "days": [
            {"date": one.day, "working": one.working, "name": one.name, "kind": _kind(one)}
            for one in change.days
        ],
        **told_weighed(change.weighed),
        "moves": [_told_move(move, {}) for move in change.moves],
    }


def told_weighed(weighed: Weighed) -> dict[str, object]:
    """Return what moves, for programs."""
    return {
        "projects": [
            {
                "project": project.project,
                "name": project.name,
                "moves": [_told_move(move, dict(project.procedures)) for move in project.moves],
            }
            for project in weighed.projects
        ],
        "moved": weighed.moved,
        "stay": weighed.stay,
        "settled": weighed.settled,
    }


def _told_move(move: MovedDate, names: dict[str, str]) -> dict[str, object]:
    return {
        "procedure": move.procedure,
        "name": names.get(move.procedure, ""),
        "what": move.what,
        "what_name": move.what.label,
        "from": move.before,
        "to": move.after,
        "because": move.because,
        "about": move.about,
        "article": move.article,
    }
