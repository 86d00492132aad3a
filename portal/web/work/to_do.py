"""The work list (待办): what waits for whoever is signed in, for the office, for others."""

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from casework.reading.lists.work_list import Page, Sought, Tab, WorkList, work_list
from casework.signing.signing_desk import signing_desk
from models.light import Light
from models.people import Role
from models.refusal import BadInput
from portal.web.visit import Signed, Visit
from portal.web.work.batch import batch_acts

router = APIRouter()

SHOWN = 60
"""Lines on one page."""
DISTRICT = frozenset({Role.LEADER, Role.DISPATCHER, Role.SUPERVISOR})
SIGNERS = DISTRICT | {Role.DEPARTMENT_HEAD}
OF_DEPARTMENTS = frozenset({Role.OFFICER, Role.DEPARTMENT_HEAD})
EMPTY = {
    Tab.MINE: ("目前没有要您办的事项", "需要您办理的事项会出现在这里。"),
    Tab.OFFICE: ("目前没有要本单位办的事项", ""),
    Tab.WAITING: ("没有等待别人的事项", ""),
    Tab.DONE: ("还没有办结的事项", ""),
    Tab.RECENT: ("最近五个工作日没有变化", ""),
    Tab.ALL: ("没有与您有关的事项", ""),
}


NOTHING_LATE = ("没有逾期的审批事项", "逾期的会出现在这里；待您签发、核实的督办文书见签批台。")
"""What the first tab of those says who watch over the district."""


def tab_of(visit: Visit) -> Tab:
    """Return the tab that an address asks for; the first one where it asks for none."""
    asked = visit.parameter("tab")
    return Tab(asked) if asked in {one.value for one in Tab} else Tab.MINE


def sought_of(visit: Visit) -> Sought:
    """Return what an address looks for; a light that nobody knows is refused, not looked for."""
    must_be_a_light(visit.parameter("light"))
    return Sought(
        text=visit.parameter("q")[:80],
        light=visit.parameter("light"),
        phase=visit.parameter("phase"),
        project=visit.parameter("project"),
        procedure=visit.parameter("procedure"),
        late=visit.parameter("late") == "1",
        put_off=visit.parameter("put_off") == "1",
        key=visit.parameter("key") == "1",
    )


def must_be_a_light(asked: str) -> None:
    """Refuse the code of a light that there is not: the list would be empty and say nothing."""
    if asked and asked not in {one.value for one in Light}:
        known = "、".join(f"{one.value} {name}灯" for one, name in Light.words().items())
        raise BadInput("网址中的 light", f"没有“{asked[:40]}”这种亮灯，可用：{known}")


def list_of(visit: Visit, page: Page) -> WorkList:
    """Return a page of the list that an address asks for: the same address, the same list."""
    return work_list(
        visit.office,
        account=visit.signer.account,
        tab=tab_of(visit),
        sought=sought_of(visit),
        page=page,
        today=visit.today,
    )


def where(visit: Visit) -> str:
    """Return what of an address says which list it is, as the end of another address."""
    names = ("tab", "q", "light", "phase", "project", "procedure", "late", "put_off", "key")
    kept = {name: visit.parameter(name) for name in names if visit.parameter(name)}
    return f"?{urlencode(kept)}" if kept else ""


@router.get("/")
def show(visit: Signed) -> Response:
    """Show a part of one's work list."""
    tab, sought = tab_of(visit), sought_of(visit)
    found = list_of(visit, Page(SHOWN, visit.number("page") or 1))
    return visit.page(
        "to_do.html",
        tab=tab.value,
        sections=[(one.value, _label(one, visit), found.counts[one]) for one in Tab],
        lines=found.lines,
        total=found.counts[tab],
        page=found.first // SHOWN + 1,
        pages=max((found.counts[tab] - 1) // SHOWN + 1, 1),
        sought=sought,
        chosen=tuple(_tags(sought, visit)),
        lights=Light.words(),
        where=where(visit),
        put_off=found.put_off,
        kept=found.kept,
        to_sign=_to_sign(visit) if tab is Tab.MINE else 0,
        follow_ups=found.follow_ups,
        empty_words=("没有符合条件的事项", "点按上方的条件可以取消。")
        if sought != replace(Sought())
        else _empty(tab, visit),
        batch=batch_acts(visit.signer.account, found.lines),
    )


def _to_sign(visit: Visit) -> int:
    """Return how many things wait at the signing desk of whoever signs."""
    if visit.signer.role not in SIGNERS:
        return 0
    return signing_desk(visit.office, account=visit.signer.account, today=visit.today).count


def _empty(tab: Tab, visit: Visit) -> tuple[str, str]:
    watches = tab is Tab.MINE and visit.signer.role in DISTRICT
    return NOTHING_LATE if watches else EMPTY[tab]


def _label(tab: Tab, visit: Visit) -> str:
    if tab is Tab.MINE and visit.signer.role in DISTRICT:
        return "逾期关注"
    if tab is Tab.OFFICE and visit.signer.role in OF_DEPARTMENTS:
        return "本部门"
    return tab.label


def _tags(sought: Sought, visit: Visit) -> list[tuple[str, str]]:
    """Return what is looked for as tags: the parameter that each takes away, and its words."""
    light = next(
        (f"{name}灯" for one, name in Light.words().items() if one.value == sought.light),
        sought.light,
    )
    named = (
        ("q", f"“{sought.text}”" if sought.text else ""),
        ("light", light),
        ("phase", sought.phase),
        ("project", f"项目 {sought.project}" if sought.project else ""),
        ("procedure", f"事项 {sought.procedure}" if sought.procedure else ""),
        ("late", "只看逾期" if sought.late else ""),
        ("put_off", "未到跟进日" if sought.put_off else ""),
        ("key", "只看重点" if sought.key else ""),
    )
    return [(name, words) for name, words in named if words and visit.parameter(name)]
