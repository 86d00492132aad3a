"""The office of this process (本进程的办公室): opened once, shared by its runs.

Runs share one interpreter (the warm runner), so the database engine and everything
read from the ledger stay warm between them.
"""

import gc
from datetime import date, datetime
from functools import cache

from casework.office import Office
from casework.office.settings import Settings, open_clock, open_office
from models.days import ZONE
from rules.in_force.regulations import Regulations


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()


def collect_rarely() -> None:
    """Let the collector rest: what is loaded stays, and what acts make has no cycles."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@cache
def office() -> Office:
    """Return the office of this process."""
    collect_rarely()
    return open_office(settings(), migrate=False)


def now() -> datetime:
    """Return the instant of the office clock."""
    return open_clock(settings()).now()


def today() -> date:
    """Return the day of the office."""
    return now().astimezone(ZONE).date()


def portal_page(project: str) -> str:
    """Return the address of a project's page in the portal: where it is known, else here."""
    here = f"http://127.0.0.1:{settings().portal_port}/projects/{project}"
    return office().channels.link(project) or here


def regulations() -> Regulations:
    """Return the regulations in force."""
    with office().store.reading() as connection:
        return office().situation(connection).regulations
