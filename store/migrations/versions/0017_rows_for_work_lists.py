"""A case says what a work list shows of it: files are not folded for lists."""

from typing import Any

from alembic import op
import sqlalchemy as sa

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("light", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("holder", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("signature", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("turns_on", sa.Date(), nullable=True),
        sa.Column("until_name", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("late_on", sa.Date(), nullable=True),
        sa.Column("accepted_by", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("owed", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("waits", sa.Text(), nullable=False, server_default=""),
        sa.Column("acts", sa.Text(), nullable=False, server_default=""),
    )
    for column in columns:
        op.add_column("cases", column)
    op.drop_index("ix_cases_department_state", "cases")
    kind = ["department", "state", "turns_on", "light", "holder", "signature"]
    kind += ["late_on", "owed", "changed_on", "accepted_by", "alone"]
    op.create_index("ix_cases_kind", "cases", kind)
    turned = sa.text("turns_on IS NOT NULL")
    op.create_index(
        "ix_cases_turns_on",
        "cases",
        ["department", "turns_on"],
        sqlite_where=turned,
        postgresql_where=turned,
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
