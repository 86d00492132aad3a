"""Which acts are offered on a case (可办动作): those that the rules would let somebody do.

Not the state alone says so: a decision is not offered while a prerequisite, a paper, a notice
period or an opinion is lacking. An act is offered where somebody who holds the right to it
could do it today with something to give; whoever does it gives his own facts, and may still be
refused for these. Lists, pages and forms ask here, so none invites to what would be refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from models.acts import (
    Accept,
    AcceptConditionally,
    Act,
    Correct,
    CorrectionItem,
    Decide,
    DecideConditionally,
    Decline,
    Deliver,
    Extend,
    ExtendPromise,
    GivePreviewOpinion,
    OrderRectification,
    Pause,
    ReceiveDocument,
    RecordBreach,
    Refuse,
    RepairCredit,
    Request,
    RequestCorrection,
    Resume,
    Revoke,
    Submit,
    Withdraw,
)
from models.case import Case, CaseFile
from models.catalogue import Procedure, SpecialProcedureKind
from models.decline import DeclineGround
from models.expectation import ExpectDocument
from models.hearing import HoldHearing, OfferHearing, RequestHearing
from models.measure import AnnounceMeasure, Measure, StateDefence
from models.people import Account, Role
from models.refusal import Refused
from models.review import GiveReview, Recommendation
from rules.acceptance.circumstances import Circumstances
from rules.acting.being_heard import NotTheDecider
from rules.acting.examining import AUTHORITY, acts_possible, examine
from rules.acting.reviewing import AnotherMustDecide, ReviewNotYours
from rules.clocks.clock import ONE_DAY
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations

WORDS = "事由"
"""What stands for an opinion or a reason that is not written yet."""

BY_WHOM = (AnotherMustDecide, ReviewNotYours, NotTheDecider)
"""Refusals that another person would not meet."""


def offered(
    file: CaseFile,
    procedure: str,
    *,
    on: date,
    regulations: Regulations,
    open_breaches: tuple[str, ...] = (),
    law_of: date | None = None,
) -> tuple[Act, ...]:
    """Return the acts that somebody may do on a case on a day, in the order of the life cycle.

    ``open_breaches`` are the applicant's unrepaired ones, which the file does not know;
    ``law_of`` is the day whose law names the papers, where that is not the day itself.
    """
    case = file.cases[procedure]
    known = regulations.procedures(file.project, on=law_of or on).get(procedure)
    if known is None:
        return ()
    about = (file, case, known, on, regulations, open_breaches)
    return tuple(act for act in acts_possible(case.state) if refused_to_all(act, *about) is None)


def refused_to_all(
    act: Act,
    file: CaseFile,
    case: Case,
    known: Procedure,
    on: date,
    regulations: Regulations,
    open_breaches: tuple[str, ...] = (),
) -> Refused | None:
    """Return why nobody may do an act on a case, ``None`` where somebody may.

    Of several refusals that of the last thing tried is told.
    """
    people = _entitled(TheVery(regulations), act, known.department)
    refused: Refused | None = None
    for request in _TRIALS[act](case, known, on):
        given = Circumstances(
            file=file,
            about=(case, known),
            request=request,
            by=people[0],
            on=on,
            regulations=regulations,
            open_breaches=open_breaches,
        )
        refused = _refused_to_each(given, people)
        if refused is None:
            return None
    return refused or Refused("没有可以办理的内容")


def _refused_to_each(given: Circumstances, people: Iterable[Account]) -> Refused | None:
    refused: Refused | None = None
    for account in people:
        refused = examine(replace(given, by=account))
        if not isinstance(refused, BY_WHOM):
            break
    return refused


@lru_cache(maxsize=1024)
def _entitled(the_very: TheVery[Regulations], act: Act, department: str) -> tuple[Account, ...]:
    """Return who holds the right to an act in a department's cases, or anybody for nobody."""
    accounts = the_very.itself.campaign.accounts
    roles = AUTHORITY.get(act, {})
    own = (Role.OFFICER, Role.DEPARTMENT_HEAD)
    found = tuple(
        one
        for one in accounts
        if one.role in roles
        and (one.office == department or one.role not in own or act in _BY_ANOTHER_OFFICE)
    )
    return found or accounts[:1]


_BY_ANOTHER_OFFICE = frozenset({Act.RECORD_BREACH, Act.REPAIR_CREDIT})

_Trials = Callable[[Case, Procedure, date], Iterator[Request]]


def _always(*requests: Request) -> _Trials:
    return lambda _case, _known, _on: iter(requests)


def _correction(case: Case, known: Procedure, _on: date) -> Iterator[Request]:
    """What was told once may be told again, nothing new beside it."""
    asked = [item.document for item in case.corrections] or [one.code for one in known.documents]
    for code in asked[:1]:
        yield RequestCorrection(items=(CorrectionItem(document=code, what=WORDS),))


def _receipts(case: Case, known: Procedure, _on: date) -> Iterator[Request]:
    owed = [one.document for one in case.outstanding]
    if case.deemed:
        owed += [one.code for one in known.documents if one.code not in case.documents]
    return (ReceiveDocument(document=code) for code in owed)


def _longer_promises(case: Case, _known: Procedure, _on: date) -> Iterator[Request]:
    return (ExtendPromise(document=one.document, days=1, reason=WORDS) for one in case.outstanding)


def _expectations(_case: Case, known: Procedure, on: date) -> Iterator[Request]:
    return (ExpectDocument(document=one.code, expected_on=on) for one in known.documents)


_TRIALS: Mapping[Act, _Trials] = {
    Act.SUBMIT: _always(Submit()),
    Act.ACCEPT: _always(Accept()),
    Act.ACCEPT_CONDITIONALLY: _always(AcceptConditionally(signed_by="申请人")),
    Act.GIVE_PREVIEW_OPINION: _always(GivePreviewOpinion(opinion=WORDS)),
    Act.REQUEST_CORRECTION: _correction,
    Act.CORRECT: _always(Correct()),
    Act.DECLINE: _always(Decline(reason=WORDS, ground=DeclineGround.NOT_REQUIRED)),
    Act.RECEIVE_DOCUMENT: _receipts,
    Act.EXTEND_PROMISE: _longer_promises,
    Act.ORDER_RECTIFICATION: lambda _case, _known, on: iter(
        (OrderRectification(due_on=on + ONE_DAY, reason=WORDS),)
    ),
    Act.PAUSE: _always(
        *(Pause(procedure_kind=one, reason=WORDS, limit_days=1) for one in SpecialProcedureKind)
    ),
    Act.RESUME: _always(Resume(result=WORDS)),
    Act.EXTEND: _always(Extend(days=1, reason=WORDS)),
    Act.REVIEW: _always(GiveReview(recommends=Recommendation.GRANT, opinion=WORDS)),
    Act.DECIDE: _always(Decide(opinion=WORDS)),
    Act.DECIDE_CONDITIONALLY: _always(DecideConditionally(opinion=WORDS)),
    Act.REFUSE: _always(Refuse(reason=WORDS)),
    Act.DELIVER: _always(Deliver()),
    Act.WITHDRAW: _always(Withdraw()),
    Act.REVOKE: _always(Revoke(reason=WORDS, untrue=True)),
    Act.ANNOUNCE_MEASURE: _always(*(AnnounceMeasure(measure=one, reason=WORDS) for one in Measure)),
    Act.STATE_DEFENCE: _always(*(StateDefence(measure=one, statement=WORDS) for one in Measure)),
    Act.RECORD_BREACH: _always(RecordBreach(reason=WORDS)),
    Act.REPAIR_CREDIT: _always(RepairCredit(reason=WORDS)),
    Act.EXPECT_DOCUMENT: _expectations,
    Act.OFFER_HEARING: _always(OfferHearing(reason=WORDS)),
    Act.REQUEST_HEARING: _always(RequestHearing()),
    Act.HOLD_HEARING: _always(HoldHearing(result=WORDS)),
}
"""Act → what is tried: the plainest thing that could be given, or each that there is."""
