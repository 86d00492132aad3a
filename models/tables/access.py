"""Who may come in, and what was done at the door: rows of their own, no projection of the ledger.

Secrets stand here as hashes only (a second factor's seed is sealed with the audit key);
`access_events` is append-only by trigger, and chained.
"""

from datetime import date

from sqlalchemy import ColumnElement, Date, Index, String, Text

from models.tables.rows import CODE, Base, column

INSTANT = String(32)
HASH = String(64)


class PersonRow(Base):
    """Somebody who signs in."""

    __tablename__ = "persons"

    login: ColumnElement[str] = column(CODE, primary_key=True)
    name: ColumnElement[str] = column(String(60))
    administrator: ColumnElement[str] = column(String(16))
    """``system``, ``security``, ``audit`` or empty."""
    password: ColumnElement[str] = column(Text)
    """An argon2 hash; empty = none was set, and nobody can sign in."""
    former: ColumnElement[str] = column(Text)
    """The hashes before it, a JSON list."""
    changed_at: ColumnElement[str] = column(INSTANT)
    must_change: ColumnElement[bool]
    totp: ColumnElement[str] = column(Text)
    """The sealed seed of the second factor; empty = none."""
    totp_step: ColumnElement[int]
    """The last time step whose code was used: a code counts once."""
    disabled_at: ColumnElement[str | None] = column(INSTANT)


class PostRow(Base):
    """An account of the campaign that a person holds from a day until a day."""

    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_account", "account"),)

    person: ColumnElement[str] = column(CODE, primary_key=True)
    account: ColumnElement[str] = column(CODE, primary_key=True)
    from_on: ColumnElement[date] = column(Date, primary_key=True)
    until_on: ColumnElement[date | None] = column(Date)
    proposed_by: ColumnElement[str] = column(CODE)
    confirmed_by: ColumnElement[str] = column(CODE)
    """Empty = not confirmed yet, and without effect."""


class SignInRow(Base):
    """A session; its key is the hash of what the cookie holds."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_person", "person"),)

    hash: ColumnElement[str] = column(HASH, primary_key=True)
    person: ColumnElement[str] = column(CODE)
    account: ColumnElement[str] = column(CODE)
    stage: ColumnElement[str] = column(String(16))
    begun_at: ColumnElement[str] = column(INSTANT)
    seen_at: ColumnElement[str] = column(INSTANT)
    agent: ColumnElement[str] = column(String(80))
    address: ColumnElement[str] = column(String(64))
    ended_at: ColumnElement[str | None] = column(INSTANT)


class AccessTokenRow(Base):
    """A personal token for programs; its key is the hash of what the program holds."""

    __tablename__ = "access_tokens"
    __table_args__ = (Index("ix_access_tokens_person", "person"),)

    hash: ColumnElement[str] = column(HASH, primary_key=True)
    person: ColumnElement[str] = column(CODE)
    account: ColumnElement[str] = column(CODE)
    name: ColumnElement[str] = column(String(60))
    scope: ColumnElement[str] = column(String(8))
    made_at: ColumnElement[str] = column(INSTANT)
    until_at: ColumnElement[str] = column(INSTANT)
    used_at: ColumnElement[str | None] = column(INSTANT)
    revoked_at: ColumnElement[str | None] = column(INSTANT)


class AttemptRow(Base):
    """How often something was tried within a window of time."""

    __tablename__ = "attempts"

    bucket: ColumnElement[str] = column(String(120), primary_key=True)
    began_at: ColumnElement[str] = column(INSTANT)
    count: ColumnElement[int]


class AccessEventRow(Base):
    """What was done at the door or to somebody's rights, append-only and chained."""

    __tablename__ = "access_events"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: ColumnElement[int] = column(primary_key=True, autoincrement=True)
    at: ColumnElement[str] = column(INSTANT)
    kind: ColumnElement[str] = column(String(32))
    person: ColumnElement[str] = column(CODE)
    """Who did it, by login; empty = nobody who is known."""
    about: ColumnElement[str] = column(String(120))
    address: ColumnElement[str] = column(String(64))
    detail: ColumnElement[str] = column(Text)
    prev: ColumnElement[str] = column(HASH)
    mac: ColumnElement[str] = column(HASH)
