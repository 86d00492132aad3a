"""A case says whose opinions are still to come: their lists show it as their own."""

from alembic import op
import sqlalchemy as sa

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("asked", sa.Text(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("asked_by", sa.Date(), nullable=True))
    waiting = sa.text("asked <> ''")
    op.create_index(
        "ix_cases_asked", "cases", ["asked"], sqlite_where=waiting, postgresql_where=waiting
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
