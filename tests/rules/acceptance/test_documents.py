"""Applications, corrections and acceptance: known documents, told once, nothing missing."""

from dataclasses import replace

import pytest

from models.act_requests import CorrectionItem
from models.case import Case, CaseState, OwedDocument
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from tests.world import FIRST_DAY, circumstances, june, opened, request, running, with_case

S = CaseState
COMPLETE = frozenset({"A01-1", "A01-2", "A01-3"})


def submitted(*documents: str, **changes: object) -> Case:
    case = Case("A01", S.SUBMITTED, submitted_on=FIRST_DAY, documents=frozenset(documents))
    return replace(case, **changes)


def asked_for(*documents: str) -> tuple[CorrectionItem, ...]:
    return tuple(CorrectionItem(document=one, what="盖章不清") for one in documents)


def refusal(now: Circumstances) -> Refused:
    refused = examine(now)
    assert refused is not None
    return refused


def recorded(now: Circumstances) -> object:
    assert examine(now) is None
    return CONDUCT[now.request.act].record(now)


class TestAnApplication:
    def test_that_names_nothing_brings_everything_but_situational_documents(self) -> None:
        now = circumstances(Case("A01", S.OPEN), request("submit"))

        assert recorded(now).documents == ("A01-1", "A01-2", "A01-3")

    def test_may_name_documents_by_code_or_name_each_once(self) -> None:
        given = ["申请表", "A01-1", "听证材料"]
        now = circumstances(Case("A01", S.OPEN), request("submit", documents=given))

        assert recorded(now).documents == ("A01-1", "A01-4")

    def test_may_be_empty(self) -> None:
        assert (
            recorded(circumstances(Case("A01", S.OPEN), request("submit", documents=[]))).documents
            == ()
        )

    def test_with_a_strange_document_is_refused_with_the_list(self) -> None:
        refused = refusal(
            circumstances(Case("A01", S.OPEN), request("submit", documents=["户口本"]))
        )

        assert refused.code == "document_unknown"
        assert refused.message.startswith(
            "A01 用地预审 没有材料“户口本”，本事项材料为：A01-1 申请表"
        )

    @pytest.mark.parametrize("state", [S.WITHDRAWN, S.RETURNED, S.DECLINED, S.REFUSED, S.REVOKED])
    def test_handed_in_anew_still_needs_its_prerequisites(self, state: CaseState) -> None:
        anew = Case("B01", state)
        ready = with_case(opened(), Case("A01", S.APPROVED, concluded_on=FIRST_DAY))

        assert refusal(circumstances(anew, request("submit"))).code == "prerequisite_open"
        assert examine(circumstances(anew, request("submit"), file=ready)) is None


class TestACorrectionNotice:
    def wanted(self, *documents: str, **data: object) -> object:
        items = [{"document": one, "what": "盖章不清"} for one in documents]
        return request("request_correction", items=items, **data)

    def test_names_documents_of_the_procedure(self) -> None:
        assert recorded(circumstances(submitted(), self.wanted("申请表"))).items == asked_for(
            "A01-1"
        )
        assert refusal(circumstances(submitted(), self.wanted("户口本"))).code == "document_unknown"

    def test_is_given_once_and_may_only_repeat_what_it_asked_for(self) -> None:
        told = submitted(corrections=asked_for("A01-1", "A01-2"))
        refused = refusal(circumstances(told, self.wanted("A01-1", "授权委托书")))

        assert examine(circumstances(told, self.wanted("A01-2"))) is None
        assert refused.code == "already_told"
        assert refused.message.endswith("不得再次要求新的材料：《授权委托书》")

    @pytest.mark.parametrize(
        ("due", "code"), [("2020-06-01", "date_out_of_range"), ("2020-06-02", None)]
    )
    def test_gives_the_applicant_at_least_a_day(self, due: str, code: str | None) -> None:
        refused = examine(circumstances(submitted(), self.wanted("A01-1", due_on=due)))

        assert (refused.code if refused else None) == code


class TestACorrection:
    def test_brings_everything_at_once_or_one_item(self) -> None:
        case = submitted(state=S.CORRECTING, corrections=asked_for("A01-1", "A01-2"))

        assert recorded(circumstances(case, request("correct"))).documents == ("A01-1", "A01-2")
        one = circumstances(case, request("correct", documents=["申请表"]))
        assert recorded(one).documents == ("A01-1",)

    def test_that_answers_nothing_asked_for_is_refused(self) -> None:
        case = submitted(state=S.CORRECTING, corrections=asked_for("A01-1", "A01-2"))
        case = replace(case, corrected={"A01-1": june(3)})

        refused = refusal(circumstances(case, request("correct", documents=["申请表"])))
        assert (refused.code, refused.message) == ("documents_missing", "补正仍缺：《资金证明》")
        assert recorded(circumstances(case, request("correct"))).documents == ("A01-2",)

    def test_brings_only_what_the_procedure_knows(self) -> None:
        case = submitted(state=S.CORRECTING, corrections=asked_for("A01-1"))
        wanted = request("correct", documents=["A01-1", "户口本"])

        assert refusal(circumstances(case, wanted)).code == "document_unknown"


class TestAcceptance:
    def test_records_the_limits_of_the_day(self) -> None:
        accepted = recorded(circumstances(submitted(*COMPLETE), request("accept")))

        assert (accepted.promised.value, accepted.statutory.value) == (10, 20)

    @pytest.mark.parametrize(
        ("documents", "words"),
        [
            ({"A01-2", "A01-3"}, "缺主件《申请表》，不能受理；请一次性告知补正"),
            (
                {"A01-1", "A01-3"},
                "缺《资金证明》，不能直接受理；符合条件的可容缺受理，或一次性告知补正",
            ),
            ({"A01-2"}, "缺主件《申请表》，不能受理；请一次性告知补正"),
        ],
        ids=["the principal one", "a deferrable one", "both"],
    )
    def test_of_an_incomplete_application_is_refused(self, documents: set[str], words: str) -> None:
        refused = refusal(circumstances(submitted(*documents), request("accept")))

        assert (refused.code, refused.message) == ("documents_missing", words)


class TestADocumentMadeUp:
    CASE = running(
        state=S.CONDITIONALLY_ACCEPTED,
        documents=frozenset({"A01-1", "A01-3"}),
        owed=(OwedDocument("A01-2", june(10)),),
    )

    @pytest.mark.parametrize("given", ["A01-2", "资金证明"])
    def test_is_one_that_is_owed(self, given: str) -> None:
        now = circumstances(self.CASE, request("receive_document", document=given))

        assert recorded(now).document == "A01-2"

    @pytest.mark.parametrize(
        ("given", "code"), [("A01-3", "not_owed"), ("户口本", "document_unknown")]
    )
    def test_is_no_other(self, given: str, code: str) -> None:
        assert (
            refusal(circumstances(self.CASE, request("receive_document", document=given))).code
            == code
        )

    def test_is_taken_once(self) -> None:
        paid = replace(self.CASE, owed=(OwedDocument("A01-2", june(10), received_on=june(2)),))

        assert (
            refusal(circumstances(paid, request("receive_document", document="A01-2"))).code
            == "not_owed"
        )

    def test_is_also_one_that_was_missing_at_a_deemed_acceptance(self) -> None:
        deemed = running(deemed=True, documents=frozenset({"A01-1"}))

        assert examine(circumstances(deemed, request("receive_document", document="A01-2"))) is None
        assert (
            refusal(circumstances(deemed, request("receive_document", document="A01-1"))).code
            == "not_owed"
        )
