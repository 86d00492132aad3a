"""The ledger and its projections."""

from alembic import op
import sqlalchemy as sa

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('breaches',
    sa.Column('project', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('credit_code', sa.String(length=18), nullable=False),
    sa.Column('procedure', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.Column('repaired_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('project', 'version', name=op.f('pk_breaches'))
    )
    with op.batch_alter_table('breaches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_breaches_credit_code'), ['credit_code'], unique=False)

    op.create_table('cases',
    sa.Column('project', sa.String(length=64), nullable=False),
    sa.Column('procedure', sa.String(length=8), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=False),
    sa.Column('stage', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('promised_due', sa.Date(), nullable=True),
    sa.Column('statutory_due', sa.Date(), nullable=True),
    sa.Column('concluded_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('project', 'procedure', name=op.f('pk_cases'))
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index('ix_cases_department_state', ['department', 'state'], unique=False)

    op.create_table('entries',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('stream', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('via', sa.String(length=16), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=True),
    sa.Column('prev', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('mac', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_entries')),
    sa.UniqueConstraint('key', name=op.f('uq_entries_key')),
    sa.UniqueConstraint('stream', 'version', name='uq_entries_stream_version'),
    sqlite_autoincrement=True
    )
    op.create_table('heads',
    sa.Column('stream', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('mac', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('stream', name=op.f('pk_heads'))
    )
    op.create_table('notices',
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('ground', sa.String(length=32), nullable=False),
    sa.Column('severity', sa.String(length=16), nullable=False),
    sa.Column('project', sa.String(length=64), nullable=False),
    sa.Column('procedure', sa.String(length=8), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_notices'))
    )
    op.create_table('projects',
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('type', sa.String(length=32), nullable=False),
    sa.Column('tier', sa.String(length=32), nullable=False),
    sa.Column('standing', sa.String(length=32), nullable=False),
    sa.Column('unit', sa.String(length=64), nullable=False),
    sa.Column('credit_code', sa.String(length=18), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('pinned_start', sa.Date(), nullable=True),
    sa.Column('passed_on', sa.Date(), nullable=True),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('wake_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_projects'))
    )
    with op.batch_alter_table('projects', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_projects_credit_code'), ['credit_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_projects_unit'), ['unit'], unique=False)
        batch_op.create_index(batch_op.f('ix_projects_wake_on'), ['wake_on'], unique=False)

    op.create_table('weekly_rounds',
    sa.Column('week', sa.String(length=8), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('units', sa.Text(), nullable=False),
    sa.Column('missing', sa.Text(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('week', name=op.f('pk_weekly_rounds'))
    )
    op.create_table('deliveries',
    sa.Column('notice_key', sa.String(length=200), nullable=False),
    sa.Column('recipient', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.String(length=32), nullable=False),
    sa.Column('claimed_until', sa.String(length=32), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=False),
    sa.Column('delivered_at', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['notice_key'], ['notices.key'], name=op.f('fk_deliveries_notice_key')),
    sa.PrimaryKeyConstraint('notice_key', 'recipient', 'channel', name=op.f('pk_deliveries'))
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_deliveries_due', ['state', 'next_attempt_at'], unique=False)

    op.create_table('owed_documents',
    sa.Column('project', sa.String(length=64), nullable=False),
    sa.Column('procedure', sa.String(length=8), nullable=False),
    sa.Column('document', sa.String(length=16), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('lapsed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['project', 'procedure'], ['cases.project', 'cases.procedure'], name=op.f('fk_owed_documents_project')),
    sa.PrimaryKeyConstraint('project', 'procedure', 'document', name=op.f('pk_owed_documents'))
    )
    with op.batch_alter_table('owed_documents', schema=None) as batch_op:
        batch_op.create_index('ix_owed_documents_due_on', ['due_on'], unique=False)
    _keep_append_only()


def _keep_append_only() -> None:
    """Let the database itself refuse to change or remove an entry."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger entries_no_{verb} before {verb} on entries "
                "begin select raise(abort, 'the ledger is append-only'); end"
            )
        return
    op.execute(
        "create function entries_are_append_only() returns trigger language plpgsql as "
        "$$ begin raise exception 'the ledger is append-only'; end $$"
    )
    op.execute(
        "create trigger entries_append_only before update or delete on entries "
        "for each row execute function entries_are_append_only()"
    )


def downgrade() -> None:
    raise NotImplementedError("the first revision has nothing before it")
