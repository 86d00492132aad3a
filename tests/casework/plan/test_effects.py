"""What the doors are told beforehand is what the ledger says afterwards."""

from datetime import date

import pytest

from casework.office import Office
from casework.plan.effects import (
    Outlook,
    effect_of_request,
    effects_of_all,
    outlook,
    papers_of,
    rescue_of,
)
from casework.watching.sweep import sweep
from models.act_requests import Act
from models.case import CaseState
from rules.acceptance.deferrable import History
from tests.world import DECIDER, FIRST_DAY, HEAD, LIAISON, OFFICER, PROJECT, at, do, june, request


def seen(office: Office, on: date = FIRST_DAY) -> Outlook:
    return outlook(office, project=PROJECT, today=on)


@pytest.mark.parametrize(
    ("act", "by", "data"),
    [
        ("accept_conditionally", OFFICER, {"signed_by": "法定代表人"}),
        (
            "request_correction",
            OFFICER,
            {"items": [{"document": "A01-3", "what": "请补交"}], "due_on": "2020-06-12"},
        ),
        ("decline", OFFICER, {"reason": "不属于本机关职权", "ground": "not_this_authority"}),
        ("withdraw", LIAISON, {"reason": "方案调整"}),
    ],
)
def test_an_effect_shown_before_is_the_forecast_after(
    office: Office, act: str, by: str, data: dict[str, object]
) -> None:
    do(office, "submit", by=LIAISON, missing=["A01-3"])
    told = effect_of_request(seen(office), "A01", request(act, **data))
    assert told.refused is None

    do(office, act, by=by, **data)

    assert seen(office).start_on == told.after


@pytest.mark.parametrize(
    ("act", "by", "data"),
    [
        (
            "pause",
            OFFICER,
            {"procedure_kind": "expert_review", "reason": "专家评审", "limit_days": 12},
        ),
        ("extend", HEAD, {"days": 5, "reason": "情况复杂"}),
        ("decide", DECIDER, {}),
        ("refuse", HEAD, {"reason": "不符合技术标准"}),
    ],
)
def test_so_it_is_of_a_running_case(
    office: Office, act: str, by: str, data: dict[str, object]
) -> None:
    do(office, "submit", by=LIAISON)
    do(office, "accept")
    week_later = june(8)
    told = effect_of_request(seen(office, week_later), "A01", request(act, **data))
    assert told.refused is None
    assert told.days != 0

    do(office, act, by=by, on=week_later, **data)

    assert seen(office, week_later).start_on == told.after


def test_every_act_that_the_state_allows_is_told_with_what_was_supposed(office: Office) -> None:
    do(office, "submit", by=LIAISON, missing=["A01-3"])
    told = {one.act: one for one in effects_of_all(seen(office))["A01"]}

    assert {Act.ACCEPT, Act.ACCEPT_CONDITIONALLY, Act.REQUEST_CORRECTION} <= told.keys()
    assert told[Act.ACCEPT].refused is not None
    assert [one.field for one in told[Act.REQUEST_CORRECTION].supposed] == ["due_on"]
    assert told[Act.REQUEST_CORRECTION].days > told[Act.ACCEPT_CONDITIONALLY].days == 0


def test_effects_are_told_of_every_open_case(office: Office) -> None:
    told = effects_of_all(seen(office))
    states = {code: seen(office).file.cases[code].state for code in told}
    assert set(states.values()) == {CaseState.OPEN}
    assert all(one.procedure == code for code, effects in told.items() for one in effects)


def test_a_paper_that_is_reported_late_is_worth_its_days_and_can_be_deferred(
    office: Office,
) -> None:
    in_time = seen(office).start_on
    do(office, "expect_document", by=LIAISON, document="A01-3", expected_on="2020-06-22")
    late = seen(office)
    assert late.start_on > in_time
    (paper,) = papers_of(late).papers
    assert paper.days == late.regulations.days.between(in_time, late.start_on)

    told = rescue_of(late, goal=in_time)

    assert not told.reachable  # the promise reaches ten days only
    again = rescue_of(late, goal=told.start_on)
    assert [one.late.key for one in again.set] == [("A01", "A01-3")]


def test_past_lapses_of_applicant_and_procedure_count_as_risk(office: Office) -> None:
    assert seen(office).history == History()
    do(office, "submit", by=LIAISON, missing=["A01-3"])
    owed = [{"document": "A01-3", "due_on": "2020-06-05"}]
    do(office, "accept_conditionally", owed=owed, signed_by="法定代表人")

    sweep(office, now=at(june(8)))

    told = seen(office, june(8)).history
    assert told is not None
    assert (told.lapses_of_applicant, dict(told.lapses_of)) == (1, {"A01": 1})
