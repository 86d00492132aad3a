"""How a project is likely to go on (项目走向): what is known of its cases, and what others took.

A case that has waited five days already will not have waited three: each phase that is
under way is drawn from what takes at least as long.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np

from models.case import Case, CaseFile, CaseState
from models.catalogue import Procedure
from models.timing import Phase
from rules.chance.durations import Durations, Pace, drawn
from rules.chance.simulation import Ints, LooksAhead, Prospect, Span
from rules.chance.timings import condition_from, usual_days
from rules.clocks.clock import earliest_conclusion
from rules.days.working_days import WorkingDays
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.network import Network, Step

NO_HASTE = Pace()

FAILED = frozenset({CaseState.DECLINED, CaseState.REFUSED, CaseState.RETURNED, CaseState.WITHDRAWN})


def prospect(
    file: CaseFile,
    network: Network,
    procedures: Mapping[str, Procedure],
    durations: Durations,
    *,
    on: date,
    regulations: Regulations,
    luck: np.random.Generator,
    draws: int,
    pace: Pace = NO_HASTE,
) -> Prospect:
    """Draw how a project goes on, as seen on the morning of a day."""
    if durations.observed == 0:
        return Prospect({}, passed_on=file.passed.get(START_CONSTRUCTION))
    look = _Look(file, network, durations, on, regulations.days, luck, draws, pace)
    spans = {
        step.procedure: look.span(step, procedures[step.procedure])
        for step in network.steps
        if step.finished_on is None
    }
    conditions = []
    for one in regulations.gates[START_CONSTRUCTION].confirmations:
        if f"{START_CONSTRUCTION}.{one.code}" not in file.confirmed:
            since = condition_from(file, one.code)
            took = look.left((one.code, ""), Phase.CONDITION, since)
            conditions.append((max(since, on), took))
    passed = file.passed.get(START_CONSTRUCTION)
    start = look.drawn((START_CONSTRUCTION, ""), Phase.START)
    if passed is not None:
        gone = max(regulations.days.between(passed, on), 0)
        start = look.drawn((START_CONSTRUCTION, ""), Phase.START, at_least=gone)
    return Prospect(spans, conditions, passed, start)


class _Look:
    """One project as seen on one morning, with the luck of its draws."""

    def __init__(
        self,
        file: CaseFile,
        network: Network,
        durations: Durations,
        on: date,
        days: WorkingDays,
        luck: np.random.Generator,
        draws: int,
        pace: Pace,
    ) -> None:
        self.file, self.network, self.durations = file, network, durations
        self.on, self.days, self.luck, self.draws = on, days, luck, draws
        self.pace = np.exp(luck.normal(pace.mean, pace.deviation, draws))

    def drawn(
        self, of: tuple[str, str], phase: Phase, limit: int = 0, *, at_least: int = 0
    ) -> Ints:
        """Draw durations of a phase, none shorter than it has lasted."""
        return drawn(
            self.durations,
            of,
            phase,
            limit,
            luck=self.luck,
            draws=self.draws,
            pace=self.pace,
            at_least=at_least,
        )

    def left(self, of: tuple[str, str], phase: Phase, since: date, limit: int = 0) -> Ints:
        """Draw how much longer a phase lasts that began on a day."""
        gone = max(self.days.between(since, self.on), 0)
        return self.drawn(of, phase, limit, at_least=gone) - gone

    def span(self, step: Step, procedure: Procedure) -> Span:
        """Draw how one step goes on from where it stands."""
        case, of = self.file.cases[step.procedure], (step.procedure, step.department)
        limit = usual_days(procedure)
        if step.running:
            floor = earliest_conclusion(case, procedure.statutory, days=self.days)
            if case.expected:
                floor = max(filter(None, (floor, step.not_decided_before)), default=None)
            settle = self.drawn(of, Phase.SETTLE)
            return Span(0, self._rest(case, of, limit), settle, floor)
        take = self.drawn(of, Phase.DECIDE, limit)
        settle = self.drawn(of, Phase.SETTLE)
        if case.state in (CaseState.SUBMITTED, CaseState.CORRECTING):
            wait = self.left(of, Phase.RECEIVE, case.submitted_on or self.on)
            return Span(wait, take, settle)
        receive = self.drawn(of, Phase.RECEIVE)
        if case.state in FAILED and case.ended_on is not None:
            wait = self.left(of, Phase.REAPPLY, case.ended_on) + receive
            return Span(wait, take, settle)
        return self._application(step, case, of, receive, take, settle)

    def _application(
        self, step: Step, case: Case, of: tuple[str, str], receive: Ints, take: Ints, settle: Ints
    ) -> Span:
        """Draw when a case that nobody has applied for yet is applied for."""
        before = [self.network.steps[one] for one in step.decided_after]
        pending = [one for one in before if one.finished_on is None]
        opened = case.opened_on if case.state is CaseState.OPEN else None
        if not pending:
            last = max((one.finished_on for one in before if one.finished_on), default=None)
            waited = opened is not None and last is not None and last > opened
            phase = Phase.APPLY_AFTER if waited else Phase.APPLY
            since = last if waited else opened
            wait = self.drawn(of, phase) if since is None else self.left(of, phase, since)
            return Span(wait + receive, take, settle)
        hold = float(self.durations.mean(Phase.HOLD, *of))
        since = self._all_open(opened, pending)
        if since is None:
            ahead = self.drawn(of, Phase.APPLY_AHEAD)
        else:
            gone = max(self.days.between(since, self.on), 0)
            ahead = self.left(of, Phase.APPLY_AHEAD, since)
            longer = (self.durations.table(Phase.APPLY_AHEAD, *of) >= gone).mean()
            hold = hold / max(hold + (1 - hold) * longer, 1e-9)
        held = self.luck.random(self.draws) < hold
        after = self.drawn(of, Phase.APPLY_AFTER)
        habit = LooksAhead(held, ahead + receive, after + receive)
        wait = self.drawn(of, Phase.APPLY) + receive
        return Span(wait, take, settle, looks_ahead=habit)

    def _all_open(self, opened: date | None, pending: list[Step]) -> date | None:
        """Return since when an application ahead of others could have been made."""
        others = [self.file.cases[one.procedure].opened_on for one in pending]
        if opened is None or None in others:
            return None
        return max(opened, *(one for one in others if one is not None))

    def _rest(self, case: Case, of: tuple[str, str], limit: int) -> Ints:
        """Draw what is left of a case that was taken in, from the day its clock runs on."""
        phase = Phase.DECIDE_OWED if case.outstanding else Phase.DECIDE
        since = case.accepted_on or self.on
        upto = case.stops[-1].started_on if case.stopped else self.on
        gone = max(self.days.between(since, upto), 0)
        limit += case.extension_days
        return self.drawn(of, phase, limit, at_least=gone) - gone
