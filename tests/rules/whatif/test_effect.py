"""What an act would do to the start is what it does once it is done; papers have their worth."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from models.act_requests import Act, CorrectionItem, RequestCorrection
from models.case import Case, CaseFile, CaseState
from models.case_entries import CorrectionRequested
from rules.whatif.effect import Effect, PaperWorth, effect_of, start_of, worth_of_papers
from rules.whatif.typical import Supposed, typical_request
from tests.world import (
    REGULATIONS,
    circumstances,
    june,
    opened,
    project,
    request,
    running,
    with_case,
)

ON = june(1)


def start(file: CaseFile, on: date = ON) -> date:
    procedures = REGULATIONS.procedures(file.project, on=on)
    return start_of(file, procedures, on=on, regulations=REGULATIONS)


def submitted(*missing: str) -> Case:
    here = frozenset(f"A01-{number}" for number in (1, 2, 3)) - set(missing)
    return Case("A01", CaseState.SUBMITTED, submitted_on=ON, documents=here)


def effect(case: Case, act: str, **data: object) -> Effect:
    return effect_of(circumstances(case, request(act, **data)))


def test_accepting_on_the_day_that_the_plan_supposes_moves_nothing() -> None:
    told = effect(submitted(), "accept")
    assert (told.before, told.after, told.days) == (start(opened()), start(opened()), 0)


def test_a_request_for_correction_moves_the_start_by_the_days_it_gives() -> None:
    told = effect(
        submitted("A01-2"),
        "request_correction",
        items=[{"document": "A01-2", "what": "请补正"}],
        due_on="2020-06-10",
    )
    assert told.days == 7
    assert REGULATIONS.days.between(told.before, told.after) == 7


def test_the_forecast_says_the_same_once_the_act_is_done() -> None:
    case = submitted("A01-2")
    item = CorrectionItem(document="A01-2", what="请补正")
    now = circumstances(case, RequestCorrection(items=(item,), due_on=june(10)))
    told = effect_of(now)
    from tests.world import after

    payload = CorrectionRequested(procedure="A01", items=(item,), due_on=june(10))
    assert start(after(now.file, (ON, payload))) == told.after


def test_what_the_rules_refuse_has_no_effect_but_the_refusal() -> None:
    told = effect(submitted("A01-1"), "accept")
    assert told.refused is not None
    assert told.refused.code == "documents_missing"
    assert told.after == told.before


def test_a_pause_moves_the_start_by_its_length() -> None:
    told = effect(
        running(), "pause", procedure_kind="expert_review", reason="专家评审", limit_days=5
    )
    assert told.days >= 5


def test_a_refusal_costs_the_whole_procedure_again() -> None:
    case = running(accepted=date(2020, 5, 25))
    told = effect_of(circumstances(case, request("refuse", reason="不符合标准"), on=june(1)))
    assert told.days > 0


def test_usual_values_stand_in_for_what_is_not_entered_and_are_named() -> None:
    case = submitted("A01-2")
    procedure = REGULATIONS.procedures(project(), on=ON)["A01"]
    typical = typical_request(
        Act.REQUEST_CORRECTION, case, procedure, on=ON, regulations=REGULATIONS
    )
    assert typical is not None
    assert typical.supposed == (Supposed("due_on", june(8)),)
    told = effect_of(circumstances(case, typical.request), supposed=typical.supposed)
    assert told.days == 5
    assert told.supposed == typical.supposed


def test_nothing_is_supposed_where_nothing_is_owed() -> None:
    procedure = REGULATIONS.procedures(project(), on=ON)["A01"]
    for act in (Act.RECEIVE_DOCUMENT, Act.EXTEND_PROMISE):
        assert typical_request(act, running(), procedure, on=ON, regulations=REGULATIONS) is None


def expecting(**expected: date) -> CaseFile:
    """The opened project with papers expected: ``A01_2`` is document A01-2."""
    file = opened()
    for name, day in expected.items():
        code = name[:3]
        case = file.cases[code]
        known = {**case.expected, name.replace("_", "-"): day}
        file = with_case(file, replace(case, expected=MappingProxyType(known)))
    return file


def worth(file: CaseFile) -> tuple[PaperWorth, ...]:
    procedures = REGULATIONS.procedures(file.project, on=ON)
    return worth_of_papers(file, procedures, on=ON, regulations=REGULATIONS).papers


def test_a_paper_is_worth_the_working_days_that_its_application_waits_for_it() -> None:
    assert worth(expecting(A01_2=june(12))) == (PaperWorth("A01", ("A01-2",), june(12), 9),)


def test_a_paper_that_nothing_on_the_long_way_waits_for_is_worth_nothing() -> None:
    assert worth(expecting(B02_2=june(3)))[0].days == 0


def test_the_paper_that_is_worth_most_comes_first() -> None:
    first, second = worth(expecting(A01_2=june(5), A01_3=june(12)))
    assert (first.documents, first.days) == (("A01-3",), 5)
    assert (second.documents, second.days) == (("A01-2",), 0)


def test_papers_that_only_help_together_are_told_together() -> None:
    file = expecting(A01_2=june(12), A01_3=june(12))
    procedures = REGULATIONS.procedures(file.project, on=ON)
    told = worth_of_papers(file, procedures, on=ON, regulations=REGULATIONS)
    assert [one.days for one in told.papers] == [0, 0]
    assert told.together == 9


def test_an_owed_document_is_worth_what_the_decision_waits_for_it() -> None:
    from models.case import OwedDocument

    case = replace(
        running(),
        state=CaseState.CONDITIONALLY_ACCEPTED,
        owed=(OwedDocument("A01-2", date(2020, 6, 30)),),
    )
    (told,) = worth(with_case(opened(), case))
    assert told.documents == ("A01-2",)
    assert told.days > 0


@pytest.mark.parametrize("act", list(Act))
def test_every_act_is_either_supposed_or_left_out(act: Act) -> None:
    procedure = REGULATIONS.procedures(project(), on=ON)["A01"]
    typical = typical_request(act, running(), procedure, on=ON, regulations=REGULATIONS)
    assert typical is None or typical.request.act is act
