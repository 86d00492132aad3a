"""Everything is sealed with the key in force (重新封签): after an upgrade, and with a new key."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from models.tables.access import AccessEventRow
from models.tables.outgoing import SEALED, DeliveryRow, NoticeRow
from models.tables.rows import Base, HeadRow, TallyRow
from rules.seal import Tally, head_seal
from store.outgoing.outbox import place_name, places_text
from store.rows.rows_at_once import change_rows
from store.rows.sealed_rows import SEAL, key_of, row_mac
from store.rows.tallies import (
    ACCESS,
    ANCHOR,
    STREAMS,
    count_in,
    notices_of,
    read_tallies,
    write_tally,
)

AT_ONCE = 1000


def seal_everything(connection: Connection) -> None:
    """Count what there is and seal what follows from no entry, as it stands.

    For tables that carry no seals yet: what somebody wrote over them before is not found.
    """
    places: dict[str, Tally] = defaultdict(Tally)
    for row in connection.execute(
        select(DeliveryRow.notice_key, DeliveryRow.recipient, DeliveryRow.channel)
    ):
        name = place_name(row.recipient, row.channel)
        places[row.notice_key] = places[row.notice_key].plus([name])
    notices = connection.execute(select(NoticeRow.key, NoticeRow.project)).all()
    change_rows(
        connection,
        NoticeRow,
        [{"key": one.key, "places": places_text(places[one.key])} for one in notices],
    )
    connection.execute(delete(TallyRow).where(TallyRow.name != ANCHOR))
    streams = connection.execute(select(HeadRow.stream)).scalars().all()
    counted: dict[str, list[str]] = {notices_of(one): [] for one in streams}
    for one in notices:
        counted.setdefault(notices_of(one.project), []).append(one.key)
    count_in(connection, {STREAMS: streams, **counted})
    if ANCHOR not in read_tallies(connection, [ANCHOR]):
        write_tally(connection, ANCHOR, Tally())
    count_door(connection)
    seal_rows(connection)


def count_door(connection: Connection) -> None:
    """Count the lines of the log of the door, as they stand."""
    macs = connection.execute(select(AccessEventRow.mac).order_by(AccessEventRow.seq)).scalars()
    if lines := macs.all():
        write_tally(connection, ACCESS, Tally(len(lines), lines[-1]))


def seal_rows(connection: Connection) -> None:
    """Seal every row that carries a seal of its own with the key of this transaction."""
    for mapped in SEALED:
        table = Base.metadata.tables[mapped.__tablename__]
        keys = [column.name for column in table.primary_key]
        rows = connection.execute(select(*table.columns)).mappings().all()
        key = key_of(connection)
        change_rows(
            connection,
            mapped,
            [
                {name: row[name] for name in keys} | {SEAL: row_mac(table, {**row}, key)}
                for row in rows
            ],
        )


def seal_heads(connection: Connection) -> None:
    """Seal the head of every stream with the key of this transaction."""
    key = key_of(connection)
    rows: list[dict[str, Any]] = [
        {"of_stream": one.stream, "mac": head_seal(one.stream, one.version, one.hash, key)}
        for one in connection.execute(select(HeadRow.stream, HeadRow.version, HeadRow.hash))
    ]
    if rows:
        change = update(HeadRow).where(HeadRow.stream == bindparam("of_stream"))
        connection.execute(change.values(mac=bindparam("mac")), rows)
