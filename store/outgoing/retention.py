"""How long the words of notices are kept (文本保存期限): what was sent to whom, and when, stays.

In place of words that are taken away lies their SHA-256: a copy kept elsewhere is still known
as what was sent. Title and receipts stay.
"""

import hashlib
from base64 import b64decode, b64encode
from datetime import date
from typing import Any

from sqlalchemy import Connection, LargeBinary, exists, func, literal, select, type_coerce

from models.notice import DeliveryState
from models.tables.compact import PACKED_BYTE
from models.tables.outgoing import DeliveryRow, NoticeRow
from store.outgoing.outbox import GONE, words_of
from store.rows.rows_at_once import change_rows
from store.rows.sealed_rows import sealed

TITLE = 160
"""Characters of a title that its column takes."""

OVER = (DeliveryState.DELIVERED, DeliveryState.DIGESTED, DeliveryState.HELD_OUT)
"""Nobody waits for it, and nobody has to be told by other means."""

_STILL_TO_COME = exists().where(
    DeliveryRow.notice_key == NoticeRow.key,
    DeliveryRow.state.not_in([one.value for one in OVER]),
)
_BYTES = type_coerce(NoticeRow.body, LargeBinary)
_WORDED = func.substr(_BYTES, 1, 2) != literal(PACKED_BYTE + b"\0", LargeBinary)
_OLD = select(NoticeRow.__table__).where(_WORDED, ~_STILL_TO_COME)


def forget_words(connection: Connection, *, before: date, most: int) -> int:
    """Take the words of up to ``most`` notices of earlier days away; return of how many."""
    rows = connection.execute(_OLD.where(NoticeRow.on < before).limit(most)).all()
    change_rows(connection, NoticeRow, [_without_words(connection, row) for row in rows])
    return len(rows)


def forgotten(body: str) -> str:
    """Return the SHA-256 of words that were taken away; empty: they are there."""
    return b64decode(body.removeprefix(GONE)).hex() if body.startswith(GONE) else ""


def _without_words(connection: Connection, row: Any) -> dict[str, Any]:
    title, body = words_of(row)
    digest = hashlib.sha256(f"{title}\n{body}".encode()).digest()
    changed = {"title": title[:TITLE], "body": f"{GONE}{b64encode(digest).decode()}"}
    return sealed(connection, NoticeRow, {**row._mapping, **changed})
