"""Books, rounds, bulletins, receipts and follow-ups by programs."""

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from casework.supervision.bulletin import keep_bulletins
from portal.premises import Premises
from portal.web.running.app import create_app
from tests.portal.conftest import LIAISON, MORNING, PROJECT, WATER_OFFICER
from tests.portal.web.browser import BASE, Browser
from tests.portal.web.test_api import Program, token_of

BOOK = "/api/v1/books/directives/lines"
DIRECTIVE: dict[str, Any] = {
    "values": {
        "decision": "水务局答复接入点",
        "met_on": "2020年6月1日",
        "minutes": "纪要3号",
        "level": "区级",
        "due_on": "20200624",
        "holder": "unit-water",
    }
}


@pytest.fixture
def dispatch(browser: Browser) -> Program:
    """A program of the dispatch centre."""
    return Program(browser, token_of(browser, "dispatch-01"))


@pytest.fixture
def midway(played: Premises) -> Browser:
    """The portal over the campaign as it stands on 19 June 2020."""
    return Browser(TestClient(create_app(played), BASE, follow_redirects=False), played)


class TestALine:
    def test_goes_from_its_writing_to_its_answer(self, browser: Browser, dispatch: Program) -> None:
        unit = Program(browser, token_of(browser, "unit-water-liaison"))
        written = dispatch.post(BOOK, DIRECTIVE)
        line = f"{BOOK}/{written.json()['line']['number']}"
        answer = {
            "state": "answered",
            "values": {"feedback": "已答复"},
            "evidence": "答复函",
            "seen": "given",
        }
        answered = unit.post(line, answer)
        stale = unit.post(line, {"note": "再报", "seen": "given"})
        refused = unit.post(line, {"state": "closed", "evidence": "函"})

        assert written.status_code == 201, written.text
        assert written.json()["line"]["values"]["due_on"] == "2020-06-24"
        assert answered.status_code == 200, answered.text
        assert answered.json()["line"]["state"] == "answered"
        assert (stale.status_code, stale.json()["code"]) == (409, "stale")
        assert refused.status_code == 403
        assert unit.get("/api/v1/books/directives").json()["lines"][-1]["state"] == "answered"

    def test_under_its_key_is_written_once(self, dispatch: Program) -> None:
        key = {"idempotency-key": "b-1"}
        first = dispatch.post(BOOK, DIRECTIVE, **key).json()
        number = first["line"]["number"]
        other = {"values": {**DIRECTIVE["values"], "decision": "另一件事"}}

        again = dispatch.post(BOOK, DIRECTIVE, **key)

        assert again.json() == first
        for path, body in ((BOOK, other), (f"{BOOK}/{number}", {"note": "另记"})):
            assert dispatch.post(path, body, **key).json()["code"] == "key_taken"
        lines = dispatch.get("/api/v1/books/directives").json()["lines"]
        assert [one["number"] for one in lines][-1] == number

    @pytest.mark.parametrize(
        ("changed", "fields"),
        [
            ({"values": {"decision": "x", "due_on": "2020-06-31"}}, ["values.due_on"]),
            ({"values": {"palace": "x"}}, ["values.palace"]),
            ({"values": {"decision": ["x"]}}, ["values.decision"]),
            ({"evidence": "\u202e"}, ["evidence"]),
            ({"more": 1}, ["more"]),
        ],
    )
    def test_that_is_wrong_names_its_field(
        self, dispatch: Program, changed: dict[str, Any], fields: list[str]
    ) -> None:
        answer = dispatch.post(BOOK, {**DIRECTIVE, **changed})

        assert answer.status_code == 422
        assert [one["field"] for one in answer.json()["errors"]] == fields

    def test_that_lacks_what_must_be_filled_names_it(self, dispatch: Program) -> None:
        answer = dispatch.post(BOOK, {"values": {"decision": "x"}})

        assert answer.status_code == 422
        assert "须填写会办日期" in answer.json()["detail"]

    @pytest.mark.parametrize("path", ["/api/v1/books/none/lines", f"{BOOK}/999"])
    def test_that_there_is_not_is_404(self, dispatch: Program, path: str) -> None:
        assert dispatch.post(path, {"note": "无"}).status_code == 404


class TestARound:
    def test_is_opened_once_by_whoever_keeps_rounds(
        self, dispatch: Program, program: Program
    ) -> None:
        refused = program.post("/api/v1/rounds/2020-W23/open", {})
        opened = dispatch.post("/api/v1/rounds/2020年第23周/open", {})
        again = dispatch.post("/api/v1/rounds/2020-W23/open", {})

        assert refused.status_code == 403
        assert opened.status_code == 200, opened.text
        assert opened.json()["opened"] is True
        assert again.json() == opened.json()

    def test_that_is_not_open_cannot_be_closed(self, dispatch: Program) -> None:
        assert dispatch.post("/api/v1/rounds/2020-W23/close", {}).status_code == 422
        assert dispatch.post("/api/v1/rounds/2020-W23/dance", {}).status_code == 422


class TestABulletin:
    def test_is_signed_by_its_signer_alone_and_once(
        self, browser: Browser, premises: Premises
    ) -> None:
        premises.clock.set(MORNING + timedelta(days=38))
        (month, *_) = keep_bulletins(premises.office, now=premises.now())
        signer = Program(browser, token_of(browser, "supervision-01"))
        other = Program(browser, token_of(browser, "dispatch-01"))
        address = f"/api/v1/bulletins/{month}"

        drafted = signer.get(address)
        unsaid = signer.post(f"{address}/drop", {})
        refused = other.post(f"{address}/sign", {"opinion": "同意"})
        signed = signer.post(f"{address}/sign", {"opinion": "同意"})
        again = signer.post(f"{address}/sign", {"opinion": "同意"})

        assert drafted.json()["state"] == "unsigned"
        assert [one["field"] for one in unsaid.json()["errors"]] == ["reason"]
        assert refused.status_code == 403
        assert signed.status_code == 200, signed.text
        assert signed.json()["state"] == "issued"
        assert (again.status_code, again.json()["code"]) == (422, "bulletin_settled")
        assert other.get("/api/v1/bulletins/2019-01").status_code in (404, 422)


class TestAFollowUp:
    def test_hides_a_case_in_ones_own_list_until_its_day(self, browser: Browser) -> None:
        water = Program(browser, token_of(browser, WATER_OFFICER))
        unit = Program(browser, token_of(browser, LIAISON))
        acts = f"/api/v1/projects/{PROJECT}/acts"
        unit.post(acts, {"procedure": "P05", "act": "submit"})
        case = f"/api/v1/projects/{PROJECT}/cases/P05/follow-up"
        before = water.get("/api/v1/work").json()["total"]

        put_off = water.post(case, {"on": "2020年6月5日"})
        hidden = water.get("/api/v1/work").json()["total"]
        back = water.post(case, {"on": None})
        past = water.post(case, {"on": "2020-06-01"})

        assert put_off.json()["on"] == date(2020, 6, 5).isoformat()
        assert (before, hidden) == (1, 0)
        assert back.status_code == 200
        assert water.get("/api/v1/work").json()["total"] == 1
        assert past.status_code == 422
        assert past.json()["code"] == "follow_up_not_ahead"


class TestANotice:
    def test_is_signed_for_by_its_recipient_once(self, midway: Browser) -> None:
        unit = Program(midway, token_of(midway, LIAISON))
        (first, *_) = unit.get("/api/v1/notices").json()["notices"]
        body, path = {"notice": first["key"]}, "/api/v1/acknowledgements"
        other = Program(midway, token_of(midway, "leader-02"))

        signed, again = unit.post(path, body), unit.post(path, body)

        assert signed.json() == {
            "notice": first["key"],
            "by": LIAISON,
            "acknowledged": True,
            "repeated": bool(first["acknowledged_at"]),
        }
        assert again.json()["repeated"] is True
        assert other.post(path, body).json()["code"] == "not_addressed"
        assert unit.post(path, {"notice": "none"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/rounds/2020-W23/open", "/bulletins/2020-05/sign", "/books/directives/lines"),
        *("/acknowledgements", "/honours/drafts"),
        f"/projects/{PROJECT}/cases/P05/follow-up",
    ],
)
def test_nothing_is_settled_by_a_token_that_only_reads(reader: Program, path: str) -> None:
    bodies = {"follow-up": {"on": None}, "acknowledgements": {"notice": "none"}}
    answer = reader.post(f"/api/v1{path}", bodies.get(path.rpartition("/")[2], {}))

    assert answer.json()["code"] == "read_only_token"
