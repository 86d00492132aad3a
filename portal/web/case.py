"""Cases (办件): one case beside its list, and what was done to it."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from casework.reading.case_sheet import CaseSheet, case_sheet, letter_of_commitment
from casework.reading.receipt import receipt
from casework.reading.work_lines import WorkLine
from casework.reading.work_list import positions
from models.act_words import GRAVE, RIGHTS
from models.catalogue import RequirementLevel
from models.labels import BOUNDS, UNITS
from portal.web.to_do import list_of, where
from portal.web.visit import Signed, Visit

router = APIRouter()

BESIDE = 24
"""Cases of the list that stand beside one."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The part of the list around a case, and the case after it (左侧清单)."""

    lines: tuple[WorkLine, ...]
    total: int
    place: int
    """From 1; 0 = the case is not in the list."""
    next: WorkLine | None


def beside(visit: Visit, project: str, procedure: str) -> Beside:
    """Return the part of the list that stands beside a case."""
    lines = list_of(visit).lines
    place, total = positions(lines, project, procedure)
    first = max(min(place - BESIDE // 2, total - BESIDE), 0)
    after = lines[place + 1] if 0 <= place < total - 1 else None
    if place < 0 and lines:
        after = lines[0]
    return Beside(lines[first : first + BESIDE], total, place + 1, after)


def sheet_of(visit: Visit, project: str, procedure: str) -> CaseSheet:
    """Return a case as who is signed in sees it."""
    return case_sheet(
        visit.office,
        project=project,
        procedure=procedure,
        account=visit.signer.account,
        today=visit.today,
    )


def about(visit: Visit, sheet: CaseSheet) -> dict[str, Any]:
    """Return what every page of a case is told."""
    code, procedure = sheet.file.project.code, sheet.procedure.code
    return {
        "sheet": sheet,
        "beside": beside(visit, code, procedure),
        "where": where(visit),
        "here": f"/projects/{code}/cases/{procedure}",
        "grave": {one.value for one in GRAVE},
        "rights": {one.value for one in RIGHTS},
        "units": UNITS,
        "bounds": BOUNDS,
    }


@router.get("/projects/{code}/cases/{procedure}")
def show(visit: Signed, code: str, procedure: str) -> Response:
    """Show a case: its papers, its clocks, what may be done, what has happened."""
    sheet = sheet_of(visit, code, procedure)
    owed = [one for one in sheet.papers if one.standing == "欠交"]
    principal = [one for one in sheet.papers if one.level is RequirementLevel.PRINCIPAL]
    return visit.page("case.html", **about(visit, sheet), owed=owed, principal=principal)


@router.get("/projects/{code}/cases/{procedure}/clock")
def clock(visit: Signed, code: str, procedure: str) -> Response:
    """Show the proof of every date of a case, day by day."""
    sheet = sheet_of(visit, code, procedure)
    return visit.page("clock.html", **about(visit, sheet), proof=sheet.proof)


@router.get("/projects/{code}/cases/{procedure}/letter")
def letter(visit: Signed, code: str, procedure: str) -> Response:
    """Show the letter of commitment, to be printed and signed."""
    sheet = sheet_of(visit, code, procedure)
    return visit.page("letter.html", **about(visit, sheet), letter=letter_of_commitment(sheet))


@router.get("/projects/{code}/cases/{procedure}/done/{version}")
def done(visit: Signed, code: str, procedure: str, version: int) -> Response:
    """Show what an act recorded: the same whenever it is opened again."""
    sheet = sheet_of(visit, code, procedure)
    recorded = receipt(sheet, version)
    return visit.page("done.html", **about(visit, sheet), recorded=recorded)
