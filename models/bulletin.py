"""The monthly supervision bulletin (月度督办通报): its rules, its entries, how it stands.

Drafted by the system, sent by a signature: an unsigned draft tells nobody but its signers.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from models.bulletin_figures import BulletinFigures
from models.people import Role
from models.vocabulary import Reason, Sourced, Text, Value

Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]


class BulletinRules(Sourced):
    """When the monthly bulletin is drafted and who signs it (月度督办通报规则)."""

    by_day: int = Field(ge=1, le=28)
    """Day of the month after; on a day off the next working day."""
    issuer: str = Field(min_length=2)
    """In whose name it goes out (签发单位)."""
    signer: Role
    signers: tuple[str, ...] = ()
    """Accounts that may sign; empty = every account of the role."""


class SignBulletin(Value):
    """Sign a drafted bulletin; with that it goes out (签发通报)."""

    opinion: Text = ""
    requirements: Text = ""
    """下月要求, and commendation where the signer gives it: the system writes neither."""


class DropBulletin(Value):
    """Do not sign a drafted bulletin (不予签发通报)."""

    reason: Reason


class BulletinDrafted(Value):
    """The bulletin of a month was drafted and waits for its signature (通报已拟)."""

    label: ClassVar[str] = "拟制督办通报"
    kind: Literal["bulletin_drafted"] = "bulletin_drafted"
    month: Month
    as_of: date
    figures: BulletinFigures
    late: bool = False
    """Drafted after its day: made up for after an outage (补拟)."""


class BulletinIssued(Value):
    """The bulletin of a month was signed and goes out (通报已签发)."""

    label: ClassVar[str] = "签发督办通报"
    kind: Literal["bulletin_issued"] = "bulletin_issued"
    month: Month
    opinion: str = ""
    requirements: str = ""
    anchor: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Root over the heads of all streams just before: seals the whole ledger (台账总哈希)."""
    anchor_sm3: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    """The same in SM3; empty in bulletins of before, and where the machine has none."""


class BulletinDropped(Value):
    """The signer did not sign the bulletin of a month (通报不予签发)."""

    label: ClassVar[str] = "督办通报不予签发"
    kind: Literal["bulletin_dropped"] = "bulletin_dropped"
    month: Month
    reason: str


@dataclass(frozen=True, slots=True)
class MonthlyBulletin:
    """The bulletin of a month as its entries leave it (月度督办通报)."""

    drafted: BulletinDrafted
    drafted_on: date
    issued: BulletinIssued | None = None
    dropped: BulletinDropped | None = None
    settled_on: date | None = None
    settled_by: str = ""

    @property
    def pending(self) -> bool:
        """Tell whether it waits for a signature."""
        return self.issued is None and self.dropped is None
