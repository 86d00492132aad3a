"""What is tried to find out whether an act may be offered (试办): the plainest thing to ask for.

One table for cases and whole projects. Whoever acts gives his own facts; words that are not
written yet are stood for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.act_requests import (
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
    Request,
    RequestCorrection,
    Resume,
    Revoke,
    Submit,
    Withdraw,
)
from models.case import Case, CaseFile
from models.catalogue import Gate, Procedure, SpecialProcedureKind
from models.decline import DeclineGround
from models.expectation import ExpectDocument
from models.gate_requests import ConfirmCondition, PinStart, RepairCredit, ReportStart
from models.hearing import HoldHearing, OfferHearing, RequestHearing
from models.issue import RaiseIssue, SolveIssue
from models.light_rules import JustifyDelay, LightSubject
from models.measure import AnnounceMeasure, Measure, StateDefence
from models.review import GiveReview, Recommendation
from models.supervision_requests import (
    AnswerSlip,
    CloseMatter,
    DecideReview,
    DropSlip,
    EscalateMatter,
    ExplainMissedStart,
    HoldInterview,
    RequestReview,
    SignSlip,
)
from rules.clocks.clock import ONE_DAY
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


def _always(*requests: Request) -> Probe:
    return lambda _: iter(requests)


def _correction(here: Probed) -> Iterator[Request]:
    """What was told once may be told again, nothing new beside it."""
    asked = [item.document for item in here.case.corrections] or here.papers
    for code in asked[:1]:
        yield RequestCorrection(items=(CorrectionItem(document=code, what=WORDS),))


def _receipts(here: Probed) -> Iterator[Request]:
    owed = [one.document for one in here.case.outstanding]
    if here.case.deemed:
        owed += [code for code in here.papers if code not in here.case.documents]
    return (ReceiveDocument(document=code) for code in owed or here.papers[:1])


def _longer_promises(here: Probed) -> Iterator[Request]:
    owed = [one.document for one in here.case.outstanding] or here.papers[:1]
    return (ExtendPromise(document=code, days=1, reason=WORDS) for code in owed)


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


def _of_matter(request: Callable[[str], Request]) -> Probe:
    return lambda here: iter((request(here.matter),))


PROBES: Mapping[Act, Probe] = {
    Act.SUBMIT: _always(Submit()),
    Act.ACCEPT: _always(Accept()),
    Act.ACCEPT_CONDITIONALLY: _always(AcceptConditionally(signed_by="申请人")),
    Act.GIVE_PREVIEW_OPINION: _always(GivePreviewOpinion(opinion=WORDS)),
    Act.REQUEST_CORRECTION: _correction,
    Act.CORRECT: _always(Correct()),
    Act.DECLINE: _always(Decline(reason=WORDS, ground=DeclineGround.NOT_REQUIRED)),
    Act.RECEIVE_DOCUMENT: _receipts,
    Act.EXTEND_PROMISE: _longer_promises,
    Act.ORDER_RECTIFICATION: lambda here: iter(
        (OrderRectification(due_on=here.on + ONE_DAY, reason=WORDS),)
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
    Act.EXPECT_DOCUMENT: lambda here: (
        ExpectDocument(document=code, expected_on=here.on) for code in here.papers
    ),
    Act.OFFER_HEARING: _always(OfferHearing(reason=WORDS)),
    Act.REQUEST_HEARING: _always(RequestHearing()),
    Act.HOLD_HEARING: _always(HoldHearing(result=WORDS)),
    Act.CONFIRM_CONDITION: _confirmations,
    Act.PIN_START: _pins,
    Act.REPORT_START: lambda here: iter((ReportStart(started_on=here.on),)),
    Act.SIGN_SLIP: _of_matter(lambda matter: SignSlip(matter=matter)),
    Act.DROP_SLIP: _of_matter(lambda matter: DropSlip(matter=matter, reason=WORDS)),
    Act.ANSWER_SLIP: lambda here: iter(
        (AnswerSlip(matter=here.matter, answer=WORDS, done_by=here.on),)
    ),
    Act.CLOSE_MATTER: _of_matter(lambda matter: CloseMatter(matter=matter, result=WORDS)),
    Act.ESCALATE_MATTER: _higher_rungs,
    Act.HOLD_INTERVIEW: _of_matter(
        lambda matter: HoldInterview(matter=matter, attendants=WORDS, minutes=WORDS)
    ),
    Act.REQUEST_REVIEW: _of_matter(lambda matter: RequestReview(matter=matter, reason=WORDS)),
    Act.DECIDE_REVIEW: _of_matter(
        lambda matter: DecideReview(matter=matter, upheld=True, reason=WORDS)
    ),
    Act.RAISE_ISSUE: _always(RaiseIssue(text=WORDS)),
    Act.SOLVE_ISSUE: _solutions,
    Act.EXPLAIN_MISSED_START: lambda here: iter(
        (ExplainMissedStart(reason=WORDS, measures=WORDS, proposed_on=here.next_day),)
    ),
    Act.JUSTIFY_DELAY: lambda here: (
        JustifyDelay(about=one, reason=WORDS, evidence=WORDS, approved_by=WORDS, until=here.on)
        for one in LightSubject
    ),
}
"""Act → what is tried: the plainest thing that could be given, or each that there is."""
