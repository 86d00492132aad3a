"""Deciding from a link in a message (消息内办理链接): signed, used once, and soon out of date.

A link names one person, one act, one case and the version that was told; it is sealed with the
office's key and kept nowhere. It lets nobody in: whoever opens it signs in first, and must be
the one it names. The act is recorded under the link's own key, so it counts once.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.reading.case.offering import Seen, may_act
from models.act_requests import REQUESTS, Act, Request
from models.days import ZONE
from models.people import Account
from models.refusal import Refused
from rules.acting.examining import examine
from rules.in_force.authority import NotEntitled
from store import ledger

LASTS = timedelta(hours=24)
LINKED = (Act.DECIDE, Act.ACCEPT, Act.DELIVER, Act.RESUME)
"""Acts that may be done from a message, the first that is possible: none is grave, none asks."""
PARTS = 7
LONGEST = 400


class LinkRefused(Refused):
    """The link is not one of ours, was used or is out of date (办理链接不能使用)."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says (办理链接)."""

    account: str
    project: str
    procedure: str
    act: Act
    version: int
    """Of the project's file, as it was when the message was written."""
    until: datetime

    @property
    def text(self) -> str:
        """Return what is sealed; every part is of letters that an address may hold."""
        until = int(self.until.timestamp())
        named = (self.account, self.project, self.procedure, self.act.value)
        return "~".join((*named, str(self.version), str(until)))

    @property
    def key(self) -> str:
        """Return the idempotency key of the act: the link is used when an entry has it."""
        return f"link-{hashlib.sha256(self.text.encode()).hexdigest()[:40]}"

    @property
    def request(self) -> Request:
        """Return what is asked for."""
        return REQUESTS.validate_python({"act": self.act.value})


def token_of(office: Office, link: Link) -> str:
    """Return a link as it stands in an address."""
    return f"{link.text}~{_seal(office, link.text)}"


def read_link(office: Office, token: str, *, account: str, now: datetime) -> Link:
    """Return what a link says to the account that is signed in, or refuse it."""
    text, _, seal = token.rpartition("~")
    if len(token) > LONGEST or not hmac.compare_digest(seal.encode(), _seal(office, text).encode()):
        raise LinkRefused("链接不完整或者不是本系统发出的，请从待办进入")
    person, project, procedure, act, version, until = text.split("~")
    ends = datetime.fromtimestamp(int(until), UTC)
    link = Link(person, project, procedure, Act(act), int(version), ends)
    if link.account != account:
        raise NotEntitled("该链接是发给他人的，须由其本人登录后办理", account=account)
    with office.store.reading() as connection:
        used = ledger.read_key(connection, link.key)
    if used is not None:
        raise LinkRefused(f"该链接已经用过，记入台账第{used.version}条", version=used.version)
    if now > link.until:
        raise LinkRefused("该链接已经过期，请从待办进入")
    return link


def offered_link(
    office: Office,
    connection: Connection,
    situation: Situation,
    *,
    account: Account,
    case: tuple[str, str],
    now: datetime,
) -> str:
    """Return the address by which an account may act on a case from a message; empty = none.

    ``case`` = project and procedure. Where no address of the portal is set there is no link.
    """
    project, procedure = case
    found = office.find(connection, project) if office.channels.home() else None
    if found is None:
        return ""
    file, on = found[0], now.astimezone(ZONE).date()
    known = situation.regulations.procedures(file.project, on=on)
    if procedure not in file.cases or procedure not in known:
        return ""
    seen = Seen(file, file.cases[procedure], known[procedure], situation, account, on)
    for act in LINKED:
        link = Link(account.number, project, procedure, act, file.version, now + LASTS)
        if may_act(seen, act) and examine(seen.circumstances(link.request)) is None:
            return office.channels.decide(token_of(office, link))
    return ""


def _seal(office: Office, text: str) -> str:
    made = hmac.new(office.store.audit_key, f"decide\n{text}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
