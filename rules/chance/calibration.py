"""How well a forecast of starts held (预测校准): what was said, beside what came.

An 80 % interval is good when it holds four starts in five and is narrow. A chance is good
when of the days called 70 % seven in ten come true (reliability), and its Brier score, the
mean squared distance to what came (Brier, Monthly Weather Review 78, 1950), is small.

Who had not started when the watching ended: an interval that was over by then has missed;
one that reaches beyond is open, is counted neither way, and both bounds are told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from rules.days.working_days import WorkingDays

DECILES = 10


class Teller(StrEnum):
    """Who made a forecast (预测来源)."""

    EARLIER = "earlier"
    """Learnt from other campaigns, held apart."""
    OWN = "own"
    """Learnt from the campaign's own ledger up to that morning."""


@dataclass(frozen=True, slots=True)
class Said:
    """One forecast and what came (一次预测与结果)."""

    teller: Teller
    campaign: int
    project: str
    on: date
    pinned_on: date
    promised_on: date
    """The start if everybody keeps to the promise."""
    p10: date
    p50: date
    p90: date
    on_time: float
    started_on: date | None
    """``None`` = not until the watching ended."""


@dataclass(frozen=True, slots=True)
class Decile:
    """Forecasts of about the same chance (可靠性分档)."""

    lower: float
    forecasts: int
    said: float
    """Their mean chance of starting in time."""
    came: float
    """The share that did."""


@dataclass(frozen=True, slots=True)
class Scored:
    """How well forecasts held (回测结果)."""

    forecasts: int
    open: int
    """Not started in the end, with an interval that reaches further: counted neither way."""
    coverage: float
    """Share of starts inside the 80 % interval."""
    coverage_least: float
    """The same if all open ones had missed."""
    coverage_most: float
    brier: float
    brier_promise: float
    """Of “in time if the promises are kept”, said as 0 or 1."""
    width: float
    """Mean width of the interval, in working days."""
    off: float
    """Mean distance of P50 to the start, in working days."""
    off_promise: float
    deciles: tuple[Decile, ...]
    by_day: tuple[tuple[date, int, float], ...]
    """As-of day, forecasts, coverage."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The promise with the margin that others needed (承诺加经验余量): the plain rival."""

    earliest: int
    latest: int
    """Working days after the promised start, at P10 and P90 of other campaigns."""


def margin(said: Iterable[Said], days: WorkingDays) -> Margin:
    """Return how far starts lay from the promised ones."""
    off = sorted(
        days.between(one.promised_on, one.started_on) for one in said if one.started_on is not None
    )
    at = np.quantile(off, (0.1, 0.9), method="inverted_cdf") if off else (0, 0)
    return Margin(int(at[0]), int(at[1]))


def with_margin(one: Said, rival: Margin, days: WorkingDays) -> Said:
    """Return the forecast that the promise and a fixed margin give in the same place."""
    place = days.index(one.promised_on)
    on = days.next_working_day(one.on)
    earliest = max(days.day_at(place + rival.earliest), on)
    latest = max(days.day_at(place + rival.latest), on)
    return Said(
        *(one.teller, one.campaign, one.project, one.on, one.pinned_on, one.promised_on),
        *(earliest, one.promised_on, latest, float(one.promised_on <= one.pinned_on)),
        one.started_on,
    )


def score(said: Sequence[Said], *, watched_until: date, days: WorkingDays) -> Scored:
    """Score forecasts by what came."""
    told = [one for one in said if one.started_on is not None or one.p90 <= watched_until]
    inside = [_inside(one) for one in told]
    still_open = len(said) - len(told)
    # Whether it was in time is known of everybody whose pinned date has been watched.
    dated = [
        (one, one.started_on is not None and one.started_on <= one.pinned_on)
        for one in said
        if one.started_on is not None or one.pinned_on <= watched_until
    ]
    started = [(one, one.started_on) for one in said if one.started_on is not None]
    days_seen = sorted({one.on for one in told})
    return Scored(
        forecasts=len(said),
        open=still_open,
        coverage=_mean(inside),
        coverage_least=sum(inside) / max(len(said), 1),
        coverage_most=(sum(inside) + still_open) / max(len(said), 1),
        brier=_mean((one.on_time - came) ** 2 for one, came in dated),
        brier_promise=_mean(
            (float(one.promised_on <= one.pinned_on) - came) ** 2 for one, came in dated
        ),
        width=_mean(days.between(one.p10, one.p90) for one in said),
        off=_mean(abs(days.between(one.p50, day)) for one, day in started),
        off_promise=_mean(abs(days.between(one.promised_on, day)) for one, day in started),
        deciles=tuple(_deciles(dated)),
        by_day=tuple(
            (
                day,
                sum(one.on == day for one in told),
                _mean(held for one, held in zip(told, inside, strict=True) if one.on == day),
            )
            for day in days_seen
        ),
    )


def _inside(one: Said) -> bool:
    return one.started_on is not None and one.p10 <= one.started_on <= one.p90


def _deciles(dated: Sequence[tuple[Said, bool]]) -> Iterable[Decile]:
    for number in range(DECILES):
        some = [
            (one.on_time, came)
            for one, came in dated
            if min(int(one.on_time * DECILES), DECILES - 1) == number
        ]
        if some:
            yield Decile(
                number / DECILES,
                len(some),
                _mean(said for said, _ in some),
                _mean(came for _, came in some),
            )


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return float(np.mean(listed)) if listed else float("nan")
