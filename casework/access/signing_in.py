"""Signing in (登录): a password, a second factor where there is one, a session of its own.

Attempts are counted before a password is looked at, so that many at once get no more
tries; a login that nobody has is treated, and slowed, like any other. Instants are the
machine's: who comes in is no matter of a rehearsal.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from casework.access.passwords import fits, open_seed, step_of
from casework.office import Office
from models.access import AccessKind, Person, SignIn, SignInStage
from rules.doors.access import (
    ADDRESS_FAILURES,
    FAILURES,
    LOCKED_FOR,
    SESSIONS_KEPT,
    TooManyAttempts,
    WrongCredentials,
    held,
    standing,
)
from store.people import access_log, attempts, persons, sign_ins

WRONG = "账号或口令不正确"
SEEN_EVERY_SECONDS = 60
"""A session is written down as used once a minute at most."""


@dataclass(frozen=True, slots=True)
class Comer:
    """Where somebody comes from (来访来源): address and browser, for the log and their own list."""

    address: str
    agent: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun (登录结果); ``secret`` is what the cookie holds."""

    secret: str
    session: SignIn
    person: Person


@dataclass(frozen=True, slots=True)
class Known:
    """Who a session or token belongs to (已登录人员)."""

    person: Person
    posts: tuple[str, ...]
    """The accounts that the person holds today."""
    session: SignIn


def sign_in(
    office: Office, *, login: str, password: str, comer: Comer, today: date, at: datetime
) -> SignedIn:
    """Begin a session, or refuse without saying what was wrong."""
    with office.store.writing() as connection:
        _count(connection, login, comer, at)
        proof = persons.secrets_of(connection, login)
    right = fits(password, proof.password if proof else "")
    if proof is None or not right or proof.person.disabled:
        with office.store.writing() as connection:
            _failed(office, connection, login, comer, at)
        raise WrongCredentials(WRONG)
    stage = _stage(proof.person)
    with office.store.writing() as connection:
        if stage is not SignInStage.CODE:  # else codes could be tried without end
            attempts.clear(connection, _bucket(login))
        posts = held(persons.posts_of(connection, login), on=today)
        began = _begin(connection, proof.person, posts, stage, comer, at)
        if stage is not SignInStage.CODE:
            note(office, connection, AccessKind.SIGNED_IN, login, began.session.account, comer, at)
    return began


def enter_code(office: Office, *, secret: str, code: str, comer: Comer, at: datetime) -> SignedIn:
    """Let the code of the second factor follow the password; the session gets a new secret."""
    with office.store.writing() as connection:
        waiting = sign_ins.find_session(connection, hash_of(secret))
        if waiting is None or waiting.stage is not SignInStage.CODE or standing(waiting, at).over:
            raise WrongCredentials("登录已超时，请重新输入账号和口令")
        login = waiting.person
        _count(connection, login, comer, at)
        proof = persons.secrets_of(connection, login)
        assert proof is not None
        if not proof.person.disabled and proof.totp:
            seed = open_seed(proof.totp, audit_key=office.store.audit_key)
            step = step_of(code, seed, at=at)
            if step is not None and persons.use_step(connection, login, step):
                attempts.clear(connection, _bucket(login))
                sign_ins.end(connection, waiting.hash, at=at)
                stage = SignInStage.PASSWORD if proof.person.must_change else SignInStage.IN
                posts = (waiting.account,) if waiting.account else ()
                began = _begin(connection, proof.person, posts, stage, comer, at)
                kind = AccessKind.SIGNED_IN
                note(office, connection, kind, login, waiting.account, comer, at)
                return began
        _failed(office, connection, login, comer, at)
    raise WrongCredentials("动态口令不正确", field="code")


def known_by(
    office: Office, secret: str, *, touch: bool, today: date, at: datetime
) -> Known | None:
    """Return who a cookie belongs to; ``None`` = nobody, or not any more.

    ``touch`` = somebody did something, so that the session does not end by itself.
    """
    if not secret:
        return None
    hash_ = hash_of(secret)
    with office.store.reading() as connection:
        session = sign_ins.find_session(connection, hash_)
        if session is None or standing(session, at).over:
            return None
        person = persons.find_person(connection, session.person)
        posts = held(persons.posts_of(connection, session.person), on=today)
    if person is None or person.disabled:
        return None
    if touch and (at - session.seen_at).total_seconds() >= SEEN_EVERY_SECONDS:
        with office.store.writing() as connection:
            sign_ins.see(connection, hash_, at=at)
        session = session.model_copy(update={"seen_at": at})
    return Known(person, posts, session)


def sign_out(office: Office, secret: str, *, comer: Comer, at: datetime) -> None:
    """End the session of a cookie."""
    with office.store.writing() as connection:
        session = sign_ins.find_session(connection, hash_of(secret))
        if session is not None and sign_ins.end(connection, session.hash, at=at):
            note(office, connection, AccessKind.SIGNED_OUT, session.person, "", comer, at)


def renew(
    office: Office, known: Known, *, account: str | None = None, comer: Comer, at: datetime
) -> SignedIn:
    """Give a session a new secret, and another post if asked: rights changed, so the key does."""
    with office.store.writing() as connection:
        sign_ins.end(connection, known.session.hash, at=at)
        posts = (account if account is not None else known.session.account,)
        stage, since = SignInStage.IN, known.session.begun_at
        began = _begin(connection, known.person, posts, stage, comer, at, since=since)
        if account is not None:
            kind, login = AccessKind.POST_CHOSEN, known.person.login
            note(office, connection, kind, login, account, comer, at)
    return began


def hash_of(secret: str) -> str:
    """Return what is kept of a secret: it is long and random, so a quick hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _stage(person: Person) -> SignInStage:
    if person.second_factor:
        return SignInStage.CODE
    return SignInStage.PASSWORD if person.must_change else SignInStage.IN


def _begin(
    connection: Connection,
    person: Person,
    posts: tuple[str, ...],
    stage: SignInStage,
    comer: Comer,
    at: datetime,
    *,
    since: datetime | None = None,
) -> SignedIn:
    """Begin a session, or go on with one that began ``since``; the oldest of too many ends."""
    secret = secrets.token_urlsafe(32)
    session = SignIn(
        hash=hash_of(secret),
        person=person.login,
        account=posts[0] if posts else "",
        stage=stage,
        begun_at=since or at,
        seen_at=at,
        agent=comer.agent,
        address=comer.address,
    )
    for other in sign_ins.sessions_of(connection, person.login)[SESSIONS_KEPT - 1 :]:
        sign_ins.end(connection, other.hash, at=at)
    sign_ins.begin(connection, session)
    return SignedIn(secret, session, person)


def _bucket(login: str) -> str:
    return f"login:{login[:100]}"


def _count(connection: Connection, login: str, comer: Comer, at: datetime) -> None:
    """Count an attempt; refuse when there were too many for this login or from this address."""
    for bucket, most in ((_bucket(login), FAILURES), (_from(comer), ADDRESS_FAILURES)):
        waits = attempts.waits(connection, bucket, most=most, within=LOCKED_FOR, at=at)
        if waits:
            minutes = max(1, round(waits.total_seconds() / 60))
            raise TooManyAttempts(
                f"连续输错次数过多，请{minutes}分钟后再试，或请系统管理员重置口令",
                retry_after=int(waits.total_seconds()) + 1,
            )
    attempts.hit(connection, _bucket(login), within=LOCKED_FOR, at=at)


def _failed(office: Office, connection: Connection, login: str, comer: Comer, at: datetime) -> None:
    """Write down that an attempt failed, and when it was one too many."""
    attempts.hit(connection, _from(comer), within=LOCKED_FOR, at=at)
    note(office, connection, AccessKind.SIGN_IN_FAILED, "", login, comer, at)
    if attempts.waits(connection, _bucket(login), most=FAILURES, within=LOCKED_FOR, at=at):
        note(office, connection, AccessKind.LOCKED, "", login, comer, at)


def _from(comer: Comer) -> str:
    return f"address:{comer.address[:64]}"


def note(
    office: Office,
    connection: Connection,
    kind: AccessKind,
    person: str,
    about: str,
    comer: Comer,
    at: datetime,
) -> None:
    """Write down what somebody did, or tried, on their way in."""
    access_log.note(
        connection,
        kind,
        person=person,
        about=about,
        address=comer.address,
        audit_key=office.store.audit_key,
        at=at,
    )
