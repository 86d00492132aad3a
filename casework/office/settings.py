"""Settings (运行设置): environment variables with the prefix ``GREENCHANNEL_``."""

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from casework.office import Office
from casework.office.clock import CLOCK_FILE, OfficeClock
from casework.office.edition import derived_otherwise
from notices.channels import Channels
from store.engine import Store, untouched
from store.seals.audit_key import former_keys, lost, make_key, read_key

PREFIX = "greenchannel_"

Port = Annotated[int, Field(ge=1, le=65535)]


class PrefectActs(StrEnum):
    """What an act through the Prefect UI counts (运行台办理方式)."""

    ALLOW = "allow"
    SIGN = "sign"
    OFF = "off"


class Settings(BaseModel):
    """Where things are and how the office runs (运行设置)."""

    model_config = ConfigDict(extra="ignore")

    home: Path = Path(".greenchannel")
    database_url: str = ""
    """Empty = SQLite in the home directory."""
    campaign: Path = Path("campaigns/hundred-day-2020")
    clock: Literal["real", "rehearsal"] = "rehearsal"
    portal_port: Port = 8080
    prefect_port: Port = Field(4200, validate_default=True)
    prefect_acts: PrefectActs | None = None
    """Empty = ``allow`` in a rehearsal, ``sign`` in real time."""
    stuck_seconds: PositiveInt = 300
    """A Prefect run may stay Pending or Running so long before the watch sets it going again."""
    audit_key_file: Path | None = None
    """Empty = ``audit.key`` in the home directory, made for an empty ledger, its owner's only."""
    anchor_file: Path | None = None
    """Where the heads of the ledger are written down. Empty = beside the data directory where
    that can be written; in a rehearsal inside, thrown away with it. For real use: elsewhere,
    where it only grows."""
    anchor_mail: str = ""
    """One Apprise address outside this machine to which the watch sends the newest line of the
    anchor, once a day; empty = nobody."""
    notices: dict[str, list[str]] = {}
    """Audience → Apprise addresses; empty = the local inbox."""
    notice_text_days: PositiveInt | None = None
    """So many days the words of notices that arrived are kept; empty = for ever."""
    token: SecretStr = SecretStr("")
    """Personal token by which the command line acts; empty = the one kept by ``login``."""
    token_file: Path | None = None
    """Where ``login`` keeps it; empty = ``greenchannel/token`` in one's own settings folder."""
    public_timetable: bool = False
    """Whether anybody may see the public timetable (公开时间表) without signing in."""
    base_url: str = ""
    """Address of our own portal, for links in notices; empty = no links."""

    @model_validator(mode="before")
    @classmethod
    def _from_environment(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Take from the environment what is not given."""
        said = {name.lower(): value for name, value in os.environ.items()}
        found = {one: said[PREFIX + one] for one in cls.model_fields if PREFIX + one in said}
        return {**found, **given}

    @field_validator("notices", mode="before")
    @classmethod
    def _from_json(cls, given: object) -> object:
        """Read what the environment can only say as a text."""
        try:
            return json.loads(given) if isinstance(given, str) else given
        except ValueError as wrong:
            raise ValueError("不符合 JSON 语法") from wrong

    @field_validator("prefect_port")
    @classmethod
    def _beside_the_portal(cls, port: int, given: ValidationInfo) -> int:
        """Refuse the portal's own port: one of the two would never begin."""
        if port == given.data.get("portal_port"):
            raise ValueError(f"与门户同用端口 {port}，请各用一个（GREENCHANNEL_PORTAL_PORT）")
        return port

    @property
    def prefect_mode(self) -> PrefectActs:
        """Return what an act through the Prefect UI counts."""
        if self.prefect_acts is not None:
            return self.prefect_acts
        return PrefectActs.ALLOW if self.clock == "rehearsal" else PrefectActs.SIGN

    @property
    def url(self) -> str:
        """Return the database's URL."""
        path = self.home.resolve() / "greenchannel.sqlite"
        return self.database_url or f"sqlite:///{path}"

    @property
    def key_file(self) -> Path:
        """Return the file of the key that seals the ledger."""
        return self.audit_key_file or self.home / "audit.key"

    @property
    def anchor(self) -> Path:
        """Return the file of the anchor (锚定文件)."""
        if self.anchor_file is not None:
            return self.anchor_file.resolve()
        home = self.home.resolve()
        inside, beside = home / "anchor.jsonl", home.with_name(f"{home.name}.anchor.jsonl")
        if self.clock != "real":
            return inside
        # What was begun inside, while it was tried out here, goes on there.
        open_to_it = not inside.exists() and os.access(home.parent, os.W_OK)
        return beside if beside.exists() or open_to_it else inside

    @property
    def attachments(self) -> Path:
        """Return the folder of the files beside cases (附件库)."""
        return self.home.resolve() / "attachments"

    @property
    def clock_file(self) -> Path:
        """Return the file of a rehearsal's clock (办公时钟)."""
        return self.home.resolve() / CLOCK_FILE

    @property
    def inbox(self) -> Path:
        """Return the file of the local inbox (本地收件箱)."""
        return self.home.resolve() / "inbox.jsonl"

    def audit_key(self) -> bytes:
        """Return the key that seals the ledger; one is made for an empty ledger only.

        Raises :class:`store.seals.audit_key.KeyUnusable` where a ledger in use has lost its key.
        """
        path = self.key_file
        key = read_key(path)
        if key is not None:
            return key
        if not untouched(self.url):
            raise lost(path)
        return make_key(path)


def open_office(settings: Settings, *, migrate: bool = True) -> Office:
    """Open the office that the settings describe."""
    store = Store(
        settings.url,
        audit_key=settings.audit_key(),
        former_keys=former_keys(settings.key_file),
    )
    configured = settings.notices or {"*": [f"inbox://{settings.inbox}?to={{account}}"]}
    office = Office(store, Channels(configured, base_url=settings.base_url))
    if migrate and (store.migrate() or derived_otherwise(store)):
        from casework.office.integrity import rebuild  # loads every rule, seldom needed

        rebuild(office)
    return office


def open_clock(settings: Settings) -> OfficeClock:
    """Return the office clock that the settings describe."""
    return OfficeClock(settings.home, rehearsal=settings.clock == "rehearsal")
