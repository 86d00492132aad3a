"""Commendation and exemplary cases on the command line (考核奖惩)."""

from typing import Annotated

from cyclopts import Parameter

from casework.supervision.honours import (
    AWARDS,
    EXAMPLES,
    draft_awards,
    draft_example,
    honour_letter,
    proposed,
    published_example,
)
from models.refusal import BadInput
from portal.commands.daily.letters import Page, show_letter
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, OfficeCode, ProjectCode, Whole

COLUMNS = ("类别", "责任单位", "依据", "清单条目")


Drafter = Annotated[OfficeCode, Parameter(metavar="OFFICER", help="拟稿人账号。")]


def show_drafts(*, as_json: AsJson = False) -> int:
    """Print what may be drafted today, and what may not and why."""
    with opened() as premises:
        found = proposed(premises.office, today=premises.today())
    if as_json:
        say_json(found.model_dump(mode="json"))
        return DONE
    rows = ((one.kind, one.unit_name, one.basis, one.line or "未拟稿") for one in found.lines)
    print_table(f"考核拟稿（截至 {found.table.as_of}）", COLUMNS, rows)
    for sentence in found.sentences:
        say(sentence)
    return DONE


def draft_all(*, by: Drafter = "", as_json: AsJson = False) -> int:
    """Draft everything that there is ground for and say the numbers."""
    with opened() as premises:
        numbers = draft_awards(premises.office, stamp=premises.stamp(premises.who(by)))
    return _drafted(AWARDS, numbers, as_json=as_json)


def draft_one(
    project: Annotated[ProjectCode, Parameter(name="PROJECT", help="项目代码。")],
    /,
    *,
    by: Drafter = "",
    as_json: AsJson = False,
) -> int:
    """Draft an exemplary case and say its number."""
    with opened() as premises:
        stamp = premises.stamp(premises.who(by))
        number = draft_example(premises.office, project=project, stamp=stamp)
    return _drafted(EXAMPLES, (number,), as_json=as_json)


def _drafted(book: str, numbers: tuple[int, ...], *, as_json: bool) -> int:
    if as_json:
        say_json({"book": book, "lines": numbers})
    else:
        listed = "、".join(map(str, numbers))
        say(f"已拟稿，记入清单第 {listed} 号；改稿、批准：greenchannel books move {book} 序号 …")
    return DONE


def write_paper(
    book: Annotated[str, Parameter(name="BOOK", help="awards 或者 examples。")],
    line: Annotated[Whole, Parameter(name="LINE", help="条目序号。")],
    /,
    *,
    page: Page = None,
    public: Annotated[bool, Parameter(negative=(), help="对外公开的。")] = False,
    as_json: AsJson = False,
) -> int:
    """Print a line of either book as a letter, or write it to a file."""
    if public and book != EXAMPLES:
        raise BadInput("参数 --public", "只有典型案例（examples）对外公开")
    with opened() as premises:
        office, today = premises.office, premises.today()
        letter = (
            published_example(office, line=line, today=today)
            if public
            else honour_letter(office, book=book, line=line, today=today)
        )
    return show_letter(letter, page, as_json=as_json)
