"""The portal as a program (门户程序): its pages by subject, behind the guard."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import partial

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from casework.office.clock import machine_time
from portal.prefect_client import wake
from portal.premises import Premises
from portal.service.layout import HOST
from portal.web.cases import acts, attachments, case, gate
from portal.web.failures import handle_failures, refused_at_the_door
from portal.web.guard import Guard, names_of
from portal.web.officers import administration, own_account, people
from portal.web.pages import STATIC
from portal.web.programs import api
from portal.web.projects import change, change_book, exchange, project, register, register_book
from portal.web.reporting import weekly, weekly_batch, weekly_round
from portal.web.running import health
from portal.web.running.measures import Measures
from portal.web.running.waking import Waker
from portal.web.signing import by_link, desk, proposals
from portal.web.wall import (
    board,
    books,
    dispatch,
    honours,
    investment,
    open_data,
    published,
    targets,
)
from portal.web.work import batch, calendar, search, to_do

ROUTERS = (
    people,
    own_account,
    administration,
    to_do,
    project,
    exchange,
    acts,
    batch,
    case,
    attachments,
    honours,
    open_data,
    board,
    weekly_round,
    weekly_batch,
    weekly,
    published,
    targets,
    investment,
    books,
    dispatch,
    desk,
    proposals,
    by_link,
    gate,
    register,
    register_book,
    change,
    change_book,
    calendar,
    search,
    api,
    health,
)
AT_ONCE = 8
"""So many requests are worked on at once in a process; who comes later waits in line.

Of more at once each takes longer, and none is done sooner; each thread keeps memory of its own.
"""


class OwnFiles(StaticFiles):
    """Our own stylesheet, script and icons; their address changes when they do (静态文件)."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer a file that may be kept for a year."""
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


class Portal(FastAPI):
    """The application with the guard before everything, also before what went wrong (门户)."""

    def __init__(self, premises: Premises, names: frozenset[str]) -> None:
        super().__init__(
            title="绿色通道", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan
        )
        self._names = names
        self.state.premises = premises

    def build_middleware_stack(self) -> ASGIApp:
        """Put the guard outermost: it is passed by every answer."""
        measured: Measures = self.state.measures
        return Guard(
            super().build_middleware_stack(), self._names, measured.seen, refused_at_the_door
        )


def create_app(premises: Premises, *, known_as: Iterable[str] = ()) -> FastAPI:
    """Return the portal over an open office; ``known_as`` = its names behind a proxy."""
    app = Portal(premises, names_of(HOST, premises.settings.portal_port, known_as))
    app.state.machine_time = machine_time
    app.state.measures = Measures()
    app.state.waker = Waker(partial(wake, settings=premises.settings))
    for subject in ROUTERS:
        # Side by side, not nested: a tenth of a list's time went into looking into each router.
        app.router.routes.extend(subject.router.routes)
    app.mount("/static", OwnFiles(directory=STATIC), name="static")
    app.state.paths = frozenset(route.path for route in routes() if "GET" in (route.methods or ()))
    handle_failures(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = AT_ONCE
    yield
    app.state.waker.close()


def routes() -> tuple[APIRoute, ...]:
    """Return every page and every act of the portal."""
    return tuple(
        route
        for subject in ROUTERS
        for route in subject.router.routes
        if isinstance(route, APIRoute)
    )
