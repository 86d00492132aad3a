"""What is offered on a case is what the rules would let somebody do, no more and no less."""

from dataclasses import replace
from datetime import date

import pytest

from models.act_requests import Act
from models.case import Case, CaseFile, CaseState, ClockStop, OwedDocument, Party
from models.catalogue import SpecialProcedureKind
from models.hearing import Hearing
from models.measure import AnnouncedMeasure, Measure
from rules.acting.conduct import CONDUCT
from rules.acting.examining import acts_possible
from rules.acting.next_step import department_step, unit_step
from rules.acting.offers import offered
from rules.acting.probes import PROBES
from rules.in_force.regulations import Regulations
from tests.world import (
    FIRST_DAY,
    HOUSING_OFFICER,
    OFFICER,
    REGULATIONS,
    WORKDAY,
    july,
    june,
    opened,
    regulations,
    running,
    with_case,
)

S = CaseState


def file_of(*cases: Case, rules: Regulations = REGULATIONS) -> CaseFile:
    file = opened(rules=rules)
    for case in cases:
        file = with_case(file, case)
    return file


def acts(*cases: Case, on: date = FIRST_DAY, rules: Regulations = REGULATIONS) -> set[Act]:
    """What is offered on the last of the cases."""
    return set(offered(file_of(*cases, rules=rules), cases[-1].procedure, on=on, regulations=rules))


def step(*cases: Case, on: date = FIRST_DAY, rules: Regulations = REGULATIONS) -> str:
    file = file_of(*cases, rules=rules)
    return department_step(file, cases[-1].procedure, on=on, regulations=rules)


def submitted(code: str, *documents: int) -> Case:
    return Case(
        code,
        S.SUBMITTED,
        opened_on=FIRST_DAY,
        submitted_on=FIRST_DAY,
        documents=frozenset(f"{code}-{number}" for number in documents),
    )


def owing(code: str = "A01", **changes: object) -> Case:
    """A document is promised for 8 June."""
    owed = (OwedDocument(f"{code}-2", june(8)),)
    documents = frozenset({f"{code}-1", f"{code}-3"})
    return running(code, state=S.CONDITIONALLY_ACCEPTED, owed=owed, documents=documents, **changes)


def granted(code: str) -> Case:
    return running(code, state=S.APPROVED, concluded_on=june(2))


def test_every_act_is_tried() -> None:
    assert set(PROBES) == set(CONDUCT)


class TestAnApplication:
    @pytest.mark.parametrize(
        ("documents", "may", "may_not"),
        [
            pytest.param(
                (1, 2, 3), {Act.ACCEPT}, {Act.ACCEPT_CONDITIONALLY}, id="with every document"
            ),
            pytest.param(
                (1, 3),
                {Act.ACCEPT_CONDITIONALLY},
                {Act.ACCEPT},
                id="without a deferrable one",
            ),
            pytest.param((2, 3), set(), {Act.ACCEPT, Act.ACCEPT_CONDITIONALLY}, id="no main one"),
        ],
    )
    def test_is_taken_in_as_its_documents_let_it(
        self, documents: tuple[int, ...], may: set[Act], may_not: set[Act]
    ) -> None:
        found = acts(submitted("A01", *documents))

        assert found >= may | {Act.REQUEST_CORRECTION, Act.WITHDRAW}
        assert not found & may_not

    def test_of_an_applicant_on_the_record_is_not_taken_in_conditionally(self) -> None:
        file = file_of(submitted("A01", 1, 3))
        found = offered(
            file, "A01", on=june(2), regulations=REGULATIONS, open_breaches=("A01 逾期未补",)
        )

        assert Act.ACCEPT_CONDITIONALLY not in found

    def test_says_what_may_be_done_with_it(self) -> None:
        assert step(submitted("A01", 1, 2, 3)) == "审查材料：受理或一次性告知补正"
        assert step(submitted("A01", 1, 3)) == "审查材料：容缺受理或一次性告知补正"
        assert step(submitted("A01", 2, 3)) == "审查材料：一次性告知补正"

    def test_that_needs_a_prerequisite_is_not_handed_in_anew(self) -> None:
        declined = Case("B01", S.DECLINED, opened_on=FIRST_DAY, ended_on=june(2))

        assert Act.SUBMIT not in acts(declined)
        assert Act.SUBMIT in acts(granted("A01"), declined)
        assert unit_step(S.DECLINED, Party.UPSTREAM) == ""
        assert unit_step(S.DECLINED, Party.APPLICANT) == "不予受理，可重新申报"


class TestADecision:
    def test_is_offered_when_nothing_stands_against_it(self) -> None:
        assert Act.DECIDE in acts(running())
        assert step(running()) == "审查并作出决定"

    def test_is_not_offered_while_a_document_is_owed(self) -> None:
        assert Act.DECIDE not in acts(owing())
        assert {Act.RECEIVE_DOCUMENT, Act.EXTEND_PROMISE} <= acts(owing())
        assert step(owing()) == "边审查边催补容缺材料"

    def test_is_offered_ahead_of_documents_where_the_place_practises_it(self) -> None:
        early = regulations("early")
        case = owing("K01", profile="early")

        assert Act.DECIDE_CONDITIONALLY in acts(case, rules=early)
        assert step(case, rules=early) == "可以容缺审批，并催补容缺材料"
        assert Act.DECIDE_CONDITIONALLY not in acts(owing("K01"))

    def test_is_not_offered_on_an_incomplete_file(self) -> None:
        deemed = running(deemed=True, documents=frozenset({"A01-1"}), accepted_by="")

        assert Act.DECIDE not in acts(deemed)
        assert Act.RECEIVE_DOCUMENT in acts(deemed)
        assert step(deemed) == "请审查并签署意见；催交所缺材料，交齐后作出决定"

    def test_is_not_offered_while_a_prerequisite_is_open(self) -> None:
        waiting = (granted("B01"), running("B02"), running("C01", accepted=june(2)))

        assert Act.DECIDE not in acts(*waiting, on=june(3))
        assert step(*waiting, on=june(3)) == "先行审查；待前置事项B02办结后作出决定"
        free = (granted("B01"), granted("B02"), running("C01", accepted=june(2)))
        assert Act.DECIDE in acts(*free, on=june(3))

    def test_is_not_offered_in_the_notice_period(self) -> None:
        """H01: thirty calendar days from 1 June, so 1 July at the earliest (土地管理法 47)."""
        assert Act.DECIDE not in acts(running("H01"), on=june(30))
        assert step(running("H01"), on=june(30)) == "公告期满后作出决定，最早2020-07-01"
        assert Act.DECIDE in acts(running("H01"), on=july(1))

    def test_is_not_offered_while_a_hearing_may_be_asked_for(self) -> None:
        """Told on 1 June, five working days: to 8 June (行政许可法 47)."""
        told = Hearing(june(1), june(8), 5, WORKDAY, "行政许可法第47条")
        case = running(hearing=told)

        assert not {Act.DECIDE, Act.REFUSE} & acts(case, on=june(8))
        assert step(case, on=june(8)) == "听证申请期（至2020-06-08）满后作出决定"
        assert {Act.DECIDE, Act.REFUSE} <= acts(case, on=june(9))

    def test_is_not_offered_before_anybody_has_looked(self) -> None:
        nobody = running(accepted_by="")

        assert Act.DECIDE not in acts(nobody)
        assert Act.REVIEW in acts(nobody)
        assert step(nobody) == "请审查并签署意见"

    def test_is_offered_where_another_than_the_one_who_accepted_may_decide(self) -> None:
        assert Act.DECIDE in acts(running(accepted_by=OFFICER))
        alone = (granted("B01"), granted("B02"), running("C01", accepted_by=HOUSING_OFFICER))
        assert Act.DECIDE in acts(*alone, on=june(3))  # the head of housing is another


class TestWhatComesInBetween:
    def test_a_stop_is_ended_and_a_hearing_held(self) -> None:
        stop = ClockStop(SpecialProcedureKind.EXPERT_REVIEW, "专家评审", june(3), 5, WORKDAY)
        case = running(state=S.PAUSED, stops=(stop,))

        assert Act.RESUME in acts(case, on=june(4))
        assert Act.HOLD_HEARING not in acts(case, on=june(4))
        assert step(case, on=june(4)) == "特别程序结束后恢复计时"
        assert step(case, on=june(11)) == "特别程序已超过写明的期限（2020-06-10），请恢复计时"

    def test_the_unit_is_told_of_a_stop_that_is_its_own(self) -> None:
        told = "请抓紧完成特别程序，以便恢复计时"

        assert unit_step(S.PAUSED, Party.THIRD_PARTY) == told
        assert unit_step(S.PAUSED, Party.STATUTORY_STOP) == ""

    def test_an_extension_is_offered_once(self) -> None:
        assert Act.EXTEND in acts(running())
        assert Act.EXTEND not in acts(running(extensions=1, extension_days=10))

    def test_a_promise_that_has_lapsed_is_not_moved(self) -> None:
        assert Act.EXTEND_PROMISE not in acts(owing(), on=june(9))

    def test_a_revocation_is_offered_when_its_holder_was_heard(self) -> None:
        case = running(state=S.APPROVED, concluded_on=june(2))
        told = AnnouncedMeasure(
            measure=Measure.REVOCATION,
            on=june(3),
            by=OFFICER,
            reason="欺骗取得",
            answer_by=june(10),
            days=5,
            unit=WORKDAY,
            article="第69条",
        )

        assert Act.REVOKE not in acts(case, on=june(3))
        assert Act.REVOKE not in acts(replace(case, measures=(told,)), on=june(10))
        assert Act.REVOKE in acts(replace(case, measures=(told,)), on=june(11))

    def test_a_decision_is_handed_over_once(self) -> None:
        assert Act.DELIVER in acts(granted("A01"), on=june(3))
        assert Act.DELIVER not in acts(replace(granted("A01"), delivered_on=june(3)), on=june(3))


@pytest.mark.parametrize("state", list(S), ids=str)
def test_nothing_is_offered_that_the_state_forbids(state: S) -> None:
    stop = ClockStop(SpecialProcedureKind.EXPERT_REVIEW, "专家评审", june(1), 5, WORKDAY)
    case = running(state=state, stops=(stop,) if state is S.PAUSED else ())

    assert acts(case, on=june(2)) <= set(acts_possible(state))
