"""A week of a unit's system: registered, outstanding, taken in conditionally, reported, read."""

from datetime import timedelta

from casework.weekly.rounds import keep_rounds
from portal.premises import Premises
from tests.portal.conftest import MORNING, WATER_OFFICER
from tests.portal.web.browser import Browser
from tests.portal.web.test_api import Program, token_of
from tests.stories.script import FACTORY

WEEK = "2020-W23"
PROJECT = f"/api/v1/projects/{FACTORY.code}"
GIVEN = {**FACTORY.model_dump(mode="json", exclude={"officer"}), "soil_plan": "水保报告书"}


def test_a_project_goes_from_registration_to_its_first_report_through_the_api_alone(
    browser: Browser, premises: Premises
) -> None:
    unit = Program(browser, token_of(browser, FACTORY.officer))
    water = Program(browser, token_of(browser, WATER_OFFICER))
    acts = f"{PROJECT}/acts"

    registered = unit.post("/api/v1/projects", GIVEN)
    keep_rounds(premises.office, now=MORNING + timedelta(minutes=30))
    outstanding = unit.get(f"{PROJECT}/outstanding").json()["outstanding"]
    submitted = unit.post(
        acts, {"procedure": "P05", "act": "submit", "data": {"missing": ["P05-3"]}}
    )
    waiting = water.get("/api/v1/work?q=" + FACTORY.name).json()
    tag = water.get(PROJECT).headers["etag"]
    accepting = {"procedure": "P05", "act": "accept_conditionally", "data": {"signed_by": "张经理"}}
    accepted = water.post(acts, accepting, **{"if-match": tag, "idempotency-key": "w-77"})
    again = water.post(acts, accepting, **{"if-match": tag, "idempotency-key": "w-77"})
    stale = unit.post(f"/api/v1/weekly/{WEEK}/{FACTORY.code}", {}, **{"if-match": tag})
    asked = unit.get(f"/api/v1/weekly/{WEEK}/{FACTORY.code}")
    reported = unit.post(
        f"/api/v1/weekly/{WEEK}/{FACTORY.code}",
        {"invested_week": 0, "next_week": "补交水土保持方案附件"},
        **{"if-match": asked.headers["etag"], "idempotency-key": "r-1"},
    )
    stranger = Program(browser, token_of(browser, "unit-housing-liaison"))
    foreign = stranger.post(f"/api/v1/weekly/{WEEK}/{FACTORY.code}", {"next_week": "代报"})

    assert registered.status_code == 201, registered.text
    assert "P05" in {one["code"] for one in registered.json()["opened"]}
    assert "P05" in {one["procedure"] for one in outstanding}
    assert submitted.status_code == 201, submitted.text
    assert [one["procedure"] for one in waiting["lines"]] == ["P05"]
    assert accepted.status_code == 201, accepted.text
    assert accepted.json()["state"] == "conditionally_accepted"
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    assert stale.status_code == 409
    assert reported.status_code == 201, reported.text
    assert foreign.status_code == 403
    told = unit.get(f"{PROJECT}?timeline=true").json()
    assert told["timeline"][-1]["name"] == "填报周报"
    lines = {one["project"]: one for one in unit.get("/api/v1/weekly").json()["lines"]}
    assert FACTORY.code not in lines or lines[FACTORY.code]["standing"] == "on_time"
    clock = unit.get(f"{PROJECT}/cases/P05/clock").json()
    assert clock["procedure"] == "P05"
