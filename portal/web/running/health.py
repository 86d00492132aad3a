"""Whether the portal is well (运行探针), for whoever watches machines."""

from ipaddress import ip_address

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from models.notice import DeliveryState
from portal.premises import Premises
from portal.service.processes import INSTALLATION, installation
from portal.web.running.measures import Measures
from store import ledger
from store.outgoing import outbox

router = APIRouter()


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """Answer ``ok`` while the database answers, and whose portal this is."""
    premises: Premises = request.app.state.premises
    with premises.office.store.reading() as connection:
        ledger.count(connection)
    return PlainTextResponse("ok\n", headers={INSTALLATION: installation(premises.settings.home)})


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Answer with metrics, to this machine alone."""
    if not _is_local(request):
        raise HTTPException(403, "运行指标只供本机读取")
    premises: Premises = request.app.state.premises
    measures: Measures = request.app.state.measures
    with premises.office.store.reading() as connection:
        entries, found = ledger.count(connection), outbox.tally(connection)
    # A state that nothing is in any more is told as none, not as it was when last seen.
    deliveries = {state.value: found.get(state.value, 0) for state in DeliveryState}
    told = measures.told(entries=entries, deliveries=deliveries)
    return Response(told, media_type="text/plain; version=0.0.4; charset=utf-8")


def _is_local(request: Request) -> bool:
    """Tell whether it was asked from this machine, and not through a proxy for somebody else."""
    if request.client is None or "x-forwarded-for" in request.headers:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
