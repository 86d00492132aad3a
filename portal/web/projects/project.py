"""Projects (项目): the list, one project's page, its outstanding list, its run."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from casework.intake.books import lines_of_project
from casework.reading.board.sheet import ProjectSheet, project_sheet
from casework.reading.board.standing import Standing, matching, standings, worst_first
from casework.reading.case.moved_days import moved_days
from casework.supervision.matters import matters
from models.light import Light
from models.project import ProjectTier
from models.refusal import Unknown
from models.written import plain_code
from portal.door_password import password_of
from portal.edge import Unreachable
from portal.prefect_client import PrefectClient, api_url
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.pages import query
from portal.web.projects import outstanding
from portal.web.projects.timeline import expected_start, timeline
from portal.web.visit import Signed, Visit
from portal.web.work.to_do import must_be_a_light
from reports.text.phrases import conclusion, next_step, notes, owed_documents
from reports.workbooks.table_file import csv_table, workbook_table
from rules.in_force.authority import may_amend, may_register
from rules.standing.lights import ORDER

router = APIRouter()

PAGE = 25
FILTERS = ("q", "unit", "tier", "light")
TRAIL = 25
"""Entries that a project's page shows of its trail; the others have a page of their own."""
RUN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list (分页)."""

    lines: tuple[Standing, ...]
    number: int
    pages: int
    total: int


@router.get("/projects")
def list_projects(visit: Signed) -> Response:
    """List the projects, filtered, the worst first."""
    everything = standings(visit.office, today=visit.today)
    wanted = {name: visit.parameter(name) for name in FILTERS}
    must_be_a_light(wanted["light"])
    found = matching(everything, plain_code(wanted["q"])) if wanted["q"] else list(everything)
    chosen = [
        one
        for one in found
        if wanted["unit"] in ("", one.unit)
        and wanted["tier"] in ("", one.tier)
        and wanted["light"] in ("", one.light.value)
    ]
    units = {one.unit: one.unit_name for one in everything}
    return visit.page(
        "projects.html",
        listed=page_of(worst_first(chosen), visit.number("page")),
        wanted=wanted,
        units=sorted(units.items(), key=lambda one: one[1]),
        tiers=[(one.value, one.label) for one in ProjectTier],
        lights=[(one.value, f"{one.label}灯") for one in ORDER],
        counts={one: sum(line.light is one for line in everything) for one in ORDER},
        names=Light.words(),
        tags_set=_tags(visit, wanted, units),
        everything=len(everything),
        registers=may_register(visit.signer.account) is None,
    )


@router.get("/projects/{code}")
def show_project(visit: Signed, code: str) -> Response:
    """Show one project."""
    sheet = _sheet(visit, code)
    view = sheet.view
    return visit.page(
        "project.html",
        sheet=sheet,
        view=view,
        amends=may_amend(visit.signer.account) is None,
        kept=lines_of_project(visit.office, project=code, today=visit.today),
        standing=sheet.standing,
        drawn=timeline(sheet),
        conclusion=conclusion(view),
        expected=expected_start(sheet),
        owed=owed_documents(view),
        notes=tuple(notes(view)),
        blocks=outstanding.blocks,
        until=outstanding.until,
        until_words=outstanding.until_words,
        steps={one.case.procedure: next_step(one.case) for one in sheet.rows},
        moved=moved_days(visit.office, project=view.project.code, today=visit.today),
        matters=matters(visit.office, project=view.project.code, today=visit.today),
        trail=view.timeline[: -TRAIL - 1 : -1],
        days=visit.situation().regulations.days,
        run=f"/projects/{view.project.code}/run" if visit.settings.prefect_port else "",
    )


@router.get("/projects/{code}/outstanding")
def show_outstanding(visit: Signed, code: str) -> Response:
    """Show the list of what is not concluded before the start, to read and to print."""
    sheet = _sheet(visit, code)
    return visit.page(
        "outstanding.html",
        view=sheet.view,
        headings=outstanding.headings(),
        rows=outstanding.rows(sheet),
        conclusion=conclusion(sheet.view),
        notes=tuple(notes(sheet.view)),
    )


@router.get("/projects/{code}/outstanding.{kind}")
def download_outstanding(visit: Signed, code: str, kind: str) -> Response:
    """Hand the list out as a workbook or as CSV."""
    sheet = _sheet(visit, code)
    project = sheet.view.project
    title = f"{project.name}前期未办结手续清单"
    headings, rows = outstanding.headings(), outstanding.rows(sheet)
    match kind:
        case "xlsx":
            day = visit.today
            said = (
                f"项目代码 {project.code}　责任单位 {project.unit_name}"
                f"　截至 {day.year}年{day.month}月{day.day}日",
                *notes(sheet.view),
            )
            content = workbook_table(title, headings, rows, notes=said)
            return handed_out(content, WORKBOOK, f"{title}.xlsx")
        case "csv":
            content = csv_table(headings, rows)
            return handed_out(content, "text/csv; charset=utf-8", f"{title}.csv")
        case _:
            raise Unknown("清单可下载为 xlsx 或 csv", kind=kind)


@router.get("/projects/{code}/trail")
def show_trail(visit: Signed, code: str) -> Response:
    """Show everything that was recorded of a project, the newest first."""
    view = _sheet(visit, code).view
    return visit.page("trail.html", view=view, trail=view.timeline[::-1])


@router.get("/projects/{code}/run")
def go_to_run(visit: Signed, code: str) -> Response:
    """Send the browser to the project's run in Prefect's pages, or say why not."""
    project = _known(visit, code)
    try:
        url = api_url(visit.settings.prefect_port)
        with PrefectClient(url, password_of(visit.settings), seconds=RUN_SECONDS) as prefect:
            runs = prefect.waiting([f"project:{project}"])
    except Unreachable:
        raise Unknown("运行台目前没有应答，请稍后再试；办理不受影响", project=project) from None
    if not runs:
        raise Unknown("该项目目前没有等待中的运行，下次巡查（五分钟内）自动建立", project=project)
    return RedirectResponse(f"{url.removesuffix('/api')}/runs/flow-run/{runs[0]['id']}", 303)


def page_of(lines: list[Standing], asked: int | None) -> Listed:
    """Return one page of a list; without a number the first, beyond the end the last."""
    pages = max(-(-len(lines) // PAGE), 1)
    number = min(max(asked or 1, 1), pages)
    shown = lines[(number - 1) * PAGE : number * PAGE]
    return Listed(tuple(shown), number, pages, len(lines))


def _sheet(visit: Visit, code: str) -> ProjectSheet:
    return project_sheet(visit.office, project=plain_code(code), today=visit.today)


def _known(visit: Visit, code: str) -> str:
    with visit.office.store.reading() as connection:
        file, _ = visit.office.file(connection, plain_code(code))
    return file.project.code


def _tags(
    visit: Visit, wanted: Mapping[str, str], units: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return the filters that are set: the address without each, and its word."""
    kept = {name: value for name, value in wanted.items() if value}
    words = {
        "unit": units,
        "tier": {one.value: one.label for one in ProjectTier},
        "light": {one.value: f"{one.label}灯" for one in ORDER},
    }
    return [
        (
            f"{visit.request.url.path}{query(kept, **{name: ''})}",
            words.get(name, {}).get(value, f"“{value}”"),
        )
        for name, value in kept.items()
    ]
