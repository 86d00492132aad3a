"""Entries about a signed promise (承诺): kept, moved, lapsed, to be made good."""

from datetime import date
from typing import ClassVar, Literal

from models.vocabulary import Value


class DeferredItemReceived(Value):
    """A document that was owed came in (容缺材料已补交)."""

    label: ClassVar[str] = "补交容缺材料"
    kind: Literal["deferred_item_received"] = "deferred_item_received"
    procedure: str
    document: str


class PromiseExtended(Value):
    """A promised day was moved before it was due (承诺已展期)."""

    label: ClassVar[str] = "承诺展期"
    kind: Literal["promise_extended"] = "promise_extended"
    procedure: str
    document: str
    due_on: date
    days: int
    reason: str
    source: str


class RectificationOrdered(Value):
    """A broken promise is to be made good by a day (已责令限期整改)."""

    label: ClassVar[str] = "责令限期整改"
    kind: Literal["rectification_ordered"] = "rectification_ordered"
    procedure: str
    due_on: date
    reason: str
    source: str


class PromiseLapsed(Value):
    """Documents did not come by the promised day; the clock stands still (承诺逾期)."""

    label: ClassVar[str] = "承诺逾期"
    kind: Literal["promise_lapsed"] = "promise_lapsed"
    procedure: str
    documents: tuple[str, ...]
    lapsed_on: date
    """The day after the promised one, however late it was noticed."""
    grace_until: date | None
    source: str
