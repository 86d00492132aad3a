"""Lanes, budgets, digests and receipts of notices."""

from alembic import op
import sqlalchemy as sa

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "notices", sa.Column("held_out", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for column in (
        sa.Column("lane", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("robot", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("attempted_at", sa.String(length=32), nullable=True),
        sa.Column("cost", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("parts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(length=200), nullable=True),
        sa.Column("acknowledged_at", sa.String(length=32), nullable=True),
    ):
        op.add_column("deliveries", column)
    op.create_index("ix_deliveries_lane", "deliveries", ["lane", "state", "next_attempt_at"])
    op.create_index("ix_deliveries_recipient", "deliveries", ["recipient", "state"])
    op.create_index("ix_deliveries_robot", "deliveries", ["robot", "attempted_at"])
    # What waits was addressed before lanes were known: its channel's name stands in.
    op.execute("update deliveries set lane = channel")
    op.create_table(
        "lanes",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("closed_until", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lanes")),
    )


def downgrade() -> None:
    op.drop_table("lanes")
    for index in ("ix_deliveries_lane", "ix_deliveries_recipient", "ix_deliveries_robot"):
        op.drop_index(index, "deliveries")
    with op.batch_alter_table("deliveries") as deliveries:
        for column in (
            "acknowledged_at", "digest", "counted_on", "parts", "cost", "attempted_at", "robot",
            "lane",
        ):  # fmt: skip
            deliveries.drop_column(column)
    with op.batch_alter_table("notices") as notices:
        notices.drop_column("held_out")
