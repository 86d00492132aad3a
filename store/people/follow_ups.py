"""Days on which somebody wants to see a case again (跟进日): one a case and account."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select

from models.tables.follow_ups import FollowUpRow
from store.rows.prepared import fetch

_ROWS = FollowUpRow.__table__
_OF_ACCOUNT = select(_ROWS.c.project, _ROWS.c.procedure, _ROWS.c.day).where(
    _ROWS.c.account == bindparam("account")
)


def put_off(
    connection: Connection, account: str, project: str, procedure: str, on: date | None
) -> None:
    """Write the day down, in place of an earlier one; ``None`` takes it away."""
    connection.execute(
        delete(FollowUpRow).where(
            _ROWS.c.account == account,
            _ROWS.c.project == project,
            _ROWS.c.procedure == procedure,
        )
    )
    if on is not None:
        connection.execute(
            insert(FollowUpRow).values(
                account=account, project=project, procedure=procedure, day=on
            )
        )


def follow_ups(connection: Connection, account: str) -> Mapping[tuple[str, str], date]:
    """Return project and procedure → day, of one account."""
    rows = fetch(connection, _OF_ACCOUNT, {"account": account})
    return {(project, procedure): day for project, procedure, day in rows}
