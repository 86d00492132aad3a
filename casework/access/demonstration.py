"""The demonstration's way in (演示账户): every account of the campaign is a person of its own.

One password for all of them, made at random on this machine; nothing of it exists where the
office clock is the real one.
"""

from datetime import date, datetime

from casework.access.passwords import hashed
from casework.office import Office
from models.access import Administrator, Person, Post
from store.people import persons
from store.people.access_log import STREAM

KEEPERS = (
    ("system-admin", "系统管理员", Administrator.SYSTEM),
    ("security-admin", "安全管理员", Administrator.SECURITY),
    ("audit-admin", "审计管理员", Administrator.AUDIT),
)
SEEDED_BY = "demonstration"


def seed(office: Office, *, password: str, anew: bool, first_day: date, at: datetime) -> int:
    """Let every account of the campaign sign in with one password; return how many are new.

    ``anew`` = the password is another one than before: everybody gets it.
    """
    with office.store.writing(STREAM) as connection:
        accounts = office.situation(connection).file.campaign.accounts
        known = {one.login for one in persons.persons(connection)}
        new = [
            *(Person(login=one.number, name=one.name) for one in accounts),
            *(Person(login=login, name=name, administrator=kind) for login, name, kind in KEEPERS),
        ]
        again = [one.login for one in new if one.login in known and anew]
        new = [one for one in new if one.login not in known]
        if not new and not again:
            return 0
        secret = hashed(password)
        for login in again:
            persons.set_password(connection, login, secret, former=(), must_change=False, at=at)
        persons.add_persons(connection, new, password=secret, at=at)
        added = {one.login for one in new}
        persons.add_posts(
            connection,
            [
                Post(
                    person=one.number,
                    account=one.number,
                    from_on=first_day,
                    until_on=None,
                    proposed_by=SEEDED_BY,
                    confirmed_by=SEEDED_BY,
                )
                for one in accounts
                if one.number in added
            ],
        )
    return len(new)
