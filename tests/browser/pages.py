"""Every page of the portal, derived from its routes, with an address and somebody who may see it.

A new route is opened by itself; what its address needs more than :data:`FILLED` says, it fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.intake.books import keep_line
from casework.signing.links import LASTS, Link, token_of
from casework.signing.proposals import propose
from models.access import Hand
from models.act_requests import Act
from models.book_line import KeepLine
from models.proposal import ProposalKind
from portal.premises import Premises
from portal.web.programs.caller import PREFIX
from portal.web.running.app import routes
from reports.text.letter_words import LetterKind

PROJECT = "2020-230112-39-03-000001"
SUBMITTED, PROCEDURE, COUNTER = "2020-230112-48-01-000025", "S04", "housing-01"
"""A case of the played campaign that waits to be taken in on 19 June 2020, and by whom."""
CASE = f"/projects/{SUBMITTED}/cases/{PROCEDURE}"
READER, NOBODY = "dispatch-01", ""

NO_PAGE = {
    "/board/live": "a stream without an end",
    "/board/now": "a part of the board, for its script",
    "/login/code": "shown between the password and the code alone",
    "/metrics": "figures for this machine, no page",
    "/projects/{code}/cases/{procedure}/files/{sha256}": "a file that somebody has stored",
    "/projects/{code}/run": "leads to Prefect's pages",
}
FILLED = {
    "act": "pin_start",
    "book": "directives",
    "code": PROJECT,
    "kind": "csv",
    "letter": "acceptance",
    "line": "new",
    "login": "water-01",
    "measure": "production_rate",
    "month": "2020-05",
    "name": "plan.xml",
    "number": "1",
    "procedure": "L04",
    "project": PROJECT,
    "sha256": "0" * 64,
    "step": "open",
    "target": "finishing",
    "version": "1",
    "week": "2020-W25",
}
WHO = {
    "/admin": "system-admin",
    "/admin/persons/{login}": "system-admin",
    "/admin/log": "audit-admin",
    "/admin/ledger": "security-admin",
    "/login": NOBODY,
    "/decide": COUNTER,
    "/projects/{code}/cases/{procedure}/acts/{act}": COUNTER,
    "/desk/proposals/{number}": COUNTER,
}
MORE = {
    "/": ("/", "/?tab=changed", "/?tab=all"),
    "/board": ("/board", "/board?as_of=2020-06-05", "/board?wall=1"),
    "/search": ("/search?q=s05",),
    "/outstanding": ("/outstanding", "/outstanding?unit=unit-park"),
    "/outstanding.xlsx": ("/outstanding.xlsx?unit=unit-park",),
    "/reports/weekly/{week}.{kind}": ("/reports/weekly/2020-W25.xlsx",),
    "/targets/{target}/{measure}.{kind}": ("/targets/finishing/production_rate.xlsx",),
    "/weekly/{week}/workbook": ("/weekly/2020-W25/workbook?unit=unit-park",),
    "/weekly/{week}/batch": ("/weekly/2020-W25/batch?unit=unit-park",),
    "/projects/{code}/cases/{procedure}": (CASE,),
    "/projects/{code}/cases/{procedure}/clock": (f"{CASE}/clock",),
    "/projects/{code}/cases/{procedure}/letter": (f"{CASE}/letter",),
    "/board.{kind}": ("/board.html", "/board.xlsx?as_of=2020-06-05", "/board.pdf"),
    "/projects/{code}/cases/{procedure}/letters/{letter}.{kind}": tuple(
        f"/projects/{PROJECT}/cases/P05/letters/{one.value}.html" for one in LetterKind
    ),
    "/honours/{book}/{line}/paper.html": (
        *("/honours/awards/1/paper.html", "/honours/examples/1/paper.html"),
    ),
    "/public/examples/{line}": ("/public/examples/1",),
    "/projects/{code}/cases/{procedure}/files": (f"{CASE}/files",),
    "/projects/{code}/cases/{procedure}/acts/{act}": tuple(
        f"{CASE}/acts/{act}"
        for act in ("accept", "accept_conditionally", "request_correction", "decline")
    ),
}
"""Addresses in place of the one that is made of the parts; a page may be seen in several states."""


@dataclass(frozen=True)
class Opened:
    """One address, and who opens it; nobody = whoever has not signed in."""

    route: str
    address: str
    who: str


def every_page(premises: Premises) -> Iterator[Opened]:
    """Yield an address of every route that answers a GET, those of files among them.

    What programs are answered is no page (`tests/portal/web/programs`).
    """
    more = MORE | {"/decide": (f"/decide?t={_link(premises)}",)}
    for route in routes():
        if "GET" not in (route.methods or ()) or route.path in NO_PAGE:
            continue
        if route.path.startswith(PREFIX):
            continue
        for address in more.get(route.path, (route.path.format(**FILLED),)):
            yield Opened(route.path, address, WHO.get(route.path, READER))


EXAMPLE = {"title": "容缺受理", "text": "先受理、后补齐", "holder": "unit-park"}
AWARD = {"matter": "居首", "kind": "表扬", "unit": "unit-park", "basis": "3/3", "draft": "拟予表扬"}
KEPT = (
    ("awards", None, "dispatch-01", KeepLine(values=AWARD)),
    ("examples", None, "dispatch-01", KeepLine(values=EXAMPLE)),
    (
        "examples",
        1,
        "unit-park-liaison",
        KeepLine(state="agreed", values={"consent": "同意书"}, evidence="同意书"),
    ),
    ("examples", 1, "dispatch-01", KeepLine(state="published", evidence="区报")),
)
"""A commendation as a draft, and an exemplary case that everybody may see."""


def prepared(premises: Premises) -> None:
    """Lay on a desk what only a page of Prefect's would, and into books what pages show of them."""
    for book, line, by, request in KEPT:
        stamp = premises.stamp(Hand(by))
        keep_line(premises.office, book=book, line=line, request=request, stamp=stamp)
    propose(
        premises.office,
        ProposalKind.ACT,
        project=SUBMITTED,
        procedure=PROCEDURE,
        officer=COUNTER,
        content={"act": "accept"},
        key=None,
        now=premises.now(),
    )


def _link(premises: Premises) -> str:
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, SUBMITTED)
    until = premises.now() + LASTS
    told = Link(COUNTER, SUBMITTED, PROCEDURE, Act.ACCEPT, file.version, until)
    return token_of(premises.office, told)
