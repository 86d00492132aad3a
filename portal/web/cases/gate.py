"""Acts on a whole project (项目层面的办理): conditions, the start, matters under supervision.

The forms are those of the one table (`portal/web/cases/act_fields.py`); what is signed is listed
before, with a statement to tick and the signer's name to type.
"""

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from casework.acting import act as do_act
from casework.reading.case.timeline import timeline_line
from casework.signing.gate_sheet import OF_A_MATTER, GateSheet, gate_sheet
from casework.supervision.paper import matter_paper
from models.act import Act
from models.act_requests import Via
from models.act_words import GRAVE, STATEMENTS
from models.refusal import Unknown
from models.written import plain_code
from portal.web.cases.act_fields import Field, fields_of, request_of
from portal.web.downloads import PAPER, handed_out
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.signing.signature import must_be_signed
from portal.web.visit import Signed, Visit
from reports.papers.matter_page import matter_page
from rules.acting.examining import GATE_ACTS
from rules.in_force.gates import START_CONSTRUCTION

router = APIRouter()

ADDRESS = "/projects/{code}/acts/{act}"


@router.get("/projects/{code}/acts")
def choose(visit: Signed, code: str) -> Response:
    """Show what may be done to a project as a whole."""
    sheet = sheet_of(visit, code, 0)
    return visit.page("gate.html", sheet=sheet, here=f"/projects/{code}/acts", matter=None)


@router.get("/projects/{code}/matters/{number}")
def show_matter(visit: Signed, code: str, number: int) -> Response:
    """Show one matter under supervision and what may be done to it."""
    sheet = sheet_of(visit, code, number)
    return visit.page("gate.html", sheet=sheet, here=f"/projects/{code}/acts", matter=sheet.matter)


@router.get("/projects/{code}/matters/{number}/paper.html")
def print_matter(visit: Signed, code: str, number: int) -> Response:
    """Hand a matter out as a paper to print and sign: a slip, an interview and its record."""
    paper = matter_paper(visit.office, project=plain_code(code), number=number, today=visit.today)
    content = matter_page(paper).encode()
    return handed_out(content, PAPER, f"{paper.title}.html")


@router.get(ADDRESS)
def ask(visit: Signed, code: str, act: Act, matter: int = 0) -> Response:
    """Show the form of an act on a project; whoever lacks the right is told who has it."""
    return _asked(visit, code, act, matter, Filled())


@router.post(ADDRESS)
def put(visit: Signed, code: str, act: Act, form: FilledIn, matter: int = 0) -> Response:
    """Do an act on a project, once it is signed where it has to be."""
    sheet = sheet_of(visit, code, matter)
    offer = sheet.offer(act.value)
    if offer is None or not offer.entitled or form.text("_do") == "back":
        return _asked(visit, code, act, matter, form)
    try:
        _signed(visit, act, form)
        request = request_of(act, _with_matter(form, matter))
        if act in GRAVE and form.text("_sure") != "yes":
            return _again(visit, sheet, act, form)
        recorded = visit.write(
            lambda: do_act(
                visit.office,
                project=code,
                procedure=START_CONSTRUCTION,
                request=request,
                key=form.key,
                by=visit.signer.number,
                person=visit.signer.login,
                via=Via.PORTAL,
                now=visit.now,
            )
        )
    except Objection as refused:
        return _form(visit, sheet_of(visit, code, matter), act, form, refused.problems)
    return visit.seen(f"/projects/{code}/done/{recorded.act.version}")


@router.get("/projects/{code}/done/{version}")
def done(visit: Signed, code: str, version: int) -> Response:
    """Show what an act on a project recorded: the same whenever it is opened again."""
    sheet = sheet_of(visit, code, 0)
    entry = next((one for one in sheet.entries if one.version == version), None)
    if entry is None:
        raise Unknown(f"{sheet.file.project.name}没有第{version}条记录")
    known = sheet.situation.regulations.procedures(sheet.file.project, on=entry.on)
    together = [one for one in sheet.entries if one.at == entry.at and one.by == entry.by]
    lines = [timeline_line(one, sheet.situation, known) for one in together]
    lines = [one for one in lines if one.version >= version]
    about = sheet.file.matters.get(getattr(entry.payload, "matter", ""))
    return visit.page("gate_done.html", sheet=sheet, version=version, lines=lines, matter=about)


def sheet_of(visit: Visit, project: str, matter: int) -> GateSheet:
    """Return a project, or one matter of it, as who is signed in sees it."""
    return gate_sheet(
        visit.office,
        project=project,
        account=visit.signer.account,
        matter=matter,
        today=visit.today,
    )


def _with_matter(form: Filled, matter: int) -> Filled:
    """Return a form that says which matter it is about: the address says it, nobody types it."""
    if not matter:
        return form
    return replace(form, given={**form.given, "matter": (str(matter),)})


def _signed(visit: Visit, act: Act, form: Filled) -> None:
    """Object when an act that is signed lacks its statement, or the name of who signs."""
    if act in STATEMENTS:
        must_be_signed(visit, form)


def _asked(visit: Visit, code: str, act: Act, matter: int, form: Filled) -> Response:
    sheet = sheet_of(visit, code, matter)
    offer = sheet.offer(act.value)
    if offer is None:
        if act not in GATE_ACTS:
            raise Unknown(f"“{act.label}”不是项目层面的动作", act=act.value)
        lacking = "请从督办事项进入" if act in OF_A_MATTER else "请从项目进入"
        raise Unknown(f"{act.label}：{lacking}", act=act.value)
    if not offer.entitled:
        visit.note_refused(f"{offer.name}由{offer.who}办理")
        return visit.page("gate_forbidden.html", status=403, sheet=sheet, offer=offer)
    return _form(visit, sheet, act, form)


def _form(
    visit: Visit, sheet: GateSheet, act: Act, form: Filled, problems: Problems = NO_PROBLEMS
) -> Response:
    fields = _fields(sheet, act)
    return visit.page(
        "gate_act.html",
        sheet=sheet,
        matter=sheet.matter,
        problems=problems,
        act=act.value,
        name=act.label,
        offer=sheet.offer(act.value),
        fields=fields,
        known=[*(one.name for one in fields), "statement", "name"],
        form=form,
        filled=bool(form.given),
        statement=STATEMENTS.get(act, ""),
        grave=act in GRAVE,
        address=_address(sheet, act),
    )


def _fields(sheet: GateSheet, act: Act) -> tuple[Field, ...]:
    """Return the fields of an act; where the project itself says what fits, it is chosen."""
    found = []
    for field in fields_of(act):
        if field.name == "matter":
            continue
        options = sheet.options(field.name)
        if options:
            first = options[0][0] if len(options) == 1 else field.value
            found.append(replace(field, kind="choice", options=options, value=first))
        else:
            found.append(field)
    return tuple(found)


def _address(sheet: GateSheet, act: Act) -> str:
    about = f"?matter={sheet.matter.number}" if sheet.matter else ""
    return f"/projects/{sheet.file.project.code}/acts/{act.value}{about}"


def _again(visit: Visit, sheet: GateSheet, act: Act, form: Filled) -> Response:
    kept = [
        (name, value)
        for name, values in form.given.items()
        for value in values
        if name not in ("_sure", "_do", "_key")
    ]
    shown = []
    for field in _fields(sheet, act):
        value = form.text(field.name)
        if value:
            shown.append((field.label, dict(field.options).get(value, value)))
    return visit.page(
        "gate_sure.html",
        sheet=sheet,
        matter=sheet.matter,
        name=act.label,
        kept=kept,
        shown=shown,
        form=form,
        address=_address(sheet, act),
    )
