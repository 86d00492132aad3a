"""Steps of the watch (巡查环节)."""

from prefect import task

from casework.morning.anchor_mail import mail_anchor
from casework.office.clock import machine_time
from casework.office.integrity import keep_proof
from casework.watching.reckon import reckon
from casework.watching.watch import Watched, keep_watch
from casework.watching.watch_marks import WatchDoor, mark
from store.verifying.anchor_file import AnchorUnusable
from store.verifying.comparison import finding_text
from tasks import house


@task(task_run_name="watch · 巡查到期事项", persist_result=False)
def sweep_ledger() -> Watched:
    """Record everything that time alone has brought, with due rounds and the day's lights."""
    watched = keep_watch(house.office(), now=house.now())
    mark(house.settings(), WatchDoor.PREFECT, machine_time())
    return watched


@task(task_run_name="reckon · 当日测算", persist_result=False)
def reckon_lists() -> int:
    """Work out what lists tell of projects today; return of how many it was not told yet."""
    return reckon(house.office(), now=house.now())


@task(task_run_name="anchor · 锚定台账", persist_result=False)
def anchor_heads() -> str:
    """Check the ledger once a day, write its heads down elsewhere; return what is wrong."""
    settings = house.settings()
    kept = settings.notice_text_days
    try:
        anchored = keep_proof(house.office(), settings.anchor, now=house.now(), words_kept=kept)
    except AnchorUnusable as unusable:
        return unusable.message
    return finding_text(anchored.finding) if anchored.finding is not None else ""


@task(task_run_name="mail · 寄出锚定", persist_result=False)
def send_anchor_away() -> str:
    """Send the anchor's newest line away, once a day; return why it could not be sent."""
    settings = house.settings()
    return mail_anchor(house.office(), settings.anchor, settings.anchor_mail, now=house.now())
