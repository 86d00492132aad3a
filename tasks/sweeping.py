"""Steps of the watch (巡查环节)."""

from prefect import task

from casework.sweep import Swept, sweep
from tasks import house


@task(task_run_name="sweep · 巡查到期事项", persist_result=False)
def sweep_ledger() -> Swept:
    """Record everything that time alone has brought."""
    return sweep(house.office(), now=house.now())
