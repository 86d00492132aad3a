"""Where working days went and will be needed, on the command line (卡点实据、负荷前瞻)."""

from typing import Annotated

from cyclopts import Parameter

from casework.plan.bottlenecks import bottlenecks
from casework.plan.look_ahead import load_ahead
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, Whole
from reports.pages.load_page import (
    HEADINGS,
    LATER_HEADINGS,
    LATER_SAID,
    LATER_TITLE,
    bottleneck_row,
    later_row,
    load_headings,
    load_row,
    overloaded,
)

MOST_WEEKS = 26


def show_bottlenecks(*, as_json: AsJson = False) -> int:
    """Print where working days went, most days first."""
    with opened() as premises:
        found = bottlenecks(premises.office, today=premises.today())
    if as_json:
        say_json(found.model_dump(mode="json"))
        return DONE
    title = f"卡点实据（截至 {found.as_of}，{found.projects} 个项目）"
    print_table(title, HEADINGS, map(bottleneck_row, found.lines))
    return DONE


def show_load(
    *,
    weeks: Annotated[Whole, Parameter(metavar="N", help="看今后几周，1—26。")] = 8,
    as_json: AsJson = False,
) -> int:
    """Print what the coming weeks ask of every department."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise BadInput("参数 --weeks", f"应在 1 与 {MOST_WEEKS} 之间")
    with opened() as premises:
        ahead = load_ahead(premises.office, weeks=weeks, today=premises.today())
    if as_json:
        say_json(ahead.model_dump(mode="json"))
        return DONE
    rows = map(load_row, ahead.departments)
    print_table(f"负荷前瞻（{ahead.as_of}）", load_headings(ahead), rows)
    for sentence in overloaded(ahead) or ("各部门今后各周均办得完",):
        say(sentence)
    if ahead.later:
        print_table(LATER_TITLE, LATER_HEADINGS, map(later_row, ahead.later))
        say(LATER_SAID)
    return DONE
