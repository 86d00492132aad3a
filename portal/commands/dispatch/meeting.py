"""The agenda of a dispatch meeting on the command line (会办议程)."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.plan.meeting import meeting_agenda
from casework.reading.board.meeting_scores import meeting_scores
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, Whole
from portal.written import check_ending, write_out
from reports.pages.meeting_page import HEADINGS, LATER, agenda_page, halves, rows, summary
from reports.papers import meeting_scores as scored

LONGEST = 600


def show_meeting(
    *,
    minutes: Annotated[
        Whole | None, Parameter(metavar="N", help="会议多少分钟；缺省按规则参数。")
    ] = None,
    out: Annotated[
        Path | None, Parameter(metavar="FILE", help="写成可打印的 Markdown 文件（.md）。")
    ] = None,
    score: Annotated[
        bool, Parameter(negative=(), help="会办成效：以往各次议定事项使开工实际提前了多少。")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Print the agenda, or write it as Markdown; or print what earlier ones were worth."""
    if score:
        return _show_scores(as_json=as_json)
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise BadInput("参数 --minutes", f"应在 1 与 {LONGEST} 之间")
    check_ending(out, ".md")
    with opened() as premises:
        agenda = meeting_agenda(premises.office, minutes=minutes, today=premises.today())
    if as_json:
        say_json(agenda.model_dump(mode="json"))
        return DONE
    if out is not None:
        write_out("参数 --out", out, agenda_page(agenda))
        say(f"已写入 {out}")
        return DONE
    now, later = halves(agenda)
    print_table(f"会办议程（{agenda.as_of}）", HEADINGS, rows(now, agenda))
    if later:
        say(LATER + "；".join(f"{one.project_name}（{one.days} 个工作日）" for one in later))
    for sentence in summary(agenda):
        say(sentence)
    return DONE


def _show_scores(*, as_json: bool) -> int:
    """Print what the decisions of earlier meetings were worth."""
    with opened() as premises:
        scores = meeting_scores(premises.office, today=premises.today())
    if as_json:
        say_json(scores.model_dump(mode="json"))
        return DONE
    if scores.meetings:
        print_table(f"会办成效（截至 {scores.as_of}）", scored.HEADINGS, scored.rows(scores))
    for sentence in scored.sentences(scores):
        say(sentence)
    return DONE
