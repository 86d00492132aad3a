"""A project for other programs: who took which file is written down, plans are only shown."""

import io
import json
import xml.etree.ElementTree as ET
from zipfile import ZipFile

import pytest

from models.access import AccessKind
from portal.web.projects.exchange import OFFERED
from store import ledger
from store.people import access_log
from tests.bpmn_engine import tree_of
from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser

PAGE = f"/projects/{PROJECT}/exchange"
NS = "{http://schemas.microsoft.com/project}"


def entries(browser: Browser) -> int:
    with browser.premises.office.store.reading() as connection:
        return ledger.count(connection)


def taken(browser: Browser) -> list[tuple[str, str]]:
    with browser.premises.office.store.reading() as connection:
        lines = access_log.events(connection, kind=AccessKind.EXPORTED, most=50)
    return [(one.person, one.about) for one in lines]


def test_the_project_page_leads_to_every_file_and_each_is_what_it_says(officer: Browser) -> None:
    assert f'href="{PAGE}"' in officer.get(f"/projects/{PROJECT}").text
    shown = officer.get(PAGE).text
    files = {kind: officer.get(f"{PAGE}/{kind}") for kind in OFFERED}

    for kind, answer in files.items():
        assert f'href="{PAGE}/{kind}"' in shown
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert len(answer.content) > 500
    pack = ZipFile(io.BytesIO(files["pack.zip"].content))
    for kind in OFFERED.keys() - {"pack.zip"}:
        assert pack.read(kind) == files[kind].content
    tree_of(files["process.bpmn"].text)
    assert officer.get(f"{PAGE}/plan.mpp").status_code == 404


def test_who_took_what_stands_in_the_log_of_the_door(officer: Browser) -> None:
    officer.get(f"{PAGE}/pack.zip")
    officer.get(f"{PAGE}/nothing.zip")

    assert taken(officer) == [("water-01", f"{PROJECT} pack.zip")]


def test_whoever_has_not_signed_in_gets_no_file(browser: Browser) -> None:
    for kind in OFFERED:
        answer = browser.get(f"{PAGE}/{kind}")
        assert answer.status_code in (303, 401)
    assert taken(browser) == []


def changed(plan: bytes) -> bytes:
    """A plan in which the last procedure ends a month later, and so does the start."""
    root = ET.fromstring(plan)
    *_, last, start = root.iter(f"{NS}Task")
    for task in (last, start):
        finish = task.find(f"{NS}Finish")
        assert finish is not None
        finish.text = "2020-12-31T17:00:00"
    name = last.find(f"{NS}ExtendedAttribute")
    assert name is not None
    return ET.tostring(root)


def upload(browser: Browser, content: bytes, name: str = "排期.xml") -> str:
    return browser.client.post(
        PAGE,
        files={"plan": (name, content, "application/xml")},
        headers={"sec-fetch-site": "same-origin"},
    ).text


def test_a_planners_file_is_shown_beside_the_plan_and_nothing_is_written(officer: Browser) -> None:
    before, plan = entries(officer), officer.get(f"{PAGE}/plan.xml").content
    same, other = upload(officer, plan), upload(officer, changed(plan))

    assert "没有写入任何内容" in same
    assert "变动0个事项" in same
    assert "变动1个事项" in other
    assert "2020-12-31" in other
    assert f'href="/projects/{PROJECT}/acts/pin_start"' in other
    assert f'href="/projects/{PROJECT}/acts/pin_start"' not in same
    assert entries(officer) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "空的", id="nothing in it"),
        pytest.param(b"<a/>", "不是 Microsoft Project", id="another format"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE", id="entities"),
        pytest.param(b"<a>" * 100, "60 层", id="too deep"),
    ],
)
def test_a_file_that_is_none_comes_back_with_the_reason(
    officer: Browser, content: bytes, said: str
) -> None:
    shown = upload(officer, content)

    assert said in shown
    assert 'id="preview"' not in shown


def test_the_manifest_of_the_portals_pack_names_the_project(officer: Browser) -> None:
    pack = ZipFile(io.BytesIO(officer.get(f"{PAGE}/pack.zip").content))

    assert json.loads(pack.read("manifest.json"))["project"] == PROJECT
