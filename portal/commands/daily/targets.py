"""The targets on the command line (目标任务): all of them, one drilled down, taken along."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.reading.board.targets import export_targets, target_detail, targets_on
from models.target_views import TargetDetail
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, AsOf, Day, FileInstead
from portal.written import check_ending, write_out, write_table
from reports.pages.target_page import (
    LEADERS,
    MONTHS,
    SHARES,
    adds_up,
    headline,
    leader_row,
    month_row,
    share_row,
)

STYLES = {True: "green", False: "", None: "dim"}
"""Whether a target is reached, nobody knows yet → how it is drawn."""


def show_targets(
    target: Annotated[str, Parameter(help="目标编码或者名称；缺省为全部。")] = "",
    measure: Annotated[str, Parameter(help="指标编码或者名称；只有一项的可不写。")] = "",
    /,
    *,
    as_of: AsOf = None,
    out: FileInstead = None,
    export: Annotated[
        Path | None, Parameter(metavar="FILE", help="把核算依据和结果写成 JSON，供独立复算。")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Print every target with what is asked, reached, missing, expected, why, and what is next."""
    if export is not None:
        return _export(export, as_of=as_of)
    check_ending(out)
    if target:
        return _drill_down(target, measure, as_of=as_of, out=out, as_json=as_json)
    with opened() as premises:
        today = premises.today()
        targets = targets_on(premises.office, as_of=as_of, today=today)
    day = min(as_of or today, today)
    if as_json:
        say_json({"as_of": day, "targets": [one.model_dump(mode="json") for one in targets]})
        return DONE
    title = f"目标任务（截至 {day}）"
    if out is not None:
        write_table(out, title, LEADERS, [leader_row(one) for one in targets])
        return DONE
    styles = [STYLES[one.reached] for one in targets]
    print_table(title, LEADERS, map(leader_row, targets), styles=styles)
    return DONE


def _drill_down(
    target: str, measure: str, *, as_of: Day | None, out: Path | None, as_json: bool
) -> int:
    """Print the projects and lines that a target's figure adds up from."""
    with opened() as premises:
        detail = target_detail(
            premises.office, target=target, measure=measure, as_of=as_of, today=premises.today()
        )
    if as_json:
        say_json(detail.model_dump(mode="json"))
        return DONE
    rows = [share_row(one, detail.target) for one in detail.shares]
    title = title_of(detail)
    if out is not None:
        write_table(out, title, SHARES, rows)
        return DONE
    for sentence in (*headline(detail.target), adds_up(detail)):
        say(sentence)
    print_table(title, SHARES, rows)
    print_table("任务分解", MONTHS, [month_row(one, detail.target) for one in detail.months])
    return DONE


def _export(path: Path, *, as_of: Day | None) -> int:
    """Write everything that the targets are counted from, for a second opinion."""
    with opened() as premises:
        told = export_targets(premises.office, as_of=as_of, today=premises.today())
    write_out("参数 --export", path, told)
    say(f"已写入 {path}")
    return DONE


def title_of(detail: TargetDetail) -> str:
    """Return the title of a drill-down."""
    target = detail.target
    return f"{target.group}{target.measure_name}（截至 {detail.as_of}）"
