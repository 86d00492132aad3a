"""Persons and the posts they hold (登录人员与任职)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from models.access import Administrator, Person, Post
from models.tables.access import PersonRow, PostRow
from rules.seal import instant
from store.rows.prepared import fetch

PERSONS, POSTS = PersonRow.__table__, PostRow.__table__
_PERSON = (
    *(PERSONS.c.login, PERSONS.c.name, PERSONS.c.administrator, PERSONS.c.password),
    *(PERSONS.c.must_change, PERSONS.c.totp, PERSONS.c.disabled_at),
)
_POST = (
    *(POSTS.c.person, POSTS.c.account, POSTS.c.from_on, POSTS.c.until_on),
    *(POSTS.c.proposed_by, POSTS.c.confirmed_by),
)
_OF_LOGIN = select(*_PERSON).where(PERSONS.c.login == bindparam("login"))
_POSTS_OF = (
    select(*_POST)
    .where(POSTS.c.person == bindparam("login"))
    .order_by(POSTS.c.account, POSTS.c.from_on)
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What proves that somebody is who they say (凭据): hashes and a sealed seed."""

    person: Person
    password: str
    former: tuple[str, ...]
    totp: str
    totp_step: int


def persons(connection: Connection) -> Sequence[Person]:
    """Return everybody who may sign in, by login."""
    return [_person(row) for row in connection.execute(select(*_PERSON).order_by(PERSONS.c.login))]


def secrets_of(connection: Connection, login: str) -> Secrets | None:
    """Return a person with what proves them, ``None`` when there is none of that login."""
    more = _OF_LOGIN.add_columns(PERSONS.c.former, PERSONS.c.totp_step)
    row = connection.execute(more, {"login": login}).first()
    if row is None:
        return None
    former = tuple(json.loads(row.former))
    return Secrets(_person(row[: len(_PERSON)]), row.password, former, row.totp, row.totp_step)


def find_person(connection: Connection, login: str) -> Person | None:
    """Return a person, ``None`` when there is none of that login."""
    for row in fetch(connection, _OF_LOGIN, {"login": login}):
        return _person(row)
    return None


def add_persons(
    connection: Connection,
    people: Sequence[Person],
    *,
    password: str = "",
    at: datetime,
) -> None:
    """Add persons; ``password`` is a hash that all of them get, empty = none can sign in yet."""
    rows = [
        {
            "login": one.login,
            "name": one.name,
            "administrator": one.administrator.value if one.administrator else "",
            "password": password,
            "former": "[]",
            "changed_at": instant(at),
            "must_change": one.must_change,
            "totp": "",
            "totp_step": 0,
            "disabled_at": None,
        }
        for one in people
    ]
    if rows:
        connection.execute(insert(PersonRow), rows)


def change_person(connection: Connection, login: str, **values: object) -> None:
    """Change columns of a person."""
    connection.execute(update(PersonRow).where(PERSONS.c.login == login).values(**values))


def set_password(
    connection: Connection,
    login: str,
    password: str,
    *,
    former: Sequence[str],
    must_change: bool,
    at: datetime,
) -> None:
    """Give a person another password; ``former`` are the hashes that may not come back."""
    change_person(
        connection,
        login,
        password=password,
        former=json.dumps(list(former)),
        must_change=must_change,
        changed_at=instant(at),
    )


def use_step(connection: Connection, login: str, step: int) -> bool:
    """Use a time step of the second factor up; ``False`` = it, or a later one, was used before."""
    done = connection.execute(
        update(PersonRow)
        .where(PERSONS.c.login == login, PERSONS.c.totp_step < step)
        .values(totp_step=step)
    )
    return done.rowcount > 0


def posts_of(connection: Connection, login: str) -> Sequence[Post]:
    """Return every post that a person holds, held or will hold."""
    return [_post(row) for row in fetch(connection, _POSTS_OF, {"login": login})]


def posts(connection: Connection) -> Sequence[Post]:
    """Return every post."""
    wanted = select(*_POST).order_by(POSTS.c.account, POSTS.c.from_on, POSTS.c.person)
    return [_post(row) for row in connection.execute(wanted)]


def add_posts(connection: Connection, held: Sequence[Post]) -> None:
    """Write posts down."""
    if held:
        connection.execute(insert(PostRow), [post.model_dump() for post in held])


def change_post(connection: Connection, post: Post, **values: object) -> None:
    """Change columns of a post."""
    connection.execute(
        update(PostRow)
        .where(
            POSTS.c.person == post.person,
            POSTS.c.account == post.account,
            POSTS.c.from_on == post.from_on,
        )
        .values(**values)
    )


def find_post(connection: Connection, person: str, account: str, from_on: date) -> Post | None:
    """Return one post."""
    row = connection.execute(
        select(*_POST).where(
            POSTS.c.person == person, POSTS.c.account == account, POSTS.c.from_on == from_on
        )
    ).first()
    return _post(row) if row is not None else None


def _person(row: Sequence[Any]) -> Person:
    login, name, administrator, password, must_change, totp, disabled_at = row
    return Person(
        login=login,
        name=name,
        administrator=Administrator(administrator) if administrator else None,
        has_password=bool(password),
        must_change=bool(must_change),
        second_factor=bool(totp),
        disabled=disabled_at is not None,
    )


def _post(row: Sequence[Any]) -> Post:
    person, account, from_on, until_on, proposed_by, confirmed_by = row
    return Post(
        person=person,
        account=account,
        from_on=from_on,
        until_on=until_on,
        proposed_by=proposed_by,
        confirmed_by=confirmed_by,
    )
