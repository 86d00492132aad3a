"""Commendation, flags and exemplary cases in the browser (考核奖惩、典型案例)."""

from fastapi import APIRouter
from starlette.responses import Response

from casework.supervision.honours import (
    AWARDS,
    EXAMPLES,
    draft_awards,
    draft_example,
    honour_letter,
    proposed,
    published_example,
    published_examples,
)
from casework.weekly.league import NotRanked
from models.written import plain_code
from portal.web.downloads import PAPER, handed_out
from portal.web.filled import NO_PROBLEMS, FilledIn, Objection, Problems
from portal.web.visit import Anyone, Signed, Visit
from portal.web.wall.board import let_strangers_in
from reports.papers.letter_page import letter_page

router = APIRouter()


@router.get("/honours")
def show_honours(visit: Signed) -> Response:
    """Show what the league table gives ground for, and of whom nothing is proposed and why."""
    return _honours(visit)


@router.post("/honours/draft")
def put_drafts(visit: Signed, form: FilledIn) -> Response:
    """Draft everything proposed, or an exemplary case where a project is named."""
    project = plain_code(form.text("project"))

    def write() -> str:
        if project:
            number = draft_example(visit.office, project=project, stamp=visit.stamp())
            return f"/books/{EXAMPLES}/{number}"
        draft_awards(visit.office, stamp=visit.stamp())
        return f"/books/{AWARDS}"

    try:
        return visit.seen(visit.attempt(write), done="yes")
    except Objection as refused:
        return _honours(visit, refused.problems)


@router.get("/honours/{book}/{line}/paper.html")
def print_honour(visit: Signed, book: str, line: int) -> Response:
    """Hand a line out as a letter to print and sign."""
    letter = honour_letter(visit.office, book=book, line=line, today=visit.today)
    return handed_out(letter_page(letter).encode(), PAPER, f"{book}-{line}.html")


@router.get("/public/examples")
def list_examples(visit: Anyone) -> Response:
    """Show everybody the cases that the enterprises agreed to."""
    let_strangers_in(visit)
    lines = published_examples(visit.office, today=visit.today)
    return visit.page("public_examples.html", lines=lines, letter=None)


@router.get("/public/examples/{line}")
def show_example(visit: Anyone, line: int) -> Response:
    """Show everybody one case; what was not agreed to is refused with a sentence."""
    let_strangers_in(visit)
    letter = published_example(visit.office, line=line, today=visit.today)
    return visit.page("public_examples.html", letter=letter)


def _honours(visit: Visit, problems: Problems = NO_PROBLEMS) -> Response:
    try:
        found = proposed(visit.office, today=visit.today)
    except NotRanked as none:
        return visit.page("honours.html", found=None, why=none.message, problems=problems)
    return visit.page("honours.html", found=found, problems=problems)
