"""Accounts: persons, posts, sessions, tokens, attempts, and what was done at the door."""

from alembic import op
import sqlalchemy as sa

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CODE, INSTANT, HASH = sa.String(length=64), sa.String(length=32), sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "persons",
        sa.Column("login", CODE, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("administrator", sa.String(length=16), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_persons")),
    )
    op.create_table(
        "posts",
        sa.Column("person", CODE, nullable=False),
        sa.Column("account", CODE, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", CODE, nullable=False),
        sa.Column("confirmed_by", CODE, nullable=False),
        sa.PrimaryKeyConstraint("person", "account", "from_on", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_account", "posts", ["account"])
    op.create_table(
        "sign_ins",
        sa.Column("hash", HASH, nullable=False),
        sa.Column("person", CODE, nullable=False),
        sa.Column("account", CODE, nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("agent", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sign_ins")),
    )
    op.create_index("ix_sign_ins_person", "sign_ins", ["person"])
    op.create_table(
        "access_tokens",
        sa.Column("hash", HASH, nullable=False),
        sa.Column("person", CODE, nullable=False),
        sa.Column("account", CODE, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_access_tokens")),
    )
    op.create_index("ix_access_tokens_person", "access_tokens", ["person"])
    op.create_table(
        "attempts",
        sa.Column("bucket", sa.String(length=120), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_attempts")),
    )
    op.create_table(
        "access_events",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("person", CODE, nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev", HASH, nullable=False),
        sa.Column("mac", HASH, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_access_events")),
        sqlite_autoincrement=True,
    )
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger access_events_no_{verb} before {verb} on access_events "
                "begin select raise(abort, 'the log of the door is append-only'); end"
            )
        return
    op.execute(
        "create function access_events_are_append_only() returns trigger language plpgsql as "
        "$$ begin raise exception 'the log of the door is append-only'; end $$"
    )
    op.execute(
        "create trigger access_events_append_only before update or delete on access_events "
        "for each row execute function access_events_are_append_only()"
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
