"""Cases (办件): one case beside its list, and what was done to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from casework.intake.following import follow_up
from casework.reading.case.case_sheet import CaseSheet, case_sheet
from casework.reading.case.commitment import letter_of_commitment
from casework.reading.case.letters import case_letter, letters_of
from casework.reading.case.receipt import receipt
from casework.reading.lists.work_lines import WorkLine
from casework.reading.lists.work_list import Page, position
from models.act_words import GRAVE, RIGHTS
from models.catalogue import Bound, SpecialProcedureKind, Unit
from models.refusal import Unknown
from portal.papers import PaperFormat, letter_as
from portal.web.downloads import KINDS, handed_out
from portal.web.filled import FilledIn, Objection
from portal.web.visit import Signed, Visit
from portal.web.work.to_do import list_of, tab_of, where
from reports.text.letter_words import LetterKind
from rules.acceptance.regime import may_go_to_law

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
    follow_on: date | None
    """The day on which one wants to see the case again."""


def beside(visit: Visit, project: str, procedure: str) -> Beside:
    """Return the part of the list that stands beside a case."""
    found = list_of(visit, Page(BESIDE, around=(project, procedure)))
    lines = found.lines
    place = position(lines, project, procedure)
    after = lines[place + 1] if place + 1 < len(lines) else None
    day = found.follow_ups.get((project, procedure))
    total = found.counts[tab_of(visit)]
    return Beside(lines, total, found.first + place + 1 if place >= 0 else 0, after, day)


def sheet_of(visit: Visit, project: str, procedure: str) -> CaseSheet:
    """Return a case as who is signed in sees it."""
    return case_sheet(
        visit.office,
        project=project,
        procedure=procedure,
        account=visit.signer.account,
        person=visit.signer.login,
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
        "rights": {one.value for one in RIGHTS if may_go_to_law(sheet.procedure)},
        "units": Unit.words(),
        "bounds": Bound.words(),
        "specials": SpecialProcedureKind.words(),
    }


@router.get("/projects/{code}/cases/{procedure}")
def show(visit: Signed, code: str, procedure: str) -> Response:
    """Show a case: its papers, its clocks, what may be done, what has happened."""
    sheet = sheet_of(visit, code, procedure)
    return visit.page("case.html", **about(visit, sheet), **_papers(sheet), followed="")


def _papers(sheet: CaseSheet) -> dict[str, Any]:
    kept = sum(one.kind == "files_attached" for one in sheet.history)
    return {
        "attachments": kept,
        "owed": [one for one in sheet.papers if one.standing == "欠交"],
        "letters": letters_of(sheet.entries, sheet.procedure, sheet.view.state),
    }


@router.post("/projects/{code}/cases/{procedure}/follow")
def follow(visit: Signed, code: str, procedure: str, form: FilledIn) -> Response:
    """Put a case off until a day of one's own, or show it again."""
    try:
        day = form.day("follow_on", "跟进日")
        visit.attempt(
            lambda: follow_up(
                visit.office, project=code, procedure=procedure, on=day, stamp=visit.stamp()
            )
        )
    except Objection as refused:
        sheet = sheet_of(visit, code, procedure)
        return visit.page(
            "case.html",
            problems=refused.problems,
            **about(visit, sheet),
            **_papers(sheet),
            followed=form.text("follow_on"),
        )
    return visit.seen(f"/projects/{code}/cases/{procedure}{where(visit)}")


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


@router.get("/projects/{code}/cases/{procedure}/letters/{letter}.{kind}")
def hand_out_letter(
    visit: Signed, code: str, procedure: str, letter: LetterKind, kind: str
) -> Response:
    """Hand a letter of a case out to be printed or filed; what nobody has signed is a draft."""
    if kind not in set(PaperFormat):
        raise Unknown(f"文书可下载为 {'、'.join(PaperFormat)}", kind=kind)
    found = case_letter(
        visit.office, project=code, procedure=procedure, kind=letter, today=visit.today
    )
    content = letter_as(PaperFormat(kind), found, today=visit.today)
    return handed_out(content, KINDS[kind], f"{found.title}.{kind}")
