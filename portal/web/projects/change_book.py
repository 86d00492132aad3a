"""A registered project is changed by its own row (项目变更): written out, mended, handed back."""

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.responses import Response

from casework.changes.project import amend, beside_the_table, faults_of_change
from casework.desk import Recorded
from casework.intake.project_tables import expected, offered
from models.project import Project
from models.refusal import BadInput
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.projects.register_book import CONFIRMING, TICK
from portal.web.projects.register_sheet import CHECKED
from portal.web.uploads import FIELD, sent_back, taken
from portal.web.visit import Signed, Visit
from reports.workbooks.project_template import project_template
from rules.in_force.authority import may_amend
from rules.in_force.coherence import Fault
from store.intake.project_files import read_project_workbook
from store.intake.project_table import project_csv
from store.workbook.workbook_file import WorkbookFile
from store.workbook.wrong_cells import WrongCell

router = APIRouter()

REASON = "reason"


@router.get("/projects/{code}/change/workbook")
def ask(visit: Signed, code: str) -> Response:
    """Show where a project's row is had and handed in."""
    return _form(visit, _registered(visit, code), Filled())


@router.get("/projects/{code}/change/table")
def hand_out(visit: Signed, code: str) -> Response:
    """Hand out the table with the project as it is registered."""
    project = _registered(visit, code)
    content = project_template(offered(visit.situation().file.campaign), [project])
    return handed_out(content, WORKBOOK, "项目变更表.xlsx")


@router.post("/projects/{code}/change/workbook")
def take(visit: Signed, code: str, form: FilledIn) -> Response:
    """Change the project as its row says, or send it back with each wrong cell."""
    project = _registered(visit, code)
    try:
        done = visit.attempt(
            lambda: taken(form, lambda book: _amended(visit, project, book, form), project_csv)
        )
    except Objection as refused:
        return _form(visit, project, form, *sent_back(refused))
    visit.request.app.state.waker.wake(code)
    return visit.seen(f"/projects/{code}/done/{done.act.version}")


def _registered(visit: Visit, code: str) -> Project:
    """Return a project that may be changed by who asks."""
    if refused := may_amend(visit.signer.account):
        raise refused
    with visit.office.store.reading() as connection:
        return visit.office.file(connection, code)[0].project


def _amended(visit: Visit, project: Project, book: WorkbookFile, form: Filled) -> Recorded:
    names, _ = expected(visit.office, today=visit.today)
    situation = visit.situation()

    def faults(wanted: Project) -> Iterator[Fault]:
        return faults_of_change(situation, wanted, on=visit.today)

    confirming = "" if form.text(CHECKED) == "yes" else CONFIRMING
    read = read_project_workbook(book, names=names, faults=faults, confirming=confirming)
    if [one.code for one in read] != [project.code]:
        raise BadInput(FIELD, f"表中应只有本项目（{project.code}）一行")

    def becoming(before: Project) -> Project:
        return beside_the_table(before, read[0])

    return amend(
        visit.office, project.code, becoming, reason=form.text(REASON), stamp=visit.stamp()
    )


def _form(
    visit: Visit,
    project: Project,
    form: Filled,
    problems: Problems = NO_PROBLEMS,
    cells: tuple[WrongCell, ...] = (),
) -> Response:
    return visit.page(
        "change_book.html",
        project=project,
        problems=problems,
        cells=cells,
        field=FIELD,
        reason_name=REASON,
        reason=form.text(REASON),
        tick_name=CHECKED,
        tick_label=TICK,
        ticked=form.text(CHECKED) == "yes",
    )
