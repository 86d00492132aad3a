"""Weekly reports, and what a weekly round asks, chases and publishes."""

from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('weekly_reports',
    sa.Column('week', sa.String(length=8), nullable=False),
    sa.Column('project', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('corrections', sa.Integer(), nullable=False),
    sa.Column('doubts', sa.Text(), nullable=False),
    sa.Column('problems', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('invested_week', sa.BigInteger(), nullable=False),
    sa.Column('invested_year', sa.BigInteger(), nullable=False),
    sa.Column('invested_total', sa.BigInteger(), nullable=False),
    sa.Column('funds_arrived', sa.BigInteger(), nullable=False),
    sa.Column('funds_paid', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('week', 'project', name=op.f('pk_weekly_reports'))
    )
    # What stands in the rounds of before was asked for units alone.
    for name in ('projects', 'missing_projects', 'chased'):
        op.add_column(
            'weekly_rounds', sa.Column(name, sa.Text(), nullable=False, server_default='')
        )
    op.add_column('weekly_rounds', sa.Column('cutoff_at', sa.String(length=32), nullable=True))
    op.add_column('weekly_rounds', sa.Column('published_on', sa.Date(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
