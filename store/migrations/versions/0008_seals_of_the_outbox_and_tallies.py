"""Seals of the outbox, and tallies of what there is.

What stands here already is sealed by `Store.migrate` when every revision is in place. A column
that a later revision adds to a sealed table may be empty (`nullable`), so that seals stay true.
"""

from alembic import op
import sqlalchemy as sa

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SEALED = ("notices", "deliveries", "lanes", "robots")


def upgrade() -> None:
    for table in SEALED:
        op.add_column(
            table, sa.Column("mac", sa.String(length=64), nullable=False, server_default="")
        )
    op.add_column(
        "notices", sa.Column("places", sa.String(length=80), nullable=False, server_default="")
    )
    op.create_table(
        "tallies",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("names", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tallies")),
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
