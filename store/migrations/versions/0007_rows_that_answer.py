"""Rows that answer: how each case stands from turn to turn; what is left of its limit."""

from typing import Any

from alembic import op
import sqlalchemy as sa

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    on_projects: tuple[sa.Column[Any], ...] = (
        sa.Column("sponsor", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("chief_service_officer", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("traits", sa.Text(), nullable=False, server_default="{}"),
    )
    on_cases: tuple[sa.Column[Any], ...] = (
        sa.Column("place", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("correction_due_on", sa.Date(), nullable=True),
        sa.Column("preview_on", sa.Date(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("course", sa.Text(), nullable=False, server_default=""),
        sa.Column("left_still", sa.Integer(), nullable=True),
        sa.Column("left_unit", sa.String(length=16), nullable=True),
        sa.Column("left_to", sa.Date(), nullable=True),
        sa.Column("late_unit", sa.String(length=16), nullable=True),
        sa.Column("late_from", sa.Date(), nullable=True),
    )
    for column in on_projects:
        op.add_column("projects", column)
    for column in on_cases:
        op.add_column("cases", column)


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
