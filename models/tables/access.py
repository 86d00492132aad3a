"""Who may come in, and what was done at the door: rows of their own, no projection of the ledger.

Secrets stand here as hashes only (a second factor's seed is sealed with the audit key);
`access_events` is append-only by trigger, and chained.
"""

from datetime import date

from sqlalchemy import Date, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.rows import CODE, Base

INSTANT = String(32)
HASH = String(64)


class PersonRow(Base):
    """Somebody who signs in."""

    __tablename__ = "persons"

    login: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    administrator: Mapped[str] = mapped_column(String(16))
    """``system``, ``security``, ``audit`` or empty."""
    password: Mapped[str] = mapped_column(Text)
    """An argon2 hash; empty = none was set, and nobody can sign in."""
    former: Mapped[str] = mapped_column(Text)
    """The hashes before it, a JSON list."""
    changed_at: Mapped[str] = mapped_column(INSTANT)
    must_change: Mapped[bool]
    totp: Mapped[str] = mapped_column(Text)
    """The sealed seed of the second factor; empty = none."""
    totp_step: Mapped[int]
    """The last time step whose code was used: a code counts once."""
    disabled_at: Mapped[str | None] = mapped_column(INSTANT)


class PostRow(Base):
    """An account of the campaign that a person holds from a day until a day."""

    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_account", "account"),)

    person: Mapped[str] = mapped_column(CODE, primary_key=True)
    account: Mapped[str] = mapped_column(CODE, primary_key=True)
    from_on: Mapped[date] = mapped_column(Date, primary_key=True)
    until_on: Mapped[date | None] = mapped_column(Date)
    proposed_by: Mapped[str] = mapped_column(CODE)
    confirmed_by: Mapped[str] = mapped_column(CODE)
    """Empty = not confirmed yet, and without effect."""


class SignInRow(Base):
    """A session; its key is the hash of what the cookie holds."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_person", "person"),)

    hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    person: Mapped[str] = mapped_column(CODE)
    account: Mapped[str] = mapped_column(CODE)
    stage: Mapped[str] = mapped_column(String(16))
    begun_at: Mapped[str] = mapped_column(INSTANT)
    seen_at: Mapped[str] = mapped_column(INSTANT)
    agent: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[str | None] = mapped_column(INSTANT)


class AccessTokenRow(Base):
    """A personal token for programs; its key is the hash of what the program holds."""

    __tablename__ = "access_tokens"
    __table_args__ = (Index("ix_access_tokens_person", "person"),)

    hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    person: Mapped[str] = mapped_column(CODE)
    account: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(String(60))
    scope: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[str] = mapped_column(INSTANT)
    until_at: Mapped[str] = mapped_column(INSTANT)
    used_at: Mapped[str | None] = mapped_column(INSTANT)
    revoked_at: Mapped[str | None] = mapped_column(INSTANT)


class AttemptRow(Base):
    """How often something was tried within a window of time."""

    __tablename__ = "attempts"

    bucket: Mapped[str] = mapped_column(String(120), primary_key=True)
    began_at: Mapped[str] = mapped_column(INSTANT)
    count: Mapped[int]


class AccessEventRow(Base):
    """What was done at the door or to somebody's rights, append-only and chained."""

    __tablename__ = "access_events"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(INSTANT)
    kind: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(CODE)
    """Who did it, by login; empty = nobody who is known."""
    about: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(64))
    detail: Mapped[str] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(HASH)
    mac: Mapped[str] = mapped_column(HASH)
