"""An entry names the person who acted, where the post does not say it already."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "entries", sa.Column("person", sa.String(length=64), nullable=False, server_default="")
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
