"""Claims of deliveries, and the paces of robots."""

from alembic import op
import sqlalchemy as sa

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("begun", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("begun_at", sa.String(length=32), nullable=True),
    ):
        op.add_column("deliveries", column)
    # A robot's rate was counted from here; now it stands in a table of its own.
    op.drop_column("deliveries", "cost")
    op.create_table(
        "robots",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.Column("paused_until", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_robots")),
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
