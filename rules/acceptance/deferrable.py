"""Which late documents may lawfully be deferred (可容缺的未到材料), and why not the rest.

The rules asked are those of conditional acceptance itself (`rules/acceptance/deferral.py`), each
document as if it alone were missing on the day on which its promise would be signed. That
day is the first on which the promised one may reach to the day the document is expected:
a make-up cap puts acceptance off, it does not forbid it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from models.act_requests import AcceptConditionally, PromisedDocument
from models.case import Case, CaseFile, CaseState
from models.catalogue import Procedure, RequirementLevel
from models.people import Account, Role
from models.refusal import Refused
from rules.acceptance import deferral
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.documents import DocumentsMissing
from rules.acceptance.obligations import hanging
from rules.clocks.clock import ONE_DAY
from rules.in_force.regulations import Regulations

LEGAL = tuple(
    rule
    for rule in deferral.MAY_DEFER
    if rule not in (deferral.voluntary, deferral.promised_in_time)
)
"""What forbids deferral whatever the applicant signs; the promised day is settled below."""

BEFORE_ACCEPTANCE = frozenset(
    {
        *(CaseState.NOT_OPEN, CaseState.OPEN, CaseState.SUBMITTED, CaseState.CORRECTING),
        *(CaseState.DECLINED, CaseState.RETURNED, CaseState.WITHDRAWN),
        *(CaseState.REFUSED, CaseState.REVOKED),
    }
)
"""States in which it is still to be taken in, at first or anew."""


@dataclass(frozen=True, slots=True)
class History:
    """How promises have been kept so far (守诺情况): what a further one risks."""

    lapses_of_applicant: int = 0
    lapses_of: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Procedure → promises that lapsed in it, of all applicants."""


@dataclass(frozen=True, slots=True)
class Risk:
    """What deferring one document risks (容缺风险), compared in this order."""

    breaches: int
    """Unrepaired breaches of the applicant."""
    lapses: int
    """Lapsed promises: of the applicant, and of anybody in this procedure."""
    hanging: int
    """Procedures that would stand on the document, its own among them."""

    @property
    def weight(self) -> int:
        """Return the risk as one number: credit before history before blast radius."""
        return self.breaches * 1_000_000 + self.lapses * 1_000 + self.hanging


@dataclass(frozen=True, slots=True)
class LateDocument:
    """A document that comes later than its application could (未到材料)."""

    procedure: str
    document: str
    name: str
    expected_on: date
    signed_from: date | None = None
    """First day on which it may be promised by the day it is expected; ``None`` = never."""
    risk: Risk | None = None
    forbidden: Refused | None = None
    """The rule that forbids deferral; ``None`` = it may be deferred."""

    @property
    def key(self) -> tuple[str, str]:
        """Return procedure and document."""
        return self.procedure, self.document


def late_documents(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    on: date,
    regulations: Regulations,
    breaches: tuple[str, ...] = (),
    history: History | None = None,
) -> Iterator[LateDocument]:
    """Yield the documents that are expected after a day and not handed in, in catalogue order.

    Each with the first day on which it may be promised, or with the rule that forbids it.
    """
    known = history or History()
    signs = _signs_for(regulations)
    for code in file.plan:
        case, procedure = file.cases[code], procedures[code]
        for late in _late(case, procedure, on):
            given = _as_if_alone(file, case, procedure, late, signs, on, regulations, breaches)
            forbidden = _unfit(case, procedure, late) or next(
                (no for rule in LEGAL if (no := rule(given))), None
            )
            signed_from = None if forbidden else _signed_from(given, late)
            if forbidden is None and signed_from is None:
                forbidden = _too_late(given, late)
            yield replace(
                late,
                signed_from=signed_from,
                forbidden=forbidden,
                risk=Risk(
                    breaches=len(breaches),
                    lapses=known.lapses_of_applicant + known.lapses_of.get(code, 0),
                    hanging=len(hanging(file, code)),
                ),
            )


def _late(case: Case, procedure: Procedure, on: date) -> Iterator[LateDocument]:
    """Yield what is expected after a day of a case that is still to be taken in."""
    if case.state not in BEFORE_ACCEPTANCE:
        return
    handed_in = case.documents if case.ended_on is None else frozenset()
    for document in procedure.documents:
        expected = case.expected.get(document.code)
        if expected is not None and expected > on and document.code not in handed_in:
            yield LateDocument(procedure.code, document.code, document.name, expected)


def _signs_for(regulations: Regulations) -> Mapping[str, Account]:
    """Return department → the officer in whose name the rules are asked."""
    return {
        account.office: account
        for account in reversed(regulations.campaign.accounts)
        if account.role is Role.OFFICER
    }


def _as_if_alone(
    file: CaseFile,
    case: Case,
    procedure: Procedure,
    late: LateDocument,
    signs: Mapping[str, Account],
    on: date,
    regulations: Regulations,
    breaches: tuple[str, ...],
) -> Circumstances:
    """Return the circumstances of accepting with nothing missing but one document."""
    others = frozenset(one.code for one in procedure.documents if one.code != late.document)
    promised = PromisedDocument(document=late.document, due_on=late.expected_on)
    return Circumstances(
        file=file,
        about=(replace(case, documents=others), procedure),
        request=AcceptConditionally(owed=(promised,)),
        by=signs.get(procedure.department, regulations.campaign.accounts[0]),
        on=on,
        regulations=regulations,
        open_breaches=breaches,
    )


def _signed_from(given: Circumstances, late: LateDocument) -> date | None:
    """Return the first day on which it may be promised by its expected day.

    The later it is signed, the farther a promise reaches, so the day is found by halving.
    """
    first, last = 0, (late.expected_on - given.on).days - 1
    if last < 0 or not _in_reach(given, late, last):
        return None
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if _in_reach(given, late, middle) else (middle + 1, last)
    return given.on + first * ONE_DAY


def _in_reach(given: Circumstances, late: LateDocument, shift: int) -> bool:
    latest = deferral.latest_make_up(replace(given, on=given.on + shift * ONE_DAY), late.document)
    return latest is None or late.expected_on <= latest


def _too_late(given: Circumstances, late: LateDocument) -> Refused:
    """Return what refuses a promise that is signed at the last moment."""
    eve = replace(given, on=max(late.expected_on - ONE_DAY, given.on))
    refused = deferral.promised_in_time(eve)
    return refused or deferral.PromiseTooLate(
        f"《{late.name}》预计 {late.expected_on} 到位，承诺期限届时已过", document=late.name
    )


def _unfit(case: Case, procedure: Procedure, late: LateDocument) -> Refused | None:
    """Return what forbids it before the rules of acceptance are asked at all."""
    document = procedure.document(late.document)
    if document is not None and document.level is RequirementLevel.SITUATIONAL:
        return deferral.NotDeferrable(
            f"《{late.name}》是按需材料，不在本事项可容缺材料清单", document=late.document
        )
    asked = {item.document for item in case.corrections}
    if case.state is CaseState.CORRECTING and late.document in asked:
        return DocumentsMissing(
            f"《{late.name}》已列入一次性告知补正，须一次补齐，不能再转为容缺",
            documents=(late.document,),
        )
    return None
