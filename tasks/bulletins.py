"""Steps of the monthly supervision bulletin (督办通报环节)."""

from prefect import task

from casework.supervision.bulletin import keep_bulletins, newest_bulletin
from models.bulletin_views import BulletinView
from reports.pages.bulletin_page import bulletin_page, month_in_words
from tasks import house
from tasks.pages import publish_page

_published: dict[str, str] = {}
"""Month → how far its bulletin had come when this process published it last."""


@task(task_run_name="draft · 拟制督办通报", persist_result=False)
def draft_bulletins() -> tuple[str, ...]:
    """Draft every bulletin that is due."""
    return keep_bulletins(house.office(), now=house.now())


def bulletin_to_publish() -> BulletinView | None:
    """Return the newest bulletin, if it has changed since this process published it."""
    newest = newest_bulletin(house.office())
    if newest is None or _published.get(newest.month) == newest.state:
        return None
    return newest


@task(task_run_name="publish · 督办通报 {view.month}", persist_result=False)
def publish_bulletin_page(view: BulletinView) -> None:
    """Publish the page of a bulletin; the same month again brings it up to date."""
    described = f"{month_in_words(view.month)}督办通报（{view.state_name}）"
    publish_page(f"bulletin-{view.month}", bulletin_page(view), described)
    _published[view.month] = view.state
