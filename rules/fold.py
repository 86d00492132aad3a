"""How entries add up to a case file (折叠): one small function, one branch per kind."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, get_args

from models.acknowledgement import NoticeAcknowledged
from models.act import Via
from models.case import (
    Baseline,
    Case,
    CaseFile,
    CaseState,
    ClockStop,
    LastWord,
    Limits,
    PlannedCase,
)
from models.changing import changed
from models.credit import BreachRecorded, CreditRepaired
from models.days import DueDatesMoved
from models.expectation import DocumentExpected
from models.hearing import HearingHeld, HearingOffered, HearingRequested
from models.issue import Issue, IssueRaised, IssueSolved
from models.ledger import (
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
    Draft,
    Entry,
    Extended,
    ProcedureClosed,
    ProcedureOpened,
    Reminded,
    Returned,
    Revoked,
    Submitted,
    Withdrawn,
)
from models.milestone import (
    BaselineTaken,
    ConditionConfirmed,
    GatePassed,
    GateReopened,
    PlannedProcedure,
    Registered,
    Started,
    StartPinned,
)
from models.preview import PreviewOpinion, PreviewOpinionGiven
from models.progress import Progress, ProgressReported
from models.project_lights import DelayJustified, LightChanged
from models.promise import (
    DeferredItemReceived,
    PromiseExtended,
    PromiseLapsed,
    RectificationOrdered,
)
from models.supervision import SupervisionEntry
from rules import hearing_fold, promise_fold
from rules.promise_fold import ended, still_expected
from rules.supervision_fold import supervised

NOBODY_ACTS = (*get_args(SupervisionEntry), NoticeAcknowledged)
"""Entries after which a project stands still as before, whoever wrote them."""

NOT_OF_THE_CASE = (BreachRecorded, CreditRepaired)
"""Entries that name a procedure and leave its case as it is."""


class NotThisStream(ValueError):
    """An entry of another stream, or out of order: a defect, never a refusal."""


def fold(file: CaseFile | None, entries: Iterable[Entry]) -> CaseFile:
    """Add entries to a case file, in the order of their versions."""
    for entry in entries:
        file = add(file, entry, entry.version)
    if file is None:
        raise NotThisStream("no entry")
    return file


def add(file: CaseFile | None, entry: Entry | Draft, version: int) -> CaseFile:
    """Return the case file with one more entry."""
    payload = entry.payload
    last = LastWord(version, entry.at, entry.on, entry.by, payload.kind)
    if isinstance(payload, Registered):
        return changed(_registered(payload, entry), version=version, last=last)
    if file is None:
        raise NotThisStream(f"{payload.kind} before registered")
    by_system = entry.via is Via.SYSTEM or isinstance(payload, NOBODY_ACTS)
    acted = file.acted_on if by_system else entry.on
    procedure = getattr(payload, "procedure", "")
    if procedure in file.cases and not isinstance(payload, NOT_OF_THE_CASE):
        moved = hearing_fold.closed(_moved(file.cases[procedure], entry), entry.on)
        cases = MappingProxyType(file.cases | {procedure: _settled(moved, entry)})
        return changed(file, cases=cases, version=version, last=last, acted_on=acted)
    return changed(_changed(file, entry), version=version, last=last, acted_on=acted)


def _registered(payload: Registered, entry: Entry | Draft) -> CaseFile:
    plan = {one.procedure: _planned(one) for one in payload.plan}
    before = payload.project.concluded_before
    return CaseFile(
        project=payload.project,
        version=0,
        plan=MappingProxyType(plan),
        cases=MappingProxyType(
            {
                code: Case(
                    code, CaseState.APPROVED, opened_on=before[code], concluded_on=before[code]
                )
                if code in before
                else _untouched(code)
                for code in plan
            }
        ),
        not_required=MappingProxyType(payload.not_required),
        registered_on=entry.on,
        pinned_start=payload.project.pinned_start,
        started_on=payload.project.started_on,
        confirmed=MappingProxyType(
            {f"start_construction.{code}": entry.on for code in payload.project.confirmed_before}
        ),
    )


@lru_cache(maxsize=256)
def _untouched(procedure: str) -> Case:
    """Return the case of which nothing is known yet; frozen, hence shared by all projects."""
    return Case(procedure)


@lru_cache(maxsize=4096)
def _first_opened(procedure: str, on: date) -> Case:
    """Return the case that opened on a day and of which nothing else is known, shared as well."""
    return Case(procedure, CaseState.OPEN, opened_on=on)


def _planned(one: PlannedProcedure) -> PlannedCase:
    return PlannedCase(
        procedure=one.procedure,
        stage=one.stage,
        department=one.department,
        prerequisites=one.prerequisites,
        any_of=one.any_of,
        tolerable=one.tolerable,
    )


def _changed(file: CaseFile, entry: Entry | Draft) -> CaseFile:
    match entry.payload:
        case StartPinned(start_on=start_on, reason=reason):
            return changed(file, pinned_start=start_on, pin_reason=reason)
        case BaselineTaken() as taken:
            kept = Baseline(taken, entry.on, entry.by)
            return changed(file, baselines=(*file.baselines, kept))
        case ConditionConfirmed(gate=gate, condition=condition):
            confirmed = {**file.confirmed, f"{gate}.{condition}": entry.on}
            return changed(file, confirmed=MappingProxyType(confirmed))
        case GatePassed(gate=gate):
            return changed(file, passed=MappingProxyType({**file.passed, gate: entry.on}))
        case GateReopened(gate=gate):
            passed = {code: day for code, day in file.passed.items() if code != gate}
            return changed(file, passed=MappingProxyType(passed))
        case Started(started_on=started_on):
            return changed(file, started_on=started_on)
        case Reminded(procedure="", ground=ground, about_on=about_on):
            return changed(file, reminded=file.reminded | {(ground, about_on)})
        case ProgressReported() as reported:
            return changed(file, progress=_reported(file.progress, reported))
        case DelayJustified(about=about) as justified:
            known = {**file.justified, about: justified}
            return changed(file, justified=MappingProxyType(known))
        case LightChanged(about=about) as light:
            return changed(file, lit=MappingProxyType({**file.lit, about: light}))
        case IssueRaised() as asked:
            issue = Issue(
                asked.issue, asked.text, asked.needs, asked.office, entry.on, asked.due_on
            )
            return changed(file, issues=MappingProxyType({**file.issues, asked.issue: issue}))
        case IssueSolved(issue=number, result=result):
            solved = changed(file.issues[number], solved_on=entry.on, result=result)
            return changed(file, issues=MappingProxyType({**file.issues, number: solved}))
        case payload if isinstance(payload, SupervisionEntry):
            return supervised(file, payload, on=entry.on, by=entry.by)
        case BreachRecorded() | CreditRepaired() | DueDatesMoved() | NoticeAcknowledged():
            return file
        case payload:
            raise NotThisStream(f"{payload.kind} does not belong to {file.project.code}")


def _reported(progress: Progress, reported: ProgressReported) -> Progress:
    week = reported.week
    late = progress.late
    if week not in progress.reports and reported.late:
        late |= {week}
    reports = dict(sorted({**progress.reports, week: reported}.items()))
    return Progress(MappingProxyType(reports), late)


def _settled(case: Case, entry: Entry | Draft) -> Case:
    """Keep the instant at which a case was concluded or ended: its calendar is that of then."""
    if case.settled_at is not None or not (case.concluded_on or case.ended_on):
        return case
    return changed(case, settled_at=entry.at)


def _moved(case: Case, entry: Entry | Draft) -> Case:
    on = entry.on

    def to(state: CaseState, **changes: Any) -> Case:
        return changed(case, state=state, **changes)

    match entry.payload:
        case ProcedureOpened() if case is _untouched(case.procedure):
            return _first_opened(case.procedure, on)
        case ProcedureOpened():
            return to(CaseState.OPEN, opened_on=case.opened_on or on)
        case ProcedureClosed():
            return to(CaseState.NOT_OPEN)
        case Submitted(documents=documents):
            return Case(
                case.procedure,
                CaseState.SUBMITTED,
                opened_on=case.opened_on,
                submitted_on=on,
                documents=frozenset(documents),
                expected=still_expected(case, documents),
                preview=case.preview,
                returns=case.returns,
                reminded=case.reminded,
            )
        case PreviewOpinionGiven(opinion=opinion, lacking=lacking):
            return changed(case, preview=PreviewOpinion(on, entry.by, opinion, lacking))
        case CorrectionRequested(items=items, due_on=due_on):
            return to(CaseState.CORRECTING, told=True, corrections=items, correction_due_on=due_on)
        case Corrected(documents=documents):
            return to(
                CaseState.SUBMITTED,
                told=False,
                submitted_on=on,
                correction_due_on=None,
                documents=case.documents | set(documents),
                expected=still_expected(case, documents),
            )
        case DocumentExpected(document=document, expected_on=expected_on):
            expected = {**case.expected, document: expected_on}
            return changed(case, expected=MappingProxyType(expected))
        case Accepted(promised=promised, statutory=statutory):
            return to(
                CaseState.ACCEPTED,
                told=True,
                accepted_on=on,
                clock_from=on,
                limits=Limits(promised, statutory),
                expected=still_expected(case, case.expected),
            )
        case DeemedAccepted(accepted_on=accepted_on, promised=promised, statutory=statutory):
            return to(
                CaseState.ACCEPTED,
                told=True,
                deemed=True,
                accepted_on=accepted_on,
                clock_from=accepted_on,
                limits=Limits(promised, statutory),
            )
        case ConditionallyAccepted() as payload:
            return promise_fold.promised(case, payload, entry)
        case Declined(reason=reason):
            return to(
                CaseState.DECLINED, ended_on=on, reason=reason, stops=ended(case.stops, entry)
            )
        case DeferredItemReceived(document=document):
            return promise_fold.received(case, document, entry)
        case PromiseExtended() as payload:
            return promise_fold.moved(case, payload)
        case RectificationOrdered(due_on=due_on):
            return changed(case, rectify_by=due_on)
        case PromiseLapsed() as payload:
            return promise_fold.lapsed(case, payload, entry)
        case Returned(reason=reason):
            return to(
                CaseState.RETURNED,
                ended_on=on,
                reason=reason,
                returns=case.returns + 1,
                stops=ended(case.stops, entry),
            )
        case ClockPaused() as payload:
            stop = ClockStop(
                payload.procedure_kind,
                payload.reason,
                on,
                payload.limit_days,
                payload.limit_unit,
            )
            return to(CaseState.PAUSED, paused_from=case.state, stops=(*case.stops, stop))
        case ClockResumed():
            back = CaseState.CONDITIONALLY_ACCEPTED if case.outstanding else CaseState.ACCEPTED
            return to(back, paused_from=None, stops=ended(case.stops, entry))
        case HearingOffered() as payload:
            return hearing_fold.offered(case, payload, on)
        case HearingRequested() as payload:
            return hearing_fold.requested(case, payload, on)
        case HearingHeld() as payload:
            return hearing_fold.held(case, payload)
        case Extended(days=extension, unit=unit):
            return changed(
                case,
                extension_days=case.extension_days + extension,
                extension_unit=unit,
                extensions=case.extensions + 1,
            )
        case Concluded(conditional=conditional, permit_number=number):
            state = CaseState.APPROVED_CONDITIONALLY if conditional else CaseState.APPROVED
            return to(state, concluded_on=on, conditional=conditional, permit_number=number)
        case ApplicationRefused(reason=reason):
            return to(CaseState.REFUSED, ended_on=on, reason=reason, stops=ended(case.stops, entry))
        case Delivered(served_on=served_on):
            return changed(case, delivered_on=served_on)
        case Withdrawn(reason=reason):
            return to(
                CaseState.WITHDRAWN, ended_on=on, reason=reason, stops=ended(case.stops, entry)
            )
        case Revoked(reason=reason):
            # The clock ended with the decision: its day stands, what it granted does not.
            return to(CaseState.REVOKED, ended_on=on, reason=reason)
        case Reminded(ground=ground, about_on=about_on):
            return changed(case, reminded=case.reminded | {(ground, about_on)})
        case payload:
            raise NotThisStream(f"{payload.kind} is no entry of a case")
