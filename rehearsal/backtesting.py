"""The forecast put to the test (预测回测): rehearsed campaigns that it has not learnt from.

Some campaigns teach, others are forecast, every second Friday, for each project that has
not started; then the starts that came are looked up. Beside it stands what each campaign's
own ledger alone would have taught until that morning, and the plain rival: the promise.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

import numpy as np

from casework.plan.experience import Learnt
from casework.plan.forecasting import draw, fallen, learn_files, observed
from models.campaign import Campaign
from models.case import CaseFile
from rehearsal.past_campaigns import Past, past_campaign
from rules.chance.calibration import Margin, Said, Scored, Teller, margin, score, with_margin
from rules.chance.durations import Durations, Observation, learn
from rules.chance.levels import FINE, Fell, Levels, corrected, fell, given
from rules.chance.levels import learnt as corrections
from rules.chance.simulation import Drawn, confidence_of
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start
from store.intake.campaign_folder import read_campaign_folder

FORECAST_DAYS = 8
"""How many Fridays are forecast from, two weeks apart."""

WATCHED = timedelta(days=120)
"""How long after the last of them starts are watched for."""

TEACHERS = 2
"""As many campaigns teach at least; else two for every five that are forecast."""

PROCESSES = 2

OFFSETS = 99
"""Into how many equally likely distances the levels are put."""

STRENGTH = 30
"""As how many projects of a campaign's own the others count for its levels (assumed)."""

Tell = Callable[[int, int], None]
"""Told how many of how many campaigns are done."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the back-test found (回测报告)."""

    seed: int
    taught: int
    """Campaigns that taught."""
    tested: int
    """Campaigns that were forecast, others than those."""
    observations: int
    mornings: tuple[date, ...]
    watched_until: date
    earlier: Scored
    """Learnt from the campaigns that taught."""
    own: Scored
    """Learnt from the tested campaign's own ledger until that morning."""
    rival: Scored
    """The promise, with the margin that the campaigns that taught needed."""
    margin: Margin
    offsets: tuple[float, ...]
    """How starts lay about the middle of forecasts from their own ledger, in the campaigns that
    taught: what the rules of a campaign may give as known (``forecast`` in rules.yaml)."""
    offsets_from: int
    """How many forecasts they were learnt from."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One campaign for one process."""

    directory: Path
    keep: Path
    seed: int
    mornings: tuple[date, ...]
    until: date


def _collect_rarely() -> None:
    """Let the collector rest: what is loaded stays, and what acts make has no cycles."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def backtest(
    directory: Path, keep: Path, *, campaigns: int, seed: int, tell: Tell = lambda *_: None
) -> Backtest:
    """Teach with some rehearsed campaigns and forecast so many others, held apart."""
    campaign = read_campaign_folder(directory).campaign
    mornings = fridays(campaign)
    until = mornings[-1] + WATCHED
    taught = max(2 * campaigns // 5, TEACHERS)
    jobs = [
        _Job(directory, keep, seed + number, mornings, until)
        for number in range(taught + campaigns)
    ]
    total, done = len(jobs), 0
    apart = get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=apart, initializer=_collect_rarely) as pool:
        observations: list[Observation] = []
        promised: list[Said] = []
        for observed_there, said_there in pool.map(_teach, jobs[:taught]):
            observations.extend(observed_there)
            promised.extend(said_there)
            done += 1
            tell(done, total)
        durations = learn(observations)
        others = [
            learn([one for one in observations if not one.project.startswith(f"{job.seed}/")])
            for job in jobs[:taught]
        ]
        known: dict[Teller, list[Fell]] = {one: [] for one in Teller}
        for fallen_there in pool.map(_fall, jobs[:taught], others):
            for teller, some in fallen_there.items():
                known[teller].extend(some)
        levels = {teller: given(*_even(some)) for teller, some in known.items()}
        said: list[Said] = []
        for said_there in pool.map(
            _forecast, jobs[taught:], [durations] * campaigns, [levels] * campaigns
        ):
            said.extend(said_there)
            done += 1
            tell(done, total)
    days = Regulations(campaign).days
    rival = margin(promised, days)
    by = {one: [it for it in said if it.teller is one] for one in Teller}
    scored = {one: score(some, watched_until=until, days=days) for one, some in by.items()}
    plain = [with_margin(one, rival, days) for one in by[Teller.EARLIER]]
    return Backtest(
        seed=seed,
        taught=taught,
        tested=campaigns,
        observations=len(observations),
        mornings=mornings,
        watched_until=until,
        earlier=scored[Teller.EARLIER],
        own=scored[Teller.OWN],
        rival=score(plain, watched_until=until, days=days),
        margin=rival,
        offsets=tuple(float(one) for one in levels[Teller.OWN].distances),
        offsets_from=levels[Teller.OWN].forecasts,
    )


def fridays(campaign: Campaign) -> tuple[date, ...]:
    """Return every second Friday from the second week of a campaign on."""
    first = campaign.first_day + timedelta(days=7)
    friday = first + timedelta(days=(4 - first.weekday()) % 7)
    return tuple(friday + timedelta(weeks=2 * number) for number in range(FORECAST_DAYS))


def _teach(job: _Job) -> tuple[list[Observation], list[Said]]:
    """Return what a whole campaign tells, and how its promises were kept."""
    past = past_campaign(job.directory, job.keep, seed=job.seed, until=job.until)
    regulations = Regulations(read_campaign_folder(job.directory).campaign)
    after = job.until + timedelta(days=1)
    files = _pinned(past, [after])[0]
    told = observed(files, past.happened(), regulations, on=after)
    # The same project of another campaign is another project: it has a pace of its own.
    observations = [
        replace(one, project=f"{job.seed}/{one.project}") for some in told.values() for one in some
    ]
    return observations, list(_said(past, job, regulations, None))


def _even(fell: Sequence[Fell]) -> tuple[tuple[float, ...], int]:
    """Return equally likely distances of starts from the middle, and how many there were."""
    at = (np.arange(OFFSETS) + 0.5) / OFFSETS
    found = np.quantile([one.distance for one in fell], at, method="inverted_cdf")
    return tuple(round(float(one), FINE) for one in found), len(fell)


def _fall(job: _Job, durations: Durations) -> dict[Teller, list[Fell]]:
    """Return where the starts of a campaign that teaches fell in what others and it would say."""
    past = past_campaign(job.directory, job.keep, seed=job.seed, until=job.until)
    regulations = Regulations(read_campaign_folder(job.directory).campaign)
    happened, ended_on = past.happened(), job.until + timedelta(days=1)
    *mornings, ended = _pinned(past, [*job.mornings, ended_on])
    started = {file.project.code: file.started_on for file in ended}
    found: dict[Teller, list[Fell]] = {one: [] for one in Teller}
    for on, files in zip(job.mornings, mornings, strict=True):
        seen = observed(files, happened, regulations, on=on)
        own = learn_files(files, happened, regulations, on=on)
        paces = {code: durations.pace(told) for code, told in seen.items()}
        for teller, learnt in ((Teller.EARLIER, Learnt(durations, paces)), (Teller.OWN, own)):
            some = fallen(files, learnt, started, regulations, on, on=ended_on)
            found[teller].extend(some)
    return found


def _forecast(job: _Job, durations: Durations, levels: Mapping[Teller, Levels]) -> list[Said]:
    """Return what would have been said of a campaign, morning by morning."""
    past = past_campaign(job.directory, job.keep, seed=job.seed, until=job.until)
    regulations = Regulations(read_campaign_folder(job.directory).campaign)
    return list(_said(past, job, regulations, durations, levels))


def _said(
    past: Past,
    job: _Job,
    regulations: Regulations,
    durations: Durations | None,
    levels: Mapping[Teller, Levels] = MappingProxyType({}),
) -> Iterator[Said]:
    """Yield the forecasts of each morning; without durations the promise alone, once."""
    happened = past.happened()
    *mornings, ended = _pinned(past, [*job.mornings, job.until + timedelta(days=1)])
    started = {file.project.code: file.started_on for file in ended}
    told: dict[Teller, list[tuple[str, Drawn]]] = {one: [] for one in Teller}
    for on, files in zip(job.mornings, mornings, strict=True):
        waiting = [file for file in files if file.started_on is None]
        if durations is None:
            for file in waiting:
                yield _promised(past, file, on, started[file.project.code], regulations)
            continue
        own = learn_files(files, happened, regulations, on=on)
        seen = observed(waiting, happened, regulations, on=on)
        now = {
            teller: corrections(
                [
                    fell(drawn, started[code], code, on=on, days=regulations.days)
                    for code, drawn in told[teller]
                ],
                levels[teller],
                strength=STRENGTH,
            )
            for teller in Teller
        }
        for file in waiting:
            code = file.project.code
            promised = _promised(past, file, on, started[code], regulations)
            earlier = draw(file, durations, durations.pace(seen[code]), regulations, on)
            for teller, drawn in (
                (Teller.EARLIER, earlier),
                (Teller.OWN, draw(file, own.durations, own.pace(code), regulations, on)),
            ):
                told[teller].append((code, drawn))
                shaped = corrected(drawn, now[teller], on=on, days=regulations.days)
                sure = confidence_of(shaped, pinned_on=file.pinned_start)
                yield replace(
                    promised,
                    teller=teller,
                    p10=sure.p10,
                    p50=sure.p50,
                    p90=sure.p90,
                    on_time=sure.on_time or 0.0,
                )


def _promised(
    past: Past, file: CaseFile, on: date, started: date | None, regulations: Regulations
) -> Said:
    """Return what the promises alone say of a project."""
    procedures = regulations.procedures(file.project, on=on)
    start = forecast_start(file, procedures, on=on, regulations=regulations).start_on
    pinned = file.pinned_start
    assert pinned is not None
    return Said(
        *(Teller.EARLIER, past.seed, file.project.code, on, pinned, start),
        *(start, start, start, float(start <= pinned), started),
    )


def _pinned(past: Past, mornings: Sequence[date]) -> list[list[CaseFile]]:
    """Return the files of projects whose start is pinned, as they stood each morning."""
    by_project = [past.mornings(project, mornings) for project in past.streams]
    return [
        [file for files in by_project if (file := files[place]) and file.pinned_start is not None]
        for place in range(len(mornings))
    ]
