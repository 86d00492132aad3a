"""A case says who of its department sees to it: lists tell one's own from a colleague's."""

from alembic import op
import sqlalchemy as sa

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    handler = sa.Column("handler", sa.String(length=64), nullable=False, server_default="")
    op.add_column("cases", handler)
    op.drop_index("ix_cases_kind", "cases")
    kind = ["department", "state", "turns_on", "light", "holder", "signature"]
    kind += ["late_on", "owed", "changed_on", "accepted_by", "alone", "handler"]
    op.create_index("ix_cases_kind", "cases", kind)


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
