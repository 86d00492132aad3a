"""The JSON API: acts and reads for programs, by personal token."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import DataError

from models.notice import DeliveryState
from portal.premises import Premises
from portal.web.programs import reading
from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser, text

SUBMIT = {"procedure": "P05", "act": "submit", "data": {}}
ACTS = f"/api/v1/projects/{PROJECT}/acts"


class Program:
    """A program with a token: no cookie, no origin."""

    def __init__(self, browser: Browser, token: str) -> None:
        self._client = browser.another().client
        self._headers = {"authorization": f"Bearer {token}"}

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._client.get(path, headers={**self._headers, **headers})

    def head(self, path: str) -> httpx.Response:
        return self._client.head(path, headers=self._headers)

    def send(self, path: str, body: str, kind: str = "application/json") -> httpx.Response:
        headers = {**self._headers, "content-type": kind}
        return self._client.post(path, content=body, headers=headers)

    def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        return self._client.post(path, json=body, headers={**self._headers, **headers})

    def upload(
        self, path: str, files: Any, fields: dict[str, Any], **headers: str
    ) -> httpx.Response:
        headers = {**self._headers, **headers}
        return self._client.post(path, data=fields, files=files, headers=headers)


def token_of(browser: Browser, account: str, scope: str = "act", days: str = "30") -> str:
    other = browser.another()
    other.sign_in(account)
    answer = other.post("/me/tokens", {"name": "接口测试", "scope": scope, "days": days})
    found = re.search(r'class="secret">(gc_[^<]+)<', answer.text)
    assert found is not None, text(answer)
    return found[1]


@pytest.fixture
def program(browser: Browser) -> Program:
    return Program(browser, token_of(browser, "unit-park-liaison"))


class TestAnAct:
    def test_is_recorded_as_the_tokens_account(self, program: Program) -> None:
        answer = program.post(ACTS, SUBMIT)

        assert answer.status_code == 201, answer.text
        told = answer.json()
        assert told["state"] == "submitted"
        assert answer.headers["etag"] == f'"{told["version"]}"'
        seen = program.get(f"/api/v1/projects/{PROJECT}?timeline=true").json()
        last = seen["timeline"][-1]
        assert (last["by"], last["via"]) == ("unit-park-liaison", "网页")

    def test_on_a_whole_project_names_its_gate(self, program: Program, browser: Browser) -> None:
        agent = Program(browser, token_of(browser, "unit-service-centre-liaison"))
        office = {"office": "unit-service-centre"}
        body = {"procedure": "start_construction", "act": "delegate", "data": office}

        refused = agent.post(ACTS, SUBMIT)
        answer = program.post(ACTS, body)
        handed_in = agent.post(ACTS, SUBMIT)

        assert refused.status_code == 403
        assert answer.status_code == 201, answer.text
        assert handed_in.status_code == 201, handed_in.text

    def test_repeated_under_its_key_counts_once(self, program: Program) -> None:
        first = program.post(ACTS, SUBMIT, **{"idempotency-key": "a-1"})
        again = program.post(ACTS, SUBMIT, **{"idempotency-key": "a-1"})

        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json()["repeated"] is True
        assert again.json()["version"] == first.json()["version"]

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({**SUBMIT, "data": {"missing": ["P05-3"]}}, id="other content"),
            pytest.param({**SUBMIT, "procedure": "P02"}, id="another procedure"),
            pytest.param({**SUBMIT, "act": "withdraw", "data": {"reason": "改"}}, id="another act"),
        ],
    )
    def test_under_the_key_of_another_act_is_not_taken_for_done(
        self, program: Program, other: dict[str, Any]
    ) -> None:
        version = program.post(ACTS, SUBMIT, **{"idempotency-key": "a-1"}).json()["version"]

        answer = program.post(ACTS, other, **{"idempotency-key": "a-1"})

        assert answer.status_code == 422
        assert answer.json()["code"] == "key_taken"
        assert "本次没有记录" in answer.json()["detail"]
        assert program.get(f"/api/v1/projects/{PROJECT}").json()["version"] == version

    def test_under_two_long_keys_that_begin_alike_is_two_acts(self, program: Program) -> None:
        first = program.post(ACTS, SUBMIT, **{"idempotency-key": "k" * 199 + "1"})
        other = program.post(ACTS, SUBMIT, **{"idempotency-key": "k" * 199 + "2"})

        assert (first.status_code, other.status_code) == (201, 422)
        assert other.json()["code"] == "act_impossible"

    def test_under_anothers_key_is_ones_own(self, browser: Browser, program: Program) -> None:
        program.post(ACTS, SUBMIT, **{"idempotency-key": "a-1"})
        other = Program(browser, token_of(browser, "housing-01"))

        answer = other.post(ACTS, SUBMIT, **{"idempotency-key": "a-1"})

        assert answer.status_code == 403
        assert "entries" not in answer.json()

    def test_on_a_version_that_has_passed_is_stale(self, program: Program) -> None:
        version = program.get(f"/api/v1/projects/{PROJECT}").json()["version"]
        program.post(ACTS, SUBMIT, **{"if-match": f'"{version}"'})

        answer = program.post(ACTS, SUBMIT, **{"if-match": f'"{version}"'})

        assert answer.status_code == 409
        assert answer.json()["code"] == "stale"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({**SUBMIT, "act": "fly"}, "act"),
            ({**SUBMIT, "data": {"missing": "all"}}, "data.missing"),
            ({**SUBMIT, "data": {"nosuch": 1}}, "data.nosuch"),
            ({**SUBMIT, "data": {"act": "accept"}}, "data.act"),
            ({"act": "submit"}, "procedure"),
            ({**SUBMIT, "more": 1}, "more"),
        ],
    )
    def test_with_a_wrong_field_names_it(
        self, program: Program, body: dict[str, Any], field: str
    ) -> None:
        answer = program.post(ACTS, body)

        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert [one["field"] for one in answer.json()["errors"]] == [field]

    def test_that_the_rules_refuse_is_told_with_its_code(self, program: Program) -> None:
        program.post(ACTS, SUBMIT)

        answer = program.post(ACTS, SUBMIT)

        assert answer.status_code == 422
        assert answer.json()["code"]
        assert re.search(r"[\u4e00-\u9fff]", answer.json()["detail"])

    @pytest.mark.parametrize("project", ["2020-230112-39-03-999999", "campaign"])
    def test_on_what_does_not_exist_is_404(self, program: Program, project: str) -> None:
        assert program.post(f"/api/v1/projects/{project}/acts", SUBMIT).status_code == 404


class TestWhatIsMistaken:
    """Nothing that a program sends is passed over in silence."""

    def test_a_field_given_twice_is_refused(self, program: Program) -> None:
        twice = '{"procedure": "P05", "act": "withdraw", "act": "submit", "data": {}}'

        answer = program.send(ACTS, twice)

        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "请求内容 的 act", "message": "字段重复"}]

    def test_a_body_that_is_no_json_says_so(self, program: Program) -> None:
        assert "不符合 JSON 语法" in program.send(ACTS, "{").text

    @pytest.mark.parametrize(
        ("address", "field", "said"),
        [
            ("/api/v1/projects?light=red", "light", "没有这个参数，可用：q、unit、active"),
            ("/api/v1/projects?unit=nobody", "unit", "没有责任单位“nobody”"),
            ("/api/v1/me?x=1", "x", "这个网址不用参数"),
            (f"/api/v1/projects/{PROJECT}?as_of=1590969600", "as_of", "是数字，不是日期"),
            (f"/api/v1/projects/{PROJECT}?as_of=2020-06-31", "as_of", "没有这一天"),
        ],
    )
    def test_a_parameter_that_means_nothing_is_refused(
        self, program: Program, address: str, field: str, said: str
    ) -> None:
        answer = program.get(address)

        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["field"] == field
        assert said in error["message"]

    def test_a_parameter_given_twice_is_refused(self, program: Program) -> None:
        answer = program.get("/api/v1/projects?page=1&page=2")

        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "page", "message": "重复给出"}]

    @pytest.mark.parametrize("kind", ["text/plain", "application/xml", ""])
    def test_a_body_of_another_type_is_415(self, program: Program, kind: str) -> None:
        answer = program.send(ACTS, '{"procedure": "P05", "act": "submit"}', kind)

        assert answer.status_code == 415
        assert answer.headers["content-type"] == "application/problem+json"
        assert "application/json" in answer.json()["detail"]

    @pytest.mark.parametrize(
        "body", ["[" * 100_000 + "]" * 100_000, '{"data": {"x": ' + "9" * 5000 + "}}"]
    )
    def test_a_body_that_nobody_reads_says_why(self, program: Program, body: str) -> None:
        answer = program.send(ACTS, body)

        assert answer.status_code == 400
        assert answer.json()["detail"] == "请求内容无法读取：层次过多，或者有过长的数字"

    def test_what_the_database_cannot_hold_is_no_outage(
        self, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """PostgreSQL takes no zero byte, not even to look for it."""

        def untaken(*_: object, **__: object) -> None:
            raise DataError("select", {}, ValueError("cannot contain NUL (0x00) bytes"))

        monkeypatch.setattr(reading, "show", untaken)

        answer = program.get("/api/v1/projects/%00")

        assert answer.status_code == 422
        assert "零字节" in answer.json()["detail"]

    def test_a_day_is_read_as_people_write_it(self, program: Program) -> None:
        written = program.get(f"/api/v1/projects/{PROJECT}?as_of=2020年6月1日")

        assert written.json()["as_of"] == "2020-06-01"


class TestAToken:
    def test_that_only_reads_does_not_act(self, browser: Browser) -> None:
        program = Program(browser, token_of(browser, "unit-park-liaison", scope="read"))

        assert program.get("/api/v1/me").json()["read_only"] is True
        assert program.post(ACTS, SUBMIT).status_code == 403

    @pytest.mark.parametrize("path", ["/", "/me", "/admin", "/projects"])
    def test_opens_no_page(self, program: Program, path: str) -> None:
        assert program.get(path).headers["location"].startswith("/login")

    def test_is_not_taken_from_an_address_or_a_cookie(self, browser: Browser) -> None:
        token = token_of(browser, "water-01")
        stranger = browser.another()
        stranger.hold(token)

        assert stranger.get("/api/v1/me").status_code == 401
        assert stranger.get(f"/api/v1/me?token={token}").status_code == 401

    @pytest.mark.parametrize("words", ["Bearer ", "Bearer gc_none", "Basic abc", "bearer  x y"])
    def test_that_is_none_is_refused(self, browser: Browser, words: str) -> None:
        answer = browser.get("/api/v1/me", authorization=words)

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_runs_out(self, browser: Browser) -> None:
        program = Program(browser, token_of(browser, "water-01", days="1"))

        with browser.later(timedelta(days=1, minutes=1)):
            assert program.get("/api/v1/me").status_code == 401

    def test_that_was_revoked_is_refused_and_written_down(self, browser: Browser) -> None:
        browser.sign_in("water-01")
        made = browser.post("/me/tokens", {"name": "旧令牌", "scope": "read", "days": "30"})
        found = re.search(r'class="secret">(gc_[^<]+)<', made.text)
        (hash_,) = re.findall(r'name="token" value="(\w+)"', made.text)
        assert found is not None
        assert browser.post("/me/tokens/revoke", {"token": hash_}).status_code == 303

        assert Program(browser, found[1]).get("/api/v1/me").status_code == 401
        auditor = browser.another()
        auditor.sign_in("audit-admin")
        page = text(auditor.get("/admin/log?kind=token_misused"))
        assert "使用失效令牌 — water-01" in page
        assert found[1] not in page

    def test_ends_with_the_person(self, browser: Browser, program: Program) -> None:
        admin = browser.another()
        admin.sign_in("system-admin")
        admin.post("/admin/persons/unit-park-liaison/shut")

        assert program.get("/api/v1/me").status_code == 401

    def test_tried_too_often_is_slowed(self, browser: Browser) -> None:
        stranger = Program(browser, "gc_wrong")
        for _ in range(60):
            assert stranger.get("/api/v1/me").status_code == 401

        assert stranger.get("/api/v1/me").status_code == 429


class TestAtTheDoor:
    """What is refused before any route is told to programs as everything else is."""

    @pytest.mark.parametrize(
        ("status", "headers"),
        [
            (421, {"host": "elsewhere.example"}),
            (403, {"origin": "http://elsewhere.example"}),
            (403, {"sec-fetch-site": "cross-site"}),
            (413, {"content-length": "99999999"}),
        ],
    )
    def test_it_is_problem_json(
        self, program: Program, status: int, headers: dict[str, str]
    ) -> None:
        answer = program.post(ACTS, SUBMIT, **headers)

        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert re.search(r"[\u4e00-\u9fff]", answer.json()["detail"])

    @pytest.mark.parametrize("path", ["/api/v1/me", f"/api/v1/projects/{PROJECT}", "/login"])
    def test_a_head_is_answered_as_its_get(self, program: Program, path: str) -> None:
        asked, got = program.head(path), program.get(path)

        assert (asked.status_code, asked.content) == (got.status_code, b"")
        assert asked.headers["content-type"] == got.headers["content-type"]


class TestReading:
    def test_a_project_answers_304_while_it_stands(self, program: Program) -> None:
        first = program.get(f"/api/v1/projects/{PROJECT}")
        tag = first.headers["etag"]

        again = program.get(f"/api/v1/projects/{PROJECT}", **{"if-none-match": tag})

        assert (again.status_code, again.content) == (304, b"")

    def test_what_it_tells_belongs_to_its_tag(self, premises: Premises, program: Program) -> None:
        """The version stays, the days that remain do not."""
        first = program.get(f"/api/v1/projects/{PROJECT}")
        tag = {"if-none-match": first.headers["etag"]}

        longer = program.get(f"/api/v1/projects/{PROJECT}?timeline=true", **tag)
        premises.clock.set(premises.now() + timedelta(days=1))
        moved = program.get(f"/api/v1/projects/{PROJECT}", **tag)

        assert (moved.status_code, longer.status_code) == (200, 200)
        assert moved.json()["version"] == first.json()["version"]

    def test_its_tag_is_the_version_to_act_on(self, program: Program) -> None:
        tag = program.get(f"/api/v1/projects/{PROJECT}").headers["etag"]

        first = program.post(ACTS, SUBMIT, **{"if-match": tag})
        late = program.post(ACTS, SUBMIT, **{"if-match": tag})

        assert (first.status_code, late.status_code) == (201, 409)

    def test_projects_come_a_page_at_a_time(self, program: Program) -> None:
        first = program.get("/api/v1/projects?size=25").json()
        last = program.get("/api/v1/projects?size=25&page=3").json()

        assert (first["total"], first["pages"], len(first["projects"])) == (60, 3, 25)
        assert len(last["projects"]) == 10
        assert program.get("/api/v1/projects?size=0").status_code == 422

    def test_a_browser_that_is_signed_in_may_read(self, officer: Browser) -> None:
        assert officer.get("/api/v1/me").json()["account"] == "water-01"
        assert officer.get("/api/v1/issues").json() == {"issues": []}

    def test_is_described_by_the_host_itself(self, browser: Browser) -> None:
        told = browser.get("/api/v1/openapi.json").json()

        assert told["openapi"].startswith("3.1")
        doing = told["paths"]["/api/v1/projects/{code}/acts"]["post"]
        assert set(doing["responses"]) >= {"200", "201", "401", "403", "404", "409", "415", "422"}
        for status, answer in doing["responses"].items():
            kind = "application/json" if status < "3" else "application/problem+json"
            assert list(answer["content"]) == [kind]
        acts = {one["title"]: one for one in told["components"]["schemas"]["ActBody"]["oneOf"]}
        owed = acts["容缺受理"]["properties"]["data"]["properties"]["owed"]
        assert owed["title"] == "承诺补交的材料"

    def test_is_described_in_chinese(self, browser: Browser) -> None:
        told = browser.get("/api/v1/openapi.json").text

        assert re.findall(r'"(?:description|summary)":"([ -~]+)"', told) == []

    def test_nothing_else_describes_it(self, browser: Browser) -> None:
        for path in ("/docs", "/redoc", "/openapi.json"):
            assert browser.get(path).status_code == 404


class TestMetrics:
    def test_name_routes_and_nobody(self, officer: Browser) -> None:
        officer.get(f"/projects/{PROJECT}")
        told = officer.client.get("/metrics", headers={"x": "y"})
        assert told.status_code == 403  # the stand-in's address is no loopback

    def test_are_told_to_this_machine(self, officer: Browser) -> None:
        from fastapi.testclient import TestClient

        local = TestClient(officer.client.app, "http://127.0.0.1:8080", client=("127.0.0.1", 5))
        officer.get(f"/projects/{PROJECT}")

        told = local.get("/metrics").text

        assert 'greenchannel_requests_total{method="GET",route="/projects/{code}"' in told
        assert "greenchannel_ledger_entries" in told
        assert PROJECT not in told
        assert "water-01" not in told
        for state in DeliveryState:
            assert f'greenchannel_notices{{state="{state.value}"}}' in told
        assert local.get("/metrics", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 403
