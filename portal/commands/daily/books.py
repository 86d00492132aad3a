"""The books on the command line (专项清单): listed, shown, written."""

from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from casework.intake.books import book_named, book_view, book_views, keep_line, lines_owned_by
from models.book_line import KeepLine
from models.book_views import BookView
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.terminal import print_table
from portal.usage import AsJson, OfficeCode, TableFile, Whole
from portal.written import check_ending, write_table
from reports.pages.book_page import (
    MEASURES,
    cells,
    headings,
    measure_row,
    sentences,
    warnings_in_words,
)
from reports.workbooks.table_file import Cell
from store.files.input_errors import worded

LISTED = ("编码", "清单", "条款", "条目", "预警", "未达到的指标")
OWNED = ("清单", "序号", "条目", "状态", "预警")

BookArgument = Annotated[
    str, Parameter(name="BOOK", help="清单编码或者名称，如 land，见 books list。")
]
Values = Annotated[
    list[str] | None,
    Parameter(name="--set", metavar="FIELD=VALUE", negative=(), help="栏目=内容，可重复给出。"),
]
State = Annotated[str, Parameter(metavar="STATE", help="状态编码或者名称；缺省为首个或者不变。")]
Evidence = Annotated[str, Parameter(metavar="TEXT", help="佐证材料的名称或者文号。")]
Note = Annotated[str, Parameter(metavar="TEXT", help="说明。")]
Keeper = Annotated[OfficeCode, Parameter(metavar="OFFICER", help="填写人账号。")]


def list_books(
    *,
    owner: Annotated[OfficeCode, Parameter(metavar="WHO", help="单位编码或者账号。")] = "",
    as_json: AsJson = False,
) -> int:
    """Print every book with its counts, or what somebody answers for in all of them."""
    with opened() as premises:
        views = book_views(premises.office, today=premises.today())
    if owner:
        return _list_owned(views, owner, as_json=as_json)
    if as_json:
        say_json({"books": [one.model_dump(mode="json") for one in views]})
        return DONE
    print_table("专项清单", LISTED, map(_counts, views))
    return DONE


def _counts(view: BookView) -> tuple[Cell, ...]:
    missed = "；".join(one.name for one in view.measures if one.met is False)
    return view.code, view.name, view.clause, len(view.lines), view.warned, missed


def _list_owned(views: Sequence[BookView], owner: str, *, as_json: bool) -> int:
    found = lines_owned_by(views, {owner})
    if as_json:
        say_json({"lines": [{"book": v.code, **line.model_dump(mode="json")} for v, line in found]})
        return DONE
    rows = (
        (view.name, line.number, line.title, line.state_name, warnings_in_words(line))
        for view, line in found
    )
    print_table(f"{owner}名下的条目", OWNED, rows)
    return DONE


def show_book(book: BookArgument, /, *, out: TableFile = None, as_json: AsJson = False) -> int:
    """Print a book with its figures, or write it to a file."""
    check_ending(out)
    with opened() as premises:
        view = book_view(premises.office, book=book, today=premises.today())
        columns, rows = _table(premises, view)
    if as_json:
        say_json(view.model_dump(mode="json"))
        return DONE
    title = f"{view.name}（{view.clause}，截至 {view.as_of}）"
    if out is not None:
        write_table(out, title, columns, rows, tuple(sentences(view)))
        return DONE
    print_table(title, columns, rows)
    if view.measures:
        print_table("指标", MEASURES, map(measure_row, view.measures))
    for sentence in sentences(view):
        say(sentence)
    return DONE


def add_line(
    book: BookArgument,
    /,
    *,
    values: Values = None,
    state: State = "",
    evidence: Evidence = "",
    note: Note = "",
    by: Keeper = "",
    as_json: AsJson = False,
) -> int:
    """Write a new line of a book and say its number."""
    return _write(book, None, _read(values, state, evidence, note), by=by, as_json=as_json)


def move_line(
    book: BookArgument,
    line: Annotated[Whole, Parameter(name="LINE", help="条目序号。")],
    /,
    *,
    values: Values = None,
    state: State = "",
    evidence: Evidence = "",
    note: Note = "",
    by: Keeper = "",
    as_json: AsJson = False,
) -> int:
    """Write what a line of a book has become."""
    return _write(book, line, _read(values, state, evidence, note), by=by, as_json=as_json)


def _read(typed: Sequence[str] | None, state: str, evidence: str, note: str) -> KeepLine:
    values = _values(typed or ())
    try:
        return KeepLine(state=state, values=values, evidence=evidence, note=note)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        raise BadInput(f"参数 --{first['loc'][0]}", worded(first)) from wrong


def _write(book: str, line: int | None, request: KeepLine, *, by: str, as_json: bool) -> int:
    with opened() as premises:
        stamp = premises.stamp(premises.who(by))
        number = keep_line(premises.office, book=book, line=line, request=request, stamp=stamp)
        view = book_view(premises.office, book=book, today=premises.today())
    found = next(one for one in view.lines if one.number == number)
    if as_json:
        say_json({"book": view.code, **found.model_dump(mode="json")})
    else:
        say(f"已记入{view.name}第 {number} 号“{found.title}”，状态：{found.state_name}")
    return DONE


def _values(typed: Sequence[str]) -> dict[str, str]:
    values = {}
    for one in typed:
        field, equals, value = one.partition("=")
        if not equals:
            raise BadInput("参数 --set", f"“{one}”应写作 栏目=内容")
        values[field.strip()] = value
    return values


def _table(premises: Premises, view: BookView) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Return the headings and the rows of a book."""
    with premises.office.store.reading() as connection:
        book = book_named(premises.office.situation(connection), view.code)
    return headings(book), [cells(book, line) for line in view.lines]
