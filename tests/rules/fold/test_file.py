"""How entries add up: what each kind of entry changes, and that none is forgotten."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

import pytest

from models.acknowledgement import NoticeAcknowledged
from models.act_requests import CorrectionItem, PromisedDocument, Via
from models.assignment import Assigned
from models.attachment import AttachedFile, FilesAttached
from models.awaiting import UpstreamArrived, UpstreamAwaited
from models.book_line import LineMoved, LineRecorded
from models.bulletin import BulletinDrafted, BulletinDropped, BulletinIssued, MonthlyBulletin
from models.bulletin_figures import BulletinFigures, IssueFigures
from models.campaign import WeeklyRound
from models.case import Baseline, Case, CaseFile, CaseState, ClockStop, Limits, OwedDocument
from models.case_entries import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    ClockResumed,
    Concluded,
    ConditionallyAccepted,
    Corrected,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Delivered,
    Extended,
    ProcedureClosed,
    ProcedureOpened,
    Reminded,
    Returned,
    Revoked,
    Submitted,
    Withdrawn,
)
from models.catalogue import SpecialProcedureKind
from models.certificate import CertificateExtended
from models.credit import BreachRecorded, CreditRepaired
from models.days import DateKind, DayTable, DueDatesMoved, MovedDate
from models.earlier_timings import TimedCases, TimingsLoaded
from models.expectation import DocumentExpected
from models.hearing import Hearing, HearingHeld, HearingOffered, HearingRequested
from models.issue import Issue, IssueRaised, IssueSolved
from models.key import KeyRotated
from models.ledger import CampaignLoaded, DaysLoaded, Draft, Entry, Payload
from models.light import Light
from models.light_rules import DelayJustified, LightChanged, LightsRead, LightSubject
from models.measure import AnnouncedMeasure, DefenceStated, Measure, MeasureAnnounced
from models.milestone import (
    BaselineLine,
    BaselineTaken,
    ConditionConfirmed,
    Entrusted,
    GatePassed,
    GateReopened,
    ProjectAmended,
    Registered,
    Started,
    StartPinned,
)
from models.notice import Ground
from models.parcel import ParcelMoved
from models.preview import PreviewOpinion, PreviewOpinionGiven
from models.progress import LandStatus, Progress, ProgressReport, ProgressReported, WorkStatus
from models.project import ProjectStanding
from models.promise import (
    DeferredItemReceived,
    PromiseExtended,
    PromiseLapsed,
    RectificationOrdered,
)
from models.review import Recommendation, Reviewed, ReviewStage, SignedReview
from models.supervision import (
    InterviewHeld,
    Matter,
    MatterClosed,
    MatterOpened,
    MissedStartExplained,
    ReviewDecided,
    ReviewRequested,
    Slip,
    SlipAnswered,
    SlipDrafted,
    SlipDropped,
    SlipIssued,
)
from models.timing import Known, Phase
from models.weekly import RoundChased, RoundClosed, RoundOpened, RoundPublished
from rules.fold.campaign import add_to_campaign, fold_campaign
from rules.fold.case import NotThisStream
from rules.fold.file import add, fold
from tests.world import (
    FIRST_DAY,
    OFFICER,
    WORKDAY,
    after,
    at,
    campaign,
    draft,
    july,
    june,
    limit,
    opened,
    project,
    registered,
    running,
    with_case,
)

S = CaseState
DAY = june(9)
TEN, TWENTY = limit(10), limit(20)
ITEMS = (CorrectionItem(document="A01-2", what="盖章不清"),)
TWO_ITEMS = (
    CorrectionItem(document="A01-2", what="盖章不清", due_on=june(12)),
    CorrectionItem(document="A01-3", what="缺附图", due_on=june(15)),
)
OWED = OwedDocument("A01-2", june(8))
LAPSED = replace(OWED, lapsed_on=june(9))
SPECIAL = ClockStop(SpecialProcedureKind.HEARING, "听证", june(3), 5, WORKDAY)
GRACE = ClockStop(None, "容缺材料逾期未补", june(9), 0, WORKDAY)
UPSTREAM = ClockStop(SpecialProcedureKind.UPSTREAM, "B01、B02", DAY, 0, WORKDAY)
SUBMITTED = Case("A01", S.SUBMITTED, submitted_on=FIRST_DAY, documents=frozenset({"A01-1"}))
OWING = running(state=S.CONDITIONALLY_ACCEPTED, owed=(OWED,), documents=frozenset({"A01-1"}))
PAUSED = running(state=S.PAUSED, stops=(SPECIAL,), paused_from=S.ACCEPTED)
OVERDUE = running(state=S.OVERDUE_PROMISE, owed=(LAPSED,), stops=(GRACE,), grace_until=june(30))


def ended(stop: ClockStop) -> ClockStop:
    return replace(stop, ended_on=DAY)


OFFERED = Hearing(DAY, june(16), 5, WORKDAY, "47")
AWAITED = replace(OFFERED, offered_on=june(2), requested_on=june(3), hold_days=20)
ASKED = HearingRequested(procedure="A01", hold_by=july(8), days=20, unit=WORKDAY, article="47")
HEARING = ClockStop(SpecialProcedureKind.HEARING, "申请人要求听证", DAY, 20, WORKDAY)


TOLD = AnnouncedMeasure(
    Measure.REVOCATION, "planning-01", DAY, "欺骗取得", june(16), 5, WORKDAY, "7"
)

CASES: list[tuple[str, Case, Payload, dict[str, object]]] = [
    (
        "a procedure opens",
        Case("A01"),
        ProcedureOpened(procedure="A01"),
        {"state": S.OPEN, "opened_on": DAY},
    ),
    (
        "a procedure that opens again keeps its first day",
        Case("A01", opened_on=FIRST_DAY),
        ProcedureOpened(procedure="A01"),
        {"state": S.OPEN, "opened_on": FIRST_DAY},
    ),
    (
        "a procedure closes",
        Case("A01", S.OPEN),
        ProcedureClosed(procedure="A01", because="B01"),
        {"state": S.NOT_OPEN},
    ),
    (
        "a colleague sees to it",
        replace(SUBMITTED, handler="planning-01"),
        Assigned(procedure="A01", to="planning-02", before="planning-01", reason="轮岗"),
        {"handler": "planning-02"},
    ),
    (
        "a missing document is expected",
        replace(SUBMITTED, expected={"A01-2": june(12)}),
        DocumentExpected(procedure="A01", document="A01-3", expected_on=june(15)),
        {"expected": {"A01-2": june(12), "A01-3": june(15)}},
    ),
    (
        "a missing document is expected on another day",
        replace(SUBMITTED, expected={"A01-2": june(12)}),
        DocumentExpected(procedure="A01", document="A01-2", expected_on=june(15)),
        {"expected": {"A01-2": june(15)}},
    ),
    (
        "an application brings what was expected",
        Case("A01", S.OPEN, expected={"A01-1": june(9), "A01-2": june(12)}),
        Submitted(procedure="A01", documents=("A01-1",)),
        {"expected": {"A01-2": june(12)}},
    ),
    (
        "an application comes in",
        Case("A01", S.OPEN),
        Submitted(procedure="A01", documents=("A01-1",)),
        {"state": S.SUBMITTED, "submitted_on": DAY, "documents": {"A01-1"}, "told": False},
    ),
    (
        "an application comes in anew and begins from nothing",
        running(state=S.RETURNED, owed=(LAPSED,), stops=(GRACE,), returns=1, ended_on=june(8)),
        Submitted(procedure="A01", documents=()),
        {
            "state": S.SUBMITTED,
            "owed": (),
            "stops": (),
            "limits": None,
            "clock_from": None,
            "ended_on": None,
            "accepted_on": None,
            "documents": set(),
            "returns": 1,
        },
    ),
    (
        "corrections are asked for",
        SUBMITTED,
        CorrectionRequested(procedure="A01", items=ITEMS, due_on=june(12)),
        {
            "state": S.CORRECTING,
            "told": True,
            "corrections": (ITEMS[0].model_copy(update={"due_on": june(12)}),),
            "correction_due_on": june(12),
        },
    ),
    (
        "corrections come in and the notice period begins anew",
        replace(SUBMITTED, state=S.CORRECTING, told=True, corrections=ITEMS),
        Corrected(procedure="A01", documents=("A01-2",)),
        {
            "state": S.SUBMITTED,
            "told": False,
            "submitted_on": DAY,
            "corrections": ITEMS,
            "documents": {"A01-1", "A01-2"},
        },
    ),
    (
        "some corrections come in: the others stay open, each with its own day, and it waits",
        replace(SUBMITTED, state=S.CORRECTING, told=True, corrections=TWO_ITEMS, received_on=None),
        Corrected(procedure="A01", documents=("A01-2",)),
        {
            "state": S.CORRECTING,
            "corrected": {"A01-2": DAY},
            "open_corrections": TWO_ITEMS[1:],
            "correction_due_on": june(15),
            "received_on": None,
            "documents": {"A01-1", "A01-2"},
        },
    ),
    (
        "the last correction comes in: received complete that day (行政许可法 32)",
        replace(
            SUBMITTED,
            state=S.CORRECTING,
            told=True,
            corrections=TWO_ITEMS,
            corrected={"A01-2": june(3)},
            received_on=None,
        ),
        Corrected(procedure="A01", documents=("A01-3",)),
        {"state": S.SUBMITTED, "received_on": DAY, "correction_due_on": None, "told": False},
    ),
    (
        "it is accepted",
        SUBMITTED,
        Accepted(procedure="A01", promised=TEN, statutory=TWENTY),
        {
            "state": S.ACCEPTED,
            "accepted_on": DAY,
            "clock_from": DAY,
            "told": True,
            "limits": Limits(TEN, TWENTY),
        },
    ),
    (
        "it is deemed accepted as of receipt",
        SUBMITTED,
        DeemedAccepted(
            procedure="A01", accepted_on=FIRST_DAY, promised=TEN, statutory=TWENTY, article="32"
        ),
        {"state": S.ACCEPTED, "accepted_on": FIRST_DAY, "clock_from": FIRST_DAY, "deemed": True},
    ),
    (
        "it is accepted conditionally and the clock starts with the signature",
        SUBMITTED,
        ConditionallyAccepted(
            procedure="A01",
            owed=(PromisedDocument(document="A01-2", due_on=june(15)),),
            signed_by="法定代表人",
            signed_on=june(8),
            countersigned_by="planning-01",
            profile="pause",
            promised=TEN,
            statutory=TWENTY,
        ),
        {
            "state": S.CONDITIONALLY_ACCEPTED,
            "accepted_on": DAY,
            "clock_from": june(8),
            "owed": (OwedDocument("A01-2", june(15)),),
            "promise_signed_by": "法定代表人",
        },
    ),
    (
        "a preview opinion is given and decides nothing",
        Case("A01"),
        PreviewOpinionGiven(procedure="A01", opinion="布置可行", lacking=("B01",)),
        {
            "state": S.NOT_OPEN,
            "concluded_on": None,
            "preview": PreviewOpinion(DAY, "planning-01", "布置可行", ("B01",)),
        },
    ),
    (
        "it is declined",
        SUBMITTED,
        Declined(procedure="A01", reason="不属于本机关"),
        {"state": S.DECLINED, "ended_on": DAY, "reason": "不属于本机关"},
    ),
    (
        "a promised day is moved",
        OWING,
        PromiseExtended(
            procedure="A01",
            document="A01-2",
            due_on=june(22),
            days=5,
            reason="盖章未齐",
            source="参考数据",
        ),
        {
            "state": S.CONDITIONALLY_ACCEPTED,
            "owed": (replace(OWED, due_on=june(22), extensions=1),),
        },
    ),
    (
        "its certificate holds longer",
        running(state=S.APPROVED, extended_until=(june(15),)),
        CertificateExtended(
            procedure="A01",
            until=june(30),
            reason="雨季停工",
            applied_on=DAY,
            article="建筑法第9条",
        ),
        {"state": S.APPROVED, "extended_until": (june(15), june(30))},
    ),
    (
        "it is refused for what was false",
        running(),
        ApplicationRefused(procedure="A01", reason="材料虚假", untrue=True),
        {"state": S.REFUSED, "ended_on": DAY, "reason": "材料虚假", "untrue": True},
    ),
    (
        "a broken promise is to be made good",
        replace(OWING, state=S.APPROVED_CONDITIONALLY, concluded_on=june(5)),
        RectificationOrdered(
            procedure="A01", due_on=june(30), reason="逾期未补", source="北京2020"
        ),
        {"state": S.APPROVED_CONDITIONALLY, "rectify_by": june(30)},
    ),
    (
        "the last owed document comes in",
        OWING,
        DeferredItemReceived(procedure="A01", document="A01-2"),
        {
            "state": S.ACCEPTED,
            "owed": (replace(OWED, received_on=DAY),),
            "documents": {"A01-1", "A01-2"},
        },
    ),
    (
        "one of two owed documents comes in",
        replace(OWING, owed=(OWED, OwedDocument("A01-3", june(20)))),
        DeferredItemReceived(procedure="A01", document="A01-2"),
        {"state": S.CONDITIONALLY_ACCEPTED},
    ),
    (
        "an owed document comes in during a special procedure",
        replace(PAUSED, owed=(OWED,)),
        DeferredItemReceived(procedure="A01", document="A01-2"),
        {"state": S.PAUSED, "stops": (SPECIAL,)},
    ),
    (
        "a lapsed document comes in and the clock runs on",
        OVERDUE,
        DeferredItemReceived(procedure="A01", document="A01-2"),
        {"state": S.ACCEPTED, "stops": (ended(GRACE),), "grace_until": None},
    ),
    (
        "one of two lapsed documents comes in and the clock stands still",
        replace(OVERDUE, owed=(LAPSED, replace(LAPSED, document="A01-3"))),
        DeferredItemReceived(procedure="A01", document="A01-2"),
        {"state": S.OVERDUE_PROMISE, "stops": (GRACE,), "grace_until": june(30)},
    ),
    (
        "the last owed document makes a conditional decision whole",
        replace(OWING, state=S.APPROVED_CONDITIONALLY),
        DeferredItemReceived(procedure="A01", document="A01-2"),
        {"state": S.APPROVED},
    ),
    (
        "a document that was missing at a deemed acceptance comes in",
        running(deemed=True, documents=frozenset()),
        DeferredItemReceived(procedure="A01", document="A01-2"),
        {"state": S.ACCEPTED, "documents": {"A01-2"}},
    ),
    (
        "a promise lapses and the clock stands still",
        OWING,
        PromiseLapsed(
            procedure="A01",
            documents=("A01-2",),
            lapsed_on=june(9),
            grace_until=june(30),
            source="台州",
        ),
        {
            "state": S.OVERDUE_PROMISE,
            "owed": (LAPSED,),
            "stops": (GRACE,),
            "grace_until": june(30),
        },
    ),
    (
        "a promise lapses where the profile stops no clock",
        OWING,
        PromiseLapsed(
            procedure="A01",
            documents=("A01-2",),
            lapsed_on=june(9),
            grace_until=None,
            source="滨州",
        ),
        {"state": S.CONDITIONALLY_ACCEPTED, "owed": (LAPSED,), "stops": ()},
    ),
    (
        "it is returned",
        OVERDUE,
        Returned(procedure="A01", reason="逾期未补", source="台州"),
        {"state": S.RETURNED, "ended_on": DAY, "returns": 1, "stops": (ended(GRACE),)},
    ),
    (
        "only a prerequisite is missing: the clock stands still by fact",
        running(),
        UpstreamAwaited(procedure="A01", awaited=("B01", "B02"), source="滨州16"),
        {"state": S.ACCEPTED, "stops": (UPSTREAM,)},
    ),
    (
        "the prerequisite is concluded: the clock runs on",
        running(stops=(UPSTREAM,)),
        UpstreamArrived(procedure="A01"),
        {"state": S.ACCEPTED, "stops": (ended(UPSTREAM),)},
    ),
    (
        "the clock is paused",
        running(),
        ClockPaused(
            procedure="A01",
            procedure_kind=SpecialProcedureKind.HEARING,
            reason="听证",
            requested_by="planning-01",
            approved_by="planning-head",
            limit_days=5,
            limit_unit=WORKDAY,
        ),
        {"state": S.PAUSED, "stops": (replace(SPECIAL, started_on=DAY),)},
    ),
    (
        "the clock is resumed",
        PAUSED,
        ClockResumed(procedure="A01"),
        {"state": S.ACCEPTED, "stops": (ended(SPECIAL),)},
    ),
    (
        "the clock of a case that owes something is resumed",
        replace(PAUSED, owed=(OWED,)),
        ClockResumed(procedure="A01"),
        {"state": S.CONDITIONALLY_ACCEPTED},
    ),
    (
        "the right to a hearing is told and the clock runs on",
        running(),
        HearingOffered(
            procedure="A01",
            reason="涉及重大利益",
            apply_by=june(16),
            days=5,
            unit=WORKDAY,
            article="47",
        ),
        {"state": S.ACCEPTED, "stops": (), "hearing": OFFERED},
    ),
    (
        "a hearing is asked for and the clock stands still",
        running(hearing=OFFERED),
        ASKED,
        {
            "state": S.PAUSED,
            "paused_from": S.ACCEPTED,
            "stops": (HEARING,),
            "hearing": replace(OFFERED, requested_on=DAY, hold_days=20),
        },
    ),
    (
        "a hearing that is asked for takes over from another special procedure",
        replace(PAUSED, hearing=OFFERED),
        ASKED,
        {"state": S.PAUSED, "stops": (ended(SPECIAL), HEARING), "paused_from": S.ACCEPTED},
    ),
    (
        "a hearing is held and the clock runs on from its day",
        replace(PAUSED, hearing=AWAITED),
        HearingHeld(procedure="A01", held_on=june(8), result="意见一致"),
        {
            "state": S.ACCEPTED,
            "paused_from": None,
            "stops": (replace(SPECIAL, ended_on=june(8)),),
            "hearing": replace(AWAITED, held_on=june(8), closed_on=june(8)),
        },
    ),
    (
        "a hearing is held on a case that owes something",
        replace(PAUSED, hearing=AWAITED, owed=(OWED,)),
        HearingHeld(procedure="A01", held_on=june(8), result="意见一致"),
        {"state": S.CONDITIONALLY_ACCEPTED},
    ),
    (
        "the request for a hearing is taken back",
        replace(PAUSED, hearing=AWAITED),
        ClockResumed(procedure="A01", result="撤回听证申请"),
        {"state": S.ACCEPTED, "hearing": replace(AWAITED, closed_on=DAY)},
    ),
    (
        "an application with a hearing is taken back",
        replace(PAUSED, hearing=AWAITED),
        Withdrawn(procedure="A01"),
        {"state": S.WITHDRAWN, "hearing": replace(AWAITED, closed_on=DAY)},
    ),
    (
        "a hearing ends with the application that nobody asked it for",
        running(hearing=OFFERED),
        Concluded(procedure="A01"),
        {"state": S.APPROVED, "hearing": replace(OFFERED, closed_on=DAY)},
    ),
    (
        "an application comes in anew without the hearing of the last",
        running(state=S.WITHDRAWN, hearing=AWAITED, ended_on=june(8)),
        Submitted(procedure="A01", documents=()),
        {"hearing": None},
    ),
    (
        "the limit is extended",
        running(),
        Extended(
            procedure="A01",
            days=10,
            unit=WORKDAY,
            reason="情况复杂",
            applicant_informed=True,
            article="42",
        ),
        {"state": S.ACCEPTED, "extension_days": 10, "extensions": 1},
    ),
    (
        "it is granted",
        running(),
        Concluded(procedure="A01", permit_number="一号"),
        {"state": S.APPROVED, "concluded_on": DAY, "permit_number": "一号", "conditional": False},
    ),
    (
        "it is granted ahead of its documents",
        OWING,
        Concluded(procedure="A01", conditional=True),
        {"state": S.APPROVED_CONDITIONALLY, "concluded_on": DAY, "conditional": True},
    ),
    (
        "it is refused",
        OVERDUE,
        ApplicationRefused(procedure="A01", reason="逾期未补"),
        {"state": S.REFUSED, "ended_on": DAY, "stops": (ended(GRACE),)},
    ),
    (
        "the decision is handed over",
        running(state=S.APPROVED, concluded_on=june(5)),
        Delivered(procedure="A01", served_on=june(8)),
        {"state": S.APPROVED, "delivered_on": june(8)},
    ),
    (
        "it is withdrawn",
        PAUSED,
        Withdrawn(procedure="A01", reason="另行选址"),
        {"state": S.WITHDRAWN, "ended_on": DAY, "stops": (ended(SPECIAL),)},
    ),
    (
        "it is revoked, which does not undo the day of the decision",
        running(state=S.APPROVED, concluded_on=june(5)),
        Revoked(procedure="A01", reason="欺骗取得"),
        {"state": S.REVOKED, "ended_on": DAY, "concluded_on": june(5), "concluded": False},
    ),
    (
        "an opinion is signed before somebody else decides",
        running(),
        Reviewed(
            procedure="A01",
            stage=ReviewStage.EXAMINATION,
            recommends=Recommendation.GRANT,
            opinion="属实",
        ),
        {
            "state": S.ACCEPTED,
            "reviews": (
                SignedReview(
                    "planning-01", DAY, ReviewStage.EXAMINATION, Recommendation.GRANT, "属实"
                ),
            ),
        },
    ),
    (
        "its holder is told that it is to be revoked",
        running(state=S.APPROVED, concluded_on=june(5)),
        MeasureAnnounced(
            procedure="A01",
            measure=Measure.REVOCATION,
            reason="欺骗取得",
            answer_by=june(16),
            days=5,
            unit=WORKDAY,
            article="7",
        ),
        {"state": S.APPROVED, "measures": (TOLD,)},
    ),
    (
        "its holder states a case",
        running(state=S.APPROVED, measures=(TOLD,)),
        DefenceStated(procedure="A01", measure=Measure.REVOCATION, statement="并无欺骗"),
        {"measures": (replace(TOLD, stated_on=DAY, statement="并无欺骗"),)},
    ),
    (
        "it is revoked as was announced, and nothing is left announced",
        running(state=S.APPROVED, concluded_on=june(5), measures=(TOLD,)),
        Revoked(procedure="A01", reason="欺骗取得"),
        {"state": S.REVOKED, "measures": ()},
    ),
    (
        "a breach goes on record, which leaves its state and ends what was announced",
        replace(OVERDUE, measures=(replace(TOLD, measure=Measure.CREDIT_RECORD),)),
        BreachRecorded(procedure="A01", credit_code="x", reason="逾期"),
        {"state": S.OVERDUE_PROMISE, "measures": ()},
    ),
    (
        "a reminder of the case is kept with it",
        running(),
        Reminded(ground=Ground.OVERDUE, about_on=june(15), procedure="A01"),
        {"state": S.ACCEPTED, "reminded": {(Ground.OVERDUE, june(15))}},
    ),
]

REPORTED = ProgressReported(
    week="2020-W23",
    report=ProgressReport(
        invested_week=Decimal(100),
        invested_year=Decimal(100),
        invested_total=Decimal(100),
        physical_work="基础开挖",
        status=WorkStatus.STARTED,
        land_status=LandStatus.IN_USE,
        funds_arrived=Decimal(0),
        funds_paid=Decimal(0),
        filled_by="联络员",
    ),
)

JUSTIFIED = DelayJustified(
    about=LightSubject.FUNDS,
    reason="上级调整拨付计划",
    evidence="通知",
    approved_by="区领导01",
    until=june(30),
)

RED = LightChanged(about=LightSubject.FUNDS, light=Light.RED, before=Light.GREEN)
ISSUE = Issue(1, "缺电", "增容", "town", june(1), june(8))

MATTER = Matter(
    key="x",
    ground=Ground.STANDSTILL,
    about_on=june(1),
    procedure="",
    office="park",
    opened_on=DAY,
    first_rung="order_blue",
)
ASKED = replace(MATTER, key="m", slips=(Slip("order_blue", june(2)),))
"""The matter that the file has before each entry about supervision."""


def _slip(**changes: Any) -> Matter:
    return replace(ASKED, slips=(replace(ASKED.slips[0], **changes),))


TAKEN = BaselineTaken(
    start_on=june(22),
    forecast_on=june(24),
    lines=(BaselineLine(procedure="A01", start_on=june(1), finish_on=june(15)),),
    reason="登记时锁定",
    quality=80,
)

PARCEL = ParcelMoved(
    book="expropriation", line=1, parcel="东侧地块", reached=(("pre_notice", DAY),)
)

ELSEWHERE = project(unit="town", pinned_start=june(30))
SHELVED = project(standing=ProjectStanding.RESERVE)
AMENDED = ProjectAmended(
    project=ELSEWHERE,
    catalogue_version="test-1",
    plan=tuple(registered().plan.values()),
    not_required=dict(registered().not_required),
    changes=("责任单位：开发区→玉泉街道",),
    reason="区政府专题会议纪要",
)

FILES: list[tuple[str, Payload, dict[str, object]]] = [
    ("a baseline is kept", TAKEN, {"baselines": (Baseline(TAKEN, DAY, OFFICER),)}),
    (
        "the start is pinned anew",
        StartPinned(start_on=june(22), reason="供地推迟"),
        {"pinned_start": june(22), "pin_reason": "供地推迟"},
    ),
    ("the start is pinned", StartPinned(start_on=june(22)), {"pinned_start": june(22)}),
    ("the paperwork is entrusted", Entrusted(office="service"), {"agent": "service"}),
    ("another unit answers for the project", AMENDED, {"project": ELSEWHERE}),
    (
        "the project is put back into the reserve",
        AMENDED.model_copy(update={"project": SHELVED}),
        {"project": SHELVED, "pinned_start": None},
    ),
    ("a parcel is expropriated", PARCEL, {"parcels": {"expropriation/1": PARCEL}}),
    (
        "a parcel turns out to be another project's",
        PARCEL.model_copy(update={"reached": ()}),
        {"parcels": {}},
    ),
    (
        "a condition is confirmed",
        ConditionConfirmed(gate="start_construction", condition="land_delivered"),
        {"confirmed": {"start_construction.land_delivered": DAY}},
    ),
    (
        "a gate is passed",
        GatePassed(gate="start_production"),
        {"passed": {"start_construction": FIRST_DAY, "start_production": DAY}},
    ),
    (
        "a gate shuts again",
        GateReopened(gate="start_construction", because="C01"),
        {"passed": {}},
    ),
    ("work begins", Started(started_on=june(8)), {"started_on": june(8)}),
    (
        "who signs for a notice moves nothing on",
        NoticeAcknowledged(notice="p/1", ground=Ground.OVERDUE, title="超期"),
        {"acted_on": FIRST_DAY},
    ),
    (
        "a reminder of the project is kept with it",
        Reminded(ground=Ground.START_SLIPPED, about_on=june(22)),
        {"reminded": {(Ground.START_SLIPPED, june(22))}},
    ),
    (
        "a breach is the applicant's, not the case's",
        BreachRecorded(procedure="A01", credit_code="x", reason="逾期"),
        {},
    ),
    (
        "files are kept beside the case, which stands as before",
        FilesAttached(
            procedure="A01",
            files=(
                AttachedFile(sha256="0" * 64, name="批复.pdf", size=9, media="application/pdf"),
            ),
        ),
        {"acted_on": FIRST_DAY},
    ),
    (
        "so is its repair",
        CreditRepaired(procedure="A01", credit_code="x", reason="补齐"),
        {},
    ),
    (
        "a change of calendar is kept beside the file, not in it",
        DueDatesMoved(
            basis="通知",
            calendar="1",
            moves=(
                MovedDate(
                    what=DateKind.PROMISED_DUE, procedure="A01", before=june(15), after=june(16)
                ),
            ),
        ),
        {},
    ),
    (
        "a weekly report is kept under its week",
        REPORTED,
        {"progress": Progress({"2020-W23": REPORTED})},
    ),
    (
        "a report that comes late marks its week",
        REPORTED.model_copy(update={"late": True}),
        {
            "progress": Progress(
                {"2020-W23": REPORTED.model_copy(update={"late": True})}, frozenset({"2020-W23"})
            )
        },
    ),
    ("a delay is justified", JUSTIFIED, {"justified": {LightSubject.FUNDS: JUSTIFIED}}),
    (
        "a missed start is explained",
        MissedStartExplained(
            missed_on=june(5), reason="延误", measures="并联", proposed_on=june(22)
        ),
        {"explained": {june(5)}},
    ),
    (
        "a light changes",
        RED,
        {"lit": {LightSubject.FUNDS: RED}},
    ),
    (
        "an issue is put on the list",
        IssueRaised(issue=2, text="净地未交付", office="town", due_on=june(12)),
        {
            "issues": {
                1: ISSUE,
                2: Issue(2, "净地未交付", "", "town", DAY, june(12)),
            }
        },
    ),
    (
        "an issue is solved",
        IssueSolved(issue=1, result="已协调"),
        {"issues": {1: replace(ISSUE, solved_on=DAY, result="已协调")}},
    ),
    (
        "a matter is put under supervision",
        MatterOpened(
            matter="x", ground=Ground.STANDSTILL, about_on=june(1), office="park", rung="order_blue"
        ),
        {"matters": {"x": MATTER}},
    ),
    *(
        (
            f"a matter under supervision: {payload.kind}",
            payload,
            {"matters": {"m": matter}},
        )
        for payload, matter in (
            (
                SlipDrafted(matter="m", rung="order_red"),
                replace(ASKED, slips=(*ASKED.slips, Slip("order_red", DAY))),
            ),
            (
                SlipIssued(matter="m", rung="order_blue", reply_by=june(12)),
                _slip(issued_on=DAY, signed_by=OFFICER, reply_by=june(12)),
            ),
            (
                SlipDropped(matter="m", rung="order_blue", reason="已办结"),
                _slip(dropped_on=DAY),
            ),
            (
                SlipAnswered(matter="m", rung="order_blue", answer="在办", done_by=june(15)),
                _slip(answered_on=DAY, answer="在办", done_by=june(15)),
            ),
            (
                MatterClosed(matter="m", result="已办结"),
                replace(ASKED, closed_on=DAY, result="已办结"),
            ),
            (
                InterviewHeld(matter="m", held_on=june(4), attendants="单位", minutes="纪要"),
                replace(ASKED, interviewed_on=june(4)),
            ),
            (
                ReviewRequested(matter="m", reason="有异议", decide_by=july(3)),
                replace(ASKED, review_asked_on=DAY, review_due_on=july(3)),
            ),
            (
                ReviewDecided(matter="m", upheld=False, reason="成立"),
                replace(ASKED, upheld=False, closed_on=DAY, result="成立"),
            ),
        )
    ),
]

CAMPAIGN_KINDS = {
    LineMoved,
    LineRecorded,
    LightsRead,
    CampaignLoaded,
    DaysLoaded,
    RoundOpened,
    RoundChased,
    RoundClosed,
    RoundPublished,
    BulletinDrafted,
    BulletinIssued,
    BulletinDropped,
    KeyRotated,
    TimingsLoaded,
}


def test_no_kind_of_entry_is_forgotten() -> None:
    union, _ = get_args(Payload)
    folded = {type(payload) for _, _, payload, _ in CASES} | {type(one[1]) for one in FILES}

    assert set(get_args(union)) == folded | CAMPAIGN_KINDS | {Registered}


@pytest.mark.parametrize(
    ("before", "payload", "changes"),
    [pytest.param(*one[1:], id=one[0]) for one in CASES],
)
def test_a_case_changes_when(before: Case, payload: Payload, changes: dict[str, object]) -> None:
    file = with_case(opened(), before)

    changed = after(file, (DAY, payload))

    case = changed.cases["A01"]
    assert {name: getattr(case, name) for name in changes} == changes
    untouched = {code: one for code, one in changed.cases.items() if code != "A01"}
    assert untouched == {code: one for code, one in file.cases.items() if code != "A01"}
    assert changed.version == file.version + 1


@pytest.mark.parametrize(
    ("payload", "changes"), [pytest.param(*one[1:], id=one[0]) for one in FILES]
)
def test_a_file_changes_when(payload: Payload, changes: dict[str, object]) -> None:
    under = {} if payload.kind == "matter_opened" else {"m": ASKED}
    file = replace(
        opened(), passed={"start_construction": FIRST_DAY}, matters=under, issues={1: ISSUE}
    )

    changed = after(file, (DAY, payload))

    assert {name: getattr(changed, name) for name in changes} == changes
    assert changed.cases == file.cases
    assert (changed.last.kind, changed.last.on) == (payload.kind, DAY)


class TestARegistration:
    def test_brings_what_stood_before_the_campaign(self) -> None:
        file = registered(
            project(
                concluded_before={"A01": june(1)},
                confirmed_before=("land_delivered",),
                pinned_start=june(22),
            )
        )

        assert file.cases["A01"].state is S.APPROVED
        assert file.cases["B01"].state is S.NOT_OPEN
        assert file.confirmed == {"start_construction.land_delivered": FIRST_DAY}
        assert (file.pinned_start, file.version) == (june(22), 1)
        assert file.not_required == {"Z01": "本项目类型不涉及"}


class TestAStreamThatDoesNotHold:
    def test_without_a_registration_is_a_defect(self) -> None:
        with pytest.raises(NotThisStream, match="submitted before registered"):
            after(None, (DAY, Submitted(procedure="A01", documents=())))

    def test_with_a_procedure_of_another_project_is_a_defect(self) -> None:
        with pytest.raises(NotThisStream):
            after(opened(), (DAY, Submitted(procedure="Z01", documents=())))

    def test_with_an_entry_of_the_campaign_is_a_defect(self) -> None:
        with pytest.raises(NotThisStream):
            after(opened(), (DAY, RoundOpened(week="2020-W24", units=())))

    def test_that_is_empty_is_a_defect(self) -> None:
        with pytest.raises(NotThisStream):
            fold(None, ())


def entry(version: int, payload: Payload) -> Entry:
    return Entry(
        stream="x",
        version=version,
        payload=payload,
        at=at(DAY),
        on=DAY,
        by="planning-01",
        via=Via.CONSOLE,
        key=None,
        hash="",
    )


class TestFolding:
    def test_at_once_or_one_by_one_gives_the_same_file(self) -> None:
        file = opened()
        entries = [
            entry(file.version + 1, Submitted(procedure="A01", documents=("A01-1",))),
            entry(file.version + 2, Accepted(procedure="A01", promised=TEN, statutory=TWENTY)),
        ]

        one_by_one: CaseFile = file
        for one in entries:
            one_by_one = add(one_by_one, one, one.version)

        assert fold(file, entries) == one_by_one
        assert fold(fold(file, entries[:1]), entries[1:]) == one_by_one
        assert one_by_one.last.version == file.version + 2


FIGURES = BulletinFigures(
    title="行动",
    issuer="督办室",
    projects=0,
    overall=(),
    by_tier=(),
    units=(),
    departments=(),
    late_cases=(),
    overdue_documents=(),
    red=(),
    issues=IssueFigures(raised=0, solved=0, raised_so_far=0, solved_so_far=0, overdue=0),
    rungs=(),
    matters_closed=0,
    interviews=0,
    prompt_starts=(),
)


class TestTheCampaignsOwnStream:
    LOADED = CampaignLoaded(campaign=campaign(), digests={"rules.yaml": "r"})

    def test_adds_rounds_up(self) -> None:
        file = fold_campaign(
            None,
            [
                entry(1, self.LOADED),
                entry(
                    2,
                    RoundOpened(
                        week="2020-W24",
                        units=("park", "town"),
                        projects=("p", "q"),
                        cutoff_at=at(june(12), 16),
                        late=True,
                    ),
                ),
                entry(
                    3, RoundChased(week="2020-W24", before_hours=24, units=("town",), projects=())
                ),
                entry(4, RoundClosed(week="2020-W24", missing=("town",), projects=("q",))),
                entry(
                    5,
                    RoundPublished(
                        week="2020-W24",
                        due=2,
                        on_time=1,
                        late=0,
                        missing=1,
                        doubtful=0,
                        problems=0,
                    ),
                ),
            ],
        )

        assert file.rounds == {
            "2020-W24": WeeklyRound(
                "2020-W24",
                opened_on=DAY,
                units=("park", "town"),
                closed_on=DAY,
                missing=("town",),
                projects=("p", "q"),
                opened_at=at(DAY),
                cutoff_at=at(june(12), 16),
                late=True,
                chased=frozenset({24}),
                missing_projects=("q",),
                published_on=DAY,
            )
        }
        assert (file.version, file.digests) == (5, {"rules.yaml": "r"})
        assert file.loaded_on == DAY

    def test_keeps_what_became_of_a_bulletin_also_when_the_campaign_is_loaded_anew(self) -> None:
        june_s = BulletinDrafted(month="2020-06", as_of=june(30), figures=FIGURES, late=True)
        july_s = BulletinDrafted(month="2020-07", as_of=july(31), figures=FIGURES)
        issued = BulletinIssued(month="2020-06", opinion="属实", anchor="a" * 64)
        dropped = BulletinDropped(month="2020-07", reason="须复核")

        file = fold_campaign(
            None,
            [
                entry(1, self.LOADED),
                entry(2, june_s),
                entry(3, july_s),
                entry(4, issued),
                entry(5, dropped),
                entry(6, self.LOADED),
            ],
        )

        assert file.bulletins == {
            "2020-06": MonthlyBulletin(
                june_s, DAY, issued=issued, settled_on=DAY, settled_by=OFFICER
            ),
            "2020-07": MonthlyBulletin(
                july_s, DAY, dropped=dropped, settled_on=DAY, settled_by=OFFICER
            ),
        }
        assert not any(one.pending for one in file.bulletins.values())
        assert (file.version, file.loaded_on) == (6, DAY)

    def test_takes_new_days_and_keeps_the_rest(self) -> None:
        days = DayTable(version="new", first_year=2020, last_year=2020, days={})
        loaded = add_to_campaign(None, draft(DAY, self.LOADED), 1)

        file = add_to_campaign(loaded, draft(DAY, DaysLoaded(days=days, notice="通知")), 2)

        assert (file.days, file.campaign, file.version) == (days, loaded.campaign, 2)

    def test_keeps_the_timings_of_each_earlier_campaign_as_loaded_last(self) -> None:
        def took(campaign: str, days: int) -> TimingsLoaded:
            kind = {"procedure": "A01", "phase": Phase.DECIDE, "known": Known.EXACTLY}
            cases = TimedCases(**kind, days=(days,), projects=(1,))
            return TimingsLoaded(campaign=campaign, cases=(cases,))

        file = add_to_campaign(None, draft(june(1), self.LOADED), 1)
        told = [(june(2), took("a", 3)), (june(3), took("b", 4)), (june(5), took("a", 5))]
        for version, (on, payload) in enumerate(told, start=2):
            file = add_to_campaign(file, draft(on, payload), version)

        assert file.timings_on(june(1)) == {}
        assert file.timings_on(june(4)) == {"a": took("a", 3), "b": took("b", 4)}
        assert file.timings_on(june(5)) == {"a": took("a", 5), "b": took("b", 4)}
        assert (file.version, file.law) == (4, 4)
        again = add_to_campaign(
            file, draft(june(6), DaysLoaded(days=campaign().days, notice="通知")), 5
        )
        assert again.timings == file.timings

    @pytest.mark.parametrize(
        "payload", [Declined(procedure="A01", reason="不属于"), Started(started_on=DAY)]
    )
    def test_takes_no_entry_of_a_project(self, payload: Payload) -> None:
        loaded = add_to_campaign(None, draft(DAY, self.LOADED), 1)

        with pytest.raises(NotThisStream):
            add_to_campaign(loaded, draft(DAY, payload), 2)
        with pytest.raises(NotThisStream):
            add_to_campaign(None, Draft(payload, at(DAY), DAY, "x", Via.SYSTEM), 1)
