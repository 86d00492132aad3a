"""What people type is read alike at every door: codes, days, in whatever form they come."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from models.branch import Branch
from models.forms import ActForm
from models.report_form import ReportForm
from portal.console import run
from portal.premises import Premises
from store.files.yaml_file import read_yaml
from store.intake.project_files import read_projects
from tests.portal.conftest import PROJECT, WATER_OFFICER, use
from tests.portal.daily.test_acting import NEW_PROJECT
from tests.portal.doing import done
from tests.portal.web.browser import Browser, text
from tests.portal.web.test_api import Program, token_of

ACTS = f"/api/v1/projects/{PROJECT}/acts"
NEW = "2020-230112-39-03-000099"
LIAISON = "unit-park-liaison"


def wide(typed: str) -> str:
    """The same in full-width letters, digits and marks."""
    return "".join(chr(ord(one) + 0xFEE0) if one.isascii() and one != " " else one for one in typed)


FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "lower": str.lower,
    "upper": str.upper,
    "wide": wide,
    "wide lower": lambda typed: wide(typed.lower()),
    "blanks around": lambda typed: f" {typed}　",
    "long dashes": lambda typed: typed.replace("-", "—"),
}
MONTHS = ("2020年6月", "2020.6", "2020-6", "２０２０－０６")
DAYS = ("2020-06-09", "2020.6.9", "2020年6月9日", "2020/6/9", "20200609", "２０２０－０６－０９")


@pytest.fixture(params=FORMS, ids=FORMS)
def typed(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """How somebody writes a code."""
    return FORMS[request.param]


Typed = Callable[[str], str]


@pytest.fixture
def console(
    premises: Premises, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """The command line over the same office as the portal; it has to say yes."""
    use(monkeypatch, Path(premises.settings.home))

    def said(*tokens: str) -> str:
        capsys.readouterr()
        code = run(tokens)
        told = capsys.readouterr()
        assert code == 0, told.err
        return told.out

    return said


class TestAtTheConsole:
    def test_codes_are_read(
        self, premises: Premises, console: Callable[..., str], typed: Typed
    ) -> None:
        done(premises, LIAISON, "P05", "submit", missing=("P05-3",))
        project = typed(PROJECT)

        assert console("show", project) == console("show", PROJECT)
        assert console("clock", project, typed("P05")) == console("clock", PROJECT, "P05")
        assert console("calendar", typed(LIAISON)) == console("calendar", LIAISON)
        assert console("inbox", typed(WATER_OFFICER)) == console("inbox", WATER_OFFICER)
        assert console("to-do", typed("water")) == console("to-do", "water")
        asked = {"items": [{"document": typed("P05-3"), "what": "请盖章"}], "due_on": "2020-06-09"}
        act = ("act", project, typed("P05"), "request_correction", "--by", typed(WATER_OFFICER))
        assert "P05：待补正" in console(*act, "--data", json.dumps(asked))

    @pytest.mark.parametrize("day", DAYS)
    def test_days_are_read(self, premises: Premises, console: Callable[..., str], day: str) -> None:
        done(premises, LIAISON, "P05", "submit", missing=("P05-3",))

        assert "2020-06-09" in console("days", "due", "--from", day, "--days", "0")
        asked = {"items": [{"document": "P05-3", "what": "请盖章"}], "due_on": day}
        act = ("act", PROJECT, "P05", "request_correction", "--by", WATER_OFFICER)
        console(*act, "--data", json.dumps(asked))
        assert "2020-06-09" in console("calendar", LIAISON)

    @pytest.mark.parametrize("month", MONTHS)
    def test_months_are_read(self, console: Callable[..., str], month: str) -> None:
        assert console("bulletin", month) == console("bulletin", "2020-06")


class TestForPrograms:
    def test_codes_are_read(self, premises: Premises, browser: Browser, typed: Typed) -> None:
        done(premises, LIAISON, "P05", "submit", missing=("P05-3",))
        program = Program(browser, token_of(browser, WATER_OFFICER))
        item = {"document": typed("P05-3"), "what": "请盖章", "due_on": "2020-06-09"}
        body = {"procedure": typed("P05"), "act": "request_correction", "data": {"items": [item]}}

        answer = program.post(f"/api/v1/projects/{typed(PROJECT)}/acts", body)

        assert answer.status_code == 201, answer.text
        assert answer.json()["state"] == "correcting"
        proof = program.get(f"/api/v1/projects/{typed(PROJECT)}/cases/{typed('P05')}/clock")
        assert proof.status_code == 200, proof.text
        for path in ("projects?unit=", "outstanding?unit=", "calendar?of="):
            found = program.get(f"/api/v1/{path}{typed('unit-park')}")
            assert found.content == program.get(f"/api/v1/{path}unit-park").content, path
        matters = program.get(f"/api/v1/supervision?project={typed(PROJECT)}")
        assert matters.json() == program.get(f"/api/v1/supervision?project={PROJECT}").json()

    @pytest.mark.parametrize("day", DAYS)
    def test_days_are_read(self, premises: Premises, browser: Browser, day: str) -> None:
        done(premises, LIAISON, "P05", "submit", missing=("P05-3",))
        program = Program(browser, token_of(browser, WATER_OFFICER))
        item = {"document": "P05-3", "what": "请盖章", "due_on": day}
        body = {"procedure": "P05", "act": "request_correction", "data": {"items": [item]}}

        assert program.post(ACTS, body).status_code == 201
        assert program.get(f"/api/v1/projects/{PROJECT}?as_of={day}").status_code == 200

    @pytest.mark.parametrize("month", MONTHS)
    def test_months_are_read(self, browser: Browser, month: str) -> None:
        program = Program(browser, token_of(browser, "dispatch-01"))
        asked = "/api/v1/bulletins/"

        assert (
            program.get(asked + quote(month, safe="")).json()
            == program.get(asked + "2020-06").json()
        )
        assert program.get(asked + "2020-06").status_code == 200


class TestInTheBrowser:
    def test_codes_are_read(self, browser: Browser, typed: Typed) -> None:
        browser.sign_in(typed("dispatch-01"))

        assert PROJECT in browser.get(f"/projects/{typed(PROJECT)}").text
        assert PROJECT in text(browser.get(f"/search?q={typed(PROJECT)}"))

    @pytest.mark.parametrize("day", DAYS)
    def test_days_are_read(self, premises: Premises, browser: Browser, day: str) -> None:
        browser.sign_in("dispatch-01")

        answer = browser.post(
            f"/projects/{PROJECT}/acts/raise_issue", {"text": "缺地形图", "due_on": day}
        )

        assert answer.status_code == 303, text(answer)
        with premises.office.store.reading() as connection:
            file, _ = premises.office.file(connection, PROJECT)
        assert {f"{one.due_on}" for one in file.issues.values()} == {"2020-06-09"}


class TestInAFile:
    def test_codes_and_days_of_a_project_are_read(self, tmp_path: Path, typed: Typed) -> None:
        written = NEW_PROJECT.replace(NEW, f'"{typed(NEW)}"')
        for code in ("unit-park", "leader-01", "cso-01", "91230112MA1D101370"):
            written = written.replace(f": {code}", f': "{typed(code)}"')
        plain, file = tmp_path / "plain.yaml", tmp_path / "typed.yaml"
        past = '    concluded_before: {{"{}": {}}}\n'
        plain.write_text(NEW_PROJECT + past.format("L04", "2020-03-02"), encoding="utf-8")
        file.write_text(written + past.format(typed("L04"), "2020年3月2日"), encoding="utf-8")

        assert read_projects(file) == read_projects(plain)

    def test_codes_and_days_of_a_branch_are_read(self, tmp_path: Path, typed: Typed) -> None:
        def branch(at: Callable[[str], str], day: str) -> Branch:
            file = tmp_path / "branch.yaml"
            paper = {"project": at(PROJECT), "procedure": at("P05"), "document": at("P05-3")}
            given = {
                "title": "水保先行",
                "documents": [{**paper, "expected_on": day}],
                "deferrals": [paper],
                "staff": [{"department": at("water"), "factor": 0.5}],
            }
            file.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
            return read_yaml(file).read_as(Branch)

        assert branch(typed, "2020.6.9") == branch(str, "2020-06-09")


def test_codes_are_read_in_prefect_forms(typed: Typed) -> None:
    act = ActForm.model_validate(
        {
            "project": typed(PROJECT),
            "procedure": typed("P05"),
            "act": "补交容缺材料",
            "officer": typed(WATER_OFFICER),
            "documents": typed("P05-3"),
        }
    )
    report = ReportForm.model_validate({"project": typed(PROJECT), "officer": typed(LIAISON)})

    assert (act.project, act.procedure, act.officer) == (PROJECT, "P05", WATER_OFFICER)
    assert act.request(act.chosen()).document == "P05-3"  # type: ignore[union-attr]
    assert (report.project, report.officer) == (PROJECT, LIAISON)
