"""What waits for a signature (待签字的办理): put down once a key, settled once."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from models.proposal import Proposal, ProposalEnd, ProposalKind
from models.tables.proposals import ProposalRow
from rules.seal import instant

ROWS = ProposalRow.__table__


def put(connection: Connection, proposal: Proposal) -> Proposal:
    """Put a proposal down; one with the same key stays as it is. Return what stands there."""
    known = connection.execute(select(ROWS).where(ROWS.c.key == proposal.key)).first()
    if known is None:
        connection.execute(
            insert(ProposalRow).values(
                key=proposal.key,
                kind=proposal.kind.value,
                project=proposal.project,
                procedure=proposal.procedure,
                officer=proposal.officer,
                content=json.dumps(proposal.content, ensure_ascii=False),
                asked_at=instant(proposal.asked_at),
                settled_at=None,
                end="",
            )
        )
        known = connection.execute(select(ROWS).where(ROWS.c.key == proposal.key)).one()
    return _proposal(known)


def find(connection: Connection, number: int) -> Proposal | None:
    """Return a proposal, settled or not."""
    row = connection.execute(select(ROWS).where(ROWS.c.number == number)).first()
    return _proposal(row) if row is not None else None


def waiting_for(connection: Connection, officer: str) -> Sequence[Proposal]:
    """Return what waits for an account, the oldest first."""
    rows = connection.execute(
        select(ROWS)
        .where(ROWS.c.officer == officer, ROWS.c.settled_at.is_(None))
        .order_by(ROWS.c.number)
    )
    return [_proposal(row) for row in rows]


def waiting(connection: Connection) -> Sequence[Proposal]:
    """Return what waits for anybody, the oldest first."""
    rows = connection.execute(
        select(ROWS).where(ROWS.c.settled_at.is_(None)).order_by(ROWS.c.number)
    )
    return [_proposal(row) for row in rows]


def settle(connection: Connection, number: int, end: ProposalEnd, *, at: datetime) -> bool:
    """Write down what became of a proposal; ``False`` = it was settled before."""
    done = connection.execute(
        update(ProposalRow)
        .where(ROWS.c.number == number, ROWS.c.settled_at.is_(None))
        .values(settled_at=instant(at), end=end.value)
    )
    return done.rowcount > 0


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        number=row.number,
        key=row.key,
        kind=ProposalKind(row.kind),
        project=row.project,
        procedure=row.procedure,
        officer=row.officer,
        content=json.loads(row.content),
        asked_at=datetime.fromisoformat(row.asked_at),
        settled_at=datetime.fromisoformat(row.settled_at) if row.settled_at else None,
        end=ProposalEnd(row.end) if row.end else None,
    )
