"""Programs read the books and write their lines (接口清单), by the rules of the page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from casework.intake.books import book_view, book_views, keep_line
from models.book_line import KeepLine
from models.book_views import BookView, LineView
from models.report_form import as_typed
from models.vocabulary import Text
from portal.web.filled import Objection, Problem, Problems
from portal.web.programs.caller import (
    PREFIX,
    READ_STRICTLY,
    Caller,
    Key,
    Writer,
    answers,
    as_json,
    key_of,
)
from portal.web.visit import Visit

router = APIRouter(prefix=PREFIX)

Number = Annotated[int, Path(gt=0, lt=10**9, description="条目序号")]
Named = Annotated[str, Path(description="清单编码或者名称")]


class Books(BaseModel):
    """Every book of the campaign (专项清单)."""

    books: list[BookView]


class KeptLine(BaseModel):
    """A line as it stands now (清单条目)."""

    book: str
    line: LineView


class LineBody(BaseModel):
    """What is written of a line (填写清单)."""

    model_config = ConfigDict(extra="forbid")

    state: str = Field("", max_length=64, description="状态编码或者名称；空=首个，或者不变")
    values: dict[str, Any] = Field(default_factory=dict, description="栏目编码 → 内容；不写的不变")
    evidence: str = Field("", max_length=500, description="佐证材料的名称或者文号")
    note: Text = Field("", description="说明")
    seen: str = Field("", max_length=64, description="所见状态；已变的答复 409")


@router.get("/books", summary="专项清单", **answers(Books))
def list_books(visit: Caller) -> Response:
    """Return every book with its lines, figures and warnings."""
    return JSONResponse(as_json(Books(books=[*book_views(visit.office, today=visit.today)])))


@router.get("/books/{book}", summary="一本专项清单", **answers(BookView))
def one_book(visit: Caller, book: Named) -> Response:
    """Return a book."""
    return JSONResponse(as_json(book_view(visit.office, book=book, today=visit.today)))


@router.post(
    "/books/{book}/lines",
    summary="新增清单条目",
    status_code=201,
    responses={201: {"model": KeptLine, "description": "已记录，或者该编号此前已记录"}},
    response_model=None,
    dependencies=READ_STRICTLY,
)
def add_line(visit: Writer, book: Named, body: LineBody, idempotency_key: Key = "") -> Response:
    """Put a new line into a book."""
    return JSONResponse(_kept(visit, book, None, body, idempotency_key), 201)


@router.post(
    "/books/{book}/lines/{line}",
    summary="更新清单条目",
    **answers(KeptLine),
    dependencies=READ_STRICTLY,
)
def move_line(
    visit: Writer, book: Named, line: Number, body: LineBody, idempotency_key: Key = ""
) -> Response:
    """Move a line on, or bring its figures up to date."""
    return JSONResponse(_kept(visit, book, line, body, idempotency_key))


def _kept(visit: Visit, book: str, line: int | None, body: LineBody, key: str) -> Any:
    try:
        number = visit.attempt(
            lambda: keep_line(
                visit.office,
                book=book,
                line=line,
                request=_request(body),
                key=key_of(visit, key),
                expect=body.seen,
                stamp=visit.stamp(),
            )
        )
    except Objection as refused:
        raise Objection(_placed(refused.problems)) from refused.__cause__
    view = book_view(visit.office, book=book, today=visit.today)
    found = next(one for one in view.lines if one.number == number)
    return as_json(KeptLine(book=view.code, line=found))


def _request(body: LineBody) -> KeepLine:
    values: Mapping[str, Any] = as_typed(body.values)
    wrong = [name for name, value in values.items() if not isinstance(value, str)]
    if wrong:
        each = (Problem(f"values.{name[:40]}", "应为文字或者数字") for name in wrong)
        raise Objection(Problems(tuple(each)))
    return KeepLine(state=body.state, values=values, evidence=body.evidence, note=body.note)


def _placed(problems: Problems) -> Problems:
    """Return what is wrong where the request has it: fields of a book stand among its values."""
    own = {"", *LineBody.model_fields}
    return replace(
        problems,
        found=tuple(
            one if one.field.partition(".")[0] in own else replace(one, field=f"values.{one.field}")
            for one in problems.found
        ),
    )
