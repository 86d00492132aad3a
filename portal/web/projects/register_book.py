"""Registering by workbook (登记表): the empty table goes out; filled in, it comes back whole."""

from fastapi import APIRouter
from starlette.responses import Response

from casework.intake.project_tables import expected, offered
from casework.intake.registering import Registration, register
from models.register_form import RegisterForm
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.projects.register_sheet import CHECKED
from portal.web.projects.registering import must_be_entitled
from portal.web.uploads import FIELD, sent_back, taken
from portal.web.visit import Signed, Visit
from reports.workbooks.project_template import project_template
from store.intake.project_files import read_project_workbook
from store.intake.project_table import project_csv
from store.workbook.workbook_file import WorkbookFile
from store.workbook.wrong_cells import WrongCell

router = APIRouter()

TICK = RegisterForm.model_fields[CHECKED].title
CONFIRMING = f"确属实情的，勾选“{TICK}”再传"


@router.get("/register/workbook")
def ask(visit: Signed) -> Response:
    """Show where the table is had and handed in."""
    must_be_entitled(visit)
    return _form(visit, Filled())


@router.get("/register/template")
def hand_out(visit: Signed) -> Response:
    """Hand out the empty table of the campaign."""
    must_be_entitled(visit)
    content = project_template(offered(visit.situation().file.campaign))
    return handed_out(content, WORKBOOK, "项目登记表.xlsx")


@router.post("/register/workbook")
def take(visit: Signed, form: FilledIn) -> Response:
    """Register every project of a workbook, or send all of it back with each wrong cell."""
    must_be_entitled(visit)
    checked = form.text(CHECKED) == "yes"
    try:
        done = visit.attempt(
            lambda: taken(form, lambda book: _registered(visit, book, checked), project_csv)
        )
    except Objection as refused:
        return _form(visit, form, *sent_back(refused))
    for one in done.registered:
        visit.request.app.state.waker.wake(one.file.project.code)
    return visit.page("register_book_done.html", done=done)


def _registered(visit: Visit, book: WorkbookFile, checked: bool) -> Registration:
    names, faults = expected(visit.office, today=visit.today)
    confirming = "" if checked else CONFIRMING
    projects = read_project_workbook(book, names=names, faults=faults, confirming=confirming)
    return register(visit.office, projects, stamp=visit.stamp())


def _form(
    visit: Visit,
    form: Filled,
    problems: Problems = NO_PROBLEMS,
    cells: tuple[WrongCell, ...] = (),
) -> Response:
    return visit.page(
        "register_book.html",
        problems=problems,
        cells=cells,
        field=FIELD,
        tick_name=CHECKED,
        tick_label=TICK,
        ticked=form.text(CHECKED) == "yes",
    )
