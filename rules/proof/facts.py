"""The facts that a clock proof carries (举证事实): enough to count every clock again."""

from collections.abc import Iterable, Sequence
from datetime import date

from models.case import Case, CaseFile
from models.catalogue import Procedure, TimeLimit
from models.proof import (
    CalendarFact,
    ClockName,
    HearingFact,
    LatePaperFact,
    ProofFacts,
    ProvenClock,
    StopFact,
)
from rules.acceptance.regime import regime_of
from rules.clocks.clock import late_papers
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations
from rules.proof.walk import grace_article, stop_name, upstream_article


def limits_of(case: Case, procedure: Procedure) -> tuple[TimeLimit, TimeLimit]:
    """Return the limits it was accepted under; before acceptance those of the catalogue."""
    if case.limits is None:
        return procedure.promised, procedure.statutory
    return case.limits.promised, case.limits.statutory


def _calendar(clocks: Iterable[ProvenClock], days: WorkingDays) -> CalendarFact:
    """Return the special days of the span that some clocks cover."""
    spans = [
        (clock.lines[0].date, max(clock.lines[-1].date, clock.closed_on or date.min))
        for clock in clocks
        if clock.lines
    ]
    first = min((first for first, _ in spans), default=date.max)
    last = max((last for _, last in spans), default=date.min)
    covered = (date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1))
    return CalendarFact(
        version=days.table.version,
        first_year=days.table.first_year,
        last_year=days.table.last_year,
        days={day: days.special[day] for day in covered if day in days.special},
    )


def proof_facts(
    file: CaseFile,
    case: Case,
    procedure: Procedure,
    told_on: date | None,
    head: str,
    clocks: Sequence[ProvenClock],
    regulations: Regulations,
) -> ProofFacts:
    """Return the facts of a case on which its clocks rest."""
    rules = regulations.rulebook.clock
    regime = regime_of(procedure, rules)
    promised, statutory = limits_of(case, procedure)
    return ProofFacts(
        project=file.project.code,
        project_name=file.project.name,
        procedure_name=procedure.name,
        department=regulations.department_name(procedure.department),
        version=file.version,
        head=head,
        state=case.state,
        nature=procedure.nature,
        submitted_on=case.submitted_on,
        received_on=case.received_on,
        told_on=told_on,
        accepted_on=case.accepted_on,
        deemed=case.deemed,
        clock_from=case.clock_from,
        concluded_on=case.concluded_on,
        ended_on=case.ended_on,
        delivered_on=case.delivered_on,
        promised=promised,
        statutory=statutory,
        extension_days=case.extension_days,
        extension_unit=case.extension_unit,
        extensions=case.extensions,
        stops=tuple(
            StopFact(
                kind=stop.kind,
                kind_name=stop_name(stop),
                reason=stop.reason,
                started_on=stop.started_on,
                ended_on=stop.ended_on,
                limit_days=stop.limit_days,
                limit_unit=stop.limit_unit,
            )
            for stop in case.stops
        ),
        late_papers=tuple(
            LatePaperFact(lapsed_on=lapsed_on, came_on=came_on)
            for lapsed_on, came_on in late_papers(case)
        ),
        hearing=case.hearing and HearingFact.model_validate(case.hearing, from_attributes=True),
        notice_days=regime.silence.days if regime.silence is not None else None,
        notice_article=regime.silence.source if regime.silence is not None else "",
        delivery_days=rules.delivery_days if regime.delivery else None,
        delivery_article=rules.delivery_source,
        special_article=rules.special_source,
        grace_article=grace_article(case, regulations),
        upstream_article=upstream_article(regulations),
        calendar=_calendar(
            (one for one in clocks if one.clock is not ClockName.DELIVERY),
            regulations.days_of(case),
        ),
        delivery_calendar=_calendar(
            (one for one in clocks if one.clock is ClockName.DELIVERY), regulations.days
        ),
    )
