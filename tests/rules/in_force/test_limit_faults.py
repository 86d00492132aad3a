"""A promise that outlives its law is a fault of the catalogue (行政许可法 42, 建筑法 8)."""

import pytest

from models.campaign import CampaignFolder
from models.catalogue import Bound, CountsFrom, StatuteVariant, TimeLimit
from rules.in_force.limit_faults import limit_faults, outlives
from tests.world import CALENDAR_DAY, PROCEDURES, WORKDAY, campaign, limit


@pytest.mark.parametrize(
    ("promised", "statutory", "found"),
    [
        pytest.param(limit(20), limit(20), False, id="as long as the law"),
        pytest.param(limit(21), limit(20), True, id="a day longer"),
        pytest.param(limit(2), limit(7, CALENDAR_DAY), False, id="施工许可证, 建筑法 8"),
        pytest.param(limit(5), limit(7, CALENDAR_DAY), False, id="a week of seven days"),
        pytest.param(limit(6), limit(7, CALENDAR_DAY), True, id="six working days, two weekends"),
        pytest.param(limit(5, CALENDAR_DAY), limit(5), False, id="calendar days are shorter"),
        pytest.param(limit(6, CALENDAR_DAY), limit(5), True, id="from a Sunday to a Saturday"),
        pytest.param(TimeLimit(value=None), limit(5), False, id="nothing promised"),
        pytest.param(limit(5), TimeLimit(bound=Bound.NONE), False, id="no limit in law"),
    ],
)
def test_is_weighed_in_weeks_without_holidays(
    promised: TimeLimit, statutory: TimeLimit, *, found: bool
) -> None:
    assert outlives(promised, statutory) is found


def told(promised: TimeLimit, statutory: TimeLimit, *variants: StatuteVariant) -> list[str]:
    changed = tuple(
        one.model_copy(update={"promised": promised, "statutory": statutory})
        if one.code == "A01"
        else one
        for one in PROCEDURES
    )
    catalogue = campaign().catalogue.model_copy(
        update={"procedures": changed, "statute_variants": variants}
    )
    return [message for _, message in limit_faults(catalogue) if message.startswith("A01")]


def test_names_the_procedure_and_both_limits_with_the_article() -> None:
    statutory = limit(7, CALENDAR_DAY, source="建筑法第8条")

    assert told(limit(10), statutory) == [
        "A01 用地预审：承诺时限10个工作日超过法定时限7日（建筑法第8条）"
    ]


def test_is_found_under_a_variant_of_the_law() -> None:
    """水保〔2019〕160号 and its like: the law of some days may be shorter."""
    variant = StatuteVariant(
        code="shorter",
        when="某日起",
        basis="某规定",
        overrides={"A01": {"statutory": limit(5, source="某规定").model_dump(mode="json")}},
    )

    assert told(limit(10), limit(20), variant) == [
        "A01 用地预审：承诺时限10个工作日超过法定时限5个工作日（某规定）"
    ]


def test_a_promise_from_acceptance_where_the_law_counts_from_receipt_is_one() -> None:
    """建筑法 8: 自收到申请之日起七日."""
    law = limit(7, CALENDAR_DAY, source="建筑法第8条").model_copy(
        update={"counts_from": CountsFrom.RECEIPT}
    )

    assert told(limit(2, WORKDAY), law) == [
        "A01 用地预审：法定时限自收到申请之日起算（建筑法第8条），承诺时限不得自受理之日起算"
    ]


def test_the_campaigns_own_catalogue_has_none(real_folder: CampaignFolder) -> None:
    assert list(limit_faults(real_folder.campaign.catalogue)) == []
