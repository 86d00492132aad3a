"""Which late papers may be deferred is what the rules of acceptance say, one paper at a time."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from models.act_requests import CorrectionItem
from models.case import Case, CaseState
from models.catalogue import DeferralMode
from rules.acceptance.deferrable import History, LateDocument, late_documents
from rules.in_force.regulations import Regulations
from rules.whatif.rescue import rescue
from tests.world import REGULATIONS, campaign, july, june, opened, procedure, regulations, with_case

ON, EXPECTED = june(1), june(30)


def late(
    code: str,
    paper: str,
    expected: date = EXPECTED,
    *,
    rules: Regulations = REGULATIONS,
    breaches: tuple[str, ...] = (),
    history: History | None = None,
    **changes: object,
) -> LateDocument:
    """One late paper of one procedure of the opened project."""
    file = opened(rules=rules)
    case = replace(file.cases[code], expected=MappingProxyType({paper: expected}), **changes)
    (found,) = late_documents(
        with_case(file, case),
        rules.procedures(file.project, on=ON),
        on=ON,
        regulations=rules,
        breaches=breaches,
        history=history,
    )
    return found


def code_of(found: LateDocument) -> str:
    assert found.forbidden is not None
    return found.forbidden.code


class TestARuleForbids:
    def test_a_principal_document(self) -> None:
        assert code_of(late("A01", "A01-1")) == "principal_document_missing"

    def test_a_situational_document(self) -> None:
        assert code_of(late("A01", "A01-4")) == "not_deferrable"

    def test_what_the_profile_excludes(self) -> None:
        assert code_of(late("E01", "E01-2")) == "deferral_excluded"

    def test_a_procedure_that_is_never_deferred(self) -> None:
        assert code_of(late("F01", "F01-2")) == "deferral_excluded"

    def test_what_a_superior_level_decides(self) -> None:
        assert code_of(late("G01", "G01-2")) == "deferral_excluded"

    def test_what_is_settled_on_the_spot(self) -> None:
        assert code_of(late("D01", "D01-2")) == "deferral_excluded"

    def test_fire_and_hazard_under_any_profile(self) -> None:
        hazard = procedure(
            "A01",
            "危化",
            "planning",
            5,
            fire_or_hazard=True,
            deferral_mode=DeferralMode.COMMITMENT,
        )
        others = [one for one in campaign().catalogue.procedures if one.code != "A01"]
        rules = Regulations(campaign("early", [hazard, *others]))
        assert code_of(late("A01", "A01-2", rules=rules)) == "deferral_excluded"

    def test_an_applicant_with_an_open_breach(self) -> None:
        assert code_of(late("A01", "A01-2", breaches=("失信一件",))) == "credit_impaired"

    def test_an_applicant_with_an_open_breach_only_where_credit_counts(self) -> None:
        told = late("A01", "A01-2", breaches=("失信一件",), rules=regulations("early"))
        assert told.forbidden is None
        assert told.risk is not None
        assert told.risk.breaches == 1

    def test_what_a_correction_notice_asked_for(self) -> None:
        asked = (CorrectionItem(document="A01-2", what="请补正"),)
        told = late("A01", "A01-2", state=CaseState.CORRECTING, corrections=asked)
        assert code_of(told) == "documents_missing"


class TestThePromiseReaches:
    def test_from_the_first_day_where_the_cap_allows_it(self) -> None:
        told = late("A01", "A01-2", june(5))
        assert (told.forbidden, told.signed_from) == (None, ON)

    def test_only_from_the_day_that_the_own_period_allows(self) -> None:
        """A01-2 may be made up within 8 working days: promised on 17 June, due on 30 June."""
        assert late("A01", "A01-2").signed_from == june(17)

    def test_only_from_the_day_that_the_promised_limit_allows(self) -> None:
        """A01 is promised in 10 working days, A01-3 has no period of its own."""
        assert late("A01", "A01-3").signed_from == june(15)

    def test_from_the_first_day_where_nothing_limits_it(self) -> None:
        assert late("A01", "A01-3", rules=regulations("early")).signed_from == ON


@pytest.mark.parametrize("state", [CaseState.ACCEPTED, CaseState.APPROVED])
def test_nothing_of_a_case_that_was_taken_in_is_late(state: CaseState) -> None:
    file = opened()
    case = Case("A01", state, expected=MappingProxyType({"A01-2": june(30)}))
    procedures = REGULATIONS.procedures(file.project, on=ON)
    found = late_documents(with_case(file, case), procedures, on=ON, regulations=REGULATIONS)
    assert list(found) == []


def test_what_comes_today_is_not_late() -> None:
    file = opened()
    case = replace(file.cases["A01"], expected=MappingProxyType({"A01-2": ON}))
    procedures = REGULATIONS.procedures(file.project, on=ON)
    found = late_documents(with_case(file, case), procedures, on=ON, regulations=REGULATIONS)
    assert list(found) == []


def test_risk_puts_credit_before_history_before_what_hangs_on_it() -> None:
    history = History(lapses_of_applicant=1, lapses_of={"A01": 2})
    risk = late("A01", "A01-2", june(5), history=history).risk
    assert risk is not None
    assert (risk.lapses, risk.weight) == (3, 3_000 + risk.hanging)
    assert risk.hanging >= 2
    rules = regulations("early")
    impaired = late("A01", "A01-2", june(5), breaches=("失信一件",), rules=rules).risk
    assert impaired is not None
    assert impaired.weight > risk.weight


class TestOfTwoWaysThatEachSuffice:
    """C01 waits for either A01 or B02, and each of them for a paper of its own."""

    def asked(self, history: History) -> list[tuple[str, str]]:
        from models.milestone import PlannedProcedure

        file = opened()
        plan = {code: one.model_copy(update={"tolerable": ()}) for code, one in file.plan.items()}
        plan["C01"] = PlannedProcedure(
            procedure="C01", stage="S1", department="housing", any_of=(("A01", "G02"),)
        )
        twin = procedure("G02", "另一路", "planning", 10)
        plan["G02"] = plan["A01"].model_copy(update={"procedure": "G02"})
        cases = dict(file.cases)
        for code in ("A01", "G02"):
            expected = MappingProxyType({f"{code}-3": june(30)})
            cases[code] = Case(code, CaseState.OPEN, expected=expected)
        file = replace(file, plan=MappingProxyType(plan), cases=MappingProxyType(cases))
        rules = Regulations(campaign("pause", [*campaign().catalogue.procedures, twin]))
        procedures = rules.procedures(file.project, on=ON)
        found = rescue(file, procedures, goal=july(7), on=ON, regulations=rules, history=history)
        assert found.reachable
        assert [len(group) for group in found.groups] == [2]
        return [one.late.key for one in found.set]

    def test_the_one_with_the_better_history_is_deferred(self) -> None:
        assert self.asked(History(lapses_of={"A01": 2})) == [("G02", "G02-3")]
        assert self.asked(History(lapses_of={"G02": 2})) == [("A01", "A01-3")]
