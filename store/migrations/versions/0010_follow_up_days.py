"""Days on which somebody wants to see a case again, beside the days of the law."""

from alembic import op
import sqlalchemy as sa

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CODE = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("account", CODE, nullable=False),
        sa.Column("project", CODE, nullable=False),
        sa.Column("procedure", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("account", "project", "procedure", name=op.f("pk_follow_ups")),
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
