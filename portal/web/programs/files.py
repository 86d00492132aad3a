"""Programs put files to a case (接口附件), list them, and take them out as they were kept."""

from typing import Any

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casework.intake.attaching import Attached, Handed, attach, attached
from models.attachment import AttachedFile
from portal.web.cases.attachments import taken_out
from portal.web.filled import Filled, FilledIn, give_back
from portal.web.programs.caller import (
    PREFIX,
    Caller,
    Code,
    Key,
    Seen,
    Writer,
    answers,
    key_of,
    must_come_as,
    records,
    version_of,
    written,
)
from portal.web.visit import Visit
from store.intake.attachment_guard import ENDINGS

router = APIRouter(prefix=PREFIX)

ADDRESS = "/projects/{code}/cases/{procedure}/files"
FORM = "multipart/form-data"
TAKEN: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "要存入的文件，一件或者数件",
                        },
                        "note": {"type": "string", "maxLength": 200, "description": "说明"},
                    },
                    "required": ["files"],
                    "additionalProperties": False,
                }
            }
        },
    }
}
"""What is handed in, for the description: FastAPI sees only that a request is read."""


class AttachedLine(AttachedFile):
    """A file of a case, and by which entry it came (附件)."""

    version: int = Field(description="项目台账第几条")
    by_name: str
    at: AwareDatetime
    note: str


class AttachedFiles(BaseModel):
    """The files of a case, the latest first (附件清单)."""

    project: str
    procedure: str
    files: list[AttachedLine]


async def handed_in(request: Request, _: Caller) -> None:
    """Refuse a body that is no form with files."""
    must_come_as(request, FORM, "带文件的表单")


@router.get(ADDRESS, summary="附件清单", **answers(AttachedFiles))
def list_files(visit: Caller, code: Code, procedure: Code) -> Response:
    """Return the files of a case."""
    return JSONResponse(_told(visit, code, procedure))


@router.post(
    ADDRESS,
    summary="存入附件",
    description="一次可存数件，全部存入或者一概不存；类型按内容识别，限制与网页相同。",
    **records(AttachedFiles, again="该编号此前已记录", done="已存入"),
    dependencies=[Depends(handed_in)],
    openapi_extra=TAKEN,
)
def put_files(
    visit: Writer,
    code: Code,
    procedure: Code,
    form: FilledIn,
    idempotency_key: Key = "",
    if_match: Seen = "",
) -> Response:
    """Take files in, all or none."""
    _must_be_known(form)
    recorded = visit.write(
        lambda: attach(
            visit.office,
            visit.settings.attachments,
            project=code,
            procedure=procedure,
            handed=[Handed(one.filename or "", one.file.read()) for one in form.uploads["files"]],
            note=form.text("note"),
            key=key_of(visit, idempotency_key),
            expect=version_of(if_match),
            stamp=visit.stamp(),
        )
    )
    told = _told(visit, code, procedure)
    return written(told, recorded.file.version, fresh=not recorded.repeated)


@router.get(
    f"{ADDRESS}/{{sha256}}",
    summary="取出附件",
    responses={200: {"content": {one: {} for one in sorted({*ENDINGS.values()})}}},
    response_class=Response,
)
def take_out(visit: Caller, code: Code, procedure: Code, sha256: str) -> Response:
    """Hand a file of this case out as it was kept."""
    return taken_out(visit, code, procedure, sha256)


def _must_be_known(form: Filled) -> None:
    """Refuse a field that nobody reads, one given twice, and a note that would be cut."""
    for name in (*form.given, *form.uploads):
        if name not in ("files", "note"):
            give_back(name[:40], "没有这个栏目，可用：files、note")
    if "files" in form.given or not form.uploads.get("files"):
        give_back("files", "请选择要存入的文件，每件写明文件名")
    if "note" in form.uploads or len(form.given.get("note", ())) > 1:
        give_back("note", "应为一段文字")
    if len(form.text("note")) > 200:
        give_back("note", "不得超过200个字")


def _told(visit: Visit, code: str, procedure: str) -> dict[str, Any]:
    found = attached(visit.office, project=code, procedure=procedure)
    lines = [_line(one) for one in found]
    told = AttachedFiles(project=code, procedure=procedure, files=lines)
    return told.model_dump(mode="json")


def _line(one: Attached) -> AttachedLine:
    return AttachedLine(
        **one.file.model_dump(), version=one.version, by_name=one.by_name, at=one.at, note=one.note
    )
