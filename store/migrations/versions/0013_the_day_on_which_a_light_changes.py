"""A project says on which day a light of it next changes; its reports are found by project."""

from alembic import op
import sqlalchemy as sa

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("projects", sa.Column("relit_on", sa.Date(), nullable=True))
    named = sa.text("relit_on IS NOT NULL")
    op.create_index(
        "ix_projects_relit_on",
        "projects",
        ["relit_on"],
        sqlite_where=named,
        postgresql_where=named,
    )
    op.create_index("ix_weekly_reports_project", "weekly_reports", ["project", "week"])


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
