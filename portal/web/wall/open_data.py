"""The public timetable as open data (开放数据): JSON, and the published schema it keeps to.

A change that old readers would not understand is a new version beside the old one; the
schema of a version, kept in `docs/schemas/`, never changes.
"""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from casework.reading.board.public import public_timetable
from casework.reading.exchange.open_data import SCHEMA, TIMETABLE
from models.written import plain_code
from portal.web.visit import Anyone
from portal.web.wall.board import let_strangers_in

router = APIRouter()


@router.get(SCHEMA)
def show_schema(visit: Anyone) -> Response:
    """Show what a timetable in JSON holds, as JSON Schema."""
    let_strangers_in(visit)
    return JSONResponse(schema(), media_type="application/schema+json")


@router.get("/public/{code}.json")
def show_timetable(visit: Anyone, code: str) -> Response:
    """Hand a project's public timetable out for programs; it names its schema."""
    let_strangers_in(visit)
    told = public_timetable(visit.office, project=plain_code(code), today=visit.today)
    link = f'<{SCHEMA}>; rel="describedby"; type="application/schema+json"'
    return JSONResponse(TIMETABLE.dump_python(told, mode="json"), headers={"link": link})


def schema() -> dict[str, Any]:
    """Return the schema of the version in force: every field is there, and no other."""
    found = TIMETABLE.json_schema(mode="serialization")
    for part in (found, *found["$defs"].values()):
        part["additionalProperties"] = False
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "$id": SCHEMA, **found}
