"""The baseline (计划基线): the plan is kept as it stood when the start date was pinned.

It follows by itself from the pinning, in the same transaction; who pinned the date has
signed it. A moved date gives a new one, the old ones stay.
"""

from collections.abc import Iterator

from models.case import CaseFile
from models.milestone import BaselineLine, BaselineTaken
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.backschedule import backschedule
from rules.plan.network import network_of
from rules.plan.quality import schedule_quality


def baseline_follows(file: CaseFile, regulations: Regulations) -> Iterator[BaselineTaken]:
    """Yield the baseline of a pinned date that has none yet, while the start lies ahead."""
    pinned = file.pinned_start
    kept = file.baselines[-1].taken.start_on if file.baselines else None
    ahead = START_CONSTRUCTION not in file.passed and file.started_on is None
    if pinned is None or pinned == kept or not ahead or file.last is None:
        return
    on = file.last.on
    procedures = regulations.procedures(file.project, on=on)
    network = network_of(file, procedures, on=on, regulations=regulations)
    schedule = backschedule(network, on=on, days=regulations.days)
    quality = schedule_quality(file, network, schedule, procedures, regulations)
    yield BaselineTaken(
        start_on=pinned,
        forecast_on=schedule.start_on,
        lines=tuple(
            BaselineLine(
                procedure=one.procedure, start_on=one.early_start, finish_on=one.early_finish
            )
            for one in schedule.cases.values()
        ),
        reason=file.pin_reason or "登记时锁定",
        quality=quality.score if quality is not None else None,
    )
