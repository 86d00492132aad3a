"""Which act is possible in which state: the table against the law, every act by every state."""

import pytest

from models.act import OWN_DOOR
from models.act_requests import Act
from models.case import Case, CaseState
from rules.acting.conduct import CONDUCT
from rules.acting.examining import (
    GATE_ACTS,
    MOVES,
    ActImpossible,
    acts_possible,
    examine,
    state_allows_it,
)
from rules.fold.lifecycle import NATIONAL_STATUS
from tests.world import circumstances, request, running

S = CaseState
DATA = {
    Act.ACCEPT_CONDITIONALLY: {"signed_by": "法定代表人"},
    Act.GIVE_PREVIEW_OPINION: {"opinion": "布置可行"},
    Act.REQUEST_CORRECTION: {"items": [{"document": "A01-1", "what": "盖章不清"}]},
    Act.DECLINE: {"reason": "不属于本机关"},
    Act.RECEIVE_DOCUMENT: {"document": "A01-2"},
    Act.EXTEND_PROMISE: {"document": "A01-2", "days": 5, "reason": "盖章未齐"},
    Act.ORDER_RECTIFICATION: {"due_on": "2020-07-01", "reason": "逾期未补"},
    Act.EXTEND_CERTIFICATE: {"until": "2020-09-30", "reason": "雨季停工"},
    Act.PAUSE: {"procedure_kind": "expert_review", "reason": "专家评审", "limit_days": 5},
    Act.EXTEND: {"days": 5, "reason": "情况复杂"},
    Act.REFUSE: {"reason": "不符合条件"},
    Act.REVIEW: {"opinion": "建议准予"},
    Act.ANNOUNCE_MEASURE: {"measure": "revocation", "reason": "欺骗取得"},
    Act.STATE_DEFENCE: {"measure": "revocation", "statement": "并无欺骗"},
    Act.REVOKE: {"reason": "欺骗取得"},
    Act.RECORD_BREACH: {"reason": "逾期未补"},
    Act.REPAIR_CREDIT: {"reason": "已经补齐"},
    Act.EXPECT_DOCUMENT: {"document": "A01-2", "expected_on": "2020-06-09"},
    Act.ASSIGN: {"to": "planning-02", "reason": "轮岗"},
    Act.OFFER_HEARING: {"reason": "涉及重大利益"},
    Act.HOLD_HEARING: {"result": "意见一致"},
}

POSSIBLE = {
    S.NOT_OPEN: "expect_document give_preview_opinion",
    S.OPEN: "submit expect_document repair_credit",
    S.SUBMITTED: "accept expect_document accept_conditionally give_preview_opinion "
    "request_correction decline withdraw repair_credit assign",
    S.CORRECTING: "correct expect_document decline withdraw repair_credit assign",
    S.ACCEPTED: "receive_document pause extend review decide refuse withdraw repair_credit "
    "assign offer_hearing request_hearing",
    S.CONDITIONALLY_ACCEPTED: "receive_document extend_promise pause extend review decide "
    "decide_conditionally decline refuse withdraw announce_measure "
    "state_defence record_breach repair_credit "
    "assign offer_hearing request_hearing",
    S.PAUSED: "receive_document extend_promise review resume withdraw repair_credit "
    "assign request_hearing hold_hearing",
    S.OVERDUE_PROMISE: "receive_document review decline refuse withdraw record_breach "
    "announce_measure state_defence repair_credit assign",
    S.APPROVED: "deliver extend_certificate announce_measure state_defence revoke repair_credit",
    S.APPROVED_CONDITIONALLY: "receive_document extend_promise order_rectification deliver "
    "extend_certificate revoke announce_measure state_defence record_breach repair_credit",
    S.REFUSED: "submit expect_document deliver announce_measure state_defence record_breach "
    "repair_credit",
    S.DECLINED: "submit expect_document announce_measure state_defence record_breach repair_credit",
    S.RETURNED: "submit expect_document announce_measure state_defence record_breach repair_credit",
    S.WITHDRAWN: "submit expect_document repair_credit",
    S.REVOKED: "submit expect_document announce_measure state_defence record_breach repair_credit",
    S.NOT_REQUIRED: "",
}
"""State → what may be done, written out a second time by hand."""

CELLS = [(act, state) for act in MOVES for state in S]


class TestTheTable:
    @pytest.mark.parametrize("state", S, ids=str)
    def test_says_what_may_be_done_in_a_state(self, state: CaseState) -> None:
        assert {act.value for act in acts_possible(state)} == set(POSSIBLE[state].split())

    @pytest.mark.parametrize(("act", "state"), CELLS, ids=lambda one: str(one))
    def test_decides_before_any_other_rule(self, act: Act, state: CaseState) -> None:
        now = circumstances(Case("A01", state), request(act, **DATA.get(act, {})))
        refused = state_allows_it(now)

        if act.value in POSSIBLE[state].split():
            assert refused is None
        else:
            assert isinstance(refused, ActImpossible)
            assert examine(now).code == "act_impossible"
            assert refused.facts == {"state": state.value, "act": act.value}

    def test_and_the_two_lists_of_conduct_cover_every_act_once(self) -> None:
        assert set(MOVES) | GATE_ACTS == set(CONDUCT)
        assert set(CONDUCT) | OWN_DOOR == set(Act)
        assert not set(MOVES) & GATE_ACTS

    def test_gives_national_codes_to_every_state_that_an_application_can_have(self) -> None:
        assert set(S) - set(NATIONAL_STATUS) == {S.NOT_OPEN, S.OPEN, S.NOT_REQUIRED}
        assert set(NATIONAL_STATUS.values()) <= set(range(1, 16))


class TestARefusalByState:
    def test_says_what_may_be_done_instead(self) -> None:
        refused = examine(circumstances(running(), request("accept")))

        assert refused.message == (
            "A01 用地预审当前为“审查中”，不能受理；"
            "当前可办：补交容缺材料、暂停计时、延长期限、签署审查意见、准予办结、不予许可、撤回申请、信用修复、"
            "认领、转办、听证权利告知、申请听证"
        )

    def test_says_what_is_waited_for(self) -> None:
        refused = examine(circumstances(Case("B01"), request("submit")))

        assert refused.message == "B01 初步设计审批当前为“未具备条件”，不能申报；尚待前置事项：A01"
