"""Weekly reports (周报): a week's list, one project's form, a unit's workbook."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from casework.desk import Recorded
from casework.reading.board.week import Week, week_of
from casework.weekly.reporting import Asked, ask, check, report_changes
from casework.weekly.templates import office_words, week_templates
from casework.weekly.workbooks import import_workbook
from models.act_requests import Via
from models.amount_words import WAN
from models.light import Light
from models.people import Role
from models.progress import ProgressReported
from models.refusal import BadInput, Unknown
from models.report_form import ReportFields, titles
from models.written import plain_code
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.filled import NO_PROBLEMS, FilledIn, Objection, Problem, Problems, week_in_address
from portal.web.reporting import report_form
from portal.web.uploads import sent_back, taken
from portal.web.visit import Signed, Visit
from rules.clocks.round_days import iso_week
from rules.in_force.authority import may_keep_rounds
from store.intake.weekly_workbook import read_weekly_workbook
from store.workbook.wrong_cells import WrongCell

router = APIRouter()


@router.get("/weekly")
def this_week(visit: Signed) -> Response:
    """Show this week's reports, or those of the week that is asked for."""
    week = week_in_address(visit.parameter("week") or iso_week(visit.today))
    return visit.page("weekly.html", **_listed(visit, week))


@router.get("/weekly/{week}/workbook")
def hand_out_workbook(visit: Signed, week: str) -> Response:
    """Hand out a unit's workbook, prefilled."""
    unit = visit.signer.unit or visit.parameter("unit")
    if not unit:
        raise BadInput("责任单位", "请先选定责任单位，再下载工作簿")
    found = week_templates(visit.office, week=week_in_address(week), unit=unit, today=visit.today)
    if not found:
        raise Unknown("该单位本周没有应报项目", unit=unit)
    return handed_out(found[0].content, WORKBOOK, found[0].file_name)


@router.post("/weekly/{week}/workbook")
def take_workbook(visit: Signed, week: str, form: FilledIn) -> Response:
    """Record every report of a workbook, or send the whole of it back with each wrong cell."""
    code = week_in_address(week)
    try:
        done = visit.attempt(
            lambda: taken(
                form,
                lambda book: import_workbook(
                    visit.office, read_weekly_workbook(book), stamp=visit.stamp()
                ),
            )
        )
    except Objection as refused:
        problems, cells = sent_back(refused)
        return visit.page("weekly.html", problems=problems, **_listed(visit, code, cells))
    for project in done.recorded:
        visit.request.app.state.waker.wake(project)
    return visit.page("weekly_import.html", done=done, week=done.week, names=_names(visit))


@router.get("/weekly/{week}/{project}")
def ask_report(visit: Signed, week: str, project: str) -> Response:
    """Show a project's report as it is prefilled, with the three questions."""
    asked = asked_of(visit, week_in_address(week), project)
    return _form(visit, asked, report_form.prefilled(asked.prefilled.report))


@router.post("/weekly/{week}/{project}")
def take_report(visit: Signed, week: str, project: str, form: FilledIn) -> Response:
    """Check a report, or record it; what contradicts the record comes back at its field."""
    asked = asked_of(visit, week_in_address(week), project)
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
        recorded = visit.write(recording(visit, asked.week, asked.project, given, form.key))
    except BadInput as wrong:
        found_wrong = Problems((report_form.problem_of(wrong),))
        return _form(visit, asked, shown, problems=found_wrong)
    except ValidationError as wrong:
        at = str(wrong.errors(include_url=False)[0]["loc"][0])
        return _form(visit, asked, shown, problems=Problems((Problem(at, "内容过长或不符合要求"),)))
    except Objection as refused:
        return _form(visit, asked, shown, problems=report_form.at_fields(refused))
    sent = next(
        (one for one in recorded.entries if isinstance(one.payload, ProgressReported)), None
    )
    said = "same" if sent is None or recorded.repeated else sent.version
    return visit.seen(f"/weekly/{asked.week}/{asked.project}", recorded=said)


def recording(
    visit: Visit,
    week: str,
    project: str,
    given: ReportFields,
    key: str | None,
    expect: int | None = None,
) -> Callable[[], Recorded]:
    """Return what records a report, under a key of its own where one was given."""
    return lambda: report_changes(
        visit.office,
        project=project,
        week=week,
        fields=given,
        key=key,
        expect=expect,
        by=visit.signer.number,
        person=visit.signer.login,
        via=Via.PORTAL,
        now=visit.now,
    )


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
    listed = listing(visit, asked.week)
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
        origins={name: one.label for name, one in asked.prefilled.origins.items()},
        offices=list(office_words(campaign).items()),
        procedures={one.code: one.name for one in campaign.catalogue.procedures},
        light_name=asked.lights.overall.label,
        closed=listed.closed,
        following=next((one for one in waiting if one.project != asked.project), None),
    )


def wan(yuan: Decimal) -> str:
    """Write a sum in 万元."""
    return f"{yuan / WAN:,.2f}".rstrip("0").rstrip(".")


def _listed(visit: Visit, week: str, cells: Sequence[WrongCell] = ()) -> dict[str, Any]:
    listed = listing(visit, week)
    place = listed.weeks.index(week)
    campaign = visit.situation().file.campaign
    return {
        "listed": listed,
        "week": week,
        "unit": visit.signer.unit or visit.parameter("unit"),
        "own": bool(visit.signer.unit),
        "units": [(one.code, one.short) for one in campaign.units],
        "light_names": Light.words(),
        "before": listed.weeks[place - 1] if place else "",
        "after": listed.weeks[place + 1] if place + 1 < len(listed.weeks) else "",
        "reports": visit.signer.role in (Role.UNIT_LIAISON, Role.UNIT_HEAD, Role.DISPATCHER),
        "cells": cells,
        "keeps": may_keep_rounds(visit.signer.account) is None,
    }


def listing(visit: Visit, week: str) -> Week:
    """Return a week's lines: those of the signer's unit, or of the one that is asked for."""
    unit = visit.signer.unit or visit.parameter("unit")
    return week_of(visit.office, week=week, unit=unit, now=visit.now, today=visit.today)


def asked_of(visit: Visit, week: str, project: str) -> Asked:
    """Return what a project is asked in a week, its answers prefilled."""
    return ask(visit.office, project=plain_code(project), week=week, now=visit.now)


def _names(visit: Visit) -> dict[str, str]:
    return {one.project: one.name for one in listing(visit, iso_week(visit.today)).lines}
