"""What must hold when somebody says on which day a missing document is expected (在途材料)."""

from models.case import CaseState
from models.expectation import DocumentExpected, ExpectDocument
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.documents import DateOutOfRange, unknown_document


class DocumentAtHand(Refused):
    """The document has been handed in: nobody waits for it (材料已经提交)."""


def document_is_missing(given: Circumstances) -> Refused | None:
    """Only what the procedure asks for and does not have yet can be expected (办事指南)."""
    named = given.asked(ExpectDocument).document
    if unknown := unknown_document(given, (named,)):
        return unknown
    document = given.document(named)
    asked = {item.document for item in given.case.corrections}
    correcting = given.case.state is CaseState.CORRECTING and document in asked
    in_the_file = given.case.state in (CaseState.SUBMITTED, CaseState.CORRECTING)
    if in_the_file and document in given.case.documents and not correcting:
        return DocumentAtHand(
            f"《{given.document_name(document)}》已经提交，无须报告预计取得日", document=document
        )
    return None


def expected_day_is_not_past(given: Circumstances) -> Refused | None:
    """What is expected lies ahead: today at the earliest."""
    day = given.asked(ExpectDocument).expected_on
    if day < given.on:
        return DateOutOfRange(f"预计取得日 {day} 不应早于今日（{given.on}）", expected_on=day)
    return None


def document_expected(given: Circumstances) -> DocumentExpected:
    """Record on which day the document is expected."""
    wanted = given.asked(ExpectDocument)
    return DocumentExpected(
        procedure=given.case.procedure,
        document=given.document(wanted.document),
        expected_on=wanted.expected_on,
        reason=wanted.reason.strip(),
    )
