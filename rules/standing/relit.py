"""On which day a light of a project is next unlike what was last read of it (亮灯变化日).

While nothing more happens the lights of a project's subjects only get worse, from one of
few days to the next: those that its dates, its reports and the rules name. So the first day
with a change is a pure function of the file, and a row can keep it: whoever reads the lights
of all projects asks only for those whose day has come.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from models.case import CaseFile, Light
from models.light_rules import LightChanged, ProjectLightRules
from rules.clocks.clock import ONE_DAY
from rules.clocks.expiry import months_after
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.slipping import alike_ahead, slips_on
from rules.standing.project_lights import (
    ProjectLight,
    Slip,
    lights_by,
    reported_until,
    subject_lights,
)


def changed_lights(
    file: CaseFile, *, on: date, regulations: Regulations
) -> tuple[LightChanged, ...]:
    """Return the lights of subjects that are not on a day what was last read of them."""
    book = regulations.rulebook.project_lights
    if book is None:
        return ()
    lights = subject_lights(file, book.rules, on=on, regulations=regulations)
    return tuple(_changes(file, lights))


def relit_on(file: CaseFile, regulations: Regulations) -> date | None:
    """Return the first day, not before the last entry, on which a light has changed.

    ``None`` = on none, as long as nothing more happens.
    """
    book = regulations.rulebook.project_lights
    if book is None:
        return None
    rules, since = book.rules, file.last_on
    slips = _slips(file, since, regulations)

    def changed(day: date) -> bool:
        late = any(first <= day and (end is None or day < end) for first, end in slips)
        slip = Slip(day, 0) if late else None
        return any(_turned(file, one) for one in lights_by(file, rules, on=day, slip=slip))

    named = {one for first, end in slips for one in (first, end) if one is not None}
    named |= set(_named(file, rules, since))
    last = since
    for day in sorted({since, *(one for one in named if one > since)}):
        if changed(day):
            if day - ONE_DAY <= last or not changed(day - ONE_DAY):
                return day  # most lights turn on a day that is named
            between = range((day - last).days)
            first = bisect_left(between, True, key=lambda shift: changed(last + shift * ONE_DAY))
            return last + first * ONE_DAY
        last = day
    return None


def _changes(file: CaseFile, lights: tuple[ProjectLight, ...]) -> Iterator[LightChanged]:
    for one in lights:
        if turned := _turned(file, one):
            before, now = turned
            yield LightChanged(about=one.subject, light=now, before=before, reason=one.reason)


def _turned(file: CaseFile, one: ProjectLight) -> tuple[Light, Light] | None:
    """Return what was last read of a light, and what it is where that is another."""
    last = file.lit.get(one.subject)
    before = last.light if last is not None else Light.GREEN
    now = Light.GREEN if one.light is Light.GREY else one.light
    return (before, now) if now is not before else None


def _slips(
    file: CaseFile, since: date, regulations: Regulations
) -> tuple[tuple[date, date | None], ...]:
    """Return from which days on the forecast lies after the pinned day, as each law holds."""
    pinned = file.pinned_start
    started = file.started_on is not None or START_CONSTRUCTION in file.passed
    if pinned is None or started or since > pinned:
        return ()
    named = {
        day
        for variant in regulations.campaign.catalogue.statute_variants
        for day in (variant.since, variant.before)
        if day is not None and since < day <= pinned
    }
    begins = [since, *sorted(named)]
    found = []
    law, first = None, since
    for place, begin in enumerate(begins):
        end = begins[place + 1] if place + 1 < len(begins) else None
        procedures = regulations.procedures(file.project, on=begin)
        if law is not None and alike_ahead(file, law, procedures, regulations):
            first = max(first, begin)
        else:
            first = slips_on(file, procedures, since=begin, regulations=regulations)
        law = procedures
        if end is None or first < end:
            found.append((first, end))
    return tuple(found)


def _named(file: CaseFile, rules: ProjectLightRules, since: date) -> Iterator[date]:
    """Yield the days on which a light may turn in another way than day by day before it."""
    pinned, report = file.pinned_start, file.progress.last
    if pinned is not None:
        yield from (pinned + ONE_DAY, months_after(pinned, rules.start.red_months) + ONE_DAY)
    if report is not None:
        until = reported_until(file)
        yield from (until, min(date(since.year + 1, 1, 1) - ONE_DAY, until))
        yield min(date(since.year + 1, 1, 1), until)
        if rules.funds is not None:
            yield from (rules.funds.by, rules.funds.by + ONE_DAY)
        started = file.started_on or report.started_on
        if started is not None and rules.statistics is not None:
            yield months_after(started, rules.statistics.yellow_months) + ONE_DAY
            yield months_after(started, rules.statistics.red_months) + ONE_DAY
    for known in file.justified.values():
        yield known.until + ONE_DAY
