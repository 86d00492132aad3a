"""What somebody does to their own way in (本人账户): password, second factor, sessions, tokens."""

import secrets
from datetime import datetime, timedelta

from casework.access.passwords import fits, hashed, open_seed, seal_seed, step_of
from casework.access.signing_in import Comer, Known, SignedIn, hash_of, note, renew
from casework.office import Office
from models.access import AccessKind, AccessToken, Person, TokenScope
from models.refusal import Unknown
from rules.doors.access import (
    FAILURES,
    FORMER_KEPT,
    LOCKED_FOR,
    TooManyAttempts,
    WeakPassword,
    WrongCredentials,
    may_make_token,
    token_stands,
    weakness,
)
from store.people import attempts, persons, sign_ins

TOKEN_PREFIX = "gc_"
"""By it people and scanners of secrets know what they have found."""


def change_password(
    office: Office, known: Known, *, old: str, new: str, comer: Comer, at: datetime
) -> SignedIn:
    """Change one's password; every session ends but this one, which gets a new secret."""
    person = known.person
    proof = _proven(office, person, old, at=at)
    if weak := weakness(new, login=person.login, name=person.name):
        raise weak
    former = (proof.password, *proof.former)[:FORMER_KEPT]
    if any(fits(new, kept) for kept in former):
        raise WeakPassword("新口令不得与最近用过的口令相同", field="password")
    fresh = hashed(new)
    with office.store.writing() as connection:
        persons.set_password(
            connection, person.login, fresh, former=former, must_change=False, at=at
        )
        sign_ins.end_all(connection, person.login, but=known.session.hash, at=at)
        note(office, connection, AccessKind.PASSWORD_CHANGED, person.login, "", comer, at)
    return renew(office, known, comer=comer, at=at)


def add_second_factor(
    office: Office, known: Known, *, seed: str, code: str, comer: Comer, at: datetime
) -> None:
    """Take a second factor on, once a code shows that the authenticator has it."""
    step = step_of(code, seed, at=at)
    if step is None:
        raise WrongCredentials("动态口令不正确，请核对手机时间后重新输入", field="code")
    person = known.person
    with office.store.writing() as connection:
        sealed = seal_seed(seed, audit_key=office.store.audit_key)
        persons.change_person(connection, person.login, totp=sealed, totp_step=step)
        note(office, connection, AccessKind.SECOND_FACTOR_ADDED, person.login, "", comer, at)


def remove_second_factor(
    office: Office, known: Known, *, password: str, code: str, comer: Comer, at: datetime
) -> None:
    """Give one's second factor up, with the password and a last code."""
    person = known.person
    proof = _proven(office, person, password, at=at)
    with office.store.writing() as connection:
        seed = open_seed(proof.totp, audit_key=office.store.audit_key) if proof.totp else ""
        step = step_of(code, seed, at=at) if seed else None
        if step is None or not persons.use_step(connection, person.login, step):
            raise WrongCredentials("动态口令不正确", field="code")
        persons.change_person(connection, person.login, totp="", totp_step=0)
        note(office, connection, AccessKind.SECOND_FACTOR_REMOVED, person.login, "", comer, at)


def end_session(office: Office, known: Known, hash_: str, *, comer: Comer, at: datetime) -> None:
    """End one of one's own sessions."""
    with office.store.writing() as connection:
        own = [one.hash for one in sign_ins.sessions_of(connection, known.person.login)]
        if hash_ not in own:
            raise Unknown("没有这个登录会话，可能已经结束")
        sign_ins.end(connection, hash_, at=at)
        note(
            office, connection, AccessKind.SESSION_ENDED, known.person.login, hash_[:12], comer, at
        )


def make_token(
    office: Office,
    known: Known,
    *,
    name: str,
    scope: TokenScope,
    account: str,
    days: int,
    comer: Comer,
    at: datetime,
) -> str:
    """Make a token for programs and return it, the only time that it is seen."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with office.store.writing() as connection:
        mine = sign_ins.tokens_of(connection, known.person.login)
        made = sum(token_stands(one, at) for one in mine)
        lasts = timedelta(days=days)
        if refused := may_make_token(name, lasts=lasts, made=made):
            raise refused
        if account not in known.posts:
            raise Unknown("您没有担任该岗位，不能为其签发令牌", account=account)
        token = AccessToken(
            hash=hash_of(secret),
            person=known.person.login,
            account=account,
            name=name.strip(),
            scope=scope,
            made_at=at,
            until_at=at + lasts,
            used_at=None,
            revoked_at=None,
        )
        sign_ins.add_token(connection, token)
        note(office, connection, AccessKind.TOKEN_MADE, known.person.login, name.strip(), comer, at)
    return secret


def revoke_token(office: Office, known: Known, hash_: str, *, comer: Comer, at: datetime) -> None:
    """Revoke one of one's own tokens."""
    with office.store.writing() as connection:
        if not sign_ins.revoke_tokens(connection, known.person.login, hash_=hash_, at=at):
            raise Unknown("没有这个令牌，可能已经撤销")
        note(
            office, connection, AccessKind.TOKEN_REVOKED, known.person.login, hash_[:12], comer, at
        )


def _proven(office: Office, person: Person, password: str, *, at: datetime) -> persons.Secrets:
    """Let somebody who is in prove once more who they are; tries are counted as at the door."""
    bucket = f"login:{person.login}"
    with office.store.writing() as connection:
        if attempts.waits(connection, bucket, most=FAILURES, within=LOCKED_FOR, at=at):
            raise TooManyAttempts("连续输错次数过多，请稍后再试")
        attempts.hit(connection, bucket, within=LOCKED_FOR, at=at)
        proof = persons.secrets_of(connection, person.login)
    if proof is None or not fits(password, proof.password):
        raise WrongCredentials("原口令不正确", field="old")
    with office.store.writing() as connection:
        attempts.clear(connection, bucket)
    return proof
