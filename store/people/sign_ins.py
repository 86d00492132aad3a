"""Sessions and tokens (会话与令牌): found by the hash of what the browser or program holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from models.access import AccessToken, SignIn, SignInStage, TokenScope
from models.tables.access import AccessTokenRow, SignInRow
from rules.seal import instant
from store.rows.prepared import fetch

SIGN_INS, TOKENS = SignInRow.__table__, AccessTokenRow.__table__
_SESSION = (
    *(SIGN_INS.c.hash, SIGN_INS.c.person, SIGN_INS.c.account, SIGN_INS.c.stage),
    *(SIGN_INS.c.begun_at, SIGN_INS.c.seen_at, SIGN_INS.c.agent, SIGN_INS.c.address),
)
_GOING_ON = select(*_SESSION).where(SIGN_INS.c.ended_at.is_(None))
_OF_HASH = _GOING_ON.where(SIGN_INS.c.hash == bindparam("hash"))


def begin(connection: Connection, session: SignIn) -> None:
    """Write a session down."""
    connection.execute(
        insert(SignInRow).values(
            hash=session.hash,
            person=session.person,
            account=session.account,
            stage=session.stage.value,
            begun_at=instant(session.begun_at),
            seen_at=instant(session.seen_at),
            agent=session.agent[:80],
            address=session.address[:64],
            ended_at=None,
        )
    )


def find_session(connection: Connection, hash_: str) -> SignIn | None:
    """Return a session that nobody has ended; whether time has, is for the rules to say."""
    for row in fetch(connection, _OF_HASH, {"hash": hash_}):
        return _session(row)
    return None


def sessions_of(connection: Connection, person: str) -> Sequence[SignIn]:
    """Return a person's sessions that nobody has ended, the one seen last first."""
    own = _GOING_ON.where(SIGN_INS.c.person == person)
    rows = connection.execute(own.order_by(SIGN_INS.c.seen_at.desc()))
    return [_session(row) for row in rows]


def see(connection: Connection, hash_: str, *, at: datetime) -> None:
    """Write down that a session was used."""
    connection.execute(
        update(SignInRow).where(SIGN_INS.c.hash == hash_).values(seen_at=instant(at))
    )


def end(connection: Connection, hash_: str, *, at: datetime) -> bool:
    """End a session; ``False`` = it had ended before."""
    done = connection.execute(
        update(SignInRow)
        .where(SIGN_INS.c.hash == hash_, SIGN_INS.c.ended_at.is_(None))
        .values(ended_at=instant(at))
    )
    return done.rowcount > 0


def end_all(connection: Connection, person: str, *, but: str = "", at: datetime) -> int:
    """End every session of a person but one; return how many."""
    done = connection.execute(
        update(SignInRow)
        .where(
            SIGN_INS.c.person == person,
            SIGN_INS.c.ended_at.is_(None),
            SIGN_INS.c.hash != but,
        )
        .values(ended_at=instant(at))
    )
    return done.rowcount


def add_token(connection: Connection, token: AccessToken) -> None:
    """Write a token down."""
    connection.execute(
        insert(AccessTokenRow).values(
            hash=token.hash,
            person=token.person,
            account=token.account,
            name=token.name,
            scope=token.scope.value,
            made_at=instant(token.made_at),
            until_at=instant(token.until_at),
            used_at=None,
            revoked_at=None,
        )
    )


def find_token(connection: Connection, hash_: str) -> AccessToken | None:
    """Return a token, whether it still stands or not."""
    row = connection.execute(select(TOKENS).where(TOKENS.c.hash == hash_)).first()
    return _token(row) if row is not None else None


def tokens_of(connection: Connection, person: str) -> Sequence[AccessToken]:
    """Return every token of a person, the newest first."""
    rows = connection.execute(
        select(TOKENS).where(TOKENS.c.person == person).order_by(TOKENS.c.made_at.desc())
    )
    return [_token(row) for row in rows]


def use_token(connection: Connection, hash_: str, *, at: datetime) -> None:
    """Write down that a token was used."""
    connection.execute(
        update(AccessTokenRow).where(TOKENS.c.hash == hash_).values(used_at=instant(at))
    )


def revoke_tokens(
    connection: Connection, person: str, *, hash_: str | None = None, at: datetime
) -> int:
    """Revoke one token of a person, or all; return how many stood."""
    which = [TOKENS.c.person == person, TOKENS.c.revoked_at.is_(None)]
    if hash_ is not None:
        which.append(TOKENS.c.hash == hash_)
    done = connection.execute(update(AccessTokenRow).where(*which).values(revoked_at=instant(at)))
    return done.rowcount


def _session(row: Sequence[Any]) -> SignIn:
    hash_, person, account, stage, begun_at, seen_at, agent, address = row
    return SignIn(
        hash=hash_,
        person=person,
        account=account,
        stage=SignInStage(stage),
        begun_at=datetime.fromisoformat(begun_at),
        seen_at=datetime.fromisoformat(seen_at),
        agent=agent,
        address=address,
    )


def _token(row: Row[Any]) -> AccessToken:
    def moment(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    return AccessToken(
        hash=row.hash,
        person=row.person,
        account=row.account,
        name=row.name,
        scope=TokenScope(row.scope),
        made_at=datetime.fromisoformat(row.made_at),
        until_at=datetime.fromisoformat(row.until_at),
        used_at=moment(row.used_at),
        revoked_at=moment(row.revoked_at),
    )
