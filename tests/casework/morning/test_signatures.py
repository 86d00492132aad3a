"""The morning's digest names what waits for a signature, to those who may give it."""

from collections import defaultdict
from datetime import date

import pytest

from casework.intake.loading import load
from casework.morning.digest import preview
from casework.office import Office
from casework.signing.proposals import drop_proposal, propose
from casework.supervision.bulletin import drop_bulletin, keep_bulletins
from casework.watching.sweep import sweep
from models.bulletin import DropBulletin
from models.campaign import CampaignFolder
from models.proposal import ProposalKind
from tests.casework.supervision.test_ladder import GATE, LEADER, SUPERVISOR, sign, supervised, swept
from tests.world import DISPATCHER, LIAISON, PROJECT, UNIT_HEAD, at, do, folder, july, june, stamp

__all__ = ["supervised"]


def morning(office: Office, day: date) -> dict[str, str]:
    """What each account reads that morning; nothing where there is no digest."""
    return defaultdict(str, {one.account: one.body for one in preview(office, on=day).digests})


class TestAProposal:
    def test_on_a_desk_is_counted_to_its_officer_until_it_is_settled(
        self, supervised: Office
    ) -> None:
        numbers = [
            propose(
                supervised,
                ProposalKind.ACT,
                project=PROJECT,
                procedure="P05",
                officer=LIAISON,
                content={"act": "submit"},
                key=f"run-{one}",
                now=at(june(9)),
            ).number
            for one in range(2)
        ]

        told = morning(supervised, june(10))
        assert "运行台转来2件" in told[LIAISON]
        assert "请在签批台签字或退回" in told[LIAISON]
        assert "运行台转来" not in told[DISPATCHER]
        for number in numbers:
            drop_proposal(supervised, number, by=LIAISON, now=at(june(10)))
        assert "运行台转来" not in morning(supervised, june(11))[LIAISON]


class TestASlip:
    def test_that_is_drafted_is_named_to_its_signer_every_morning(self, supervised: Office) -> None:
        swept(supervised, june(9))
        swept(supervised, june(12))

        for day in (12, 15, 16):
            told = morning(supervised, june(day))
            assert "督办单（蓝）：预计开工晚于锁定日期" in told[DISPATCHER]
            assert "请签发或不予签发" in told[DISPATCHER]
            for other in (SUPERVISOR, LEADER, LIAISON, UNIT_HEAD):
                assert "请签发" not in told[other]

        sign(supervised, DISPATCHER, june(16))
        assert "请签发" not in morning(supervised, june(17))[DISPATCHER]

    def test_that_is_signed_is_named_to_who_has_to_answer_until_the_answer(
        self, supervised: Office
    ) -> None:
        swept(supervised, june(9))

        told = morning(supervised, june(10))
        assert "问题提示单：预计开工晚于锁定日期" in told[LIAISON]
        assert "请反馈办理情况和办结日期" in told[UNIT_HEAD]
        assert "请反馈" in told["cso-01"], "who helps the unit may answer as well"

        do(
            supervised,
            "answer_slip",
            GATE,
            by=LIAISON,
            on=june(10),
            answer="已约请设计单位加班",
            done_by="2020-06-16",
        )
        assert "请反馈" not in morning(supervised, june(11))[LIAISON]

    def test_that_nobody_answered_in_time_is_late_under_the_dispatchers_eyes(
        self, supervised: Office
    ) -> None:
        swept(supervised, june(9))

        told = morning(supervised, june(12))

        assert "逾期（1项）" in told[LIAISON]
        assert "已超1个工作日" in told[DISPATCHER]

    def test_under_review_is_named_to_a_supervisor_who_did_not_sign_it(
        self, supervised: Office
    ) -> None:
        swept(supervised, june(9))
        swept(supervised, june(12))
        sign(supervised, DISPATCHER, june(12))
        do(supervised, "request_review", GATE, by=LIAISON, on=june(15), reason="责任不在本单位")

        told = morning(supervised, june(16))

        assert "请作出复核决定" in told[SUPERVISOR]
        assert "复核" not in told[DISPATCHER]


class TestABulletin:
    @pytest.fixture
    def drafted(self, empty_office: Office, real_folder: CampaignFolder) -> Office:
        small = folder()
        book = small.campaign.rulebook.model_copy(
            update={"monthly_bulletin": real_folder.campaign.rulebook.monthly_bulletin}
        )
        campaign = small.campaign.model_copy(update={"rulebook": book})
        load(empty_office, small.model_copy(update={"campaign": campaign}), stamp=stamp(june(1)))
        sweep(empty_office, now=at(july(6), 9))
        assert keep_bulletins(empty_office, now=at(july(6), 9)) == ("2020-06",)
        return empty_office

    def test_that_is_drafted_is_named_to_its_signer_alone(self, drafted: Office) -> None:
        told = morning(drafted, july(7))

        assert "2020-06 督办通报" in told[SUPERVISOR]
        assert [one for one in told if "督办通报" in told[one]] == [SUPERVISOR]

        drop_bulletin(
            drafted,
            month="2020-06",
            request=DropBulletin(reason="数据须核实"),
            stamp=stamp(july(7), by=SUPERVISOR),
        )
        after = morning(drafted, july(8))
        assert "督办通报" not in after[SUPERVISOR]
