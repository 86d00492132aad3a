"""How far the targets are (目标完成情况): as of today or a past day, one by one, drilled down."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from casework.office import Situation
from models.campaign_views import TargetReason, TargetView
from models.target import MONEY, TargetMeasure
from reports.text.target_words import cause_in_words, next_in_words, reason_in_words, step_in_words
from rules.weekly.targets.facts import ProjectFacts
from rules.weekly.targets.reasons import Reason
from rules.weekly.targets.rollup import TargetLine, target_lines

FOUR = Decimal("0.0001")
EXACT = {TargetMeasure.AMOUNT: Decimal(1), TargetMeasure.LEAST_STARTS: Decimal(1)}
UNITS = {TargetMeasure.AMOUNT: "yuan", TargetMeasure.LEAST_STARTS: "projects"}
NO_BASE = "方案未给基数，只列目标"


def lines_of(
    facts: Sequence[ProjectFacts], situation: Situation, *, on: date
) -> tuple[TargetLine, ...]:
    """Return every measure of every target from what the projects and books add."""
    campaign = situation.file.campaign
    return target_lines(
        campaign.targets,
        facts,
        situation.file.books,
        {one.code: one for one in campaign.books},
        on=on,
        mature=campaign.maturity is not None,
    )


def views_of(lines: Sequence[TargetLine], situation: Situation) -> tuple[TargetView, ...]:
    """Return measures as they are shown."""
    names = situation.file.campaign.holder_names
    return tuple(view_of(line, names) for line in lines)


def view_of(line: TargetLine, names: Mapping[str, str]) -> TargetView:
    """Return one measure of one target as it is shown."""
    target, measure = line.target, line.measure
    exact = EXACT.get(measure, FOUR)

    def rounded(value: Decimal | None) -> Decimal | None:
        """Round to the nearest; what is less than what is asked stays less."""
        if value is None:
            return None
        nearest = value.quantize(exact)
        return nearest - exact if value < line.asked <= nearest else nearest

    gap = line.gap.quantize(exact) if line.gap is not None else None
    if line.gap is not None and line.gap > 0 == gap:
        gap = exact
    told = tuple(_reason(one, names) for one in line.reasons)
    note = NO_BASE if line.actual is None and measure is TargetMeasure.GROWTH else ""
    causes = [(one.words, one.projects, one.short) for one in told]
    return TargetView(
        target=target.code,
        group=target.group,
        measure=measure.value,
        measure_name=line.name,
        unit=UNITS.get(measure, "share"),
        asked=line.asked,
        actual=rounded(line.actual),
        gap=gap,
        forecast=rounded(line.forecast),
        by=line.by,
        members=line.members,
        best_effort=target.best_effort,
        reached=line.gap <= 0 if line.gap is not None else None,
        clause=target.clause,
        lead=tuple(names[code] for code in target.lead),
        note=note or target.otherwise,
        decided_late=line.decided_late,
        started_late=line.started_late,
        not_counted=line.not_counted,
        chance=round(line.chance, 3) if line.chance is not None else None,
        missing=line.missing,
        reason=reason_in_words(causes, line.missing, money=measure in MONEY),
        next_step=_next(line.reasons, names),
        reasons=told,
    )


def _reason(reason: Reason, names: Mapping[str, str]) -> TargetReason:
    office = names.get(reason.office, reason.office)
    return TargetReason(
        cause=reason.cause,
        subject=reason.subject,
        office=reason.office,
        office_name=office,
        projects=len(reason.members),
        short=reason.short,
        words=cause_in_words(reason.cause, reason.party, reason.name, office),
    )


def _next(reasons: Sequence[Reason], names: Mapping[str, str]) -> str:
    """Say who has to do what about the weightiest cause that somebody can do something about."""
    if not reasons:
        return ""
    first = reasons[0]
    office = names.get(first.office, first.office)
    step = step_in_words(first.cause, first.party, first.name, office)
    return next_in_words(step, first.members)
