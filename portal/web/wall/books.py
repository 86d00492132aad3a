"""Books in the browser (专项清单): read, taken along, written line by line."""

from fastapi import APIRouter
from starlette.responses import Response

from casework.intake.books import book_named, book_view, book_views, keep_line, lines_owned_by
from casework.weekly.templates import office_words
from models.book import Book
from models.book_line import KeepLine
from models.book_views import BookView, LineView
from models.people import Role
from models.refusal import Unknown
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.visit import Signed, Visit
from reports.pages.book_page import MEASURES, cells, headings, measure_row, sentences
from reports.workbooks.table_file import csv_table, workbook_table
from rules.books.writing import opens

router = APIRouter()

OF_NOTHING = Filled()


@router.get("/books")
def list_books(visit: Signed) -> Response:
    """Show every book with its counts, and what waits for who is signed in."""
    views = book_views(visit.office, today=visit.today)
    account = visit.signer.account
    return visit.page(
        "books.html",
        views=views,
        mine=lines_owned_by(views, {account.number, account.office} - {""}),
    )


@router.get("/books/{book}.{kind}")
def download_book(visit: Signed, book: str, kind: str) -> Response:
    """Hand a book out as a workbook or as CSV."""
    kept, view = _book(visit, book)
    rows = [cells(kept, line) for line in view.lines]
    match kind:
        case "xlsx":
            content = workbook_table(view.name, headings(kept), rows, notes=[*sentences(view)])
            return handed_out(content, WORKBOOK, f"{view.name}.xlsx")
        case "csv":
            content = csv_table(headings(kept), rows)
            return handed_out(content, "text/csv; charset=utf-8", f"{view.name}.csv")
        case _:
            raise Unknown("专项清单可下载为 xlsx 或 csv", kind=kind)


@router.get("/books/{book}")
def show_book(visit: Signed, book: str) -> Response:
    """Show a book: measures, sums, lines with their warnings."""
    kept, view = _book(visit, book)
    wanted = visit.parameter("show")
    lines = [one for one in view.lines if one.warnings or wanted != "warned"]
    return visit.page(
        "book.html",
        book=kept,
        view=view,
        lines=lines,
        wanted=wanted,
        headings=MEASURES,
        measures=[(measure_row(one), one) for one in view.measures],
        sentences=[*sentences(view)],
        may_add=opens(kept, visit.signer.account),
        keepers=_keepers(visit, kept),
    )


def _keepers(visit: Visit, book: Book) -> tuple[str, ...]:
    """Return who writes in a book, in words: offices and roles."""
    names = visit.situation().file.campaign.office_names
    roles = {one.value: name for one, name in Role.words().items()}
    writing = dict.fromkeys((*book.keepers, *book.openers))
    return tuple(dict.fromkeys(names.get(one) or roles.get(one, one) for one in writing))


@router.get("/books/{book}/new")
def ask_new(visit: Signed, book: str) -> Response:
    """Show the form of a new line, filled in with what the address says."""
    given: dict[str, tuple[str, ...]] = {
        name: (value,) for name, value in visit.request.query_params.items()
    }
    return _form(visit, book, None, Filled(given))


@router.post("/books/{book}/new")
def put_new(visit: Signed, book: str, form: FilledIn) -> Response:
    """Put a new line into a book."""
    return _put(visit, book, None, form)


@router.get("/books/{book}/{line}")
def ask_line(visit: Signed, book: str, line: int) -> Response:
    """Show one line and the form that moves it on."""
    return _form(visit, book, line, OF_NOTHING)


@router.post("/books/{book}/{line}")
def put_line(visit: Signed, book: str, line: int, form: FilledIn) -> Response:
    """Move a line on."""
    return _put(visit, book, line, form)


def _put(visit: Visit, book: str, line: int | None, form: Filled) -> Response:
    kept, _ = _book(visit, book)

    def write() -> int:
        typed = {one.code: form.text(one.code) for one in kept.fields}
        request = KeepLine(
            state=form.text("state"),
            values={code: text for code, text in typed.items() if text},
            evidence=form.text("evidence"),
            note=form.text("note"),
        )
        return keep_line(
            visit.office,
            book=kept.code,
            line=line,
            request=request,
            key=form.key,
            expect=form.text("_state"),
            stamp=visit.stamp(),
        )

    try:
        number = visit.attempt(write)
    except Objection as refused:
        return _form(visit, book, line, form, refused.problems)
    return visit.seen(f"/books/{kept.code}/{number}", done="yes")


def _form(
    visit: Visit, book: str, number: int | None, form: Filled, problems: Problems = NO_PROBLEMS
) -> Response:
    kept, view = _book(visit, book)
    line = _line(view, number) if number is not None else None
    here = line.state if line is not None else ""
    states = [
        (one.code, one.name)
        for one in kept.states
        if (here in one.after if here else not one.after or one.begins)
    ]
    return visit.page(
        "book_line.html",
        problems=problems,
        book=kept,
        line=line,
        form=form,
        states=states,
        holders=_holders(visit),
        options={one.code: [(name, name) for name in one.choices] for one in kept.fields},
        fields=[one for one in kept.fields if line is None or not _stays(one.code, kept, line)],
    )


def _holders(visit: Visit) -> list[tuple[str, str]]:
    """Return who may be charged with a line; an office is told from another of its short name."""
    campaign = visit.situation().file.campaign
    return [*office_words(campaign).items(), *((one.number, one.name) for one in campaign.accounts)]


def _stays(field: str, book: Book, line: LineView) -> bool:
    """Tell whether a field stays as first recorded."""
    return book.field(field).fixed and field in line.values


def _line(view: BookView, number: int) -> LineView:
    found = next((one for one in view.lines if one.number == number), None)
    if found is None:
        raise Unknown(f"清单“{view.name}”没有第{number}号", line=number)
    return found


def _book(visit: Visit, book: str) -> tuple[Book, BookView]:
    return (
        book_named(visit.situation(), book),
        book_view(visit.office, book=book, today=visit.today),
    )
