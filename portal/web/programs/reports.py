"""Programs report a week (接口周报): what is asked, prefilled; checked; filed.

The same fields, questions, contradictions and refusals as on the page and in the workbook.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.responses import JSONResponse, Response

from casework.reading.board.week import Week as ReportedWeek
from casework.reading.board.week import week_of
from casework.weekly.report_json import asked_as_json, reported_as_json
from casework.weekly.reporting import check
from models.doubt import Doubt, Origin, Question
from models.light import Light
from models.refusal import BadInput
from models.report_form import ReportFields, as_typed
from portal.web.filled import Objection, Problems, objection
from portal.web.programs.caller import (
    PREFIX,
    READ_STRICTLY,
    Caller,
    Code,
    Key,
    Known,
    Seen,
    Week,
    Writer,
    answers,
    as_json,
    key_of,
    records,
    tagged,
    version_of,
    written,
)
from portal.web.programs.reading import Unit, must_be_a_unit
from portal.web.reporting.report_form import at_fields, problem_of
from portal.web.reporting.weekly import asked_of, recording
from portal.web.visit import Visit
from rules.clocks.round_days import iso_week

router = APIRouter(prefix=PREFIX)
WEEKS = TypeAdapter(ReportedWeek)

Typed = Annotated[dict[str, Any], Body(description="有变化的栏目；不写的照预填，写“无”的清空")]
FORM = {"x-body": ReportFields.__name__}


class AskedReport(BaseModel):
    """What is asked of a project for a week (填报要求)."""

    project: str
    name: str
    week: str
    sent: bool = Field(description="本周已报，再报即更正")
    light: Light
    reasons: list[str] = Field(description="亮灯的原因")
    questions: list[Question] = Field(description="最影响开工的问题，至多三个")
    form: dict[str, str] = Field(description="栏目 → 预填的内容")
    origins: dict[str, Origin] = Field(description="栏目 → 预填来源")
    titles: dict[str, str] = Field(description="栏目 → 名称")


class CheckedReport(BaseModel):
    """The contradictions of a report before it is sent (填报核对)."""

    project: str
    week: str
    doubts: list[Doubt] = Field(description="hard 的不成立，不予记录；其余的须写明情况说明")


class RecordedReport(BaseModel):
    """How a week's report stands (填报结果)."""

    project: str
    week: str
    recorded: bool = Field(description="本次记入台账；与已报相同的不重复记录")
    version: int
    late: bool = Field(description="截止后才报")
    doubts: list[str] = Field(description="随报记录的存疑种类")
    report: dict[str, str] | None = Field(description="栏目 → 已报的内容")


@router.get(
    "/weekly",
    summary="本周的周报",
    description="本周应报哪些项目、各报了没有；不写责任单位的，为本单位的，没有的为全区。",
    **answers(ReportedWeek),
)
def this_week(visit: Caller, unit: Unit = "") -> Response:
    """Return how this week's reports stand."""
    return listed_week(visit, iso_week(visit.today), unit)


@router.get("/weekly/{week}", summary="一周的周报", **answers(ReportedWeek))
def one_week(visit: Caller, week: Week, unit: Unit = "") -> Response:
    """Return how the reports of a week stand."""
    return listed_week(visit, week, unit)


@router.get(
    "/weekly/{week}/{code}",
    summary="填报要求",
    description="预填的内容、来源和三个最影响开工的问题。响应头 ETag 可用于报送时的 If-Match。",
    **answers(AskedReport),
)
def ask(visit: Caller, week: Week, code: Code, if_none_match: Known = "") -> Response:
    """Return what a project is asked for a week, prefilled."""
    asked = asked_of(visit, week, code)
    return tagged(asked_as_json(asked), asked.version, if_none_match)


@router.post(
    "/weekly/{week}/{code}/check",
    summary="核对周报",
    description="报送前看有哪些矛盾，不记录。",
    **answers(CheckedReport),
    dependencies=READ_STRICTLY,
    openapi_extra=FORM,
)
def check_report(visit: Caller, week: Week, code: Code, body: Typed) -> Response:
    """Return the contradictions of a report; nothing is recorded."""
    asked = asked_of(visit, week, code)
    try:
        report = _fields(body).report(asked.prefilled.report)
    except BadInput as wrong:
        raise Objection(Problems((problem_of(wrong),))) from wrong
    found = check(visit.office, project=code, week=week, report=report, now=visit.now)
    return JSONResponse(as_json(CheckedReport(project=code, week=week, doubts=[*found])))


@router.post(
    "/weekly/{week}/{code}",
    summary="报送周报",
    description="只写有变化的栏目，金额以万元计，其余照预填。有矛盾的不予记录，逐项指明栏目；"
    "确有其事的，写明情况说明（explanation）再报。再报即更正。",
    **records(RecordedReport, again="与已报相同，或者该编号此前已记录"),
    dependencies=READ_STRICTLY,
    openapi_extra=FORM,
)
def report(
    visit: Writer,
    week: Week,
    code: Code,
    body: Typed,
    idempotency_key: Key = "",
    if_match: Seen = "",
) -> Response:
    """Record a report; what contradicts the record comes back at its field."""
    given, key, expect = _fields(body), key_of(visit, idempotency_key), version_of(if_match)
    try:
        recorded = visit.write(recording(visit, week, code, given, key, expect))
    except Objection as refused:
        raise Objection(at_fields(refused)) from refused.__cause__
    told = reported_as_json(recorded, week)
    return written(told, recorded.file.version, fresh=told["recorded"])


def _fields(body: dict[str, Any]) -> ReportFields:
    try:
        return ReportFields.model_validate(as_typed(body))
    except ValidationError as wrong:
        raise objection(wrong) from wrong


def listed_week(visit: Visit, week: str, unit: str) -> Response:
    """Answer how the reports of a week stand, of a unit or of one's own."""
    must_be_a_unit(visit, unit)
    whose = unit or visit.signer.unit
    found = week_of(visit.office, week=week, unit=whose, now=visit.now, today=visit.today)
    return JSONResponse(WEEKS.dump_python(found, mode="json"))
