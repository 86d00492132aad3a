"""How entries add up to a case file (折叠): one small function, one branch per kind."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import assert_never, get_args

from models.acknowledgement import NoticeAcknowledged
from models.act import Via
from models.attachment import FilesAttached
from models.case import Baseline, Case, CaseFile, CaseState, LastWord
from models.case_entries import Reminded
from models.changing import changed
from models.credit import CreditRepaired
from models.days import DueDatesMoved
from models.issue import Issue, IssueRaised, IssueSolved
from models.ledger import CampaignEntry, CaseEntry, Draft, Entry
from models.light_rules import DelayJustified, LightChanged
from models.milestone import (
    BaselineTaken,
    ConditionConfirmed,
    Entrusted,
    GatePassed,
    GateReopened,
    PlannedProcedure,
    ProjectAmended,
    Registered,
    Started,
    StartPinned,
)
from models.parcel import ParcelMoved
from models.progress import Progress, ProgressReported
from models.supervision import SupervisionEntry
from rules.fold.amending import amended
from rules.fold.case import NotThisStream, moved, untouched
from rules.fold.supervision import supervised

NOBODY_ACTS = (*get_args(SupervisionEntry), NoticeAcknowledged, FilesAttached)
"""Entries after which a project stands still as before, whoever wrote them."""

NOT_OF_THE_CASE = (CreditRepaired, FilesAttached)
"""Entries that name a procedure and leave its case as it is."""


def fold(file: CaseFile | None, entries: Iterable[Entry]) -> CaseFile:
    """Add entries to a case file, in the order of their versions.

    The file is copied once for a run of entries that move cases alone, not once for each.
    """
    run: list[Entry] = []
    for entry in entries:
        if file is not None and _moves_a_case(file, entry):
            run.append(entry)
            continue
        if file is not None and run:
            file, run = _with_cases_moved(file, run, run[-1].version), []
        file = add(file, entry, entry.version)
    if file is None:
        raise NotThisStream("no entry")
    return _with_cases_moved(file, run, run[-1].version) if run else file


def add(file: CaseFile | None, entry: Entry | Draft, version: int) -> CaseFile:
    """Return the case file with one more entry."""
    payload = entry.payload
    if isinstance(payload, Registered):
        last = _last_word(entry, version)
        return changed(_registered(payload, entry), version=version, last=last)
    if file is None:
        raise NotThisStream(f"{payload.kind} before registered")
    if _moves_a_case(file, entry):
        return _with_cases_moved(file, [entry], version)
    return changed(
        _changed(file, entry),
        version=version,
        last=_last_word(entry, version),
        acted_on=_acted_on(entry, file.acted_on),
    )


def as_it_stood(
    entries: Sequence[Entry | Draft], mornings: Sequence[date]
) -> list[CaseFile | None]:
    """Return a project's file as it stood on each of some mornings, earliest first.

    ``None`` = it was not registered yet. Each entry is added once.
    """
    files: list[CaseFile | None] = []
    file, place = None, 0
    for morning in mornings:
        while place < len(entries) and entries[place].on < morning:
            file, place = add(file, entries[place], place + 1), place + 1
        files.append(file)
    return files


def _moves_a_case(file: CaseFile, entry: Entry | Draft) -> bool:
    payload = entry.payload
    return getattr(payload, "procedure", "") in file.cases and not isinstance(
        payload, NOT_OF_THE_CASE
    )


def _with_cases_moved(file: CaseFile, entries: Sequence[Entry | Draft], version: int) -> CaseFile:
    """Return the file with entries, each about a case of its own or the same one."""
    cases, acted = dict(file.cases), file.acted_on
    for entry in entries:
        procedure = getattr(entry.payload, "procedure", "")
        cases[procedure] = moved(cases[procedure], entry)
        acted = _acted_on(entry, acted)
    last = _last_word(entries[-1], version)
    return changed(file, cases=MappingProxyType(cases), version=version, last=last, acted_on=acted)


def _acted_on(entry: Entry | Draft, before: date | None) -> date | None:
    """Return the last day on which a person did something for the project itself."""
    by_system = entry.via is Via.SYSTEM or isinstance(entry.payload, NOBODY_ACTS)
    return before if by_system else entry.on


def _last_word(entry: Entry | Draft, version: int) -> LastWord:
    return LastWord(version, entry.at, entry.on, entry.by, entry.payload.kind)


@lru_cache(maxsize=2048)
def _shared(planned: PlannedProcedure) -> PlannedProcedure:
    """Return the one object for all projects whose plans say the same of a procedure."""
    return planned


def _registered(payload: Registered, entry: Entry | Draft) -> CaseFile:
    plan = {one.procedure: _shared(one) for one in payload.plan}
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
                else untouched(code)
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


def _changed(file: CaseFile, entry: Entry | Draft) -> CaseFile:
    match entry.payload:
        case ProjectAmended() as told:
            return amended(file, told, entry.on)
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
        case ParcelMoved() as told:
            parcels = {key: one for key, one in file.parcels.items() if key != told.key}
            if told.reached:
                parcels[told.key] = told
            return changed(file, parcels=MappingProxyType(parcels))
        case Entrusted(office=office):
            return changed(file, agent=office)
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
        case CreditRepaired() | DueDatesMoved() | NoticeAcknowledged() | FilesAttached():
            return file
        case payload:
            if isinstance(payload, SupervisionEntry):
                return supervised(file, payload, on=entry.on, by=entry.by)
            if isinstance(payload, CaseEntry | CampaignEntry | Registered):
                raise NotThisStream(f"{payload.kind} does not belong to {file.project.code}")
            assert_never(payload)


def _reported(progress: Progress, reported: ProgressReported) -> Progress:
    week = reported.week
    late = progress.late
    if week not in progress.reports and reported.late:
        late |= {week}
    reports = dict(sorted({**progress.reports, week: reported}.items()))
    return Progress(MappingProxyType(reports), late)
