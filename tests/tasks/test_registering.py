"""A registration in Prefect: what the rules say no to is an answer, with its page."""

from decimal import Decimal
from pathlib import Path

import pytest

from models.refusal import BadInput, Refused
from reports.pages.refused_registration import refused_registration
from tasks import house
from tasks.registering import register_project
from tests.stories.doors import House
from tests.stories.script import SCHOOL


@pytest.fixture
def founded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house of its own, with its people and no project."""
    there = House.founded(tmp_path / "house")
    monkeypatch.setattr(house, "office", lambda: there.office)
    monkeypatch.setattr(house, "now", there.clock.now)
    return there


def test_a_number_out_of_proportion_is_asked_back_and_may_be_confirmed(founded: House) -> None:
    typed = SCHOOL.model_copy(update={"total_wan": Decimal(86_000_000)})

    asked = register_project.fn(typed)

    assert isinstance(asked, BadInput)
    assert str(asked) == (
        "表单“总投资（万元）”：总投资为86000000万元，疑单位不是万元；"
        "年度计划投资4000万元，不到总投资的万分之五，疑单位不是万元；"
        "请核对单位，确属实情的，勾选“数量级已核对无误”再提交"
    )
    done = register_project.fn(typed.model_copy(update={"proportion_checked": True}))
    assert not isinstance(done, BadInput | Refused)
    assert founded.view(SCHOOL.code).project.name == SCHOOL.name


def test_a_refusal_is_an_answer(founded: House) -> None:
    refused = register_project.fn(SCHOOL.model_copy(update={"officer": "supervision-01"}))

    assert isinstance(refused, Refused)


def test_its_page_says_why_and_links_the_form_filled_in_and_an_empty_one() -> None:
    page = refused_registration("2020-1", "学校|*甲*", "用地 |不对|", run="R1", deployment="D1")

    assert page.startswith("# 未予登记：学校")
    assert "**理由**：用地" in page
    assert "(/runs/flow-run/R1)" in page
    assert "Copy to new run" in page
    assert "(/deployments/deployment/D1/run)" in page
