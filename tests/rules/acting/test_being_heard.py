"""Nobody loses a licence, or goes on the credit record, unheard (行政许可法 7, 69)."""

from dataclasses import replace
from datetime import date

import pytest

from models.act import Act
from models.case import Case, CaseState, OwedDocument
from models.measure import AnnouncedMeasure, BeingHeardRules, Measure, MeasureBasis
from models.refusal import Refused
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from rules.in_force.regulations import Regulations
from tests.world import (
    FIRST_DAY,
    HEAD,
    HOUSING_HEAD,
    LIAISON,
    OFFICER,
    SPONSOR,
    WORKDAY,
    campaign,
    circumstances,
    june,
    request,
    running,
)

S = CaseState
THIRD_OF_JUNE = june(3)
GRANTED = running(state=S.APPROVED, concluded_on=FIRST_DAY)
BROKEN = running(state=S.OVERDUE_PROMISE, owed=(OwedDocument("A01-2", june(1), lapsed_on=june(2)),))
TOLD = AnnouncedMeasure(
    Measure.REVOCATION, OFFICER, june(2), "欺骗取得", june(9), 5, WORKDAY, "行政许可法第七条"
)
PROPOSED = replace(TOLD, measure=Measure.CREDIT_RECORD, reason="逾期未补")


def rules(**changes: object) -> Regulations:
    world = campaign()
    book = world.rulebook.model_copy(update={"being_heard": BeingHeardRules(**changes)})
    return Regulations(world.model_copy(update={"rulebook": book}))


def refusal(
    case: Case,
    act: str,
    by: str,
    on: date = THIRD_OF_JUNE,
    given: Regulations | None = None,
    **data: object,
) -> Refused | None:
    return examine(circumstances(case, request(act, **data), on=on, by=by, rules=given or rules()))


class TestARevocation:
    def test_is_announced_first(self) -> None:
        refused = refusal(GRANTED, "revoke", HEAD, reason="欺骗取得")

        assert refused is not None
        assert refused.code == "not_heard_yet"
        assert refused.message.startswith("撤销前应当告知当事人事由、依据，并听取陈述申辩")

    @pytest.mark.parametrize(("on", "code"), [(june(9), "not_heard_yet"), (june(10), None)])
    def test_waits_five_working_days_for_an_answer(self, on: date, code: str | None) -> None:
        case = replace(GRANTED, measures=(TOLD,))
        refused = refusal(case, "revoke", HEAD, on, reason="欺骗取得")

        assert (refused.code if refused else None) == code

    def test_waits_no_longer_once_the_holder_was_heard(self) -> None:
        heard = replace(TOLD, stated_on=june(4), statement="没有异议")
        case = replace(GRANTED, measures=(heard,))

        assert refusal(case, "revoke", HEAD, june(4), reason="欺骗取得") is None

    def test_is_not_decided_by_who_told(self) -> None:
        told_by_head = replace(TOLD, by=HEAD)
        case = replace(GRANTED, measures=(told_by_head,))

        assert refusal(case, "revoke", HEAD, june(10), reason="欺骗").code == "not_the_decider"  # type: ignore[union-attr]

    def test_of_an_untrue_promise_waits_as_well(self) -> None:
        """北京2020 31 直接撤销免去整改,不免去陈述申辩(行政许可法 7)."""
        refused = refusal(GRANTED, "revoke", HEAD, reason="材料伪造", untrue=True)

        assert refused is not None
        assert refused.code == "not_heard_yet"

    def test_is_told_with_its_last_day_which_holidays_move(self) -> None:
        """五个工作日: 6月24日告知,端午放假,6月28日上班."""
        now = circumstances(
            GRANTED,
            request("announce_measure", measure="revocation", reason="欺骗取得"),
            on=june(24),
            rules=rules(source="行政许可法第七条"),
        )
        told = CONDUCT[Act.ANNOUNCE_MEASURE].record(now)

        assert (told.answer_by, told.article) == (date(2020, 7, 2), "行政许可法第七条")

    def test_is_announced_once(self) -> None:
        case = replace(GRANTED, measures=(TOLD,))
        asked = {"measure": "revocation", "reason": "欺骗取得"}

        assert refusal(case, "announce_measure", OFFICER, **asked).code == (  # type: ignore[union-attr]
            "measure_announced_before"
        )


class TestACreditRecord:
    HEARD = replace(PROPOSED, stated_on=june(3), statement="没有异议")

    def test_is_proposed_of_a_broken_promise_only(self) -> None:
        asked = {"measure": "credit_record", "reason": "逾期未补"}

        assert refusal(BROKEN, "announce_measure", OFFICER, **asked) is None
        whole = running(state=S.CONDITIONALLY_ACCEPTED)
        assert refusal(whole, "announce_measure", OFFICER, **asked).code == "no_such_measure"  # type: ignore[union-attr]

    def test_is_not_decreed_by_the_department_that_proposed_it(self) -> None:
        case = replace(BROKEN, measures=(self.HEARD,))
        refused = refusal(case, "record_breach", HEAD, reason="逾期未补")

        assert refused is not None
        assert refused.code == "not_the_decider"
        assert "信用记录由部门提出" in refused.message
        for other in (HOUSING_HEAD, SPONSOR):
            assert refusal(case, "record_breach", other, reason="逾期未补") is None

    def test_is_decided_by_whom_the_rules_name(self) -> None:
        case, named = replace(BROKEN, measures=(self.HEARD,)), rules(credit_deciders=(SPONSOR,))
        refused = refusal(case, "record_breach", HOUSING_HEAD, given=named, reason="逾期未补")

        assert refused is not None
        assert "应由区领导01（leader-01）决定" in refused.message
        assert refusal(case, "record_breach", SPONSOR, given=named, reason="逾期未补") is None

    def test_waits_for_the_applicant(self) -> None:
        case = replace(BROKEN, measures=(PROPOSED,))

        assert refusal(case, "record_breach", HOUSING_HEAD, reason="逾期").code == "not_heard_yet"  # type: ignore[union-attr]
        assert refusal(case, "record_breach", HOUSING_HEAD, june(10), reason="逾期") is None

    def test_is_no_ground_for_a_revocation_that_nobody_announced(self) -> None:
        case = replace(GRANTED, measures=(self.HEARD,))

        assert refusal(case, "revoke", HEAD, reason="欺骗取得").code == "not_heard_yet"  # type: ignore[union-attr]


class TestTheBasis:
    """What was in force on the day: 国办发〔2020〕49号 is of 7 December 2020."""

    BASES = (
        MeasureBasis(measure=Measure.CREDIT_RECORD, source="国发〔2016〕33号"),
        MeasureBasis(
            measure=Measure.CREDIT_RECORD, since=date(2020, 12, 7), source="国办发〔2020〕49号"
        ),
    )

    @pytest.mark.parametrize(
        ("on", "source"),
        [
            (date(2020, 6, 19), "国发〔2016〕33号"),
            (date(2020, 12, 6), "国发〔2016〕33号"),
            (date(2020, 12, 7), "国办发〔2020〕49号"),
        ],
    )
    def test_is_the_one_of_its_day(self, on: date, source: str) -> None:
        known = BeingHeardRules(bases=self.BASES, source="行政许可法第七条")

        assert known.basis_of(Measure.CREDIT_RECORD, on=on) == source
        assert known.basis_of(Measure.REVOCATION, on=on) == "行政许可法第七条"


def test_a_defence_answers_what_was_announced() -> None:
    asked = {"measure": "revocation", "statement": "并无欺骗"}

    assert refusal(GRANTED, "state_defence", LIAISON, **asked).code == "no_such_measure"  # type: ignore[union-attr]
    told = replace(GRANTED, measures=(TOLD,))
    assert refusal(told, "state_defence", LIAISON, **asked) is None
