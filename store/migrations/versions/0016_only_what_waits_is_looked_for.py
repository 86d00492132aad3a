"""Deliveries are looked for while they wait: three indexes hold no others."""

from alembic import op
import sqlalchemy as sa

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'pending' OR state = 'temporary_failure'")


def upgrade() -> None:
    for name, columns in (
        ("ix_deliveries_due", ["next_attempt_at"]),
        ("ix_deliveries_lane", ["lane", "next_attempt_at"]),
        ("ix_deliveries_robot", ["robot", "attempted_at"]),
    ):
        op.drop_index(name, "deliveries")
        op.create_index(
            name, "deliveries", columns, sqlite_where=WAITING, postgresql_where=WAITING
        )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
