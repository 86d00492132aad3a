"""What administrators do (账户管理): persons, posts, first passwords; each their own part.

The system administrator proposes, the security administrator confirms, the audit
administrator reads. Nobody confirms what they proposed, or what concerns themselves.
Who stands at the machine itself, with its key, may do all of it (``LOCAL``): that is how the
first administrators are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from casework.access.passwords import hashed, random_password
from casework.office import Office
from models.access import AccessKind, Administrator, Person, Post
from models.refusal import Refused, Unknown
from rules.doors.access import apart, may_administer, may_be_named, may_confirm, may_end, may_hold
from store.people import access_log, attempts, persons, sign_ins
from store.people.access_log import STREAM

SYSTEM, SECURITY, AUDIT = Administrator.SYSTEM, Administrator.SECURITY, Administrator.AUDIT


class PersonKnown(Refused):
    """There is somebody of that login already (账户已存在)."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Which administrator does it, from where, when (管理员)."""

    person: Person | None
    """``None`` = whoever stands at the machine (本机操作员)."""
    address: str
    at: datetime

    @property
    def login(self) -> str:
        """Return what the log calls them."""
        return self.person.login if self.person is not None else "local"

    def must_be(self, *kinds: Administrator) -> None:
        """Refuse who is none of these administrators."""
        if self.person is not None and (refused := may_administer(self.person, *kinds)):
            raise refused


def add_person(office: Office, person: Person, *, keeper: Keeper) -> str:
    """Add somebody who will sign in; return the password for the first time."""
    keeper.must_be(SYSTEM)
    password = random_password()
    secret = hashed(password)
    with office.store.writing(STREAM) as connection:
        if persons.find_person(connection, person.login) is not None:
            raise PersonKnown(f"账户“{person.login}”已存在", field="login")
        new = person.model_copy(update={"must_change": True, "administrator": None})
        persons.add_persons(connection, [new], password=secret, at=keeper.at)
        _note(office, connection, AccessKind.PERSON_ADDED, keeper, person.login, person.name)
    return password


def reset_password(office: Office, login: str, *, keeper: Keeper) -> str:
    """Give somebody a password for the next sign-in; every session of theirs ends."""
    keeper.must_be(SYSTEM)
    password = random_password()
    secret = hashed(password)
    with office.store.writing() as connection:
        proof = persons.secrets_of(connection, login)
        if proof is None:
            raise _nobody(login)
        former = (proof.password, *proof.former)[:3] if proof.password else proof.former
        persons.set_password(
            connection, login, secret, former=former, must_change=True, at=keeper.at
        )
        sign_ins.end_all(connection, login, at=keeper.at)
        attempts.clear(connection, f"login:{login}")
        _note(office, connection, AccessKind.PASSWORD_SET, keeper, login)
    return password


def disable(office: Office, login: str, *, off: bool, keeper: Keeper) -> None:
    """Shut somebody out, sessions and tokens included, or let them in again."""
    keeper.must_be(SYSTEM, SECURITY)
    with office.store.writing() as connection:
        if persons.find_person(connection, login) is None:
            raise _nobody(login)
        at = keeper.at.isoformat() if off else None
        persons.change_person(connection, login, disabled_at=at)
        if off:
            sign_ins.end_all(connection, login, at=keeper.at)
            sign_ins.revoke_tokens(connection, login, at=keeper.at)
        kind = AccessKind.PERSON_DISABLED if off else AccessKind.PERSON_ENABLED
        _note(office, connection, kind, keeper, login)


def name_administrator(
    office: Office, login: str, kind: Administrator, *, today: date, keeper: Keeper
) -> None:
    """Make somebody one of the three administrators: at the machine only."""
    if keeper.person is not None:
        keeper.must_be()
    with office.store.writing(STREAM) as connection:
        person = persons.find_person(connection, login)
        if person is None:
            raise _nobody(login)
        if refused := may_be_named(person, persons.posts_of(connection, login), on=today):
            raise refused
        persons.change_person(connection, login, administrator=kind.value)
        _note(office, connection, AccessKind.ADMINISTRATOR_NAMED, keeper, login, kind.value)


def propose_post(office: Office, post: Post, *, keeper: Keeper) -> None:
    """Propose that somebody holds an account of the campaign, from a day until a day.

    Proposed at the machine it is in force at once; else the security administrator confirms.
    """
    keeper.must_be(SYSTEM)
    with office.store.writing(STREAM) as connection:
        situation = office.situation(connection)
        account = situation.account(post.account)
        person = persons.find_person(connection, post.person)
        if person is None:
            raise _nobody(post.person)
        if refused := may_hold(person, from_on=post.from_on, until_on=post.until_on):
            raise refused
        others = [
            situation.account(other.account)
            for other in persons.posts_of(connection, post.person)
            if _meet(post, other)
        ]
        if refused := apart(account, others, name=person.name):
            raise refused
        if persons.find_post(connection, post.person, post.account, post.from_on) is not None:
            raise PersonKnown("同一岗位同一起日已有任职记录", field="account")
        confirmed = keeper.login if keeper.person is None else ""
        told = post.model_copy(update={"proposed_by": keeper.login, "confirmed_by": confirmed})
        persons.add_posts(connection, [told])
        _note(office, connection, AccessKind.POST_PROPOSED, keeper, post.person, _said(told))
        if confirmed:
            _note(office, connection, AccessKind.POST_CONFIRMED, keeper, post.person, _said(told))


def confirm_post(
    office: Office, person: str, account: str, from_on: date, *, keeper: Keeper
) -> None:
    """Confirm a post that another administrator proposed."""
    keeper.must_be(SECURITY)
    with office.store.writing() as connection:
        post = _post(connection, person, account, from_on)
        if keeper.person is not None and (refused := may_confirm(post, keeper.person)):
            raise refused
        persons.change_post(connection, post, confirmed_by=keeper.login)
        _note(office, connection, AccessKind.POST_CONFIRMED, keeper, person, _said(post))


def end_post(
    office: Office, person: str, account: str, from_on: date, *, until_on: date, keeper: Keeper
) -> None:
    """End a post with a day; who holds none any more keeps their way in, and nothing else."""
    keeper.must_be(SYSTEM, SECURITY)
    with office.store.writing() as connection:
        post = _post(connection, person, account, from_on)
        if refused := may_end(post, until_on=until_on):
            raise refused
        persons.change_post(connection, post, until_on=until_on)
        _note(office, connection, AccessKind.POST_ENDED, keeper, person, f"{account} {until_on}")


def end_sessions(office: Office, login: str, *, keeper: Keeper) -> int:
    """End every session of somebody and revoke their tokens."""
    keeper.must_be(SECURITY)
    with office.store.writing() as connection:
        ended = sign_ins.end_all(connection, login, at=keeper.at)
        ended += sign_ins.revoke_tokens(connection, login, at=keeper.at)
        _note(office, connection, AccessKind.SESSION_ENDED, keeper, login, str(ended))
    return ended


def revoke_token(office: Office, login: str, hash_: str, *, keeper: Keeper) -> None:
    """Revoke one token of somebody."""
    keeper.must_be(SECURITY)
    with office.store.writing() as connection:
        if not sign_ins.revoke_tokens(connection, login, hash_=hash_, at=keeper.at):
            raise Unknown("没有这个令牌，可能已经撤销")
        _note(office, connection, AccessKind.TOKEN_REVOKED, keeper, login, hash_[:12])


def take_second_factor(office: Office, login: str, *, keeper: Keeper) -> None:
    """Take a second factor away from somebody who has lost it."""
    keeper.must_be(SECURITY)
    with office.store.writing() as connection:
        if persons.find_person(connection, login) is None:
            raise _nobody(login)
        persons.change_person(connection, login, totp="", totp_step=0)
        _note(office, connection, AccessKind.SECOND_FACTOR_REMOVED, keeper, login)


def everybody(office: Office) -> Sequence[tuple[Person, Sequence[Post]]]:
    """Return everybody who may sign in, with their posts."""
    with office.store.reading() as connection:
        held: dict[str, list[Post]] = {}
        for post in persons.posts(connection):
            held.setdefault(post.person, []).append(post)
        return [(one, held.get(one.login, ())) for one in persons.persons(connection)]


def _meet(one: Post, other: Post) -> bool:
    """Tell whether two posts have a day in common."""
    last = date.max
    return one.from_on <= (other.until_on or last) and other.from_on <= (one.until_on or last)


def _said(post: Post) -> str:
    until = post.until_on.isoformat() if post.until_on else ""
    return f"{post.account} {post.from_on.isoformat()}/{until}"


def _post(connection: Connection, person: str, account: str, from_on: date) -> Post:
    post = persons.find_post(connection, person, account, from_on)
    if post is None:
        raise Unknown("没有这条任职记录", person=person)
    return post


def _nobody(login: str) -> Unknown:
    return Unknown(f"没有账户“{login}”", person=login)


def _note(
    office: Office,
    connection: Connection,
    kind: AccessKind,
    keeper: Keeper,
    about: str,
    detail: str = "",
) -> None:
    access_log.note(
        connection,
        kind,
        person=keeper.login,
        about=about,
        address=keeper.address,
        detail=detail,
        audit_key=office.store.audit_key,
        at=keeper.at,
    )
