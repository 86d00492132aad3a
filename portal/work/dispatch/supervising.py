"""Matters under supervision on the command line (督办台账)."""

from pathlib import Path

from rich.text import Text

from casework.supervision.matters import matters
from casework.supervision.paper import matter_paper
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import screen
from portal.usage import project_code
from portal.written import write_out
from reports.console.listing import Listing
from reports.papers.matter_page import matter_page
from reports.text.plain_text import visible


def show_matters(
    project: str | None, *, office: str, unsigned: bool, closed: bool, as_json: bool
) -> int:
    """Print what stands under supervision, whose turn it is, and by when."""
    if project is not None:
        project_code(project)
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
    table = Listing(title="督办台账")
    for heading in ("层级", "项目", "事由", "责任方", "状态", "期限", "应办"):
        table.add_column(heading)
    for one in found:
        by = one.done_by or one.reply_by
        cells = (
            one.rung_name,
            f"{one.project_name} {one.project}",
            f"{one.procedure} {one.ground_name}（编号 {one.number}）".strip(),
            one.office_name,
            one.state_name,
            f"{by}{'（逾期）' if one.overdue else ''}" if by else "",
            one.to_do,
        )
        style = "bold red" if one.overdue else ""
        table.add_row(*(Text(visible(cell), style=style) for cell in cells))
    screen().print(table)
    if any(one.state == "unsigned" for one in found):
        say("签发：greenchannel act 项目代码 start_construction sign_slip --by 签发人账号")
        say('一个项目有多件的，另加 --data \'{"matter": "编号"}\' 写明是哪一件')
    return DONE


def show_paper(project: str | None, number: int | None, page: Path | None, *, as_json: bool) -> int:
    """Print one matter with everything that was done about it, or write it as a paper to sign."""
    if project is None or number is None:
        name = "PROJECT" if project is None else "--matter"
        raise BadInput(f"参数 {name}", "打印督办文书须写明项目代码和督办事项编号")
    project_code(project)
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
