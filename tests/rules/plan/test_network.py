"""The network of a project: what the ledger has settled, what is left, and what waits for what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.act_requests import PromisedDocument
from models.case import Case, CaseFile, CaseState, ClockStop, OwedDocument
from models.case_entries import Accepted, ConditionallyAccepted, Submitted
from models.catalogue import Bound, DeferralMode, SpecialProcedureKind
from models.expectation import DocumentExpected
from models.milestone import StartPinned
from models.project import LandPlan, LandSupply
from rules.in_force.regulations import Regulations
from rules.plan.backschedule import Schedule, backschedule
from rules.plan.network import Network, network_of
from tests.world import (
    CALENDAR_DAY,
    FIRST_DAY,
    PLANNING,
    REGULATIONS,
    START_GATE,
    WORKDAY,
    after,
    campaign,
    july,
    june,
    limit,
    opened,
    planned,
    procedure,
    project,
    regulations,
    running,
    with_case,
)

LATE = (FIRST_DAY, DocumentExpected(procedure="A01", document="A01-2", expected_on=june(9)))
DEFERRED = {("A01", "A01-2")}


def network(
    file: CaseFile, on: date = FIRST_DAY, rules: Regulations = REGULATIONS, **how: object
) -> Network:
    procedures = rules.procedures(file.project, on=on)
    return network_of(file, procedures, on=on, regulations=rules, **how)  # type: ignore[arg-type]


def scheduled(
    file: CaseFile, on: date = FIRST_DAY, rules: Regulations = REGULATIONS, **how: object
) -> Schedule:
    return backschedule(network(file, on, rules, **how), on=on, days=rules.days)


def ends(schedule: Schedule, code: str = "A01") -> date:
    return schedule.cases[code].early_finish


class TestWhatIsInIt:
    def test_is_what_the_gate_asks_for_each_after_what_it_waits_for(self) -> None:
        built = network(opened())

        assert [step.procedure for step in built.steps] == ["A01", "B01", "B02", "C01", "E01"]
        assert built.steps[built.position["C01"]].after == (built.position["B01"],)
        assert built.steps[built.position["C01"]].decided_after == (built.position["B02"],)
        assert [built.steps[one].procedure for one in built.wanted] == ["C01", "E01"]

    def test_what_waits_for_itself_is_a_defect(self) -> None:
        file = opened()
        plan = {
            one.procedure: one
            for one in (planned("C01", "A01"), planned("A01", "C01"), planned("E01"))
        }

        with pytest.raises(ValueError, match="waits for itself"):
            network(replace(file, plan=plan))


class TestLateDocuments:
    def test_acceptance_waits_for_one_that_is_not_deferred(self) -> None:
        seen = scheduled(after(opened(), LATE))

        # Accepted on Tuesday 9 June, ten working days to 23 June.
        assert seen.cases["A01"].early_start == june(9)
        assert ends(seen) == june(23)

    def test_the_decision_waits_for_one_that_is_deferred(self) -> None:
        far = (FIRST_DAY, DocumentExpected(procedure="A01", document="A01-2", expected_on=june(19)))

        assert ends(scheduled(after(opened(), LATE), deferred=DEFERRED)) == june(15)
        assert ends(scheduled(after(opened(), far), deferred=DEFERRED)) == june(19)

    def test_a_mode_that_issues_ahead_waits_for_none(self) -> None:
        rules = Regulations(
            campaign(
                "early",
                [
                    procedure(
                        code,
                        "某事项",
                        PLANNING,
                        5,
                        deferral_mode=DeferralMode.APPROVE_THEN_SUPPLEMENT,
                    )
                    for code in ("A01", "C01", "E01")
                ],
            )
        )
        far = DocumentExpected(procedure="C01", document="C01-2", expected_on=june(19))
        file = after(opened(rules=rules), (FIRST_DAY, far))

        assert ends(scheduled(file, rules=rules), "C01") == june(29)
        assert ends(scheduled(file, rules=rules, deferred={("C01", "C01-2")}), "C01") == june(8)

    def test_what_deferring_says_is_what_accepting_conditionally_brings(self) -> None:
        file = after(opened(), LATE)
        before = scheduled(file, deferred=DEFERRED)
        promised = after(
            file,
            (FIRST_DAY, Submitted(procedure="A01", documents=("A01-1", "A01-3"))),
            (
                FIRST_DAY,
                ConditionallyAccepted(
                    procedure="A01",
                    owed=(PromisedDocument(document="A01-2", due_on=june(11)),),
                    signed_by="法定代表人",
                    signed_on=FIRST_DAY,
                    countersigned_by="planning-01",
                    profile="pause",
                    promised=limit(10),
                    statutory=limit(20),
                    mode=DeferralMode.ACCEPT_ONLY,
                ),
            ),
        )

        assert promised.cases["A01"].expected == {"A01-2": june(9)}
        assert ends(scheduled(promised)) == ends(before) == june(15)

    def test_it_is_no_longer_expected_when_it_is_handed_in(self) -> None:
        file = after(
            opened(), LATE, (june(2), Submitted(procedure="A01", documents=("A01-1", "A01-2")))
        )

        assert file.cases["A01"].expected == {}
        assert ends(scheduled(file, june(2))) == june(16)


class TestFacts:
    def test_a_notice_period_counts_in_full_and_rolls(self) -> None:
        rules = Regulations(
            campaign(
                procedures=[
                    procedure(
                        "C01",
                        "公告",
                        PLANNING,
                        5,
                        statutory=limit(30, CALENDAR_DAY, Bound.MIN),
                    ),
                    procedure("E01", "环评", PLANNING, 0, applies_to=()),
                ]
            )
        )
        file = opened(rules=rules)
        accepted = after(
            file,
            (FIRST_DAY, Submitted(procedure="C01", documents=())),
            (
                FIRST_DAY,
                Accepted(
                    procedure="C01",
                    promised=limit(5),
                    statutory=limit(30, CALENDAR_DAY, Bound.MIN),
                ),
            ),
        )

        assert network(file, rules=rules).steps[0].least == 30
        assert ends(scheduled(file, rules=rules), "C01") == july(1)
        assert ends(scheduled(accepted, june(3), rules), "C01") == july(1)

    def test_a_special_procedure_ends_at_its_stated_length(self) -> None:
        stop = ClockStop(SpecialProcedureKind.HEARING, "听证", june(3), 4, WORKDAY)
        case = running(state=CaseState.PAUSED, stops=(stop,), promised=limit(9))

        assert ends(scheduled(with_case(opened(), case), june(4))) == june(19)

    def test_a_preview_is_timed_from_its_last_document(self) -> None:
        owed = (OwedDocument("A01-2", june(9)),)
        case = running(
            state=CaseState.CONDITIONALLY_ACCEPTED,
            owed=owed,
            mode=DeferralMode.PREVIEW,
            clock_from=None,
        )

        assert ends(scheduled(with_case(opened(), case))) == june(23)

    def test_corrections_come_on_the_day_that_was_told(self) -> None:
        case = Case("A01", CaseState.CORRECTING, submitted_on=FIRST_DAY, correction_due_on=june(9))

        assert ends(scheduled(with_case(opened(), case))) == june(23)

    def test_land_that_is_not_cleared_decides_the_start_alone(self) -> None:
        land = LandPlan(
            supply=LandSupply.GRANTED,
            area_hectares=Decimal(1),
            status="批而未供",
            cleared_by=july(18),
        )
        seen = scheduled(opened(project(land=land)))

        assert (seen.start_on, seen.critical) == (july(20), ())
        assert seen.cases["C01"].free_float == seen.cases["C01"].total_float == 17


class TestFloats:
    def test_run_from_the_pinned_date_and_are_negative_when_it_is_missed(self) -> None:
        missed = scheduled(after(opened(), (FIRST_DAY, StartPinned(start_on=june(22)))))
        kept = scheduled(after(opened(), (FIRST_DAY, StartPinned(start_on=june(30)))))

        assert [missed.cases[one].total_float for one in ("A01", "B01", "C01")] == [-2, -2, -2]
        assert (missed.slip_days, missed.float_days) == (2, 0)
        assert [kept.cases[one].total_float for one in ("A01", "B01", "C01")] == [3, 3, 3]
        assert (kept.slip_days, kept.float_days) == (0, 3)

    def test_run_from_the_forecast_where_nothing_is_pinned(self) -> None:
        seen = scheduled(opened())

        assert seen.critical == ("A01", "B01", "C01")
        assert [seen.cases[one].total_float for one in seen.critical] == [0, 0, 0]
        assert seen.cases["C01"].late_start == june(22)
        assert (seen.cases["E01"].total_float, seen.cases["E01"].critical) == (10, False)

    def test_what_is_concluded_has_none(self) -> None:
        granted = Case("A01", CaseState.APPROVED, opened_on=FIRST_DAY, concluded_on=june(2))
        one = scheduled(with_case(opened(), granted), june(2)).cases["A01"]

        assert (one.early_finish, one.late_finish, one.total_float) == (june(2), None, None)


class TestTheProductionGate:
    def test_is_planned_against_the_planned_completion(self) -> None:
        gate = START_GATE.model_copy(update={"code": "start_production", "all_of": ("D01",)})
        given = campaign()
        catalogue = given.catalogue.model_copy(update={"gates": (START_GATE, gate)})
        rules = Regulations(given.model_copy(update={"catalogue": catalogue}))
        file = opened(project(planned_completion=july(31)), rules)

        seen = scheduled(file, rules=rules, gate="start_production")

        assert set(seen.cases) == {"D01", "E01"}
        assert (seen.pinned_on, seen.start_on) == (july(31), june(10))


def test_the_profile_in_force_says_whether_deferring_gains_anything() -> None:
    file = after(opened(rules=regulations("return")), LATE)

    assert ends(scheduled(file, rules=regulations("return"), deferred=DEFERRED)) == june(15)
