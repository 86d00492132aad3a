"""What people read on pages, programs read as JSON: over the campaign played to 19 June 2020."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from portal.web.running.app import create_app
from tests.portal.web.browser import BASE, Browser
from tests.portal.web.conftest import RED
from tests.portal.web.peopled import opened_at
from tests.portal.web.test_api import Program, token_of

NUMBERS = {
    "/api/v1/work?tab=all": "lines",
    "/api/v1/outstanding": "outstanding",
    f"/api/v1/projects/{RED}/outstanding": "outstanding",
    "/api/v1/supervision": "matters",
    f"/api/v1/supervision?project={RED}&closed=true": "matters",
    "/api/v1/books": "books",
    "/api/v1/books/directives": "lines",
    "/api/v1/board": "projects",
    "/api/v1/targets": "targets",
    "/api/v1/investment": "lines",
    f"/api/v1/investment/{RED}": "lines",
    "/api/v1/league": "lines",
    "/api/v1/directory": "accounts",
    "/api/v1/calendar": "appointments",
    "/api/v1/weekly": "lines",
    "/api/v1/bottlenecks": "lines",
    "/api/v1/lookahead": "departments",
}
"""Address → the list in its answer that holds something."""
ONE = (
    f"/api/v1/projects/{RED}/plan",
    f"/api/v1/projects/{RED}/plan?as_of=2020年6月1日",
    f"/api/v1/projects/{RED}/cases/S04/clock",
    f"/api/v1/projects/{RED}/cases/S04/letters/acceptance",
    "/api/v1/targets/finishing/production_rate",
    "/api/v1/summaries/2020-W24",
    "/api/v1/bulletins/2020-05",
    "/api/v1/meeting",
    "/api/v1/honours",
    "/api/v1/clues",
    "/api/v1/notices",
)


@pytest.fixture(scope="module")
def program(played_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A program of the dispatch centre, over the played campaign; these tests write nothing."""
    home = shutil.copytree(played_home, tmp_path_factory.mktemp("read") / "home")
    with opened_at(home) as premises:
        client = TestClient(create_app(premises), BASE, follow_redirects=False)
        yield Program(Browser(client, premises), token_of(Browser(client, premises), "dispatch-01"))


@pytest.mark.parametrize("address", NUMBERS)
def test_a_list_is_read_with_what_stands_in_it(program: Program, address: str) -> None:
    answer = program.get(address)

    assert answer.status_code == 200, answer.text
    assert answer.json()[NUMBERS[address]], answer.json().keys()


@pytest.mark.parametrize("address", ONE)
def test_what_is_one_thing_is_read(program: Program, address: str) -> None:
    answer = program.get(address)

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/board?as_of=2030-01-01", 422),
        ("/api/v1/outstanding?department=nobody", 422),
        ("/api/v1/work?tab=all&light=red", 422),
        ("/api/v1/projects/2020-230112-39-03-999999/plan", 404),
        (f"/api/v1/projects/{RED}/cases/X99/clock", 404),
        ("/api/v1/targets/none/all", 404),
        ("/api/v1/calendar?of=nobody", 404),
        ("/api/v1/supervision?project=2020-230112-39-03-999999", 404),
    ],
)
def test_what_there_is_not_is_told(program: Program, address: str, status: int) -> None:
    answer = program.get(address)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
