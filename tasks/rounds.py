"""Steps of the weekly round (周报环节)."""

from prefect import task

from casework.desk import SYSTEM, Stamp
from casework.rounds import close_round, open_round
from models.acts import Via
from store.queries import RoundLine
from tasks import house


@task(task_run_name="open {week} · 启动周报", persist_result=False)
def open_week(week: str) -> RoundLine:
    """Open the round of a week and ask every unit once."""
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=house.now())
    return open_round(house.office(), week=week or None, stamp=stamp)


@task(task_run_name="close {week} · 截止周报", persist_result=False)
def close_week(week: str) -> RoundLine:
    """Close the round of a week."""
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=house.now())
    return close_round(house.office(), week=week or None, stamp=stamp)
