"""Joint acceptance (联合验收) as the offices do it: asked, told, objected to, signed, granted."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from casework.acting import act
from models.act_requests import REQUESTS, Via
from models.case import CaseFile, CaseState
from portal.console import run
from portal.premises import Premises
from portal.web.running.app import create_app
from store.projected.queries import project_codes
from tests.portal.web.browser import BASE, Browser, text
from tests.portal.web.cases.test_acts import form_of

SHELTER, PLANNING, HOUSING, HEAD = (
    *("civil-defence-01", "natural-resources-head", "housing-02", "housing-head"),
)
OBJECTION = "1. 防护密闭门未安装到位\n2. 战时通风管未封堵"


def file_of(premises: Premises, project: str) -> CaseFile:
    with premises.office.store.reading() as connection:
        return premises.office.file(connection, project)[0]


def may_apply(file: CaseFile) -> bool:
    """Whether a project has before it what joint acceptance waits for, and has not applied yet."""
    case = file.cases.get("Y04")
    before = all(file.concluded(one) for one in ("Y01", "Y02", "Y03"))
    return case is not None and case.state is CaseState.OPEN and before


@pytest.fixture
def project(played: Premises) -> str:
    """A project that has applied for joint acceptance and was taken in."""
    with played.office.store.reading() as connection:
        codes = project_codes(connection)
    code = next(one for one in codes if may_apply(file_of(played, one)))
    liaison = f"{file_of(played, code).project.unit}-liaison"
    for by, chosen in ((liaison, "submit"), ("housing-01", "accept")):
        act(
            played.office,
            project=code,
            procedure="Y04",
            request=REQUESTS.validate_python({"act": chosen}),
            by=by,
            via=Via.CONSOLE,
            now=played.now(),
        )
    return code


@pytest.fixture
def browser(played: Premises) -> Iterator[Browser]:
    with TestClient(create_app(played), base_url=BASE, follow_redirects=False) as client:
        yield Browser(client, played)


def press(browser: Browser, project: str, who: str, chosen: str, **typed: str) -> str:
    """What a person reads after filling in the form of an act."""
    browser.sign_in(who)
    here = f"/projects/{project}/cases/Y04/acts/{chosen}"
    answer = browser.post(here, form_of(browser.get(here)) | typed)
    return text(browser.get(answer.headers["location"]) if answer.is_redirect else answer)


def mine(browser: Browser, who: str, project: str) -> str:
    browser.sign_in(who)
    return text(browser.get(f"/?tab=mine&project={project}"))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run(words) == 0
    return capsys.readouterr().out


class TestEveryOfficeThatIsAsked:
    def test_has_it_in_its_list_until_it_has_signed(self, browser: Browser, project: str) -> None:
        asked = {who: mine(browser, who, project) for who in (SHELTER, PLANNING, HOUSING)}
        other = mine(browser, "water-01", project)
        press(browser, project, SHELTER, "review", opinion="人防工程核验合格")

        assert all("Y04" in said for said in asked.values())
        assert "签署会签意见" in asked[SHELTER]
        assert "Y04" not in other
        assert "Y04" not in mine(browser, SHELTER, project)
        assert "签署会签意见" in mine(browser, PLANNING, project)

    def test_is_told_and_sees_it_at_the_command_line_as_well(
        self, browser: Browser, project: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        told(capsys, "watch")

        assert "征求会签意见" in told(capsys, "inbox", SHELTER)
        listed = told(capsys, "to-do", "civil-defence")
        assert "工程竣工联合验收" in listed
        assert "签署会签意见" in listed

    def test_nobody_else_may_sign(self, browser: Browser, project: str) -> None:
        browser.sign_in("water-01")

        assert browser.get(f"/projects/{project}/cases/Y04/acts/review").status_code == 403


class TestTheGrant:
    def test_waits_for_all_of_them_and_the_page_says_who_has_said_what(
        self, browser: Browser, project: str
    ) -> None:
        press(browser, project, PLANNING, "review", opinion="符合规划条件，土地核验合格")
        press(browser, project, HOUSING, "review", opinion="消防、档案验收合格")
        press(browser, project, SHELTER, "review", recommends="refuse", opinion=OBJECTION)
        browser.sign_in(HEAD)
        page = browser.get(f"/projects/{project}/cases/Y04")
        refused = press(browser, project, HEAD, "decide", opinion="准予")

        assert "3家均须同意方可准予" in text(page)
        assert "<li>防护密闭门未安装到位</li><li>战时通风管未封堵</li>" in page.text
        assert "不同意 人防办·窗口01" in text(page)
        assert "人防办（人防）不同意，整改后请其重新签署" in refused, refused
        assert file_of(browser.premises, project).cases["Y04"].state is CaseState.ACCEPTED

        press(browser, project, SHELTER, "review", opinion="复验合格")
        press(browser, project, HEAD, "decide")

        assert file_of(browser.premises, project).cases["Y04"].state is CaseState.APPROVED
