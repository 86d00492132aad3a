"""A case says which day binds, the earlier of promise and law."""

from alembic import op
import sqlalchemy as sa

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
