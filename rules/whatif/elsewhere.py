"""A plan that was made elsewhere, over our network (外来排期推演).

Its dates say when a step would begin and how long it would take. They move no fact: what is
concluded stays, a document comes when it was reported to come, what must come first comes
first, and no notice period gets shorter (公告期不得压缩).
"""

from collections.abc import Mapping
from datetime import date

from models.catalogue import Unit
from rules.days.working_days import WorkingDays
from rules.plan.network import Network, Step

Span = tuple[date, date]
"""First and last day of work."""


def planned_elsewhere(network: Network, spans: Mapping[str, Span], days: WorkingDays) -> Network:
    """Return the network with the steps that are not concluded as another plan has them."""
    changed = {
        network.position[code]: _moved(network.steps[network.position[code]], span, days)
        for code, span in spans.items()
        if code in network.position and network.steps[network.position[code]].finished_on is None
    }
    return network.with_steps(changed)


def _moved(step: Step, span: Span, days: WorkingDays) -> Step:
    first, last = span
    if step.running:
        begins = step.ready_on
    else:
        eve = date.fromordinal(first.toordinal() - 1)
        begins = max(step.ready_on, days.previous_working_day(eve) if last > first else first)
    length = days.between(begins, last) if step.unit is Unit.WORKDAY else (last - begins).days
    return step._replace(ready_on=begins, length=max(length, step.least, 0))
