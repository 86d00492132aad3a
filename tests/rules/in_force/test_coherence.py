"""What a project says about itself must agree, and its past must have been possible."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.campaign import Campaign
from models.codes import credit_check_character
from models.project import Project
from rules.in_force.coherence import disagreements, duplicates, misfits
from store.intake.campaign_folder import read_campaign_folder

FOLDER = Path(__file__).parents[3] / "campaigns" / "hundred-day-2020"
FIRST_DAY = date(2020, 5, 21)
CREDIT = "91230112MA1D20001"

FACTS: Mapping[str, Any] = {
    "code": "2020-230112-59-03-000101",
    "name": "阿城区试验仓储项目",
    "type": "industrial",
    "tier": "district_key",
    "standing": "new_start",
    "unit": "unit-park",
    "applicant": {"name": "试验", "credit_code": CREDIT + credit_check_character(CREDIT)},
    "sponsor": "leader-01",
    "chief_service_officer": "cso-01",
    "site": "阿城经济开发区",
    "traits": {
        "route": "filing",
        "land_supply": "granted",
        "environmental_class": "form",
        "farmland": True,
    },
    "land": {"supply": "granted", "area_hectares": 2, "status": "待供地"},
    "investment": {"total": 5000000, "this_year": 1000000},
}


def project(**changes: Any) -> Project:
    """Return a sound project with some facts changed; nested facts are laid over."""
    facts = dict(FACTS)
    for name, value in changes.items():
        old = facts.get(name)
        facts[name] = {**old, **value} if isinstance(old, dict) else value
    return Project.model_validate(facts)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return read_campaign_folder(FOLDER).campaign


def test_a_sound_project_has_no_faults(campaign: Campaign) -> None:
    assert list(misfits(project(), campaign, on=FIRST_DAY)) == []


@pytest.mark.parametrize(
    ("changes", "loc"),
    [
        pytest.param(
            {"code": "2020-230112-59-01-000101", "traits": {"route": "approval"}},
            ("traits", "route"),
            id="a route of another type",
        ),
        pytest.param({"traits": {"route": "verification"}}, ("code",), id="another route's code"),
        pytest.param({"code": "2020-230112-59-99-000101"}, ("code",), id="no route's code"),
        pytest.param({"land": {"supply": "owned"}}, ("land", "supply"), id="two supplies"),
        pytest.param(
            {"traits": {"farmland": False, "forest_land": True}},
            ("traits", "farmland"),
            id="forest land that is no farmland",
        ),
        pytest.param(
            {
                "traits": {"land_supply": "owned", "expropriation": True},
                "land": {"supply": "owned"},
            },
            ("traits", "expropriation"),
            id="owned land expropriated",
        ),
        pytest.param(
            {
                "code": "2020-230112-59-02-000101",
                "traits": {"route": "verification", "land_supply": "allocated"},
                "land": {"supply": "allocated"},
            },
            ("traits", "new_construction_land"),
            id="allocated land without a siting opinion",
        ),
        pytest.param(
            {"investment": {"this_year": 6000000}},
            ("investment", "this_year"),
            id="a year above the whole",
        ),
        pytest.param(
            {"investment": {"monthly": {"2020-13": 1}}},
            ("investment", "monthly", "2020-13"),
            id="a thirteenth month",
        ),
        pytest.param(
            {"investment": {"monthly": {"2020-06": 1000001}}},
            ("investment", "monthly"),
            id="a month above the year",
        ),
        pytest.param(
            {"funds": [{"kind": "own", "amount": 5, "arrived": 6}]},
            ("funds", 0, "arrived"),
            id="more in than there is",
        ),
        pytest.param(
            {"funds": [{"kind": "own", "amount": 5, "arrived": 3, "paid": 4}]},
            ("funds", 0, "paid"),
            id="more out than in",
        ),
        pytest.param(
            {"started_on": "2020-06-01", "planned_completion": "2020-05-01"},
            ("planned_completion",),
            id="completed before the start",
        ),
        pytest.param({"unit": "nowhere"}, ("unit",), id="no such unit"),
        pytest.param({"sponsor": "nobody"}, ("sponsor",), id="no such sponsor"),
        pytest.param({"sponsor": "cso-01"}, ("sponsor",), id="a sponsor who is no leader"),
        pytest.param(
            {"confirmed_before": ["land_delivered", "x"]},
            ("confirmed_before", 1),
            id="no such condition",
        ),
        pytest.param(
            {"concluded_before": {"Q01": "2020-05-06"}},
            ("concluded_before", "Q01"),
            id="no such procedure",
        ),
        pytest.param(
            {"concluded_before": {"L01": "2020-05-06"}},
            ("concluded_before", "L01"),
            id="a procedure it does not need",
        ),
        pytest.param(
            {"concluded_before": {"L10": "2020-05-06"}},
            ("concluded_before", "L10"),
            id="a prerequisite left out",
        ),
        pytest.param(
            {"concluded_before": {"L08": "2020-05-07", "L10": "2020-05-06"}},
            ("concluded_before", "L10"),
            id="a prerequisite concluded later",
        ),
        pytest.param(
            {"concluded_before": {"L08": "2020-05-06", "L10": "2020-05-07", "L11": "2020-05-08"}},
            ("concluded_before", "L11"),
            id="none of the alternative prerequisites",
        ),
    ],
)
def test_a_fault_is_told_where_it_stands(
    campaign: Campaign, changes: Mapping[str, Any], loc: tuple[int | str, ...]
) -> None:
    faults = list(misfits(project(**changes), campaign, on=FIRST_DAY))
    assert [place for place, _ in faults] == [loc]
    assert all(message for _, message in faults)


def test_prerequisites_of_the_same_day_are_sound(campaign: Campaign) -> None:
    past = dict.fromkeys(("L04", "L08", "L10", "L11"), "2020-05-06")
    assert list(misfits(project(concluded_before=past), campaign, on=FIRST_DAY)) == []


def test_a_code_of_the_new_rule_tells_no_route() -> None:
    assert list(disagreements(project(code="2011-230112-04-01-123456"))) == []


def test_a_code_that_comes_again_is_told_with_its_first() -> None:
    once, other = project(), project(code="2020-230112-59-03-000102")
    assert list(duplicates([once, other, once])) == [(2, 0, once.code)]


@pytest.mark.parametrize(
    ("pinned", "said"),
    [
        ("2020-05-20", "早于今日"),
        ("2020-06-25", "不是工作日"),  # 端午
        ("2020-06-27", "下一工作日为 2020-06-28"),
    ],
)
def test_a_start_that_could_not_be_pinned_is_not_registered(
    campaign: Campaign, pinned: str, said: str
) -> None:
    pinned_on = date.fromisoformat(pinned)
    ((where, what),) = misfits(project(pinned_start=pinned_on), campaign, on=FIRST_DAY)

    assert where == ("pinned_start",)
    assert said in what


def test_nothing_has_happened_on_a_day_to_come(campaign: Campaign) -> None:
    tomorrow = FIRST_DAY + timedelta(days=1)
    past = {"L04": FIRST_DAY, "L08": tomorrow}
    foretold = project(concluded_before=past, started_on=tomorrow)

    assert list(misfits(foretold, campaign, on=FIRST_DAY, today=tomorrow)) == []
    assert [where for where, _ in misfits(foretold, campaign, on=FIRST_DAY, today=FIRST_DAY)] == [
        ("concluded_before", "L08"),
        ("started_on",),
    ]


def test_a_pinned_start_of_what_has_started_is_history(campaign: Campaign) -> None:
    begun = project(pinned_start=date(2020, 5, 1), started_on=date(2020, 5, 6))
    assert list(misfits(begun, campaign, on=FIRST_DAY)) == []
