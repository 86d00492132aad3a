"""Matters under supervision on the command line (督办台账)."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.supervision.clues import find_clues
from casework.supervision.matters import matters
from casework.supervision.paper import matter_paper
from casework.supervision.reminder_effect import find_effects
from models.date_labels import REMINDERS
from models.project_views import MatterView
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, OfficeCode, ProjectCode, Whole
from portal.written import write_out
from reports.papers.matter_page import matter_page
from reports.text.plain_text import visible
from rules.supervision.reminder_effect import WITHIN, ReminderEffect

MATTERS = ("层级", "项目", "事由", "责任方", "状态", "期限", "应办")
EFFECTS = ("提醒", "已发", "留白", "成效")
LONGEST = 60
CLUES = ("种类", "项目", "事项", "单位", "台账条目", "情况")

AnyProject = Annotated[
    ProjectCode | None, Parameter(name="PROJECT", metavar="PROJECT", help="项目代码；缺省为全部。")
]


def show_matters(
    project: AnyProject = None,
    /,
    *,
    office: Annotated[OfficeCode, Parameter(metavar="OFFICE", help="责任单位或部门编码。")] = "",
    unsigned: Annotated[bool, Parameter(negative=(), help="只列待签发的。")] = False,
    closed: Annotated[bool, Parameter(negative=(), help="连同已销号的。")] = False,
    matter: Annotated[
        Whole | None, Parameter(metavar="N", help="只看该项目这一编号的督办事项，可打印成文书。")
    ] = None,
    page: Annotated[
        Path | None,
        Parameter(metavar="FILE", help="把督办单或者约谈通知、记录写成可打印的网页文件。"),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Print what stands under supervision, whose turn it is, and by when; or one matter of it."""
    if matter is not None or page is not None:
        return _show_paper(project, matter, page, as_json=as_json)
    with opened() as premises:
        found = [
            one
            for one in matters(
                premises.office, project=project, closed=closed, today=premises.today()
            )
            if office in ("", one.office) and (not unsigned or one.state == "unsigned")
        ]
    if as_json:
        say_json({"matters": [one.model_dump(mode="json") for one in found]})
        return DONE
    if not found:
        say("没有符合条件的督办事项")
        return DONE
    styles = ["bold red" if one.overdue else "" for one in found]
    print_table("督办台账", MATTERS, map(_row, found), styles=styles)
    if any(one.state == "unsigned" for one in found):
        say("签发：greenchannel act 项目代码 start_construction sign_slip --by 签发人账号")
        say('一个项目有多件的，另加 --data \'{"matter": "编号"}\' 写明是哪一件')
    return DONE


def _row(one: MatterView) -> tuple[str, ...]:
    by = one.done_by or one.reply_by
    return (
        one.rung_name,
        f"{one.project_name} {one.project}",
        f"{one.procedure} {one.ground_name}（编号 {one.number}）".strip(),
        one.office_name,
        one.state_name,
        f"{by}{'（逾期）' if one.overdue else ''}" if by else "",
        one.to_do,
    )


def _show_paper(
    project: str | None, number: int | None, page: Path | None, *, as_json: bool
) -> int:
    """Print one matter with everything that was done about it, or write it as a paper to sign."""
    if project is None or number is None:
        name = "PROJECT" if project is None else "--matter"
        raise BadInput(f"参数 {name}", "打印督办文书须写明项目代码和督办事项编号")
    with opened() as premises:
        paper = matter_paper(
            premises.office, project=project, number=number, today=premises.today()
        )
    if page is not None:
        write_out("参数 --page", page, matter_page(paper))
    if as_json:
        say_json(paper.model_dump(mode="json"))
        return DONE
    say(f"{paper.title}{'（待签发）' if paper.draft else ''}：{visible(paper.addressed_to)}")
    say(visible(f"{paper.project_name} {paper.subject}"))
    for one in paper.steps:
        say(visible(f"{one.on} {one.what}　{one.by or '系统'}　{one.text}"))
    if page is not None:
        say(f"已写入 {page}")
    return DONE


def show_clues(project: AnyProject = None, /, *, as_json: AsJson = False) -> int:
    """Print every clue with the entries that show it."""
    with opened() as premises:
        found = find_clues(premises.office, project=project)
    if as_json:
        say_json({"clues": [asdict(clue) for clue in found]})
        return DONE
    if not found:
        say("没有发现异常线索")
        return DONE
    rows = (
        (
            clue.name,
            f"{clue.project_name} {clue.project}",
            f"{clue.procedure} {clue.procedure_name}".strip(),
            clue.office_name,
            "、".join(str(one) for one in clue.versions),
            clue.what,
        )
        for clue in found
    )
    print_table("异常线索（仅供核实，不是结论）", CLUES, rows)
    counted = Counter(clue.name for clue in found)
    say("，".join(f"{name} {number} 条" for name, number in counted.most_common()))
    return DONE


def show_effects(
    *,
    within: Annotated[
        Whole, Parameter(metavar="N", help="提醒后几个工作日内有人办理，算作见效。")
    ] = WITHIN,
    as_json: AsJson = False,
) -> int:
    """Print what each kind of reminder brings about, beside those held out by lot."""
    if not 1 <= within <= LONGEST:
        raise BadInput("参数 --within", f"“{within}”应在 1 与 {LONGEST} 之间")
    with opened() as premises:
        found = find_effects(premises.office, within=within, today=premises.today())
    if as_json:
        say_json({"within": within, "effects": [_told(one) for one in found]})
        return DONE
    if not found:
        say("还没有满期可比的提醒")
        return DONE
    rows = ((REMINDERS[one.ground], *_arms(one), _conclusion(one)) for one in found)
    print_table(f"提醒成效（提醒后 {within} 个工作日内有人办理的比例）", EFFECTS, rows)
    if not any(one.held_out.reminders for one in found):
        say("没有留白对照，只能看到比例，不能断定是提醒的作用：对照比例由专项行动的通知规则设定")
    return DONE


def _arms(one: ReminderEffect) -> tuple[str, str]:
    return tuple(  # type: ignore[return-value]
        f"{arm.share:.0%}（{arm.acted}/{arm.reminders}）" if arm.reminders else "—"
        for arm in (one.sent, one.held_out)
    )


def _conclusion(one: ReminderEffect) -> str:
    if one.difference is None:
        return "无对照"
    told, low, high = (round(100 * share) for share in one.difference)
    said = f"相差 {told} 个百分点（95% 区间 {low} 至 {high}）"
    if one.difference[1] > 0:
        return f"{said}，有效"
    return f"{said}，{'反而减少' if one.difference[2] < 0 else '看不出作用'}"


def _told(one: ReminderEffect) -> dict[str, object]:
    return {**asdict(one), "difference": one.difference}
