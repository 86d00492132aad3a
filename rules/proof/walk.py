"""A limit walked day by day (逐日推算): each day counted or not, why, and by which article.

Beside the constant-time arithmetic of `rules/clocks/clock.py`, which gives the figures: a walk
explains them. Both agree on every case, or a test fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.case import Case, ClockStop
from models.catalogue import SpecialProcedureKind, Unit
from models.proof import ClockPhase, DayCause, DayLine
from rules.days.last_day import civil_law
from rules.days.working_days import DayReason, WorkingDays
from rules.in_force.regulations import Regulations

GRACE = "容缺补交宽限"
WORKDAY_ARTICLE = "行政许可法第82条"
CALENDAR, START, ROLL = 200, 201, 203
"""Articles on counting days, the same in both laws: of 2017, and since 2021 of the code."""

_CAUSES: Mapping[DayReason, DayCause] = {
    DayReason.WORKDAY: DayCause.WORKDAY,
    DayReason.WEEKEND: DayCause.WEEKEND,
    DayReason.HOLIDAY: DayCause.HOLIDAY,
    DayReason.MAKE_UP_WORKDAY: DayCause.MAKE_UP_WORKDAY,
}


@dataclass(slots=True)
class Walk:
    """Goes from day to day and keeps the running count (逐日推算)."""

    case: Case
    limit: int
    unit: Unit
    base_due: date | None
    """Where the limit itself ends, before an extension in another unit."""
    counted_due: date | None
    """Where the count alone ends; later days up to the due one follow a late paper's receipt."""
    due: date | None
    days: WorkingDays
    regulations: Regulations
    used: int = 0
    extension_used: int = 0

    def lines(self, start: date, last: date) -> Iterator[DayLine]:
        """Yield every day from the start to the last one."""
        yield DayLine(
            date=start,
            phase=ClockPhase.START,
            counted=False,
            why=DayCause.START,
            reason="起算日不计入",
            article=_civil(start, START),
            used=0,
        )
        for ordinal in range(start.toordinal() + 1, last.toordinal() + 1):
            yield self._line(date.fromordinal(ordinal))

    def _line(self, day: date) -> DayLine:
        extra, extra_unit = self.case.extension_days, self.case.extension_unit
        mixed = extra > 0 and extra_unit is not self.unit
        late = self.due is not None and day > self.due
        in_extra = mixed and not late and self.base_due is not None and day > self.base_due
        total = self.limit if mixed or not extra else self.limit + extra
        full = self.extension_used >= extra if in_extra else self.used >= total
        phase = ClockPhase.LIMIT
        if late:
            phase = ClockPhase.OVERDUE
        elif in_extra or (extra and not mixed and self.used >= self.limit):
            phase = ClockPhase.EXTENSION
        stop = next((one for one in self.case.stops if _covers(one, day)), None)
        works = stop is None and self.days.is_working_day(day)
        counts = {Unit.WORKDAY: works, Unit.CALENDAR_DAY: stop is None}
        self.used += counts[self.unit]
        self.extension_used += in_extra and counts[extra_unit]
        unit = extra_unit if in_extra else self.unit
        why, reason, article = self._because(day, unit, stop, rolled=full and not late)
        return DayLine(
            date=day,
            phase=phase,
            counted=counts[unit],
            why=why,
            reason=reason,
            article=article,
            used=self.used,
            extension_used=self.extension_used,
        )

    def _because(
        self, day: date, unit: Unit, stop: ClockStop | None, *, rolled: bool
    ) -> tuple[DayCause, str, str]:
        regulations = self.regulations
        if stop is not None:
            article = stop_article(self.case, stop, regulations)
            return DayCause.PAUSED, f"暂停计时：{stop_name(stop)}（{stop.reason}）", article
        read = self.days.why(day)
        if unit is Unit.WORKDAY and not read.working:
            reason = f"{read.name.removesuffix('放假')}放假" if read.name else read.label
            return _CAUSES[read.reason], reason, WORKDAY_ARTICLE
        if rolled and self.counted_due is not None and day > self.counted_due:
            article = grace_article(self.case, regulations)
            return DayCause.ROLLED, "容缺材料逾期后补交，办至补交次日", article
        if rolled:
            return DayCause.ROLLED, "末日逢休息或暂停计时，顺延", _civil(day, ROLL)
        if unit is Unit.CALENDAR_DAY:
            return DayCause.CALENDAR_DAY, "按日历日计", _civil(day, CALENDAR)
        return _CAUSES[read.reason], f"{read.name}{read.label}", WORKDAY_ARTICLE


def _civil(day: date, number: int) -> str:
    return f"{civil_law(day)}第{number}条"


def _covers(stop: ClockStop, day: date) -> bool:
    return stop.started_on <= day and (stop.ended_on is None or day < stop.ended_on)


def stop_name(stop: ClockStop) -> str:
    """Return what a stop is called."""
    return stop.kind.label if stop.kind is not None else GRACE


def stop_article(case: Case, stop: ClockStop, regulations: Regulations) -> str:
    """Return by what the clock stands still during a stop."""
    if stop.kind is None:
        return grace_article(case, regulations)
    if stop.kind is SpecialProcedureKind.UPSTREAM:
        return upstream_article(regulations)
    return regulations.rulebook.clock.special_source


def upstream_article(regulations: Regulations) -> str:
    """Return by what a case waits for a prerequisite alone; empty = by nothing."""
    rule = regulations.rulebook.clock.upstream_stop
    return rule.source if rule is not None else ""


def grace_article(case: Case, regulations: Regulations) -> str:
    """Return the practice by which the clock stands still after a lapse (容缺补交宽限)."""
    return regulations.deferral_of(case).source
