"""What the law counts from receipt: before anybody has accepted, and after."""

from dataclasses import replace
from datetime import date

import pytest

from models.act_requests import CorrectionItem
from models.case import Case, CaseState, Light, Party
from models.case_entries import Accepted, Corrected, CorrectionRequested, Reminded, Submitted
from models.catalogue import CountsFrom, Procedure, TimeLimit
from models.ledger import Draft
from models.notice import Ground
from rules.acting.agenda import agenda
from rules.clocks.clock import due_within, read_clock
from rules.clocks.receipt import timed
from rules.fold.case import moved
from rules.in_force.regulations import Regulations
from rules.plan.remainder import ahead_of
from rules.proof.proof import clock_proof
from rules.standing.lights import light_case
from tests.world import (
    CALENDAR_DAY,
    DAYS,
    PROCEDURES,
    REGULATIONS,
    campaign,
    draft,
    july,
    june,
    limit,
    opened,
    with_case,
)


def from_receipt(value: int, source: str) -> TimeLimit:
    return limit(value, CALENDAR_DAY, source=source).model_copy(
        update={"counts_from": CountsFrom.RECEIPT}
    )


SEVEN_DAYS = from_receipt(7, "建筑法第8条")
TWO_DAYS = limit(2).model_copy(update={"counts_from": CountsFrom.RECEIPT})


def regulations() -> Regulations:
    """The small world, its A01 licensed like S05: seven days, two promised, from receipt."""
    known = campaign()
    changed = tuple(
        one.model_copy(update={"statutory": SEVEN_DAYS, "promised": TWO_DAYS})
        if one.code == "A01"
        else one
        for one in PROCEDURES
    )
    catalogue = known.catalogue.model_copy(update={"procedures": changed})
    return Regulations(known.model_copy(update={"catalogue": catalogue}))


def folded(*drafts: Draft) -> Case:
    case = Case("A01")
    for one in drafts:
        case = moved(case, one)
    return case


SUBMITTED = Submitted(procedure="A01", documents=("A01-1", "A01-2", "A01-3"))
ACCEPTED = Accepted(procedure="A01", promised=TWO_DAYS, statutory=SEVEN_DAYS)


class TestALimitFromReceipt:
    def test_of_a_construction_permit_ends_before_acceptance_would_let_it(self) -> None:
        """建筑法 8: 自收到申请之日起七日; Friday 26 June is a day off, Sunday 28 is worked."""
        case = folded(draft(june(19), SUBMITTED), draft(june(29), ACCEPTED))

        assert case.received_on == june(19)
        assert due_within(case, SEVEN_DAYS, days=DAYS) == june(28)
        reading = read_clock(case, SEVEN_DAYS, on=june(29), days=DAYS)
        assert reading is not None
        assert (reading.due_on, reading.overdue, reading.remaining) == (june(28), True, -1)

    def test_of_an_environmental_report_rolls_to_the_next_working_day(self) -> None:
        """环境影响评价法 22: 自收到报告书之日起六十日, 30 August 2020 is a Sunday (民法典 203)."""
        case = folded(draft(july(1), SUBMITTED), draft(july(8), ACCEPTED))

        sixty = from_receipt(60, "环境影响评价法第22条")
        assert due_within(case, sixty, days=DAYS) == date(2020, 8, 31)

    def test_of_an_environmental_form_has_thirty_days(self) -> None:
        """环境影响评价法 22: 自收到报告表之日起三十日."""
        case = folded(draft(july(1), SUBMITTED))

        thirty = from_receipt(30, "环境影响评价法第22条")
        assert due_within(case, thirty, days=DAYS) == july(31)

    def test_of_a_hazard_review_has_forty_five_calendar_days(self) -> None:
        """危险化学品安全管理条例 12: 自收到报告之日起四十五日; 15 August is a Saturday."""
        case = folded(draft(july(1), SUBMITTED), draft(july(6), ACCEPTED))

        assert due_within(case, from_receipt(45, "第12条"), days=DAYS) == date(2020, 8, 17)

    def test_from_acceptance_still_runs_from_acceptance(self) -> None:
        """行政许可法 42: 自受理行政许可申请之日起."""
        case = folded(draft(june(1), SUBMITTED), draft(june(4), ACCEPTED))

        assert due_within(case, limit(5), days=DAYS) == june(11)

    def test_runs_from_the_correction_that_made_it_complete(self) -> None:
        """施工许可管理办法: 审批时间自证明文件补正齐全后作相应顺延."""
        asked = CorrectionRequested(
            procedure="A01", items=(CorrectionItem(document="A01-2", what="缺盖章"),), due_on=None
        )
        correcting = folded(draft(june(1), SUBMITTED), draft(june(3), asked))
        case = moved(correcting, draft(june(10), Corrected(procedure="A01", documents=("A01-2",))))

        assert correcting.received_on is None
        assert due_within(correcting, SEVEN_DAYS, days=DAYS) is None
        assert case.received_on == june(10)
        assert due_within(case, SEVEN_DAYS, days=DAYS) == june(17)


class TestBeforeAcceptance:
    def case(self) -> Case:
        return folded(draft(june(1), SUBMITTED))

    @pytest.mark.parametrize(
        ("on", "light"),
        [
            (june(1), Light.GREEN),
            (june(2), Light.YELLOW),
            (june(4), Light.RED),
            (june(8), Light.RED),
            (june(9), Light.BLACK),
        ],
        ids=["handed in", "one day left", "promise missed", "last day of the law", "after it"],
    )
    def test_the_light_shows_the_clock_that_runs(self, on: date, light: Light) -> None:
        rules = regulations()
        file = with_case(opened(rules=rules), self.case())

        lit = light_case(file.cases["A01"], on=on, regulations=rules, file=file)

        assert (lit.light, lit.party) == (light, Party.DEPARTMENT)
        assert lit.statutory is not None
        assert lit.statutory.due_on == june(8)

    def test_reminders_come_from_receipt(self) -> None:
        rules = regulations()
        file = with_case(opened(rules=rules), self.case())

        told = [
            (one.on, one.payload.ground)
            for one in agenda(file, rules)
            if isinstance(one.payload, Reminded) and one.payload.procedure == "A01"
        ]

        assert told == [(june(2), Ground.DUE_SOON), (june(4), Ground.OVERDUE)]

    def test_the_proof_counts_its_days(self) -> None:
        rules = regulations()
        proof = clock_proof(
            with_case(opened(rules=rules), self.case()), "A01", on=june(4), regulations=rules
        )

        assert proof.statutory.started_on == june(1)
        assert proof.statutory.due_on == june(8)
        assert proof.statutory.source == "建筑法第8条"
        assert proof.facts.received_on == june(1)

    def test_the_plan_sees_what_is_left_of_it(self) -> None:
        rules = regulations()
        known: Procedure = rules.procedures(opened(rules=rules).project, on=june(2))["A01"]

        left = ahead_of(self.case(), known, june(2), (), rules)

        assert (left.ready_on, left.length) == (june(2), 1)

    def test_nothing_runs_where_the_law_counts_from_acceptance(self) -> None:
        file = with_case(opened(), self.case())

        assert timed(file, file.cases["A01"], REGULATIONS) is file.cases["A01"]

    def test_nothing_runs_while_a_correction_is_awaited(self) -> None:
        rules = regulations()
        waiting = replace(self.case(), state=CaseState.CORRECTING, received_on=None)
        proof = clock_proof(
            with_case(opened(rules=rules), waiting), "A01", on=june(9), regulations=rules
        )

        assert proof.statutory.due_on is None
        assert proof.statutory.statement == "待补正，自补正齐全之日起算"
