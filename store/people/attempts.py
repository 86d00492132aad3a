"""Attempts within a window of time (尝试次数): kept here, so that several portals share them."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from models.tables.access import AttemptRow
from rules.seal import instant

ATTEMPTS = AttemptRow.__table__


def hit(connection: Connection, bucket: str, *, within: timedelta, at: datetime) -> int:
    """Count one more attempt and return how many there are in the window that runs.

    The window begins with its first attempt. Inside a transaction that writes, nobody else
    counts in between.
    """
    row = connection.execute(
        select(ATTEMPTS.c.began_at, ATTEMPTS.c.count.label("hits")).where(
            ATTEMPTS.c.bucket == bucket
        )
    ).first()
    if row is None:
        connection.execute(insert(AttemptRow).values(bucket=bucket, began_at=instant(at), count=1))
        return 1
    over = datetime.fromisoformat(row.began_at) + within <= at
    count = 1 if over else row.hits + 1
    values = {"count": count, **({"began_at": instant(at)} if over else {})}
    connection.execute(update(AttemptRow).where(ATTEMPTS.c.bucket == bucket).values(**values))
    return count


def waits(
    connection: Connection, bucket: str, *, most: int, within: timedelta, at: datetime
) -> timedelta:
    """Return how long a bucket stays full; zero = it is not."""
    row = connection.execute(
        select(ATTEMPTS.c.began_at, ATTEMPTS.c.count.label("hits")).where(
            ATTEMPTS.c.bucket == bucket
        )
    ).first()
    if row is None or row.hits < most:
        return timedelta(0)
    return max(timedelta(0), datetime.fromisoformat(row.began_at) + within - at)


def clear(connection: Connection, bucket: str) -> None:
    """Forget the attempts of a bucket."""
    connection.execute(delete(AttemptRow).where(ATTEMPTS.c.bucket == bucket))


def forget(connection: Connection, *, before: datetime) -> None:
    """Forget windows that began long ago."""
    connection.execute(delete(AttemptRow).where(ATTEMPTS.c.began_at < instant(before)))
