"""The targets on the command line (目标任务): all of them, one drilled down, taken along."""

from pathlib import Path

from rich.text import Text

from casework.reading.board.targets import export_targets, target_detail, targets_on
from models.target_views import TargetDetail
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import screen
from portal.usage import Day
from portal.work.daily.tables import check_ending, print_table, write_table
from portal.written import write_out
from reports.console.listing import Listing
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
from reports.text.plain_text import visible


def show_targets(*, as_of: Day | None, out: Path | None, as_json: bool) -> int:
    """Print every target with what is asked, reached, missing, expected, why, and what is next."""
    check_ending(out)
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
    table = Listing(title=title)
    for heading in LEADERS:
        table.add_column(heading)
    for one in targets:
        style = {True: "green", False: "", None: "dim"}[one.reached]
        table.add_row(*(Text(visible(cell), style=style) for cell in leader_row(one)))
    screen().print(table)
    return DONE


def drill_down(
    target: str, measure: str, *, as_of: Day | None, out: Path | None, as_json: bool
) -> int:
    """Print the projects and lines that a target's figure adds up from."""
    check_ending(out)
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


def export(path: Path, *, as_of: Day | None) -> int:
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
