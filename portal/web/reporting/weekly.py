"""Weekly reports (周报): a week's list, one project's form, a unit's workbook, many at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from casework.desk import Recorded
from casework.reading.board.week import Week, week_of
from casework.weekly.reporting import Asked, ask, check, report_changes
from casework.weekly.templates import WAN, office_words, week_templates
from casework.weekly.workbooks import import_workbook
from models.act_requests import Via
from models.labels import LIGHTS, label
from models.people import Role
from models.progress import ProgressReported
from models.refusal import BadInput, Refused, Unknown
from models.report_form import ReportFields, titles
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.filled import (
    NO_PROBLEMS,
    Filled,
    FilledIn,
    Objection,
    Problem,
    Problems,
    plain_code,
)
from portal.web.reporting import report_form
from portal.web.visit import Signed, Visit
from rules.clocks.round_days import iso_week, week_code
from rules.in_force.authority import may_keep_rounds
from store.intake.weekly_workbook import read_weekly_workbook
from store.workbook.workbook_file import WorkbookReader
from store.workbook.wrong_cells import WrongCell, WrongCells

router = APIRouter()

BATCH = ("invested_week", "physical_work", "next_week", "explanation")
"""What a batch asks of each project; the rest stays as it is prefilled."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one project of a batch (逐项结果)."""

    done: bool
    words: str


@router.get("/weekly")
def this_week(visit: Signed) -> Response:
    """Show this week's reports, or those of the week that is asked for."""
    week = _week(visit.parameter("week") or iso_week(visit.today))
    return visit.page("weekly.html", **_listed(visit, week))


@router.get("/weekly/{week}/workbook")
def hand_out_workbook(visit: Signed, week: str) -> Response:
    """Hand out a unit's workbook, prefilled."""
    unit = visit.signer.unit or visit.parameter("unit")
    if not unit:
        raise BadInput("责任单位", "请先选定责任单位，再下载工作簿")
    found = week_templates(visit.office, week=_week(week), unit=unit, today=visit.today)
    if not found:
        raise Unknown("该单位本周没有应报项目", unit=unit)
    return handed_out(found[0].content, WORKBOOK, found[0].file_name)


@router.post("/weekly/{week}/workbook")
def take_workbook(visit: Signed, week: str, form: FilledIn) -> Response:
    """Record every report of a workbook, or send the whole of it back with each wrong cell."""
    code = _week(week)
    uploads = form.uploads.get("workbook", ())
    try:
        if not uploads:
            raise _wrong("workbook", "请选择填好的工作簿（.xlsx）")
        name = (uploads[0].filename or "").rpartition("/")[2]
        if not name.lower().endswith(".xlsx"):
            raise _wrong("workbook", "只收 .xlsx 工作簿，请用下载的模板填写")
        content = uploads[0].file.read()
        with WorkbookReader() as reader:
            done = visit.attempt(
                lambda: import_workbook(
                    visit.office,
                    read_weekly_workbook(reader.read_content(name, content)),
                    stamp=visit.stamp(),
                )
            )
    except Objection as refused:
        cause = refused.__cause__
        cells = cause.cells if isinstance(cause, WrongCells) else ()
        problems = refused.problems
        if isinstance(cause, WrongCells):
            more = f"，此外还有{cause.uncounted}处" if cause.uncounted else ""
            sentence = f"{cause.place}：有{len(cells)}处需要改正，整本未导入{more}"
            problems = Problems((Problem("workbook", sentence),))
        return visit.page("weekly.html", problems=problems, **_listed(visit, code, cells))
    for project in done.recorded:
        visit.request.app.state.waker.wake(project)
    return visit.page("weekly_import.html", done=done, week=done.week, names=_names(visit))


@router.get("/weekly/{week}/batch")
def ask_batch(visit: Signed, week: str) -> Response:
    """Show what matters most of every project of a unit, to be filled in at once."""
    return _batch(visit, _week(week), Filled(), {})


@router.post("/weekly/{week}/batch")
def take_batch(visit: Signed, week: str, form: FilledIn) -> Response:
    """Record each report that was filled in; one that is refused stops no other."""
    code = _week(week)
    outcomes: dict[str, Outcome] = {}
    for line in _listing(visit, code).lines:
        given = {name: form.text(f"{name}-{line.project}") for name in BATCH}
        if any(given.values()) or form.text(f"same-{line.project}"):
            outcomes[line.project] = _one_of_batch(visit, code, line.project, given, form.key)
    return _batch(visit, code, form, outcomes)


@router.get("/weekly/{week}/{project}")
def ask_report(visit: Signed, week: str, project: str) -> Response:
    """Show a project's report as it is prefilled, with the three questions."""
    asked = _asked(visit, _week(week), project)
    return _form(visit, asked, report_form.prefilled(asked.prefilled.report))


@router.post("/weekly/{week}/{project}")
def take_report(visit: Signed, week: str, project: str, form: FilledIn) -> Response:
    """Check a report, or record it; what contradicts the record comes back at its field."""
    asked = _asked(visit, _week(week), project)
    shown = report_form.typed(form)
    try:
        given = report_form.fields(shown, asked.prefilled.report)
        if form.text("do") == "check":
            found = check(
                visit.office,
                project=asked.project,
                week=asked.week,
                report=given.report(asked.prefilled.report),
                now=visit.now,
            )
            problems = Problems(tuple(Problem(one.field, one.text) for one in found))
            return _form(visit, asked, shown, problems=problems, checked=True)
        recorded = visit.write(_recording(visit, asked.week, asked.project, given, form.key))
    except BadInput as wrong:
        found_wrong = Problems((report_form.problem_of(wrong),))
        return _form(visit, asked, shown, problems=found_wrong)
    except ValidationError as wrong:
        at = str(wrong.errors(include_url=False)[0]["loc"][0])
        return _form(visit, asked, shown, problems=Problems((Problem(at, "内容过长或不符合要求"),)))
    except Objection as refused:
        return _form(visit, asked, shown, problems=_at_fields(refused))
    sent = next(
        (one for one in recorded.entries if isinstance(one.payload, ProgressReported)), None
    )
    said = "same" if sent is None or recorded.repeated else sent.version
    return visit.seen(f"/weekly/{asked.week}/{asked.project}", recorded=said)


def _recording(
    visit: Visit, week: str, project: str, given: ReportFields, key: str | None
) -> Callable[[], Recorded]:
    return lambda: report_changes(
        visit.office,
        project=project,
        week=week,
        fields=given,
        key=key,
        by=visit.signer.number,
        via=Via.PORTAL,
        now=visit.now,
    )


def _one_of_batch(
    visit: Visit, week: str, project: str, given: dict[str, str], key: str | None
) -> Outcome:
    try:
        fields = ReportFields.model_validate(given)
        own = f"{key}-{project}" if key else None
        recorded = visit.write(_recording(visit, week, project, fields, own))
    except BadInput as wrong:
        return Outcome(False, str(wrong))
    except (Objection, Refused) as refused:
        return Outcome(False, str(refused))
    except ValidationError:
        return Outcome(False, "内容过长或不符合要求")
    if not recorded.entries or recorded.repeated:
        return Outcome(True, "与已报内容相同，未重复记录")
    sent = next(one for one in recorded.entries if isinstance(one.payload, ProgressReported))
    return Outcome(True, f"已报，台账第{sent.version}号记录")


def _at_fields(refused: Objection) -> Problems:
    """Return a refusal with each contradiction at its field."""
    cause = refused.__cause__
    if isinstance(cause, BadInput):
        return Problems((report_form.problem_of(cause),))
    doubts = cause.facts.get("doubts") if isinstance(cause, Refused) else None
    if not isinstance(doubts, list):
        return refused.problems
    told = [Problem(str(one["field"]), str(one["text"])) for one in doubts]
    if isinstance(cause, Refused) and not any(one["hard"] for one in doubts):
        told.append(Problem("explanation", "请核实更正；确属实情的，请在“情况说明”中写明后再报"))
    return Problems(tuple(told))


def _form(
    visit: Visit,
    asked: Asked,
    shown: report_form.Shown,
    *,
    problems: Problems = NO_PROBLEMS,
    checked: bool = False,
) -> Response:
    campaign = visit.situation().file.campaign
    report = asked.prefilled.report
    listed = _listing(visit, asked.week)
    waiting = [one for one in listed.lines if one.standing == "missing"]
    return visit.page(
        "report.html",
        problems=problems,
        asked=asked,
        shown=shown,
        checked=checked,
        recorded=visit.parameter("recorded"),
        titles=titles(),
        choices=report_form.CHOICES,
        sums={name: wan(getattr(report, name)) for name in report_form.SUMS},
        origins={name: label(one) for name, one in asked.prefilled.origins.items()},
        offices=list(office_words(campaign).items()),
        procedures={one.code: one.name for one in campaign.catalogue.procedures},
        light_name=LIGHTS[asked.lights.overall],
        closed=listed.closed,
        following=next((one for one in waiting if one.project != asked.project), None),
    )


def wan(yuan: Decimal) -> str:
    """Write a sum in 万元."""
    return f"{yuan / WAN:,.2f}".rstrip("0").rstrip(".")


def _batch(visit: Visit, week: str, form: Filled, outcomes: dict[str, Outcome]) -> Response:
    unit = visit.signer.unit or visit.parameter("unit")
    if not unit:
        raise BadInput("责任单位", "请先选定责任单位，再成批填报")
    listed = _listing(visit, week)
    drafts = {
        line.project: report_form.prefilled(_asked(visit, week, line.project).prefilled.report)
        for line in listed.lines
    }
    failed = tuple(
        Problem(f"{BATCH[0]}-{project}", f"{names.name}：{outcomes[project].words}")
        for names in listed.lines
        if (project := names.project) in outcomes and not outcomes[project].done
    )
    return visit.page(
        "weekly_batch.html",
        problems=Problems(failed),
        listed=listed,
        week=week,
        unit=unit,
        drafts=drafts,
        form=form,
        outcomes=outcomes,
        titles=titles(),
        fields=BATCH,
    )


def _listed(visit: Visit, week: str, cells: Sequence[WrongCell] = ()) -> dict[str, Any]:
    listed = _listing(visit, week)
    place = listed.weeks.index(week)
    campaign = visit.situation().file.campaign
    return {
        "listed": listed,
        "week": week,
        "unit": visit.signer.unit or visit.parameter("unit"),
        "own": bool(visit.signer.unit),
        "units": [(one.code, one.short) for one in campaign.units],
        "light_names": LIGHTS,
        "before": listed.weeks[place - 1] if place else "",
        "after": listed.weeks[place + 1] if place + 1 < len(listed.weeks) else "",
        "reports": visit.signer.role in (Role.UNIT_LIAISON, Role.UNIT_HEAD, Role.DISPATCHER),
        "cells": cells,
        "keeps": may_keep_rounds(visit.signer.account) is None,
    }


def _listing(visit: Visit, week: str) -> Week:
    unit = visit.signer.unit or visit.parameter("unit")
    return week_of(visit.office, week=week, unit=unit, now=visit.now, today=visit.today)


def _asked(visit: Visit, week: str, project: str) -> Asked:
    return ask(visit.office, project=plain_code(project), week=week, now=visit.now)


def _names(visit: Visit) -> dict[str, str]:
    return {one.project: one.name for one in _listing(visit, iso_week(visit.today)).lines}


def _week(typed: str) -> str:
    """Return a week as its code, however it was typed."""
    try:
        return week_code(typed)
    except BadInput as wrong:
        raise Unknown(f"没有“{typed}”这一周", week=typed) from wrong


def _wrong(field: str, sentence: str) -> Objection:
    return Objection(Problems((Problem(field, sentence),)))
