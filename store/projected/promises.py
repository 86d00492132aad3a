"""How promises have been kept (守诺情况), read off the projections."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from models.tables.projected import OwedDocumentRow, ProjectRow


@dataclass(frozen=True, slots=True)
class LapseLine:
    """A promise that lapsed (承诺逾期一件)."""

    credit_code: str
    procedure: str


def lapses(connection: Connection) -> Sequence[LapseLine]:
    """Return every promise that lapsed and stands in its case, received since or not."""
    asked = (
        select(ProjectRow.credit_code, OwedDocumentRow.procedure)
        .join(ProjectRow, ProjectRow.code == OwedDocumentRow.project)
        .where(OwedDocumentRow.lapsed_on.is_not(None))
        .order_by(OwedDocumentRow.project, OwedDocumentRow.procedure, OwedDocumentRow.document)
    )
    return [LapseLine(row.credit_code, row.procedure) for row in connection.execute(asked)]
