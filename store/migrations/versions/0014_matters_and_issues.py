"""Matters under supervision and issues are rows: who lists them folds no file."""

from alembic import op
import sqlalchemy as sa

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CODE = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "matters",
        sa.Column("project", CODE, nullable=False),
        sa.Column("matter", CODE, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=False),
        sa.Column("procedure", sa.String(length=8), nullable=False),
        sa.Column("office", CODE, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("first_rung", CODE, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("slips", sa.Text(), nullable=False),
        sa.Column("interviewed_on", sa.Date(), nullable=True),
        sa.Column("review_asked_on", sa.Date(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("project", "matter", name=op.f("pk_matters")),
    )
    op.create_table(
        "issues",
        sa.Column("project", CODE, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("office", CODE, nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("solved_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project", "number", name=op.f("pk_issues")),
    )
    for table, column, ended in (
        ("matters", "office", "closed_on"),
        ("issues", "due_on", "solved_on"),
    ):
        still = sa.text(f"{ended} IS NULL")
        op.create_index(
            f"ix_{table}_open", table, [column], sqlite_where=still, postgresql_where=still
        )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
