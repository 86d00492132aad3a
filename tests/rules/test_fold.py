"""How entries add up: what each kind of entry changes, and that none is forgotten."""

from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest

from models.acts import CorrectionItem, PromisedDocument, Via
from models.campaign import WeeklyRound
from models.case import Case, CaseFile, CaseState, ClockStop, Limits, OwedDocument
from models.catalogue import SpecialProcedureKind
from models.credit import BreachRecorded, CreditRepaired
from models.days import DateKind, DayTable, DueDatesMoved, MovedDate
from models.ledger import (
    Accepted,
    ApplicationRefused,
    CampaignLoaded,
    ClockPaused,
    ClockResumed,
    Concluded,
    ConditionallyAccepted,
    Corrected,
    CorrectionRequested,
    DaysLoaded,
    Declined,
    DeemedAccepted,
    Delivered,
    Draft,
    Entry,
    Extended,
    Payload,
    ProcedureClosed,
    ProcedureOpened,
    Reminded,
    Returned,
    Revoked,
    Submitted,
    Withdrawn,
)
from models.milestone import (
    ConditionConfirmed,
    GatePassed,
    GateReopened,
    Registered,
    Started,
    StartPinned,
)
from models.notice import Ground
from models.progress import LandStatus, Progress, ProgressReport, ProgressReported, WorkStatus
from models.promise import (
    DeferredItemReceived,
    PromiseExtended,
    PromiseLapsed,
    RectificationOrdered,
)
from models.weekly import RoundClosed, RoundOpened
from rules.campaign_fold import add_to_campaign, fold_campaign
from rules.fold import NotThisStream, add, fold
from tests.world import (
    FIRST_DAY,
    WORKDAY,
    after,
    at,
    campaign,
    draft,
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
OWED = OwedDocument("A01-2", june(8))
LAPSED = replace(OWED, lapsed_on=june(9))
SPECIAL = ClockStop(SpecialProcedureKind.HEARING, "听证", june(3), 5, WORKDAY)
GRACE = ClockStop(None, "容缺材料逾期未补", june(9), 0, WORKDAY)
SUBMITTED = Case("A01", S.SUBMITTED, submitted_on=FIRST_DAY, documents=frozenset({"A01-1"}))
OWING = running(state=S.CONDITIONALLY_ACCEPTED, owed=(OWED,), documents=frozenset({"A01-1"}))
PAUSED = running(state=S.PAUSED, stops=(SPECIAL,), paused_from=S.ACCEPTED)
OVERDUE = running(state=S.OVERDUE_PROMISE, owed=(LAPSED,), stops=(GRACE,), grace_until=june(30))


def ended(stop: ClockStop) -> ClockStop:
    return replace(stop, ended_on=DAY)


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
        {"state": S.CORRECTING, "told": True, "corrections": ITEMS, "correction_due_on": june(12)},
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
        "it is revoked and not concluded any more",
        running(state=S.APPROVED, concluded_on=june(5)),
        Revoked(procedure="A01", reason="欺骗取得"),
        {"state": S.REVOKED, "ended_on": DAY, "concluded_on": None},
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

FILES: list[tuple[str, Payload, dict[str, object]]] = [
    ("the start is pinned", StartPinned(start_on=june(22)), {"pinned_start": june(22)}),
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
]

CAMPAIGN_KINDS = {CampaignLoaded, DaysLoaded, RoundOpened, RoundClosed}


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
    file = replace(opened(), passed={"start_construction": FIRST_DAY})

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
        prev="",
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


class TestTheCampaignsOwnStream:
    LOADED = CampaignLoaded(campaign=campaign(), digests={"rules.yaml": "r"})

    def test_adds_rounds_up(self) -> None:
        file = fold_campaign(
            None,
            [
                entry(1, self.LOADED),
                entry(2, RoundOpened(week="2020-W24", units=("park", "town"))),
                entry(3, RoundClosed(week="2020-W24", missing=("town",))),
            ],
        )

        assert file.rounds == {
            "2020-W24": WeeklyRound("2020-W24", DAY, ("park", "town"), DAY, ("town",))
        }
        assert (file.version, file.digests) == (3, {"rules.yaml": "r"})

    def test_takes_new_days_and_keeps_the_rest(self) -> None:
        days = DayTable(version="new", first_year=2020, last_year=2020, days={})
        loaded = add_to_campaign(None, draft(DAY, self.LOADED), 1)

        file = add_to_campaign(loaded, draft(DAY, DaysLoaded(days=days, notice="通知")), 2)

        assert (file.days, file.campaign, file.version) == (days, loaded.campaign, 2)

    @pytest.mark.parametrize(
        "payload", [Declined(procedure="A01", reason="不属于"), Started(started_on=DAY)]
    )
    def test_takes_no_entry_of_a_project(self, payload: Payload) -> None:
        loaded = add_to_campaign(None, draft(DAY, self.LOADED), 1)

        with pytest.raises(NotThisStream):
            add_to_campaign(loaded, draft(DAY, payload), 2)
        with pytest.raises(NotThisStream):
            add_to_campaign(None, Draft(payload, at(DAY), DAY, "x", Via.SYSTEM), 1)
