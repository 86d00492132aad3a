"""What is tried to find out whether an act may be offered (试办): the plainest thing to ask for.

One table for cases and whole projects. Whoever acts gives his own facts; words that are not
written yet are stood for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from models.act_requests import (
    REQUEST_OF,
    AcceptConditionally,
    Act,
    CorrectionItem,
    Decide,
    DecideConditionally,
    Decline,
    ExtendPromise,
    OrderRectification,
    ReceiveDocument,
    Request,
    RequestCorrection,
    Resume,
    Revoke,
)
from models.assignment import Assign
from models.case import Case, CaseFile
from models.catalogue import Gate, Procedure
from models.certificate import ExtendCertificate
from models.decline import DeclineGround
from models.expectation import ExpectDocument
from models.hearing import HoldHearing
from models.issue import SolveIssue
from models.milestone import ConfirmCondition, PinStart
from models.people import Role
from models.review import GiveReview, Recommendation
from models.supervision_requests import AnswerSlip, EscalateMatter, ExplainMissedStart
from rules.clocks.clock import ONE_DAY
from rules.clocks.expiry import expires_on
from rules.in_force.regulations import Regulations

WORDS = "事由"
"""What stands for an opinion or a reason that is not written yet."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What an act would be done to (试办对象): a case and its procedure, or a gate."""

    file: CaseFile
    about: tuple[Case, Procedure] | Gate
    on: date
    regulations: Regulations
    matter: str = ""
    """Number of the matter under supervision, for the acts on one."""

    @property
    def case(self) -> Case:
        """Return the case."""
        assert isinstance(self.about, tuple)
        return self.about[0]

    @property
    def papers(self) -> tuple[str, ...]:
        """Return the codes of the papers that the procedure knows."""
        assert isinstance(self.about, tuple)
        return tuple(one.code for one in self.about[1].documents)

    @property
    def next_day(self) -> date:
        """Return the next working day after today."""
        return self.regulations.days.next_working_day(self.on + ONE_DAY)


Probe = Callable[[Probed], Iterator[Request]]


def _always(make: Callable[[], Request]) -> Probe:
    """Return a probe that tries one request, which is made when it is first tried."""
    made = cache(make)
    return lambda _: iter((made(),))


def _correction(here: Probed) -> Iterator[Request]:
    """What was told once may be told again, nothing new beside it."""
    asked = [item.document for item in here.case.corrections] or here.papers
    return map(_corrected, asked[:1])


@cache
def _corrected(document: str) -> Request:
    return RequestCorrection(items=(CorrectionItem(document=document, what=WORDS),))


def _receipts(here: Probed) -> Iterator[Request]:
    owed = [one.document for one in here.case.outstanding]
    if here.case.deemed:
        owed += [code for code in here.papers if code not in here.case.documents]
    return (ReceiveDocument(document=code) for code in owed or here.papers[:1])


def _longer_promises(here: Probed) -> Iterator[Request]:
    owed = [one.document for one in here.case.outstanding] or here.papers[:1]
    return (ExtendPromise(document=code, days=1, reason=WORDS) for code in owed)


def _longer_certificates(here: Probed) -> Iterator[Request]:
    expiry = expires_on(here.case, on=here.on, regulations=here.regulations)
    if expiry is not None:
        yield ExtendCertificate(until=expiry.due_on + ONE_DAY, reason=WORDS)


def _pins(here: Probed) -> Iterator[Request]:
    """Another day than the one that is pinned."""
    day = here.next_day
    if here.file.pinned_start == day:
        day = here.regulations.days.next_working_day(day + ONE_DAY)
    yield PinStart(start_on=day, reason=WORDS)


def _confirmations(here: Probed) -> Iterator[Request]:
    assert isinstance(here.about, Gate)
    return (ConfirmCondition(condition=one.code) for one in here.about.confirmations)


def _solutions(here: Probed) -> Iterator[Request]:
    for number, issue in here.file.issues.items():
        if issue.open:
            yield SolveIssue(issue=number, result=WORDS)


def _higher_rungs(here: Probed) -> Iterator[Request]:
    ladder = here.regulations.rulebook.escalation
    matter = next(one for one in here.file.matters.values() if str(one.number) == here.matter)
    rung = matter.slip.rung if matter.slip is not None else matter.first_rung
    above = ladder.above(rung) if ladder is not None else None
    if above is not None:
        yield EscalateMatter(matter=here.matter, rung=above.code, reason=WORDS)


def _plainest(act: Act) -> Probe:
    """Return a probe that gives what the request must have: words, today, a day, each choice."""
    asked: dict[str, Any] = {
        name: field.annotation
        for name, field in REQUEST_OF[act].model_fields.items()
        if field.is_required() or name == "matter"
    }
    if not asked:
        return _always(REQUEST_OF[act])

    def probe(here: Probed) -> Iterator[Request]:
        stands_for: dict[Any, tuple[Any, ...]] = {str: (WORDS,), date: (here.on,), int: (1,)}
        stands_for[bool] = (True,)
        each = (
            (here.matter,) if name == "matter" else stands_for.get(kind) or tuple(kind)
            for name, kind in asked.items()
        )
        for one in product(*each):
            yield REQUEST_OF[act](**dict(zip(asked, one, strict=True)))

    return probe


def _colleagues(here: Probed) -> Iterator[Request]:
    assert isinstance(here.about, tuple)
    campaign, department = here.regulations.campaign, here.about[1].department
    for account in campaign.accounts_of(Role.OFFICER, department):
        yield Assign(to=account.number, reason=WORDS)


PROBES: Mapping[Act, Probe] = {act: _plainest(act) for act in REQUEST_OF} | {
    Act.ACCEPT_CONDITIONALLY: _always(lambda: AcceptConditionally(signed_by="申请人")),
    Act.REQUEST_CORRECTION: _correction,
    Act.DECLINE: _always(lambda: Decline(reason=WORDS, ground=DeclineGround.NOT_REQUIRED)),
    Act.RECEIVE_DOCUMENT: _receipts,
    Act.EXTEND_PROMISE: _longer_promises,
    Act.ORDER_RECTIFICATION: lambda here: iter(
        (OrderRectification(due_on=here.on + ONE_DAY, reason=WORDS),)
    ),
    Act.EXTEND_CERTIFICATE: _longer_certificates,
    Act.HOLD_HEARING: _always(lambda: HoldHearing(result=WORDS, presided_by=WORDS)),
    Act.RESUME: _always(lambda: Resume(result=WORDS)),
    Act.REVIEW: _always(lambda: GiveReview(recommends=Recommendation.GRANT, opinion=WORDS)),
    Act.DECIDE: _always(lambda: Decide(opinion=WORDS)),
    Act.DECIDE_CONDITIONALLY: _always(lambda: DecideConditionally(opinion=WORDS)),
    Act.REVOKE: _always(lambda: Revoke(reason=WORDS, untrue=True)),
    Act.ASSIGN: _colleagues,
    Act.EXPECT_DOCUMENT: lambda here: (
        ExpectDocument(document=code, expected_on=here.on) for code in here.papers
    ),
    Act.CONFIRM_CONDITION: _confirmations,
    Act.PIN_START: _pins,
    Act.ANSWER_SLIP: lambda here: iter(
        (AnswerSlip(matter=here.matter, answer=WORDS, done_by=here.on),)
    ),
    Act.ESCALATE_MATTER: _higher_rungs,
    Act.SOLVE_ISSUE: _solutions,
    Act.EXPLAIN_MISSED_START: lambda here: iter(
        (ExplainMissedStart(reason=WORDS, measures=WORDS, proposed_on=here.next_day),)
    ),
}
"""Act → what is tried: the plainest thing that could be given, or each that there is.

An act is named where the plainest that its request allows would not do.
"""
