"""Finding things (查找): projects, cases and pages by code, name or initials (Ctrl-K)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from casework.reading.lists.project_list import find_projects
from casework.reading.lists.sought import is_named
from casework.reading.lists.waiting_acts import waiting_acts
from casework.reading.lists.work_lines import WorkLine
from casework.reading.lists.work_list import Sought, Tab, work_list
from models.act import OWN_DOOR, Act
from models.written import plain_code
from portal.web.visit import Signed, Visit
from rules.acceptance.regime import act_name
from rules.acting.examining import AUTHORITY
from rules.in_force.authority import may_register

router = APIRouter()

MOST = 8
"""Projects, and cases, that a search shows of each kind in the palette."""
MOST_ON_PAGE = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found (查找结果)."""

    kind: str
    label: str
    beside: str
    path: str
    key: str = ""
    """The key that leads there."""


@router.get("/search")
def search(visit: Signed) -> Response:
    """Show what was found, by kind."""
    text = visit.parameter("q")[:80]
    hits = list(_hits(visit, text, MOST_ON_PAGE)) if text else []
    if len(hits) == 1:
        return visit.seen(hits[0].path)
    return visit.page("search.html", text=text, hits=hits)


@router.get("/palette.json")
def palette(visit: Signed) -> Response:
    """Return what was found for the palette, as data."""
    hits = _hits(visit, visit.parameter("q")[:80], MOST)
    return JSONResponse([asdict(one) for one in hits])


def _hits(visit: Visit, text: str, most: int) -> Iterator[Hit]:
    wanted = plain_code(text) if any(one.isdigit() for one in text) else text.strip()
    yield from (one for one in _pages(visit) if is_named(wanted, one.label))
    if not wanted:
        return
    for line in list(find_projects(visit.office, wanted))[:most]:
        yield Hit("项目", line.name, line.code, f"/projects/{line.code}")
    yield from _acts(visit, wanted, most)
    cases = _own(visit, wanted)
    for case in [*(one for one in cases if one.holder), *(one for one in cases if not one.holder)][
        :most
    ]:
        path = f"/projects/{case.project}/cases/{case.procedure}"
        yield Hit("事项", f"{case.procedure} {case.procedure_name}", case.project_name, path)


def _own(visit: Visit, text: str) -> tuple[WorkLine, ...]:
    """Return the cases of one's own list in whose names a text stands."""
    return work_list(
        visit.office,
        account=visit.signer.account,
        tab=Tab.ALL,
        sought=Sought(text=text),
        today=visit.today,
    ).lines


def _acts(visit: Visit, wanted: str, most: int) -> Iterator[Hit]:
    """Yield the acts of that name that wait for whoever is signed in, the most urgent first."""
    named = [act for act in Act if act not in OWN_DOOR and is_named(wanted, act.label)]
    role = visit.signer.role
    mine = {act for act in named if role in AUTHORITY.get(act, {})}
    if not mine:
        return
    account = visit.signer.account
    for line, act in waiting_acts(
        visit.office, account=account, among=mine, most=most, today=visit.today
    ):
        path = f"/projects/{line.project}/cases/{line.procedure}/acts/{act.value}"
        beside = f"{line.procedure} {line.procedure_name}，{line.project_name}"
        yield Hit("动作", act_name(act, line), beside, path)


def _pages(visit: Visit) -> Iterator[Hit]:
    for one in visit.navigation():
        yield Hit("页面", one.label, "", one.path, f"g {one.key}" if one.key else "")
    for tab, label in Tab.words().items():
        yield Hit("页面", f"待办：{label}", "", f"/?tab={tab.value}")
    if not may_register(visit.signer.account):
        yield Hit("页面", "登记项目", "", "/register")
