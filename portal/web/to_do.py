"""The to-do list (待办): what waits for whoever is signed in."""

from fastapi import APIRouter
from starlette.responses import Response

from casework.reading.to_do import to_do
from portal.web.visit import Signed

router = APIRouter()


@router.get("/")
def show(visit: Signed) -> Response:
    """Show what waits for the department of who is signed in."""
    department = visit.signer.department
    lines = to_do(visit.office, department=department, today=visit.today) if department else ()
    return visit.page("to_do.html", lines=lines)
