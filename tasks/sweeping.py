"""Steps of the watch (巡查环节)."""

from prefect import task

from casework.office_clock import machine_time
from casework.watch import Watched, keep_watch
from casework.watch_marks import WatchDoor, mark
from tasks import house


@task(task_run_name="watch · 巡查到期事项", persist_result=False)
def sweep_ledger() -> Watched:
    """Record everything that time alone has brought, with due rounds and the day's lights."""
    watched = keep_watch(house.office(), now=house.now())
    mark(house.settings(), WatchDoor.PREFECT, machine_time())
    return watched
