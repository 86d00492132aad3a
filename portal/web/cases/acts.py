"""Acts on a case (办理): the form, the second look at a grave one, the act itself.

A form comes back as it was filled in whenever it is refused. Who was first is told with what
was done meanwhile; then the same form may be sent again.
"""

from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.responses import Response

from casework.access.noting import note
from casework.acting import act as do_act
from casework.desk import Recorded
from casework.plan.effects import NO_EFFECT, effect_of_request, outlook
from casework.reading.case.case_sheet import CaseSheet
from casework.reading.case.commitment import letter_of_commitment
from casework.reading.case.doubts import doubts
from casework.reading.case.offering import Offer, colleagues
from casework.reading.case.receipt import since
from models.access import AccessKind
from models.act import Act
from models.act_requests import Request, Via
from models.act_words import GRAVE
from models.refusal import Stale
from portal.web.cases.act_fields import ABOUT, LISTS, Field, at_row, fields_of, request_of, rows_of
from portal.web.cases.case import about, sheet_of
from portal.web.doorkeeper import comer_of
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problem, Problems
from portal.web.visit import Signed, Visit
from portal.web.work.to_do import where
from reports.text.consequence import consequence
from rules.acceptance.regime import act_name

router = APIRouter()

TRIES = 3
"""How often an act is put again when somebody wrote about something else in that instant."""
ADDRESS = "/projects/{code}/cases/{procedure}/acts/{act}"


@dataclass(frozen=True, slots=True)
class Row:
    """One paper in a form of rows (清单行)."""

    document: str
    name: str
    what: str
    due_on: str
    taken: bool
    latest: str
    cap: str


@router.get(ADDRESS)
def ask(visit: Signed, code: str, procedure: str, act: Act) -> Response:
    """Show the form of an act; whoever lacks the right is told who has it."""
    sheet = sheet_of(visit, code, procedure)
    offer = sheet.offer(act.value)
    if offer is None:
        wanted = act_name(act, sheet.procedure)
        said = f"{sheet.procedure.name}当前为“{sheet.view.state_name}”，不能{wanted}"
        return _form(visit, sheet, act, Filled(), Problems((Problem("", said),)))
    if not offer.entitled:
        return _forbidden(visit, sheet, offer)
    return _form(visit, sheet, act, Filled())


@router.post(ADDRESS)
def put(visit: Signed, code: str, procedure: str, act: Act, form: FilledIn) -> Response:
    """Do an act; show a grave or doubtful one once more first."""
    sheet = sheet_of(visit, code, procedure)
    if sheet.barred(act) and (offer := sheet.offer(act.value)) is not None:
        return _forbidden(visit, sheet, offer)
    if form.text("_do") in ("more", "back"):
        return _form(visit, sheet, act, form)
    try:
        request = request_of(act, form)
        asked = doubts(sheet, request)
        if form.text("_sure") != "yes" and (act in GRAVE or asked):
            return _again(visit, sheet, request, form, asked)
        recorded = _written(visit, sheet, request, form)
    except Objection as refused:
        sheet = sheet_of(visit, code, procedure)
        return _form(visit, sheet, act, form, refused.problems)
    number = recorded.act.version
    if asked:
        note(
            visit.office,
            AccessKind.DOUBT_CONFIRMED,
            person=visit.signer.person.login,
            about=f"{code} {procedure} {act.value}",
            address=comer_of(visit.request).address,
            detail="；".join(asked),
            at=visit.at,
        )
    return visit.seen(f"/projects/{code}/cases/{procedure}/done/{number}{where(visit)}")


def _written(visit: Visit, sheet: CaseSheet, request: Request, form: Filled) -> Recorded:
    """Do the act; what the rules say of an item is said at the row in which it was typed."""
    try:
        return visit.write(lambda: done_as_seen(visit, sheet, request, form))
    except Objection as refused:
        told, act = refused.problems, request.act
        found = tuple(at_row(act, form, one) for one in told.found)
        raise Objection(replace(told, found=found)) from refused


def done_as_seen(visit: Visit, sheet: CaseSheet, request: Request, form: Filled) -> Recorded:
    """Do the act as it was seen: what has happened to other cases meanwhile is no matter."""
    project, procedure = sheet.file.project.code, sheet.procedure.code
    expect = form.version
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            return do_act(
                visit.office,
                project=project,
                procedure=procedure,
                request=request,
                key=form.key,
                expect=expect,
                by=visit.signer.number,
                person=visit.signer.login,
                via=Via.PORTAL,
                now=visit.now,
            )
        except Stale as stale:
            seen = form.version or 0
            fresh = sheet_of(visit, project, procedure)
            if last or since(fresh, seen):
                raise _stale(fresh, seen, stale) from stale
            expect = fresh.file.version
    raise AssertionError  # the last try returns or raises


def _stale(sheet: CaseSheet, seen: int, stale: Stale) -> Stale:
    """Say who acted first on this very case, not on another one of the project."""
    lines = since(sheet, seen)
    if not lines:
        return stale
    first = lines[0]
    return Stale(
        f"他人已先行办理：{first.by_name} 于 {first.at} {first.name}（第{first.version}条）。"
        "请核对下面的变化；仍要办理的，再次提交即可",
        **stale.facts,
    )


def _form(
    visit: Visit, sheet: CaseSheet, act: Act, form: Filled, problems: Problems = NO_PROBLEMS
) -> Response:
    fields = fields_of(act)
    names = [field.name for field in fields]
    extra = form.text("_do") == "more"
    offer = sheet.offer(act.value)
    return visit.page(
        "act.html",
        **about(visit, sheet),
        problems=problems,
        act=act.value,
        name=act_name(act, sheet.procedure),
        offer=offer,
        fields=fields,
        known=[*names, *(one.field for one in problems.found if "." in one.field)],
        form=form,
        filled=bool(form.given),
        rows={one.name: _rows(sheet, act, one, form, extra) for one in fields},
        choices=colleagues(sheet.seen) if act is Act.ASSIGN else _papers(sheet, act),
        letter=letter_of_commitment(sheet) if act is Act.ACCEPT_CONDITIONALLY else (),
        changes=since(sheet, form.version or 0) if problems.stale else (),
        version=sheet.file.version,
    )


def _papers(sheet: CaseSheet, act: Act) -> tuple[tuple[str, str, bool], ...]:
    """Return the papers that the fields of an act are about: code, name, ticked beforehand."""
    wanted = ABOUT.get(act, lambda _: True)
    return tuple(
        (one.code, f"{one.name}（{one.level_name}）", one.level.value != "situational")
        for one in sheet.papers
        if wanted(one)
    )


def _rows(sheet: CaseSheet, act: Act, field: Field, form: Filled, extra: bool) -> tuple[Row, ...]:
    """Return the rows of a list: as they were typed, else what is missing stands in them."""
    if field.kind not in LISTS:
        return ()
    typed = rows_of(form, field.name)
    by_code = {one.code: one for one in sheet.papers}
    if not typed:
        missing = [one for one in sheet.papers if one.absent and one.level.value != "situational"]
        if field.kind == "promised":
            missing = [one for one in missing if ABOUT[act](one)]
        typed = tuple(
            {
                "document": one.code,
                "what": f"请提交{one.name}" if field.kind == "items" else "",
                "due_on": one.latest.isoformat() if one.latest and field.kind == "promised" else "",
                "taken": "yes",
            }
            for one in missing
        )
        extra = extra or field.kind == "items"
    if extra and field.kind == "items":
        typed = (*typed, {"document": "", "what": "", "due_on": "", "taken": ""})
    return tuple(
        Row(
            document=one["document"],
            name=by_code[one["document"]].name if one["document"] in by_code else "",
            what=one["what"],
            due_on=one["due_on"],
            taken=one["taken"] == "yes",
            latest=(
                by_code[one["document"]].latest.isoformat()  # type: ignore[union-attr]
                if one["document"] in by_code and by_code[one["document"]].latest
                else ""
            ),
            cap=by_code[one["document"]].cap if one["document"] in by_code else "",
        )
        for one in typed
    )


def _again(
    visit: Visit, sheet: CaseSheet, request: Request, form: Filled, asked: tuple[str, ...]
) -> Response:
    """Show a grave act once more: what, whom, what it moves; nothing is done yet."""
    seen = outlook(visit.office, project=sheet.file.project.code, today=visit.today)
    moves = ""
    start = sheet.project.start
    if request.act not in NO_EFFECT and not (start.started_on or start.gate_open):
        effect = effect_of_request(seen, sheet.procedure.code, request)
        if effect.refused is None:
            moves = consequence(
                effect, seen.document_names(), as_of=visit.today, item=sheet.procedure
            )
    shown = [
        (field.label, _said(field, form, sheet))
        for field in fields_of(request.act)
        if _said(field, form, sheet)
    ]
    kept = [
        (name, value)
        for name, values in form.given.items()
        for value in values
        if name not in ("_sure", "_do", "_key", "_version")
    ]
    return visit.page(
        "sure.html",
        **about(visit, sheet),
        act=request.act.value,
        name=act_name(request.act, sheet.procedure),
        heavy=request.act in GRAVE,
        doubts=asked,
        moves=moves,
        shown=shown,
        kept=kept,
        form=form,
        version=form.version,
    )


def _said(field: Field, form: Filled, sheet: CaseSheet) -> str:
    """Return what was filled in, in words."""
    options = dict(field.options)
    match field.kind:
        case "choice":
            return options.get(form.text(field.name), "")
        case "document":
            return sheet.name_of(form.code(field.name)) if form.text(field.name) else ""
        case "documents":
            return "、".join(sheet.name_of(one) for one in form.many(field.name))
        case "promised":
            rows = [one for one in rows_of(form, field.name) if one["taken"]]
            return "；".join(f"《{sheet.name_of(one['document'])}》{one['due_on']}" for one in rows)
        case "items":
            rows = [one for one in rows_of(form, field.name) if one["what"]]
            return "；".join(f"《{sheet.name_of(one['document'])}》{one['what']}" for one in rows)
        case "tick":
            return "是" if form.text(field.name) == "yes" else ""
        case _:
            return form.text(field.name)


def _forbidden(visit: Visit, sheet: CaseSheet, offer: Offer) -> Response:
    """Say who may do what this account may not, and write the attempt down."""
    visit.note_refused(f"{offer.name}由{offer.who}办理")
    return visit.page("forbidden.html", **about(visit, sheet), status=403, offer=offer)
