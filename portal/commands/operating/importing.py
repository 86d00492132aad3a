"""What other programs wrote comes in (导入): as a draft or a preview, never as an entry."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from models.process_draft import ProcessDraft
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.usage import AsJson
from portal.written import check_ending, write_parts
from reports.exchange.draft import draft_text
from store.exchange.bpmn_draft import read_draft
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
        write_parts("参数 --out", out, (f"{line}\n" for line in draft_text(draft)))
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
