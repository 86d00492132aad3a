"""Whether the portal is well (运行探针), for whoever watches machines."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from portal.web.visit import Anyone
from store import ledger

router = APIRouter()


@router.get("/healthz")
def healthz(visit: Anyone) -> Response:
    """Answer ``ok`` while the database answers."""
    with visit.office.store.reading() as connection:
        ledger.count(connection)
    return PlainTextResponse("ok\n")
