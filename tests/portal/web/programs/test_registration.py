"""Registration by programs: the form of the page as JSON, each fault at its field."""

from typing import Any

import pytest

from portal.premises import Premises
from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser
from tests.portal.web.test_api import Program, token_of
from tests.stories.script import SCHOOL

PROJECTS = "/api/v1/projects"
GIVEN: dict[str, Any] = SCHOOL.model_dump(mode="json", exclude={"officer"})


@pytest.fixture
def registrar(browser: Browser) -> Program:
    return Program(browser, token_of(browser, SCHOOL.officer))


class TestARegistration:
    def test_says_what_it_brought(self, registrar: Program, premises: Premises) -> None:
        answer = registrar.post(PROJECTS, GIVEN)

        assert answer.status_code == 201, answer.text
        told = answer.json()
        assert (told["project"], told["registered"]) == (SCHOOL.code, True)
        assert told["opened"]
        assert told["waiting"]
        assert told["not_required"]
        with premises.office.store.reading() as connection:
            assert premises.office.file(connection, SCHOOL.code)[0].project == SCHOOL.project()

    def test_again_changes_nothing(self, registrar: Program) -> None:
        first = registrar.post(PROJECTS, GIVEN)

        again = registrar.post(PROJECTS, GIVEN)

        assert again.status_code == 200
        assert again.json() == {**first.json(), "registered": False}

    def test_with_other_content_is_refused(self, registrar: Program) -> None:
        registrar.post(PROJECTS, GIVEN)

        answer = registrar.post(PROJECTS, {**GIVEN, "name": "另一所学校"})

        assert answer.status_code == 422
        assert answer.json()["code"] == "already_registered"

    def test_reads_codes_as_the_form_does(self, registrar: Program) -> None:
        """Widths, dashes, spaces, small letters."""
        wide = {
            "code": " ２０２０－230112—83-01-009001 ",
            "credit_code": GIVEN["credit_code"].lower(),
        }

        answer = registrar.post(PROJECTS, {**GIVEN, **wide})

        assert answer.status_code == 201, answer.text
        assert answer.json()["project"] == "2020-230112-83-01-009001"
        acts = f"{PROJECTS}/２０２０－230112-83-01-009001"
        assert registrar.get(acts).json()["project"]["code"] == "2020-230112-83-01-009001"

    def test_tells_every_fault_at_its_field(self, registrar: Program) -> None:
        wrong = {**GIVEN, "unit": "nobody", "sponsor": "nobody"}
        missing = {name: value for name, value in GIVEN.items() if name not in ("name", "type")}

        answers = registrar.post(PROJECTS, wrong), registrar.post(PROJECTS, missing)

        assert [one.status_code for one in answers] == [422, 422]
        first, second = (one.json()["errors"] for one in answers)
        assert [one["field"] for one in first] == ["unit", "sponsor"]
        assert {one["field"]: one["message"] for one in second} == {
            "name": "请填写项目名称",
            "type": "请选择项目类型",
        }

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"total_wan": "12²"}, "total_wan"),
            ({"total_wan": 10_000_000}, "total_wan"),
            ({"pinned_start": "2020-07-32"}, "pinned_start"),
            ({"pinned_start": "2020-05-04"}, "pinned_start"),
            ({"code": "2020-1"}, "code"),
            ({"credit_code": "123"}, "credit_code"),
            ({"type": "宫殿"}, "type"),
            ({"gas": "perhaps"}, "gas"),
            ({"palace": 1}, "palace"),
            ({"officer": "cso-01"}, "officer"),
            ({"name": None}, "name"),
            ({"name": ["学校"]}, "name"),
        ],
    )
    def test_that_is_wrong_names_its_field(
        self, registrar: Program, changed: dict[str, Any], field: str
    ) -> None:
        answer = registrar.post(PROJECTS, {**GIVEN, **changed})

        assert answer.status_code == 422
        assert [one["field"] for one in answer.json()["errors"]] == [field]
        assert answer.headers["content-type"] == "application/problem+json"

    @pytest.mark.parametrize("account", ["leader-01", "supervision-01", "water-head"])
    def test_is_not_everybodys(self, browser: Browser, account: str) -> None:
        answer = Program(browser, token_of(browser, account)).post(PROJECTS, {})

        assert answer.status_code == 403

    def test_is_not_for_a_token_that_only_reads(self, browser: Browser) -> None:
        program = Program(browser, token_of(browser, SCHOOL.officer, scope="read"))

        assert program.post(PROJECTS, GIVEN).json()["code"] == "read_only_token"


CHANGE = {"changes": {"name": "改了名的项目", "relics_area": True}, "reason": "会议纪要7号"}


class TestAChange:
    AT = f"{PROJECTS}/{PROJECT}/change"

    @pytest.fixture
    def dispatch(self, browser: Browser) -> Program:
        return Program(browser, token_of(browser, "dispatch-01"))

    def test_moves_what_is_named_alone(self, dispatch: Program, premises: Premises) -> None:
        with premises.office.store.reading() as connection:
            before = premises.office.file(connection, PROJECT)[0].project

        answer = dispatch.post(self.AT, CHANGE)

        assert answer.status_code == 201, answer.text
        assert any("→改了名的项目" in one for one in answer.json()["changes"])
        with premises.office.store.reading() as connection:
            after = premises.office.file(connection, PROJECT)[0].project
        traits = before.traits.model_copy(update={"relics_area": True})
        assert after == before.model_copy(update={"name": "改了名的项目", "traits": traits})

    def test_again_under_its_key_is_harmless_whatever_changed_meanwhile(
        self, dispatch: Program
    ) -> None:
        once = {"idempotency-key": "once"}
        first = dispatch.post(self.AT, CHANGE, **once)
        dispatch.post(self.AT, {"changes": {"total_wan": 46800}, "reason": "会议纪要8号"})

        again = dispatch.post(self.AT, CHANGE, **once)
        other = dispatch.post(self.AT, {**CHANGE, "reason": "会议纪要9号"}, **once)

        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json()["changes"] == first.json()["changes"]
        assert other.json()["code"] == "key_taken"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"pinned_start": "2020-07-01"}, "pinned_start"), ({"total_wan": "很多"}, "total_wan")],
    )
    def test_is_refused_at_its_field(
        self, dispatch: Program, changes: dict[str, str], field: str
    ) -> None:
        answer = dispatch.post(self.AT, {**CHANGE, "changes": changes})

        assert answer.status_code == 422
        assert [one["field"] for one in answer.json()["errors"]] == [field]

    def test_is_the_dispatch_centres(self, browser: Browser) -> None:
        unit = Program(browser, token_of(browser, "unit-park-liaison"))

        assert unit.post(self.AT, CHANGE).status_code == 403
