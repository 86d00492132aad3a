"""A missing document is expected on a day: what may be said of it, and what may not."""

from datetime import date

import pytest

from models.act_requests import CorrectionItem
from models.case import Case, CaseState
from models.expectation import DocumentExpected
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from tests.world import FIRST_DAY, circumstances, june, request

SUBMITTED = Case("A01", CaseState.SUBMITTED, submitted_on=FIRST_DAY, documents=frozenset({"A01-1"}))
CORRECTING = Case(
    "A01",
    CaseState.CORRECTING,
    submitted_on=FIRST_DAY,
    documents=frozenset({"A01-1", "A01-3"}),
    corrections=(CorrectionItem(document="A01-1", what="盖章不清"),),
)


NINTH = june(9)


def said(case: Case, document: str, day: date = NINTH) -> str | None:
    wanted = request("expect_document", document=document, expected_on=day)
    refused = examine(circumstances(case, wanted, on=june(2)))
    return refused.code if refused is not None else None


@pytest.mark.parametrize(
    ("case", "document", "refused"),
    [
        (Case("A01"), "A01-1", None),
        (Case("A01", CaseState.OPEN), "申请表", None),
        (Case("A01", CaseState.OPEN), "营业执照", "document_unknown"),
        (SUBMITTED, "A01-2", None),
        (SUBMITTED, "A01-1", "document_at_hand"),
        (CORRECTING, "A01-1", None),
        (CORRECTING, "A01-3", "document_at_hand"),
        (Case("A01", CaseState.ACCEPTED), "A01-2", "act_impossible"),
    ],
)
def test_only_what_is_missing_before_acceptance_is_expected(
    case: Case, document: str, refused: str | None
) -> None:
    assert said(case, document) == refused


def test_the_day_is_not_past() -> None:
    assert said(SUBMITTED, "A01-2", june(2)) is None
    assert said(SUBMITTED, "A01-2", june(1)) == "date_out_of_range"


def test_the_document_is_recorded_by_its_code() -> None:
    wanted = request(
        "expect_document", document="资金证明", expected_on=june(9), reason="银行未出具"
    )
    now = circumstances(SUBMITTED, wanted)

    assert CONDUCT[wanted.act].record(now) == DocumentExpected(
        procedure="A01", document="A01-2", expected_on=june(9), reason="银行未出具"
    )
