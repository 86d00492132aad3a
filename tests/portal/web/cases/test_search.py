"""Finding things by code, name or initials, on a page and in the palette."""

import pytest

from tests.portal.conftest import LIAISON, PROJECT
from tests.portal.doing import done
from tests.portal.web.browser import Browser, text

HERE = f"/projects/{PROJECT}"
QUERIES = [
    ("冷链", HERE),
    ("llwl", HERE),
    ("LLWL", HERE),
    (PROJECT, HERE),
    (" 2020－230112－39－03－000001", HERE),
    ("000001", HERE),
    ("待办", "/"),
    ("db", "/"),
    ("签批", "/desk"),
    ("qpt", "/desk"),
    ("项目", "/projects"),
    ("xm", "/projects"),
    ("登记", "/register"),
    ("djxm", "/register"),
    ("等别人", "/?tab=waiting"),
    ("zjbh", "/?tab=recent"),
    ("P05", "/cases/P05"),
    ("水土保持", "/cases/P05"),
    ("stbc", "/cases/P05"),
    ("取水许可", "/cases/P08"),
]


@pytest.mark.parametrize(("typed", "path"), QUERIES)
def test_what_is_typed_leads_there(officer: Browser, typed: str, path: str) -> None:
    found = [one["path"] for one in officer.get(f"/palette.json?q={typed}").json()]

    assert any(one.endswith(path) for one in found), found


@pytest.mark.parametrize("typed", ["容缺受理", "rqsl"])
def test_an_act_that_waits_leads_to_its_form(officer: Browser, typed: str) -> None:
    done(officer.premises, LIAISON, "P05", "submit", missing=("P05-3",))

    found = officer.get(f"/palette.json?q={typed}").json()

    assert [one["path"] for one in found if one["kind"] == "动作"] == [
        f"{HERE}/cases/P05/acts/accept_conditionally"
    ]


def test_an_act_of_others_is_not_found(browser: Browser) -> None:
    done(browser.premises, LIAISON, "P05", "submit", missing=("P05-3",))
    browser.sign_in(LIAISON)

    found = browser.get("/palette.json?q=容缺受理").json()

    assert [one for one in found if one["kind"] == "动作"] == []


def test_each_part_has_a_key_of_its_own_beside_it(officer: Browser) -> None:
    keys = [one["key"] for one in officer.get("/palette.json?q=").json() if one["key"]]

    assert {"g d", "g x", "g g", "g z", "g p"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_a_search_shows_what_it_found_by_kind(officer: Browser) -> None:
    said = text(officer.get("/search?q=冷链"))

    assert "项目 1" in said
    assert "阿城区冷链物流园项目" in said


def test_a_single_hit_is_opened(officer: Browser) -> None:
    answer = officer.get("/search?q=等别人")

    assert answer.headers["location"] == "/?tab=waiting"


def test_nothing_found_says_how_to_look(officer: Browser) -> None:
    assert "没有找到“zzzzq”" in text(officer.get("/search?q=zzzzq"))


def test_nobody_finds_a_case_of_others(officer: Browser) -> None:
    found = officer.get("/palette.json?q=施工许可").json()

    assert not [one for one in found if one["kind"] == "事项"]


def test_who_is_not_signed_in_finds_nothing(browser: Browser) -> None:
    assert browser.get("/palette.json?q=冷链").status_code == 303
