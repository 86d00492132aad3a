"""That somebody has read a notice (签收)."""

from typing import ClassVar, Literal

from models.notice import Ground
from models.vocabulary import Value


class NoticeAcknowledged(Value):
    """A recipient signed for a notice (已签收): on the stream of what the notice is about."""

    label: ClassVar[str] = "签收通知"
    kind: Literal["notice_acknowledged"] = "notice_acknowledged"
    notice: str
    """Its key."""
    ground: Ground
    title: str
    """What was signed for, in words: the ledger stands without the outbox."""
