"""Refusing is called as the nature of the item has it, at every door (行政许可法 2, 38)."""

from dataclasses import replace

import pytest

from models.act import Act
from models.campaign import CampaignFolder
from models.case import CaseState
from models.forms import ActForm
from models.nature import Nature
from models.review import Recommendation
from reports.text.phrases import acts_in_words
from rules.acceptance.regime import REFUSALS, act_name
from rules.acting.examining import examine
from tests.reports.views import case
from tests.world import circumstances, request, running


@pytest.mark.parametrize("nature", [one for one in Nature if REFUSALS[one]])
def test_an_act_is_named_by_the_nature_of_the_item(
    real_folder: CampaignFolder, nature: Nature
) -> None:
    one = next(item for item in real_folder.campaign.catalogue.procedures if item.nature is nature)

    assert act_name(Act.REFUSE, one) == REFUSALS[nature]
    assert act_name(Act.DECIDE, one) == Act.DECIDE.label


def test_where_no_item_is_known_the_word_speaks_of_all() -> None:
    assert act_name(Act.REFUSE, None) == "不予许可（批准、登记）"


def test_a_refusal_by_state_names_what_may_be_done_in_the_word_of_the_item() -> None:
    given = circumstances(running(), request("accept"))
    internal = given.procedure.model_copy(update={"nature": Nature.INTERNAL})

    refused = examine(replace(given, about=(given.case, internal)))

    assert refused is not None
    assert "不予批准" in refused.message
    assert "不予许可" not in refused.message


def test_a_page_lists_it_in_the_word_of_the_item() -> None:
    told = case(state=CaseState.ACCEPTED, offered=(Act.DECIDE, Act.REFUSE), refusal="审查不合格")

    assert acts_in_words(told) == f"{Act.DECIDE.label}、审查不合格"


@pytest.mark.parametrize("typed", ["不予", "不予许可", "不予批准", "审查不合格"])
def test_an_opinion_against_is_taken_in_any_of_the_words(typed: str) -> None:
    told = {"project": "2020-230112-39-03-000001", "procedure": "A01", "officer": "planning-01"}
    form = ActForm(act=Act.REVIEW.label, opinion="不符合规定", details=typed, **told)
    refusing = ActForm(act=typed, opinion="不符合规定", **told)

    assert refusing.chosen() is Act.REFUSE
    assert form.request(Act.REVIEW).recommends is Recommendation.REFUSE  # type: ignore[union-attr]
