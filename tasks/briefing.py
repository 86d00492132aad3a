"""The morning's step (每日提要环节)."""

from prefect import task

from casework.morning.digest import Briefed, brief, taken
from tasks import house


@task(task_run_name="brief · 每日提要", persist_result=False)
def put_out_digests() -> Briefed:
    """Put out everybody's digest of the day; on days off nothing."""
    return brief(house.office(), now=house.now())


@task(task_run_name="taken · 平台接收情况", persist_result=False)
def count_taken(briefed: Briefed) -> int:
    """Count the digests that a platform has taken."""
    return len(taken(house.office(), briefed))
