"""A registered project changes in the browser: the sheet as it stands, what was recorded."""

import pytest

from casework.office.integrity import verify
from models.project import Project
from models.register_form import filled_from
from portal.premises import Premises
from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser, text, title

HERE = f"/projects/{PROJECT}/change"
MINUTES = "区政府专题会议纪要〔2020〕7号"


@pytest.fixture
def dispatch(browser: Browser) -> Browser:
    browser.sign_in("dispatch-01")
    return browser


def registered(premises: Premises) -> tuple[Project, int]:
    """The project as it stands, and the version of its file."""
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, PROJECT)
    return file.project, file.version


def typed(premises: Premises, **changes: object) -> dict[str, object]:
    """The sheet as it is shown, with what the dispatch centre types over it."""
    project, version = registered(premises)
    shown = {"reason": MINUTES, "_version": version, **filled_from(project)} | changes
    ticked = {name: "yes" if value is True else value for name, value in shown.items()}
    return {name: value for name, value in ticked.items() if name != "code" and value}


def test_it_is_found_where_a_project_is_acted_on_and_shows_what_stands(
    dispatch: Browser, premises: Premises
) -> None:
    project, _ = registered(premises)
    assert f'href="{HERE}"' in dispatch.get(f"/projects/{PROJECT}").text

    page = dispatch.get(HERE)

    assert title(page).startswith(f"项目变更：{project.name}")
    assert f'value="{project.applicant.name}"' in page.text
    assert 'name="pinned_start"' not in page.text
    assert 'name="code"' not in page.text


def test_what_changed_is_recorded_and_nothing_else(dispatch: Browser, premises: Premises) -> None:
    before, _ = registered(premises)

    answer = dispatch.post(HERE, typed(premises, total_wan="46,800", relics_area="yes"))

    receipt = dispatch.get(answer.headers["location"])
    said = text(receipt)
    assert f'class="button primary" href="/projects/{PROJECT}">返回项目' in receipt.text
    assert "返回签批台" not in said
    assert "项目变更" in said
    assert "→46800万元" in said
    assert MINUTES in said
    assert "具备申报条件 P09 建设工程文物保护和考古许可" in said
    after, _ = registered(premises)
    assert after.investment.total == 468_000_000
    assert after.traits.relics_area
    unchanged = {"investment", "traits"}
    assert {
        name: getattr(after, name) for name in Project.model_fields if name not in unchanged
    } == {name: getattr(before, name) for name in Project.model_fields if name not in unchanged}
    assert after.investment.monthly == before.investment.monthly
    assert verify(premises.office).ok


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"reason": ""}, "reason", "请写明变更理由和依据"),
        ({"total_wan": "很多"}, "total_wan", "总投资"),
        ({"unit": "unit-nowhere"}, "unit", "不在机构名录"),
        ({"this_year_wan": "99999"}, "this_year_wan", "年度计划投资超过总投资"),
        ({"total_wan": "1"}, "total_wan", "疑单位不是万元"),
        ({"total_wan": "9,800"}, "total_wan", "超过总投资"),
        ({}, "", "没有变更"),
    ],
)
def test_what_cannot_be_comes_back_filled_in(
    dispatch: Browser, premises: Premises, changes: dict[str, str], field: str, sentence: str
) -> None:
    before = registered(premises)

    answer = dispatch.post(HERE, typed(premises, **changes))

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not field or f'id="error-{field}"' in answer.text
    assert f'value="{before[0].applicant.name}"' in answer.text
    assert registered(premises) == before


def test_who_has_looked_at_an_older_file_is_told_who_acted_first(
    dispatch: Browser, premises: Premises
) -> None:
    late = typed(premises, name="改名在后的项目")
    assert dispatch.post(HERE, typed(premises, name="改名在先的项目")).status_code == 303

    answer = dispatch.post(HERE, late)

    assert answer.status_code == 409
    assert "他人已先行办理" in text(answer)
    assert registered(premises)[0].name == "改名在先的项目"


def test_posted_twice_it_is_recorded_once(dispatch: Browser, premises: Premises) -> None:
    form = typed(premises, name="改名一次的项目", _key="once")

    first, again = dispatch.post(HERE, form), dispatch.post(HERE, form)

    assert first.headers["location"] == again.headers["location"]


def test_whoever_may_not_is_told_who_may(officer: Browser) -> None:
    assert HERE not in officer.get(f"/projects/{PROJECT}").text
    answer = officer.get(HERE)
    assert answer.status_code == 403
    assert "调度指挥中心" in text(answer)
