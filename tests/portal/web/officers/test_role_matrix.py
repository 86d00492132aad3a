"""Every page and act × everybody who may come: generated from the routes, cell by cell."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from casework.access import refusals
from models.access import AccessKind
from models.act import OWN_DOOR, Act
from models.people import Account
from portal.web.running.app import routes
from rules.acting.examining import GATE_ACTS, entitled
from rules.in_force.authority import may_attach, may_keep_rounds, may_register
from rules.supervision.bulletin_signing import signer_refused
from store.people import access_log
from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser

PROCEDURE = "P05"
ADMINISTRATORS = ("system-admin", "security-admin", "audit-admin")
OFFICERS = (
    *("water-01", "water-head", "housing-01", "housing-head"),
    *("unit-park-liaison", "unit-housing-liaison", "unit-park-head"),
    *("cso-01", "cso-02", "dispatch-01", "supervision-01", "leader-01", "operator-01"),
)
"""Each role, of the project's own office and of another."""

EXAMPLES = ("/public/examples", "/public/examples/{line}")
PUBLIC = (
    "/login",
    "/login/code",
    "/logout",
    "/healthz",
    "/metrics",
    "/public",
    "/public/{code}",
    *EXAMPLES,
)
OPENAPI = "/api/v1/openapi.json"
FOR_ALL = ("/me",)
FOR_ADMINISTRATORS = ("/admin",)
ENDLESS = "/board/live"
WRITTEN = 120
"""So much of what was asked for stands in the log."""
ACTING = "/projects/{code}/cases/{procedure}/acts/{act}"
BY_ROLE = (
    ACTING,
    *("/register", "/register/template", "/register/workbook"),
    "/projects/{code}/acts/{act}",
    "/projects/{code}/change",
    *("/projects/{code}/change/table", "/projects/{code}/change/workbook"),
    "/desk/bulletins/{month}",
    "/weekly/{week}/round/{step}",
)
"""Forms that are shown to whoever has the right alone; their own tests ask who that is."""
FILLED = {
    "book": "directives",
    "line": "1",
    "code": PROJECT,
    "procedure": PROCEDURE,
    "act": "submit",
    "login": "water-02",
    "kind": "csv",
    "version": "1",
    "letter": "acceptance",
    "month": "2020-05",
    "name": "plan.xml",
    "week": "2020-W23",
    "project": PROJECT,
    "number": "1",
    "step": "open",
    "target": "finishing",
    "measure": "all",
    "sha256": "0" * 64,
}


@pytest.fixture(autouse=True)
def every_refusal_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are more cells than lines that one person fills within an hour."""
    monkeypatch.setattr(refusals, "MOST", 1000)


def cells() -> Iterator[tuple[str, str]]:
    for route in routes():
        for method in sorted(route.methods or ()):
            if method in ("GET", "POST"):
                yield method, route.path


def below(path: str, tops: tuple[str, ...]) -> bool:
    return any(path == top or path.startswith(f"{top}/") for top in tops)


def outcome(browser: Browser, method: str, path: str, **more: str) -> str:
    """``in``, ``door`` (sent to sign in), ``home`` (sent to one's own first page) or ``403``."""
    address = path.format(**{**FILLED, **more})
    answer = browser.get(address) if method == "GET" else browser.post(address)
    if answer.status_code == 401 or answer.headers.get("location", "").startswith("/login"):
        return "door"
    if answer.status_code == 303 and answer.headers["location"] == "/admin":
        return "home"
    assert answer.status_code < 500, (method, address, answer.status_code)
    return "403" if answer.status_code == 403 else "in"


def refused(shown: Mapping[tuple[str, str], str]) -> set[str]:
    """What was asked for and not given, as the log of the door writes it."""
    return {
        f"{method} {path.format(**FILLED)}"[:WRITTEN]
        for (method, path), found in shown.items()
        if found == "403"
    }


def audited(browser: Browser, who: str) -> set[str]:
    """What the log of the door says somebody was refused."""
    with browser.premises.office.store.reading() as connection:
        lines = access_log.events(connection, person=who, kind=AccessKind.REFUSED, most=500)
    return {one.about for one in lines}


def test_every_cell_is_asked_for() -> None:
    paths = {path for _, path in cells()}

    assert {
        *PUBLIC,
        OPENAPI,
        ENDLESS,
        ACTING,
        "/",
        "/projects",
        "/admin/log",
        "/admin/ledger",
    } <= paths


def test_whoever_has_not_signed_in_finds_only_the_door(browser: Browser) -> None:
    wrong = {
        (method, path): found
        for method, path in cells()
        if path not in (*PUBLIC, OPENAPI) and (found := outcome(browser, method, path)) != "door"
    }

    assert wrong == {}


@pytest.mark.parametrize("who", ADMINISTRATORS)
def test_an_administrator_finds_no_casework(browser: Browser, who: str) -> None:
    browser.sign_in(who)

    shown = {
        (method, path): outcome(browser, method, path)
        for method, path in cells()
        if path not in (*PUBLIC, OPENAPI) and not below(path, (*FOR_ALL, *FOR_ADMINISTRATORS))
    }

    assert {cell: found for cell, found in shown.items() if found != "403"} == {
        ("GET", "/"): "home"
    }
    assert refused(shown) <= audited(browser, who)


@pytest.mark.parametrize("who", OFFICERS)
def test_an_officer_reads_everything_and_administers_nothing(browser: Browser, who: str) -> None:
    browser.sign_in(who)

    wrong, shown = {}, {}
    for method, path in cells():
        if path in (*PUBLIC, OPENAPI, ENDLESS) or below(path, FOR_ALL):
            continue
        found = shown[method, path] = outcome(browser, method, path)
        by_role = method == "POST" or path in BY_ROLE
        expected = {"in", "403"} if by_role else {"in"}
        if found not in ({"403"} if below(path, FOR_ADMINISTRATORS) else expected):
            wrong[method, path] = found

    assert wrong == {}
    assert refused(shown) <= audited(browser, who)
    for path in BY_ROLE:  # who is not shown a form cannot send it either
        if shown["GET", path] == "403" and ("POST", path) in shown:
            assert shown["POST", path] == "403", path


@pytest.mark.parametrize("who", OFFICERS)
def test_an_officer_acts_as_the_table_of_authority_says(browser: Browser, who: str) -> None:
    browser.sign_in(who)
    with browser.premises.office.store.reading() as connection:
        situation = browser.premises.office.situation(connection)
        project = browser.premises.office.file(connection, PROJECT)[0].project
    account = situation.account(who)

    wrong, asked = {}, 0
    for act in Act:
        if act in OWN_DOOR or act in GATE_ACTS:
            continue
        may = entitled(
            account,
            act,
            department="water",
            unit=project.unit,
            carers=(project.chief_service_officer, project.sponsor),
            agent="",
        )
        body = {"procedure": PROCEDURE, "act": act.value, "data": DATA.get(act, {})}
        answer = browser.client.post(
            f"/api/v1/projects/{PROJECT}/acts",
            json=body,
            headers={"sec-fetch-site": "same-origin"},
        )
        if answer.json().get("errors"):
            continue  # the data is wrong; whoever may do it is asked for it first
        asked += 1
        if (answer.status_code == 403) != (may is not None):
            wrong[act] = answer.status_code, answer.json()

    assert wrong == {}
    assert asked >= 10


@pytest.mark.parametrize("who", OFFICERS)
def test_a_program_writes_what_its_officer_may(browser: Browser, who: str) -> None:
    browser.sign_in(who)
    with browser.premises.office.store.reading() as connection:
        account = browser.premises.office.situation(connection).account(who)
        project = browser.premises.office.file(connection, PROJECT)[0].project
    own = {
        "unit": project.unit,
        "carers": (project.chief_service_officer, project.sponsor),
    }
    reporting = entitled(account, Act.REPORT_PROGRESS, department=None, agent="", **own)
    attaching = may_attach(account, department="water", **own)
    files = {"files": ("a.pdf", b"%PDF-1.4")}
    with browser.premises.office.store.reading() as connection:
        situation = browser.premises.office.situation(connection)
    bulletins = situation.regulations.rulebook.monthly_bulletin
    assert bulletins is not None
    signing = signer_refused(account, bulletins)
    reason = {"json": {"reason": "数据有误"}}
    writes: dict[str, tuple[object, dict[str, Any]]] = {
        "/projects": (may_register(account), {"json": {}}),
        f"/weekly/2020-W23/{PROJECT}": (reporting, {"json": {"next_week": "报送方案"}}),
        f"/projects/{PROJECT}/cases/{PROCEDURE}/files": (attaching, {"files": files}),
        "/rounds/2020-W23/open": (may_keep_rounds(account), {"json": {}}),
        "/bulletins/2020-05/sign": (signing, {"json": {}}),
        "/bulletins/2020-05/drop": (signing, reason),
    }

    found = {
        path: browser.client.post(
            f"/api/v1{path}", headers={"sec-fetch-site": "same-origin"}, **body
        ).status_code
        for path, (_, body) in writes.items()
    }

    assert all(status < 500 for status in found.values())
    assert {path: status == 403 for path, status in found.items()} == {
        path: refused is not None for path, (refused, _) in writes.items()
    }


@pytest.mark.parametrize("who", OFFICERS)
def test_an_officer_is_shown_the_acts_on_a_project_that_the_table_of_authority_gives(
    browser: Browser, who: str
) -> None:
    browser.sign_in(who)
    with browser.premises.office.store.reading() as connection:
        account = browser.premises.office.situation(connection).account(who)
        project = browser.premises.office.file(connection, PROJECT)[0].project
    carers = (project.chief_service_officer, project.sponsor)

    wrong, asked = {}, 0
    for act in GATE_ACTS:
        status = browser.get(f"/projects/{PROJECT}/acts/{act}").status_code
        if status == 404:
            continue  # about a matter under supervision, and there is none
        asked += 1
        may = entitled(account, act, department=None, unit=project.unit, carers=carers, agent="")
        if (status == 403) != (may is not None):
            wrong[act] = status

    assert wrong == {}
    assert asked >= 5


DATA: dict[Act, dict[str, object]] = {
    Act.REFUSE: {"reason": "不符合条件"},
    Act.PAUSE: {"reason": "专家评审", "kind": "expert_review"},
    Act.EXTEND: {"reason": "情况复杂", "days": 5},
}


def test_accounts_of_each_role_come(browser: Browser) -> None:
    with browser.premises.office.store.reading() as connection:
        campaign = browser.premises.office.situation(connection).file.campaign
    found: list[Account] = [one for who in OFFICERS if (one := campaign.account(who))]

    assert len(found) == len(OFFICERS)
    assert {one.role for one in found} == {one.role for one in campaign.accounts}
