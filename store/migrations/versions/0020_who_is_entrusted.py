"""A project says to which office its paperwork is entrusted: that office's list shows it."""

from alembic import op
import sqlalchemy as sa

revision = "0020"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    agent = sa.Column("agent", sa.String(length=64), nullable=False, server_default="")
    op.add_column("projects", agent)
    op.create_index("ix_projects_agent", "projects", ["agent"])


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
