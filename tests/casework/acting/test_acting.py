"""Acts through the one door: each is recorded once, or refused with nothing written."""

import re
from pathlib import Path

import pytest

from casework.desk import KeyTaken
from casework.intake.loading import load
from casework.intake.registering import register
from casework.office import Office
from casework.watching.sweep import sweep
from models.act_requests import Act
from models.case import CaseState
from models.refusal import Refused, Stale, Unknown
from rules.acting.examining import ActImpossible
from rules.in_force.authority import NotEntitled
from store import ledger
from tests.world import (
    CREDIT_DECIDER,
    DECIDER,
    DISPATCHER,
    HEAD,
    HOUSING_HEAD,
    HOUSING_OFFICER,
    LIAISON,
    OFFICER,
    OTHER_LIAISON,
    OTHER_PROJECT,
    PROJECT,
    SPONSOR,
    at,
    do,
    folder,
    heard,
    june,
    project,
    stamp,
)

S = CaseState
GATE = "start_construction"


def submitted(office: Office, code: str = "A01", **data: object) -> None:
    do(office, "submit", code, by=LIAISON, **data)


def accepted(office: Office, code: str = "A01", by: str = "planning-01") -> None:
    submitted(office, code)
    do(office, "accept", code, by=by)


def owing(office: Office) -> None:
    submitted(office, documents=["A01-1", "A01-3"])
    do(office, "accept_conditionally", signed_by="法定代表人")


def paused(office: Office) -> None:
    accepted(office)
    do(office, "pause", procedure_kind="hearing", reason="听证", limit_days=5)


def told_of_a_hearing(office: Office) -> None:
    accepted(office)
    do(office, "offer_hearing", reason="涉及重大利益")


def awaiting_a_hearing(office: Office) -> None:
    told_of_a_hearing(office)
    do(office, "request_hearing", by=LIAISON)


def lapsed(office: Office) -> None:
    owing(office)
    sweep(office, now=at(june(12)))


def lapsed_and_heard(office: Office) -> None:
    lapsed(office)
    heard(office, "credit_record", on=june(12))


def breached(office: Office) -> None:
    lapsed_and_heard(office)
    do(office, "record_breach", by=CREDIT_DECIDER, on=june(12), reason="逾期未补")


def granted(office: Office) -> None:
    accepted(office)
    do(office, "decide")


def granted_and_heard(office: Office) -> None:
    granted(office)
    heard(office, "revocation")


def granted_and_told(office: Office) -> None:
    granted(office)
    do(office, "announce_measure", measure="revocation", reason="欺骗取得")


def corrected(office: Office) -> None:
    submitted(office, documents=[])
    do(office, "request_correction", items=[{"document": "申请表", "what": "未提交"}])


HAPPY = [
    pytest.param(
        lambda _: None,
        "expect_document",
        {"by": LIAISON, "document": "资金证明", "expected_on": june(12)},
        S.OPEN,
        id="expect_document",
    ),
    pytest.param(
        accepted, "offer_hearing", {"reason": "涉及重大利益"}, S.ACCEPTED, id="offer_hearing"
    ),
    pytest.param(
        told_of_a_hearing, "request_hearing", {"by": LIAISON}, S.PAUSED, id="request_hearing"
    ),
    pytest.param(
        awaiting_a_hearing,
        "hold_hearing",
        {"result": "意见一致", "presided_by": "法规股"},
        S.ACCEPTED,
        id="hold_hearing",
    ),
    pytest.param(lambda _: None, "submit", {"by": LIAISON}, S.SUBMITTED, id="submit"),
    pytest.param(submitted, "accept", {}, S.ACCEPTED, id="accept"),
    pytest.param(
        lambda office: submitted(office, documents=["A01-1", "A01-3"]),
        "accept_conditionally",
        {"signed_by": "法定代表人"},
        S.CONDITIONALLY_ACCEPTED,
        id="accept_conditionally",
    ),
    pytest.param(
        submitted,
        "request_correction",
        {"items": [{"document": "A01-2", "what": "盖章不清"}]},
        S.CORRECTING,
        id="request_correction",
    ),
    pytest.param(corrected, "correct", {"by": LIAISON}, S.SUBMITTED, id="correct"),
    pytest.param(
        submitted,
        "decline",
        {"reason": "不属于本机关", "ground": "not_this_authority"},
        S.DECLINED,
        id="decline",
    ),
    pytest.param(owing, "receive_document", {"document": "A01-2"}, S.ACCEPTED, id="receive"),
    pytest.param(
        owing,
        "extend_promise",
        {"by": HEAD, "document": "A01-2", "days": 5, "reason": "盖章未齐"},
        S.CONDITIONALLY_ACCEPTED,
        id="extend_promise",
    ),
    pytest.param(
        accepted,
        "pause",
        {"procedure_kind": "hearing", "reason": "听证", "limit_days": 5},
        S.PAUSED,
        id="pause",
    ),
    pytest.param(paused, "resume", {"on": june(4)}, S.ACCEPTED, id="resume"),
    pytest.param(
        accepted, "extend", {"by": HEAD, "days": 10, "reason": "情况复杂"}, S.ACCEPTED, id="extend"
    ),
    pytest.param(
        accepted, "decide", {"by": DECIDER, "permit_number": "一号"}, S.APPROVED, id="decide"
    ),
    pytest.param(accepted, "refuse", {"by": HEAD, "reason": "不符合"}, S.REFUSED, id="refuse"),
    pytest.param(granted, "deliver", {"on": june(2)}, S.APPROVED, id="deliver"),
    pytest.param(accepted, "withdraw", {"by": LIAISON}, S.WITHDRAWN, id="withdraw"),
    pytest.param(accepted, "review", {"opinion": "材料属实，建议准予"}, S.ACCEPTED, id="review"),
    pytest.param(
        granted,
        "announce_measure",
        {"measure": "revocation", "reason": "欺骗取得"},
        S.APPROVED,
        id="announce_measure",
    ),
    pytest.param(
        granted_and_told,
        "state_defence",
        {"by": LIAISON, "measure": "revocation", "statement": "并无欺骗"},
        S.APPROVED,
        id="state_defence",
    ),
    pytest.param(
        granted_and_heard, "revoke", {"by": HEAD, "reason": "欺骗取得"}, S.REVOKED, id="revoke"
    ),
    pytest.param(
        lapsed_and_heard,
        "record_breach",
        {"by": CREDIT_DECIDER, "on": june(12), "reason": "逾期未补"},
        S.OVERDUE_PROMISE,
        id="record_breach",
    ),
    pytest.param(
        breached,
        "repair_credit",
        {"by": CREDIT_DECIDER, "on": june(15), "reason": "已经补齐"},
        S.OVERDUE_PROMISE,
        id="repair_credit",
    ),
]


@pytest.mark.parametrize(("before", "act", "data", "state"), HAPPY)
def test_an_act_is_recorded(office: Office, before, act: str, data: dict, state: S) -> None:
    before(office)

    recorded = do(office, act, **data)

    assert recorded.file.cases["A01"].state is state
    assert not recorded.repeated
    with office.store.reading() as connection:
        written = ledger.read(connection, PROJECT)
    assert written[-len(recorded.entries) :] == recorded.entries
    assert recorded.entries[0].by == data.get("by", "planning-01")


def test_a_conditional_decision_is_recorded_where_the_profile_allows_it(
    empty_office: Office,
) -> None:
    office = empty_office
    load(office, folder(project(), profile="early"), stamp=stamp())
    submitted(office, "K01", documents=["K01-1"])
    do(office, "accept_conditionally", "K01", by=HOUSING_OFFICER, signed_by="法定代表人")

    recorded = do(office, "decide_conditionally", "K01", by=HOUSING_HEAD)

    assert recorded.file.cases["K01"].state is S.APPROVED_CONDITIONALLY
    assert len(recorded.file.cases["K01"].outstanding) == 2


class TestAWholeProject:
    def test_goes_from_its_first_permit_to_its_start(self, office: Office) -> None:
        for code, by in (
            ("A01", "planning-01"),
            ("B01", HOUSING_OFFICER),
            ("B02", "planning-01"),
            ("E01", HOUSING_OFFICER),
            ("C01", HOUSING_OFFICER),
        ):
            accepted(office, code, by)
            do(office, "decide", code, by=HOUSING_HEAD if by == HOUSING_OFFICER else DECIDER)
        do(office, "pin_start", GATE, by=SPONSOR, start_on="2020-06-05")
        recorded = do(
            office, "confirm_condition", GATE, by=DISPATCHER, condition="land_delivered", on=june(2)
        )
        assert [one.payload.kind for one in recorded.entries] == [
            "condition_confirmed",
            "gate_passed",
        ]

        started = do(office, "report_start", GATE, by=LIAISON, on=june(3), started_on="2020-06-03")

        assert started.file.started_on == june(3)

    def test_opens_what_was_waiting_in_the_same_transaction(self, office: Office) -> None:
        accepted(office)

        recorded = do(office, "decide")

        assert [(one.payload.kind, one.payload.procedure) for one in recorded.entries] == [
            ("concluded", "A01"),
            ("procedure_opened", "B01"),
        ]

    def test_closes_it_again_when_the_permit_is_revoked(self, office: Office) -> None:
        granted_and_heard(office)

        recorded = do(office, "revoke", by=HEAD, reason="欺骗取得")

        assert recorded.file.cases["B01"].state is S.NOT_OPEN


REFUSED = [
    pytest.param("submit", {"by": LIAISON, "documents": ["户口本"]}, "document_unknown"),
    pytest.param("accept", {}, "act_impossible"),
    pytest.param("accept_conditionally", {"signed_by": "法定代表人"}, "act_impossible"),
    pytest.param(
        "request_correction", {"items": [{"document": "A01-1", "what": "缺页"}]}, "act_impossible"
    ),
    pytest.param("correct", {"by": LIAISON}, "act_impossible"),
    pytest.param("decline", {"reason": "不属于"}, "act_impossible"),
    pytest.param("receive_document", {"document": "A01-2"}, "act_impossible"),
    pytest.param(
        "pause",
        {"procedure_kind": "hearing", "reason": "听证", "limit_days": 5},
        "act_impossible",
    ),
    pytest.param(
        "extend_promise",
        {"by": HEAD, "document": "A01-2", "days": 5, "reason": "未齐"},
        "act_impossible",
    ),
    pytest.param(
        "order_rectification",
        {"by": HEAD, "due_on": "2020-07-01", "reason": "逾期"},
        "act_impossible",
    ),
    pytest.param("resume", {}, "act_impossible"),
    pytest.param("extend", {"by": HEAD, "days": 5, "reason": "复杂"}, "act_impossible"),
    pytest.param("decide", {}, "act_impossible"),
    pytest.param("decide_conditionally", {"by": HEAD}, "act_impossible"),
    pytest.param("refuse", {"by": HEAD, "reason": "不符"}, "act_impossible"),
    pytest.param("deliver", {}, "act_impossible"),
    pytest.param("withdraw", {"by": LIAISON}, "act_impossible"),
    pytest.param("revoke", {"by": HEAD, "reason": "欺骗"}, "act_impossible"),
    pytest.param("record_breach", {"by": HEAD, "reason": "逾期"}, "act_impossible"),
    pytest.param("offer_hearing", {"reason": "涉及重大利益"}, "act_impossible"),
    pytest.param("request_hearing", {"by": LIAISON}, "act_impossible"),
    pytest.param("hold_hearing", {"result": "意见一致"}, "act_impossible"),
    pytest.param(
        "confirm_condition", {"code": GATE, "by": LIAISON, "condition": "x"}, "condition_unknown"
    ),
    pytest.param(
        "pin_start", {"code": GATE, "by": DISPATCHER, "start_on": "2020-06-06"}, "date_out_of_range"
    ),
    pytest.param(
        "report_start", {"code": GATE, "by": LIAISON, "started_on": "2020-06-01"}, "gate_shut"
    ),
    pytest.param("submit", {"by": OTHER_LIAISON}, "not_entitled"),
    pytest.param("repair_credit", {"by": OFFICER, "reason": "补齐"}, "not_entitled"),
    pytest.param("review", {"opinion": "建议准予"}, "act_impossible"),
    pytest.param("announce_measure", {"measure": "revocation", "reason": "欺骗"}, "act_impossible"),
    pytest.param(
        "state_defence",
        {"by": LIAISON, "measure": "revocation", "statement": "并无"},
        "act_impossible",
    ),
]


@pytest.mark.parametrize(("act", "data", "code"), REFUSED)
def test_a_refused_act_leaves_nothing(office: Office, act: str, data: dict, code: str) -> None:
    with office.store.reading() as connection:
        before = ledger.count(connection)

    with pytest.raises(Refused) as refused:
        do(office, act, **data)

    assert refused.value.code == code
    with office.store.reading() as connection:
        assert ledger.count(connection) == before


def test_every_act_is_done_here_or_in_a_test_of_its_own_subject() -> None:
    shown = {one.values[1] for one in HAPPY}
    shown |= {"confirm_condition", "pin_start", "report_start"}  # below
    shown |= {"report_progress"}  # tests/casework/weekly/test_reporting.py
    tests = Path(__file__).parents[2]
    elsewhere = "".join(
        path.read_text(encoding="utf-8")
        for room in ("casework", "rules")
        for path in (tests / room).rglob("test_*.py")
        if path.name not in ("test_acting.py", "test_state_machine.py")
    )
    shown |= set(re.findall(r'(?:do|request|act|done|solved)\([^"()]*"(\w+)"', elsewhere))

    assert {act.value for act in Act} - shown == set()


class TestAFileThatTimeMovedOn:
    """The watch has not run: an act is judged on what the law says today all the same."""

    def test_is_brought_up_to_the_day_before_an_act(self, office: Office) -> None:
        do(office, "submit", by=LIAISON, on=june(1))

        recorded = do(
            office, "pause", on=june(9), procedure_kind="hearing", reason="听证", limit_days=5
        )

        kinds = [one.payload.kind for one in recorded.entries if one.payload.kind != "reminded"]
        assert kinds == ["deemed_accepted", "clock_paused"]
        assert {one.by for one in recorded.entries} == {"system", OFFICER}

    def test_keeps_nobody_acting_against_the_law(self, office: Office) -> None:
        do(office, "submit", by=LIAISON, on=june(1))

        with pytest.raises(ActImpossible, match="审查中"):
            do(office, "decline", on=june(9), reason="逾期才想起不予受理")


class TestWhoAndWhat:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ({"project": OTHER_PROJECT}, f"没有登记项目“{OTHER_PROJECT}”"),
            ({"project": "campaign"}, "没有登记项目“campaign”"),
            ({"code": "X99"}, "审批事项目录中没有“X99”"),
            ({"code": "Z01"}, "冷链物流园无需办理 Z01 政府投资审批：本项目类型不涉及"),
            ({"by": "planning-99"}, "没有账号“planning-99”"),
            ({"by": "system"}, "没有账号“system”"),
            ({"code": GATE}, f"审批事项目录中没有“{GATE}”"),
        ],
        ids=[
            "a project",
            "the campaign",
            "a procedure",
            "one not needed",
            "an account",
            "system",
            "a gate",
        ],
    )
    def test_unknown_is_refused_in_words(self, office: Office, data: dict, words: str) -> None:
        with pytest.raises(Unknown) as refused:
            do(office, "submit", **{"by": LIAISON, **data})

        assert refused.value.message == words

    def test_a_gate_act_on_a_procedure_names_the_gates(self, office: Office) -> None:
        with pytest.raises(Unknown, match="没有“A01”这道门槛，可用的是：开工条件"):
            do(office, "pin_start", "A01", by=DISPATCHER, start_on="2020-06-22")

    def test_before_a_campaign_is_loaded_says_so(self, empty_office: Office) -> None:
        with pytest.raises(Unknown, match="还没有载入专项行动"):
            do(empty_office, "submit", by=LIAISON)

    def test_the_authority_table_comes_before_the_state(self, office: Office) -> None:
        with pytest.raises(NotEntitled):
            do(office, "accept", by=HOUSING_OFFICER)


class TestAKey:
    def test_repeated_is_recorded_once(self, office: Office) -> None:
        first = do(office, "submit", by=LIAISON, key="form/1")
        again = do(office, "submit", by=LIAISON, key="form/1")

        assert again.repeated
        assert again.entries == first.entries[:1]
        assert again.file.version == first.file.version

    def test_of_other_content_is_refused_and_not_taken_for_done(self, office: Office) -> None:
        first = do(office, "submit", by=LIAISON, key="form/1")

        with pytest.raises(KeyTaken, match="与本次内容不同"):
            do(office, "submit", missing=["A01-3"], by=LIAISON, key="form/1")
        with pytest.raises(KeyTaken):
            do(office, "accept", key="form/1")

        assert do(office, "submit", by=LIAISON, key="form/1").file.version == first.file.version

    def test_of_a_refused_act_is_free_again(self, office: Office) -> None:
        with pytest.raises(Refused):
            do(office, "accept", key="form/1")
        submitted(office)

        assert not do(office, "accept", key="form/1").repeated

    def test_of_another_project_is_refused_and_not_taken_for_done(self, office: Office) -> None:
        register(office, [project(OTHER_PROJECT)], stamp=stamp(by=DISPATCHER))
        do(office, "submit", by=LIAISON, key="form/1")

        with pytest.raises(Refused) as refused:
            do(office, "submit", by=LIAISON, key="form/1", project=OTHER_PROJECT)

        assert refused.value.code == "key_taken"


class TestAVersion:
    def test_that_was_seen_and_still_stands_is_taken(self, office: Office) -> None:
        seen = do(office, "submit", by=LIAISON).file.version

        assert do(office, "accept", expect=seen).file.version == seen + 1

    def test_that_has_moved_on_names_who_was_first(self, office: Office) -> None:
        seen = do(office, "submit", by=LIAISON).file.version
        do(office, "accept", by="planning-02", expect=seen, hour=10)

        with pytest.raises(Stale) as stale:
            do(office, "accept", by="planning-03", expect=seen, hour=11)

        assert stale.value.message == (
            "他人已先行办理：规划局·窗口02 于 2020-06-01 10:00:00 记录“受理”，请刷新后再办"
        )
        assert stale.value.facts["by"] == "planning-02"
        assert (stale.value.facts["expected"], stale.value.facts["version"]) == (seen, seen + 1)
