"""Rules 2, 3, 4 and 7 of the law as it reads, asked of one entry of a project (`test_prefixes`).

Days are counted here by walking the calendar from day to day, not by the counter of the rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.awaiting import UpstreamAwaited
from models.case import Case, CaseFile, CaseState
from models.case_entries import (
    Accepted,
    ApplicationRefused,
    ConditionallyAccepted,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Extended,
)
from models.catalogue import Bound, CountsFrom, Procedure, TimeLimit, Unit
from models.ledger import Entry
from models.nature import Nature
from models.project import LandSupply, ProjectType
from rules.clocks.clock import due_within
from rules.clocks.holders import ASKED_FOR
from rules.days.working_days import WorkingDays
from rules.fold.waiting import lacking_prerequisites
from rules.in_force.regulations import Regulations

ONE_DAY = timedelta(days=1)
NOT_BY_HOUSING = frozenset({"S01", "S02", "S04", "S05", "S06", "U01", "Y02", "Y03", "Y04", "Y05"})
"""Licensed and accepted by the housing bureau, or high voltage: no road's, no dam's."""
SUPPLIED = frozenset({"L10", "L11", "L12"})
"""What land of one's own is not asked for again."""
OF_NO_OTHER = {"T01": ProjectType.GOV_TRANSPORT, "W01": ProjectType.GOV_WATER}
SILENT_ON_THE_SPOT = "L12"
"""不动产登记暂行条例 17: 未当场书面告知不予受理的，视为受理; no licence (行政许可法 32)."""
RUNNING = (CaseState.ACCEPTED, CaseState.CONDITIONALLY_ACCEPTED)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a project, with the file before and after it."""

    before: CaseFile | None
    entry: Entry
    after: CaseFile
    regulations: Regulations
    followed: bool
    """Whether another entry was made in the same instant."""


def a_project_is_asked_for_what_is_its_own(step: Step) -> str | None:
    """施工许可管理办法 2, 国办发〔2019〕11号: roads and dams, own land (rule 2)."""
    if step.before is not None and step.before.plan == step.after.plan:
        return None
    planned, project = set(step.after.plan), step.after.project
    strange: set[str] = set()
    if project.type in OF_NO_OTHER.values():
        strange |= planned & NOT_BY_HOUSING
    if project.traits.land_supply is LandSupply.OWNED:
        strange |= planned & SUPPLIED
    strange |= {code for code, kind in OF_NO_OTHER.items() if project.type is not kind} & planned
    return f"{sorted(strange)} asked of {project.type}" if strange else None


def nothing_is_owed_that_the_project_is_not_asked_for(step: Step) -> str | None:
    """Documents have conditions: no civil-defence opinion of a road (rule 2)."""
    match step.entry.payload:
        case ConditionallyAccepted() as told:
            named = {one.document for one in told.owed}
        case CorrectionRequested() as told:
            named = {one.document for one in told.items}
        case _:
            return None
    known = {one.code for one in _procedure(step, told.procedure).documents}
    return f"{sorted(named - known)} asked for by {told.procedure}" if named - known else None


def a_limit_ends_on_the_day_that_its_law_names(step: Step) -> str | None:
    """建筑法 8, 环境影响评价法 22, 行政许可法 42: from receipt or acceptance (rule 3)."""
    taken = step.entry.payload
    if not isinstance(taken, Accepted | DeemedAccepted) or step.before is None:
        return None
    case = step.after.cases[taken.procedure]
    limit = taken.statutory
    if limit.value is None or limit.bound is not Bound.MAX or case.stops or case.extensions:
        return None
    accepted = taken.accepted_on if isinstance(taken, DeemedAccepted) else step.entry.on
    receipt = limit.counts_from is CountsFrom.RECEIPT
    start = _came_in_complete(step.before.cases[taken.procedure]) if receipt else accepted
    assert start is not None
    walked = _walked(start, limit, step.regulations.days)
    lit = _due(case, limit, step)
    return None if lit == walked else f"{taken.procedure}: {lit} told, {walked} by the calendar"


def silence_accepts_only_what_the_law_lets_it(step: Step) -> str | None:
    """行政许可法 32(1)(四): a licence, on the day of receipt, after five working days (rule 3)."""
    deemed = step.entry.payload
    if not isinstance(deemed, DeemedAccepted) or step.before is None:
        return None
    before = step.before.cases[deemed.procedure]
    spot = deemed.procedure == SILENT_ON_THE_SPOT
    if step.regulations.natures[deemed.procedure] is not Nature.LICENCE and not spot:
        return f"{deemed.procedure} is no licence"
    if deemed.accepted_on != before.submitted_on:
        return f"{deemed.procedure} accepted as of {deemed.accepted_on}"
    assert before.submitted_on is not None
    told_by = TimeLimit(value=0 if spot else 5, source=deemed.article)
    if step.entry.on <= _walked(before.submitted_on, told_by, step.regulations.days):
        return f"{deemed.procedure}: there was time to tell"
    return f"{deemed.procedure}: the applicant had been told" if before.told else None


def nothing_is_refused_where_nothing_is_granted(step: Step) -> str | None:
    """核准和备案管理条例 13: a filing is neither refused nor extended (rule 3)."""
    told = step.entry.payload
    if not isinstance(told, ApplicationRefused | Extended):
        return None
    nature = step.regulations.natures[told.procedure]
    wrong = nature is Nature.FILING or (isinstance(told, Extended) and nature is not Nature.LICENCE)
    return f"{told.kind} of {told.procedure}, {nature}" if wrong else None


def nothing_is_declined_because_it_is_incomplete(step: Step) -> str | None:
    """行政许可法 32(1)(一)(二)(四): incomplete is told once, never declined (rule 4)."""
    declined = step.entry.payload
    if not isinstance(declined, Declined) or step.before is None:
        return None
    lapsed = step.before.cases[declined.procedure].state in (
        CaseState.OVERDUE_PROMISE,
        CaseState.PAUSED,
        *RUNNING,
    )
    if declined.ground is None and not lapsed:
        return f"{declined.procedure} declined without a legal ground: {declined.reason}"
    said = "材料不齐" in declined.reason or "补正" in declined.reason
    return f"{declined.procedure} declined as incomplete" if said and not lapsed else None


def what_is_to_be_corrected_is_told_item_by_item(step: Step) -> str | None:
    """行政许可法 32(1)(四): everything at once, each item with what is wanted (rule 4)."""
    asked = step.entry.payload
    if not isinstance(asked, CorrectionRequested) or step.before is None:
        return None
    items = [one.document for one in asked.items]
    if not items or len(set(items)) < len(items) or not all(one.what for one in asked.items):
        return f"{asked.procedure}: {items}"
    missing = _missing(step, asked.procedure) - set(items)
    return f"{asked.procedure}: {sorted(missing)} were not told" if missing else None


def nothing_is_extended_after_the_statutory_limit(step: Step) -> str | None:
    """行政许可法 42: barred by the statutory limit, not by the promise (rule 7)."""
    extended = step.entry.payload
    if not isinstance(extended, Extended) or step.before is None:
        return None
    case = step.before.cases[extended.procedure]
    assert case.limits is not None
    due = _due(case, case.limits.statutory, step)
    late = due is not None and step.entry.on > due
    return f"{extended.procedure} extended on {step.entry.on}, due {due}" if late else None


def what_waits_for_a_prerequisite_alone_stands_still(step: Step) -> str | None:
    """滨州 16: accepted before a tolerated prerequisite, it never runs on helplessly (rule 7)."""
    if step.followed or isinstance(step.entry.payload, UpstreamAwaited):
        return None
    for code, case in step.after.cases.items():
        if case.state not in RUNNING or case.stopped or case.outstanding:
            continue
        if case.limits is None or not any(_binds(one) for one in _limits(case)):
            continue
        if lacking_prerequisites(step.after, code) and not _missing(step, code):
            return f"{code} runs while {lacking_prerequisites(step.after, code)} are open"
    return None


RULES_TWO_TO_SEVEN: tuple[Callable[[Step], str | None], ...] = (
    a_project_is_asked_for_what_is_its_own,
    nothing_is_owed_that_the_project_is_not_asked_for,
    a_limit_ends_on_the_day_that_its_law_names,
    silence_accepts_only_what_the_law_lets_it,
    nothing_is_refused_where_nothing_is_granted,
    nothing_is_declined_because_it_is_incomplete,
    what_is_to_be_corrected_is_told_item_by_item,
    nothing_is_extended_after_the_statutory_limit,
    what_waits_for_a_prerequisite_alone_stands_still,
)


def _limits(case: Case) -> Iterator[TimeLimit]:
    assert case.limits is not None
    yield from (case.limits.promised, case.limits.statutory)


def _binds(limit: TimeLimit) -> bool:
    return limit.value is not None and limit.bound is Bound.MAX


def _procedure(step: Step, code: str) -> Procedure:
    case = step.after.cases[code]
    on = case.accepted_on or case.submitted_on or step.entry.on
    return step.regulations.procedures(step.after.project, on=on)[code]


def _missing(step: Step, code: str) -> set[str]:
    """Return the documents that every application needs and this one has not."""
    asked = {one.code for one in _procedure(step, code).documents if one.level in ASKED_FOR}
    return asked - step.after.cases[code].documents


def _came_in_complete(case: Case) -> date | None:
    """Return the day of receipt, or of the last correction (施工许可管理办法: 补正齐全后)."""
    return max(case.corrected.values(), default=case.submitted_on)


def _walked(start: date, limit: TimeLimit, days: WorkingDays) -> date:
    """Return the last day of a limit, found by going through the calendar (民法典 201, 203)."""
    day, left = start, limit.value or 0
    while left:
        day += ONE_DAY
        left -= limit.unit is Unit.CALENDAR_DAY or days.is_working_day(day)
    while limit.value and not days.is_working_day(day):
        day += ONE_DAY
    return day


def _due(case: Case, limit: TimeLimit, step: Step) -> date | None:
    return due_within(case, limit, days=step.regulations.days)
