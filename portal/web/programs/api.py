"""The JSON API (接口): the same acts and reads for programs, described by itself.

What is wrong is told as problem+json (RFC 9457).
"""

from functools import cache
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from portal.web.programs import (
    acts,
    books,
    files,
    published,
    reading,
    registration,
    reports,
    settling,
    work,
)
from portal.web.programs.acts import ActBody
from portal.web.programs.caller import PREFIX
from portal.web.programs.described import described

SUBJECTS = (reading, work, registration, acts, files, reports, books, settling, published)

router = APIRouter(prefix=PREFIX)
for subject in SUBJECTS:
    # Side by side, as the application keeps them.
    router.routes.extend(subject.router.routes)


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response:
    """Return what this API takes and gives, as OpenAPI 3.1."""
    return JSONResponse(_described())


@cache
def _described() -> dict[str, Any]:
    return described(router.routes, ActBody.__name__)
