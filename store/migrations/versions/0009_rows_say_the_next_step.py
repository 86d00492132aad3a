"""Rows say what the department has to do next: no column is new, the texts are written anew."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: projections are rebuilt when the revision has moved."""


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
