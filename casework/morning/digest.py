"""The daily digest (每日提要): one message per person on working days, put out once a day.

It tells what is late, what is due and what waits for that person, and everything that was
not worth a message of its own or went beyond the day's alert budget. On days off nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from casework.morning.lines import Matter, Side, matters
from casework.morning.readers import Pile, Piles, read_by
from casework.morning.signatures import signatures
from casework.office import Office, Situation
from casework.signing.links import offered_link
from models.days import ZONE
from models.notice import Ground, Notice
from models.people import Account, Role
from notices.digest import DigestLine, Section, digest
from notices.wording import SEVERITY
from store.outgoing import outbox, receipts

LINKED = 3
"""So many of the first matters carry a link to decide them at once."""
DUE_WITHIN = 3
"""Working days, where the campaign's rules set none."""


@dataclass(frozen=True, slots=True)
class PersonalDigest:
    """One person's digest (个人提要)."""

    account: str
    name: str
    title: str
    body: str
    late: int
    due: int
    waiting: int
    told: int
    sent: bool
    """Put out now; not when it was before, or is only shown."""
    key: str = ""
    """Of its notice."""


@dataclass(frozen=True, slots=True)
class Briefed:
    """What a morning brought (提要结果)."""

    on: date
    working_day: bool
    digests: tuple[PersonalDigest, ...] = ()


def brief(office: Office, *, now: datetime) -> Briefed:
    """Put out everybody's digest of the day, once; again = no change."""
    return _brief(office, on=now.astimezone(ZONE).date(), now=now)


def taken(office: Office, briefed: Briefed) -> frozenset[str]:
    """Return whose digest a platform has taken, by account: what was tried alone does not count."""
    keys = [one.key for one in briefed.digests]
    with office.store.reading() as connection:
        return receipts.delivered_to(connection, keys)


def preview(office: Office, *, on: date) -> Briefed:
    """Return everybody's digest of a day without putting anything out."""
    return _brief(office, on=on, now=None)


def _brief(office: Office, *, on: date, now: datetime | None) -> Briefed:
    with office.store.reading() as connection:
        situation = office.situation(connection)
        counted = outbox.tally(connection)
        undelivered = sum(counted.get(state, 0) for state in receipts.DEAD)
    if not situation.regulations.days.is_working_day(on):
        return Briefed(on, working_day=False)
    accounts = [one for one in situation.file.campaign.accounts if office.channels.addressees(one)]
    rules = situation.regulations.rulebook.notices
    within = rules.due_within_days if rules is not None else DUE_WITHIN
    read = read_by(accounts, signatures(office, on=on), matters(office, on=on), within=within)
    digests = [
        one
        for account in accounts
        if (
            one := _personal(
                office,
                situation,
                account,
                read.get(account.number, Piles()),
                undelivered=undelivered if account.role is Role.OPERATOR else 0,
                on=on,
                now=now,
            )
        )
        is not None
    ]
    return Briefed(on, working_day=True, digests=tuple(digests))


def _personal(
    office: Office,
    situation: Situation,
    account: Account,
    own: Piles,
    *,
    undelivered: int,
    on: date,
    now: datetime | None,
) -> PersonalDigest | None:
    key = f"brief/{on}/{account.number}"
    with office.store.reading() if now is None else office.store.writing() as connection:
        told = receipts.to_be_told(connection, account.number)
        piles = own.late, own.due, own.waiting
        if not (any(one.number for one in piles) or told or undelivered):
            return None
        links: dict[Matter, str] = {}
        for one in [matter for pile in piles for matter in pile.first][:LINKED]:
            if now is not None and one.side is Side.DEPARTMENT and one.procedure:
                case = one.project, one.procedure
                links[one] = offered_link(
                    office, connection, situation, account=account, case=case, now=now
                )
        title, body = digest(
            on=on,
            late=_section(own.late, links),
            due=_section(own.due, links),
            waiting=_section(own.waiting, links),
            told=[title for _, _, title in told],
            undelivered=undelivered,
            link=office.channels.home(),
        )
        sent = False
        if now is not None:
            notice = Notice(
                key=key,
                ground=Ground.DAILY_BRIEF,
                severity=SEVERITY[Ground.DAILY_BRIEF],
                title=title,
                body=body,
                recipients=(account.number,),
                on=on,
            )
            sent = outbox.put(connection, notice, office.channels.addressees(account), at=now)
            if sent:
                receipts.told_in(connection, account.number, key)
    return PersonalDigest(
        account=account.number,
        name=account.name,
        title=title,
        body=body,
        late=own.late.number,
        due=own.due.number,
        waiting=own.waiting.number,
        told=len(told),
        sent=sent,
        key=key,
    )


def _section(pile: Pile, links: Mapping[Matter, str]) -> Section:
    return Section(pile.number, [_line(one, links) for one in pile.first])


def _line(one: Matter, links: Mapping[Matter, str]) -> DigestLine:
    link = links.get(one, "")
    return DigestLine(one.project_name, one.about, one.to_do, one.due_on, one.days_left, link)
