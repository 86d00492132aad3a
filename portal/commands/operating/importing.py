"""What other programs wrote comes in (导入): as a draft or a preview, never as an entry."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.reading.exchange.preview import schedule_preview
from models.process_draft import ProcessDraft
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, ProjectArgument
from portal.written import check_ending, write_parts
from reports.exchange.draft import draft_text
from reports.exchange.preview_words import MOVED_COLUMNS, moved_row, preview_sentences
from reports.exchange.xml_lines import ended
from reports.text.plain_text import visible
from store.exchange.bpmn_draft import read_draft
from store.exchange.mspdi_file import read_schedule
from store.exchange.xml_file import read_xml

SHOWN = 12
"""So many things that were not read are told on the screen; the draft names them all."""


def import_process(
    path: Annotated[Path, Parameter(name="FILE", help="流程模型（BPMN 2.0，.bpmn）。")],
    /,
    *,
    out: Annotated[Path | None, Parameter(metavar="FILE", help="写成目录草案（.yaml）。")] = None,
    as_json: AsJson = False,
) -> int:
    """Read a process model into a draft of the catalogue; nothing takes effect."""
    check_ending(out, ".yaml")
    file = read_xml(path)
    with opened() as premises, premises.office.store.reading() as connection:
        departments = premises.office.situation(connection).file.campaign.departments
    draft = read_draft(file, departments)
    if out is not None:
        write_parts("参数 --out", out, ended(draft_text(draft)))
    if as_json:
        say_json(draft.model_dump(mode="json"))
    else:
        _say(draft, out)
    return DONE


def _say(draft: ProcessDraft, out: Path | None) -> None:
    provisional = sum(one.provisional for one in draft.procedures)
    numbered = f"，其中 {provisional} 个暂编编码" if provisional else ""
    say(f"流程模型“{draft.title}”：事项 {len(draft.procedures)} 个{numbered}；未写入任何内容")
    for one in draft.procedures:
        if one.undecided:
            listed = "、".join(one.undecided)
            say(f"  {one.element}：在 {listed} 之后，未写明全部还是任一办结，前置待填")
    for unread in draft.unread[:SHOWN]:
        say(f"  第 {unread.line} 行 {unread.element}：{unread.why}")
    if len(draft.unread) > SHOWN:
        say(f"  此外还有 {len(draft.unread) - SHOWN} 处未读入，草案文件中逐一列明")
    if out is not None:
        say(f"已写入 {out}：写“待填”的逐项填写后，并入 catalogue.yaml 再载入")


def import_plan(
    path: Annotated[Path, Parameter(name="FILE", help="Microsoft Project 的 XML 文件。")],
    project: ProjectArgument,
    /,
    *,
    as_json: AsJson = False,
) -> int:
    """Show what a planner's file would move in a project; nothing is written."""
    given = read_schedule(read_xml(path))
    with opened() as premises:
        found = schedule_preview(premises.office, given, project=project, today=premises.today())
    if as_json:
        say_json(found.model_dump(mode="json") | {"pins": found.pins})
        return DONE
    say(f"{found.project} {found.name}：截至 {found.as_of}，只是预览，未写入任何内容")
    for sentence in preview_sentences(found):
        say(visible(sentence))
    if found.moved:
        print_table("变动的事项", MOVED_COLUMNS, map(moved_row, found.moved))
    for one in found.unread:
        say(visible(f"未读入：第 {one.line} 行 任务 {one.uid}“{one.name}”：{one.why}"))
    if found.pins is not None:
        data = f'{{"start_on": "{found.pins}", "reason": "…"}}'
        say("采用所报开工日期的，由有权的人锁定：")
        say(f"greenchannel act {project} start_construction pin_start --by … --data '{data}'")
    return DONE
