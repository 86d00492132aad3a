"""The office behind the command line (办公场所): settings, database, office clock.

Opened for one command and closed after it; whatever cannot be reached is said in one
sentence without secrets.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
)

from casework.office import Office
from casework.office.clock import ClockDamaged, OfficeClock, machine_time
from casework.office.settings import PREFIX, Settings, open_clock, open_office
from models.access import Hand
from models.act import Via
from models.days import ZONE
from models.refusal import BadInput, Unknown
from portal.database_failures import told_of_failure
from portal.edge import Unreachable, unusable
from portal.token_file import kept_token
from portal.usage import meant
from store import ledger
from store.files.input_errors import worded
from store.newer import NewerDatabase
from store.projected.queries import project_lines
from store.seals.audit_key import KeyUnusable
from store.verifying.anchor_file import AnchorUnusable

if TYPE_CHECKING:
    from casework.desk import Stamp

ROOT = Path(__file__).resolve().parent.parent
"""Where the project lies: prefect.yaml, flows/, campaigns/."""


@dataclass(frozen=True, slots=True)
class Premises:
    """An open office with its clock (办公场所)."""

    settings: Settings
    office: Office
    clock: OfficeClock

    def now(self) -> datetime:
        """Return the instant of the office."""
        return self.clock.now()

    def today(self) -> date:
        """Return the day of the office."""
        return self.now().astimezone(ZONE).date()

    def stamp(self, by: Hand, via: Via = Via.CONSOLE) -> "Stamp":
        """Return who acts now, through the command line."""
        from casework.desk import Stamp  # the desk brings all that is told; who reads does without

        return Stamp(by=by.account, via=via, now=self.now(), person=by.person)

    def is_empty(self) -> bool:
        """Tell whether nothing has been written yet."""
        with self.office.store.reading() as connection:
            return ledger.count(connection) == 0

    def who(self, typed: str) -> Hand:
        """Return who acts: typed in the demonstration, else by token or the operator."""
        from casework.access.at_the_console import who_acts

        return who_acts(
            self.office,
            typed=typed,
            secret=kept_token(self.settings),
            demonstration=self.settings.clock == "rehearsal",
            today=self.today(),
            at=machine_time(),
        )

    def note_export(self, about: str) -> None:
        """Write into the log of the door that a file was taken along at this machine."""
        from casework.access.at_the_console import note_export

        secret, today = kept_token(self.settings), self.today()
        note_export(self.office, about, secret=secret, today=today, at=machine_time())

    def must_know(self, officer: str, place: str) -> None:
        """Refuse an account number that the campaign does not hold, typed at a place."""
        with self.office.store.reading() as connection:
            campaign = self.office.situation(connection).file.campaign
        if campaign.account(officer) is None:
            hint = meant(officer, (one.number for one in campaign.accounts), near=0.7)
            raise BadInput(place, f"没有账号“{officer}”{hint}")


def read_settings() -> Settings:
    """Read the settings; a wrong one is named, and one that is misspelt: it would set nothing."""
    _must_be_spelt(os.environ)
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        name = str(first["loc"][0]).upper()
        raise BadInput(f"环境变量 GREENCHANNEL_{name}", worded(first)) from wrong


def _must_be_spelt(environment: Iterable[str]) -> None:
    for variable in sorted(one for one in environment if one.lower().startswith(PREFIX)):
        name = variable.lower().removeprefix(PREFIX)
        if name not in Settings.model_fields and (
            near := get_close_matches(name, Settings.model_fields, n=1, cutoff=0.75)
        ):
            likely = f"{PREFIX}{near[0]}".upper()
            raise BadInput(f"环境变量 {variable}", f"没有这项设置，是否应为 {likely}")


def campaign_folder(settings: Settings) -> Path:
    """Return the campaign's folder: as given, else as it lies in the project."""
    given = settings.campaign
    return given if given.is_dir() or given.is_absolute() else ROOT / given


@contextmanager
def opened(settings: Settings | None = None, *, create: bool = False) -> Iterator[Premises]:
    """Open the office; with ``create`` the database is made or brought up to date first."""
    settings = settings or read_settings()
    with reachable(settings):
        if not create:
            _must_exist(settings)
        office = open_office(settings, migrate=create)
        premises = Premises(settings, office, open_clock(settings))
        try:
            yield premises
        except Unknown as unknown:
            if hint := _hint(premises, unknown):
                raise Unknown(f"{unknown.message}{hint}", **unknown.facts) from unknown
            raise
        finally:
            office.store.close()


def _hint(premises: Premises, unknown: Unknown) -> str:
    """Say which project, procedure or account was likely meant by a name that nobody knows."""
    if premises.is_empty():
        return ""
    with premises.office.store.reading() as connection:
        campaign = premises.office.situation(connection).file.campaign
        known = {
            "project": ([line.code for line in project_lines(connection)], 0.95),
            "procedure": ([one.code for one in campaign.catalogue.procedures], 0.6),
            "account": ([one.number for one in campaign.accounts], 0.7),
        }
    for fact, (words, near) in known.items():
        if fact in unknown.facts:
            return meant(str(unknown.facts[fact]), words, near=near)
    return ""


@contextmanager
def reachable(settings: Settings) -> Iterator[None]:
    """Turn what a database or a disk cannot do into a sentence."""
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as wrong:
        raise BadInput(
            "环境变量 GREENCHANNEL_DATABASE_URL",
            "数据库地址无法识别，应写作 postgresql+psycopg://用户:口令@主机/库名；不填则用 SQLite",
        ) from wrong
    except (DataError, IntegrityError):
        raise
    except (DatabaseError, InterfaceError) as failure:
        raise Unreachable(told_of_failure(settings.url, str(failure.orig))) from failure
    except NewerDatabase as newer:
        raise Unreachable(newer.message, database="newer") from newer
    except KeyUnusable as key:
        raise Unreachable(key.message, key="unusable") from key
    except AnchorUnusable as anchor:
        raise Unreachable(anchor.message, anchor="unusable") from anchor
    except ClockDamaged as damaged:
        raise Unreachable(damaged.message, clock="damaged") from damaged
    except OSError as failure:
        if failure.filename is None:
            raise
        raise unusable(failure) from failure


def _must_exist(settings: Settings) -> None:
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise Unreachable(
            f"数据库尚未建立：{url.database}；请先运行 greenchannel up，或 greenchannel load 目录"
        )
