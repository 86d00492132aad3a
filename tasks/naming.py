"""Names of runs that people read (运行名称)."""

from collections.abc import Callable

from models.days import ZONE
from tasks import house


def at_office_time(words: str) -> Callable[[], str]:
    """Return what names a run: some words and the instant of the office clock."""

    def name() -> str:
        return f"{words} · {house.now().astimezone(ZONE):%m-%d %H:%M}"

    return name
