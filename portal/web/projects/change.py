"""A registered project changes (项目变更): the registration sheet as it stands, and a reason."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from models.project import Project
from models.register_form import filled_from
from models.written import plain_code
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.projects.register_sheet import sheet_of, typed
from portal.web.projects.registering import amended_as_given
from portal.web.visit import Signed, Visit
from rules.in_force.authority import may_amend

router = APIRouter()

SETTLED = ("code", "pinned_start")
"""What no change of a project moves: its code, and what an act of its own pins."""


@router.get("/projects/{code}/change")
def ask(visit: Signed, code: str) -> Response:
    """Show the sheet as the project is registered; whoever may not change it is told who may."""
    _must_be_entitled(visit)
    return _form(visit, code, None)


@router.post("/projects/{code}/change")
def put(visit: Signed, code: str, form: FilledIn) -> Response:
    """Record what changed, and show what was recorded."""
    _must_be_entitled(visit)
    code, given = plain_code(code), typed(form)
    reason, key, expect = form.text("reason"), form.key, form.version

    def now(_: Project) -> dict[str, Any]:
        return given | {"code": code}

    try:
        recorded = visit.attempt(
            lambda: amended_as_given(visit, code, now, reason=reason, key=key, expect=expect)
        )
    except Objection as refused:
        return _form(visit, code, form, refused.problems)
    return visit.seen(f"/projects/{code}/done/{recorded.act.version}")


def _must_be_entitled(visit: Visit) -> None:
    if refused := may_amend(visit.signer.account):
        raise refused


def _form(
    visit: Visit, code: str, form: Filled | None, problems: Problems = NO_PROBLEMS
) -> Response:
    with visit.office.store.reading() as connection:
        file, _ = visit.office.file(connection, plain_code(code))
    stands = {
        name: (value if isinstance(value, str) else "yes" if value else "",)
        for name, value in filled_from(file.project).items()
    }
    return visit.page(
        "change.html",
        project=file.project,
        version=file.version if form is None or problems.stale else form.version,
        problems=problems,
        sheet=sheet_of(visit, form or Filled({**stands}), settled=SETTLED),
        reason=form.text("reason") if form else "",
        key=form.key if form and problems else None,
    )
