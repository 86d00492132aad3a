"""Registering a project (项目登记): the form of `models/register_form.py`, field by field."""

from fastapi import APIRouter
from starlette.responses import Response

from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.projects.register_sheet import sheet_of, typed
from portal.web.projects.registering import brought, must_be_entitled, registered_as_given
from portal.web.visit import Signed, Visit

router = APIRouter()


@router.get("/register")
def ask(visit: Signed) -> Response:
    """Show the form; whoever may not register is told who may."""
    must_be_entitled(visit)
    return _form(visit, Filled())


@router.post("/register")
def put(visit: Signed, form: FilledIn) -> Response:
    """Register a project."""
    must_be_entitled(visit)
    try:
        done = visit.attempt(lambda: registered_as_given(visit, typed(form)))
    except Objection as refused:
        return _form(visit, form, refused.problems)
    return visit.seen(f"/projects/{done.code}/registered")


@router.get("/projects/{code}/registered")
def registered(visit: Signed, code: str) -> Response:
    """Show what a registration brought: what is open, what waits, what is not asked for."""
    found = brought(visit, code)
    return visit.page(
        "registered.html",
        file=found.file,
        names=found.names,
        opened=found.opened,
        waiting=found.waiting,
    )


def _form(visit: Visit, form: Filled, problems: Problems = NO_PROBLEMS) -> Response:
    return visit.page("register.html", problems=problems, sheet=sheet_of(visit, form), form=form)
