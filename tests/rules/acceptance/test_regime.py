"""What follows from the nature of an item: 行政许可法 speaks of licences only."""

import pytest

from models.campaign import CampaignFolder
from models.case import CaseState
from models.catalogue import CountsFrom, Procedure
from models.nature import Nature
from rules.acceptance.regime import outcome_name, regime_of

FROM_RECEIPT = {
    "L04": "企业投资项目核准和备案管理条例第13条",
    "S05": "建筑法（2019-04-23修正）第8条",
    "P01": "环境影响评价法（2018修正）第22条",
    "P02": "环境影响评价法（2018修正）第22条",
    "P09": "文物保护法实施条例（2017修订）第24条",
    "P10": "危险化学品安全管理条例（2013修订）第12条",
    "P14": "地震安全性评价管理条例（2019修订）第11条",
}
"""Items whose law says 自收到……之日起, with its article."""

BY_THEIR_OWN_LAW = {"L12": (0, "不动产登记暂行条例第17条"), "S06": (5, "中国气象局令37号第8条")}
"""Items whose own law says what silence means."""


def items(real_folder: CampaignFolder) -> tuple[Procedure, ...]:
    return real_folder.campaign.catalogue.procedures


class TestEveryItemOfTheCatalogue:
    def test_runs_from_receipt_where_its_law_says_so_and_only_there(
        self, real_folder: CampaignFolder
    ) -> None:
        found = {
            one.code: one.statutory.source
            for one in items(real_folder)
            if one.statutory.counts_from is CountsFrom.RECEIPT
        }

        assert found.keys() == FROM_RECEIPT.keys()
        assert all(found[code].startswith(article) for code, article in FROM_RECEIPT.items())

    def test_promises_what_is_counted_like_the_law(self, real_folder: CampaignFolder) -> None:
        assert all(
            one.promised.counts_from is one.statutory.counts_from for one in items(real_folder)
        )

    def test_takes_silence_for_acceptance_only_by_law(self, real_folder: CampaignFolder) -> None:
        """行政许可法 32(4) for licences; 不动产登记暂行条例 17, 气象局令37号 8 by themselves."""
        clock = real_folder.campaign.rulebook.clock
        for one in items(real_folder):
            silence = regime_of(one, clock).silence
            if one.code in BY_THEIR_OWN_LAW:
                days, article = BY_THEIR_OWN_LAW[one.code]
                assert silence is not None
                assert silence.days == days
                assert silence.source.startswith(article)
            elif one.nature is Nature.LICENCE:
                assert silence is not None
                assert silence.source == clock.notice_source
            else:
                assert silence is None

    def test_knows_hearing_and_delivery_for_licences_only(
        self, real_folder: CampaignFolder
    ) -> None:
        """行政许可法 44, 46, 47."""
        clock = real_folder.campaign.rulebook.clock
        for one in items(real_folder):
            licence = one.nature is Nature.LICENCE
            regime = regime_of(one, clock)
            assert (regime.hearing, regime.delivery, regime.stops) == (licence,) * 3

    def test_extends_nothing_by_analogy(self, real_folder: CampaignFolder) -> None:
        """行政许可法 42 does not reach 政府投资审批 (L01, L02, G03)."""
        clock = real_folder.campaign.rulebook.clock
        extended = [one for one in items(real_folder) if regime_of(one, clock).extension]

        assert {one.nature for one in extended} == {Nature.LICENCE}
        assert {"L01", "L02", "G03"}.isdisjoint(one.code for one in extended)

    @pytest.mark.parametrize("code", ["L04", "S03", "S04", "P03", "Y03", "Y05"])
    def test_refuses_no_filing(self, real_folder: CampaignFolder, code: str) -> None:
        """备案: 收到规定的全部信息即为备案 (核准和备案管理条例 13)."""
        one = next(one for one in items(real_folder) if one.code == code)

        assert regime_of(one, real_folder.campaign.rulebook.clock).refusal == ""


@pytest.mark.parametrize(
    ("nature", "said"),
    [
        (Nature.LICENCE, "不予许可"),
        (Nature.PUBLIC_SERVICE, "不予办理"),
        (Nature.TECHNICAL_REVIEW, "审查不合格"),
        (Nature.INTERNAL, "不予批准"),
        (Nature.REGISTRATION, "不予登记（确认）"),
    ],
)
def test_a_negative_outcome_is_called_as_the_nature_of_the_item_has_it(
    real_folder: CampaignFolder, nature: Nature, said: str
) -> None:
    """行政许可法 2, 38: 不予许可 is a decision on a licence, of nothing else."""
    one = next(item for item in items(real_folder) if item.nature is nature)

    assert outcome_name(CaseState.REFUSED, one) == said
    assert outcome_name(CaseState.ACCEPTED, one) == "审查中"
