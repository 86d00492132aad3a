"""Weekly reports by programs: the same fields, questions, contradictions as on the page."""

from datetime import timedelta
from typing import Any

import pytest

from casework.weekly.reporting import ask
from casework.weekly.rounds import keep_rounds
from models.report_form import ReportFields
from portal.premises import Premises
from tests.portal.conftest import MORNING, PROJECT
from tests.portal.web.browser import Browser
from tests.portal.web.test_api import Program, token_of

WEEK = "2020-W23"
REPORT = f"/api/v1/weekly/{WEEK}/{PROJECT}"
DONE = {"invested_week": 120, "physical_work": "场地平整", "next_week": "报送水土保持方案"}
DOUBTFUL = {**DONE, "invested_week": "90000", "funds_paid": "1"}


@pytest.fixture(autouse=True)
def opened(premises: Premises) -> None:
    """The round of the week is open."""
    keep_rounds(premises.office, now=MORNING + timedelta(minutes=30))


def fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [one["field"] for one in answer.json()["errors"]]


class TestWhatIsAsked:
    def test_a_unit_reads_which_of_its_projects_report_this_week(self, program: Program) -> None:
        told = program.get("/api/v1/weekly").json()

        assert told["week"] == WEEK
        assert {one["unit"] for one in told["lines"]} == {"unit-park"}
        assert {one["standing"] for one in told["lines"]} == {"missing"}
        assert PROJECT in {one["project"] for one in told["lines"]}

    def test_another_units_are_read_when_they_are_asked_for(self, program: Program) -> None:
        told = program.get("/api/v1/weekly/2020年第23周?unit=unit-housing").json()

        assert {one["unit"] for one in told["lines"]} == {"unit-housing"}

    def test_is_prefilled_with_its_questions_as_on_the_page(
        self, program: Program, premises: Premises
    ) -> None:
        asked = ask(premises.office, project=PROJECT, week=WEEK, now=premises.now())

        told = program.get(REPORT).json()

        assert told["form"].keys() == ReportFields.model_fields.keys()
        assert told["questions"] == [one.model_dump(mode="json") for one in asked.questions]
        assert told["questions"]
        assert told["sent"] is False

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/api/v1/weekly/nonsense", 404),
            ("/api/v1/weekly/2020-W99", 404),
            (f"/api/v1/weekly/2020-W24/{PROJECT}", 422),
            ("/api/v1/weekly/2020-W23/2020-230112-39-03-999999", 404),
            ("/api/v1/weekly?unit=nobody", 422),
        ],
    )
    def test_that_there_is_not_is_told(self, program: Program, address: str, status: int) -> None:
        assert program.get(address).status_code == status


class TestAReport:
    def test_is_recorded_and_read_back(self, program: Program) -> None:
        answer = program.post(REPORT, DONE)

        assert answer.status_code == 201, answer.text
        told = answer.json()
        assert (told["recorded"], told["late"]) == (True, False)
        assert told["report"]["invested_week"] == "120"
        assert answer.headers["etag"] == f'"{told["version"]}"'
        again = program.get(REPORT).json()
        assert again["sent"] is True
        assert again["form"] == told["report"]
        (line,) = [
            one
            for one in program.get("/api/v1/weekly").json()["lines"]
            if one["project"] == PROJECT
        ]
        assert line["standing"] == "on_time"

    def test_that_says_the_same_again_is_not_recorded_twice(self, program: Program) -> None:
        version = program.post(REPORT, DONE).json()["version"]

        answer = program.post(REPORT, DONE)

        assert answer.status_code == 200
        assert (answer.json()["recorded"], answer.json()["version"]) == (False, version)

    def test_repeated_under_its_key_counts_once_whatever_came_between(
        self, program: Program
    ) -> None:
        first = program.post(REPORT, DONE, **{"idempotency-key": "w-1"})
        program.post(REPORT, {"next_week": "报送节能报告"}, **{"idempotency-key": "w-2"})

        again = program.post(REPORT, DONE, **{"idempotency-key": "w-1"})

        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json()["report"]["next_week"] == "报送节能报告"

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            pytest.param(REPORT, {**DONE, "next_week": "另一件事"}, id="other content"),
            pytest.param(
                f"/api/v1/projects/{PROJECT}/acts",
                {"procedure": "P05", "act": "submit"},
                id="an act",
            ),
        ],
    )
    def test_under_a_key_that_was_used_otherwise_is_not_taken_for_done(
        self, program: Program, path: str, body: dict[str, Any]
    ) -> None:
        program.post(REPORT, DONE, **{"idempotency-key": "w-1"})

        answer = program.post(path, body, **{"idempotency-key": "w-1"})

        assert answer.status_code == 422
        assert answer.json()["code"] == "key_taken"

    def test_under_the_key_of_an_act_is_not_taken_for_done(self, program: Program) -> None:
        acts = f"/api/v1/projects/{PROJECT}/acts"
        key = {"idempotency-key": "w-1"}
        assert program.post(acts, {"procedure": "P05", "act": "submit"}, **key).status_code == 201

        assert program.post(REPORT, DONE, **key).json()["code"] == "key_taken"

    def test_on_a_version_that_has_passed_is_stale(self, program: Program) -> None:
        tag = program.get(REPORT).headers["etag"]
        program.post(REPORT, DONE, **{"if-match": tag})

        answer = program.post(REPORT, {"next_week": "报送节能报告"}, **{"if-match": tag})

        assert answer.status_code == 409
        assert answer.json()["code"] == "stale"

    def test_that_contradicts_the_record_names_each_field_until_it_is_explained(
        self, program: Program
    ) -> None:
        checked = program.post(f"{REPORT}/check", DOUBTFUL)
        refused = program.post(REPORT, DOUBTFUL)

        assert checked.status_code == 200, checked.text
        found = [one["field"] for one in checked.json()["doubts"]]
        assert found
        assert set(fields(refused)) >= set(found)
        assert refused.json()["code"].startswith("report_")
        assert program.get(REPORT).json()["sent"] is False

    @pytest.mark.parametrize(
        ("body", "field", "said"),
        [
            ({"invested_week": "12²"}, "invested_week", "“12²”应为以万元计的数字"),
            ({"status": "半开工"}, "status", "可填：未开工"),
            ({"started_on": "2020-06-31"}, "started_on", "没有这一天"),
            ({"invested": "1"}, "invested", "没有这个字段"),
            ({"next_week": True}, "next_week", "应为文字"),
            ({"next_week": "长" * 2001}, "next_week", "不得超过2000个字"),
        ],
    )
    def test_with_a_wrong_value_says_so_at_the_field(
        self, program: Program, body: dict[str, Any], field: str, said: str
    ) -> None:
        answer = program.post(REPORT, body)

        assert fields(answer) == [field]
        assert said in answer.json()["errors"][0]["message"]

    def test_of_another_units_project_is_refused_as_elsewhere(self, browser: Browser) -> None:
        other = Program(browser, token_of(browser, "unit-housing-liaison"))

        answer = other.post(REPORT, DONE)

        assert answer.status_code == 403
        assert answer.json()["code"] == "not_entitled"

    def test_is_not_filed_by_a_token_that_only_reads(self, reader: Program) -> None:
        assert reader.post(REPORT, DONE).json()["code"] == "read_only_token"
        assert reader.post(f"{REPORT}/check", DONE).status_code == 200
