"""The one way to write (记账): load, judge, append, project, put notices out, commit.

An act and everything that follows from it — procedures that open, gates that are
passed, notices — stand in one transaction. Who acted on an older version loses with
a sentence that says who was first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.telling import tell
from models.acts import Via
from models.case import CaseFile
from models.labels import ENTRIES
from models.ledger import Draft, Entry, Payload
from models.refusal import Refused, Stale
from rules.fold import add
from rules.opening import consequences
from rules.seal import GENESIS
from store import ledger, projections
from store.engine import hold

ZONE = ZoneInfo("Asia/Shanghai")
TRIES = 5
"""How often an act is judged anew when somebody else wrote in the same instant."""


class KeyTaken(Refused):
    """The idempotency key was used for another project (办理编号已被使用)."""

    code = "key_taken"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who acts, through which door, when (办理人、渠道、时间)."""

    by: str
    via: Via
    now: datetime

    @property
    def on(self) -> date:
        """Return the day in the office's zone, whatever the machine's."""
        return self.now.astimezone(ZONE).date()

    def draft(self, payload: Payload, key: str | None = None) -> Draft:
        """Return an entry about to be written."""
        return Draft(payload, self.now, self.on, self.by, self.via, key)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an act left behind (办理结果)."""

    file: CaseFile
    entries: tuple[Entry, ...]
    repeated: bool = False
    """The idempotency key had been recorded before; nothing was written now."""


Judge = Callable[[Connection, Situation, CaseFile], Sequence[Payload]]
"""Looks at the file as it stands and returns what to record, or raises a refusal."""


def record(
    office: Office,
    project: str,
    judge: Judge,
    *,
    key: str | None = None,
    expect: int | None = None,
    stamp: Stamp,
) -> Recorded:
    """Record on a project what ``judge`` returns, with everything that follows from it.

    ``expect`` is the version that the person saw: if the file has moved on,
    :class:`Stale` says who was first. ``key`` makes a repetition harmless.
    """
    for _ in range(TRIES - 1):
        try:
            return _record(office, project, judge, key=key, expect=expect, stamp=stamp)
        except ledger.VersionTaken:
            continue
    return _record(office, project, judge, key=key, expect=expect, stamp=stamp)


def _record(
    office: Office,
    project: str,
    judge: Judge,
    *,
    key: str | None,
    expect: int | None,
    stamp: Stamp,
) -> Recorded:
    with office.store.writing() as connection:
        hold(connection, project)
        situation = office.situation(connection)
        file, hash_ = office.file(connection, project)
        if key is not None and (done := ledger.read_key(connection, key)) is not None:
            if done.stream != project:
                raise KeyTaken(f"办理编号“{key}”已用于项目 {done.stream}，不能用于 {project}")
            return Recorded(file, (done,), repeated=True)
        if expect is not None and file.version != expect:
            raise stale(file, situation, expect)
        payloads = judge(connection, situation, file)
        if not payloads:
            return Recorded(file, ())
        recorded, last_hash = write(
            office, connection, situation, file, hash_, payloads, key=key, stamp=stamp
        )
    office.keep(recorded.file, last_hash)
    return recorded


def write(
    office: Office,
    connection: Connection,
    situation: Situation,
    before: CaseFile | None,
    prev: str,
    payloads: Sequence[Payload],
    *,
    key: str | None,
    stamp: Stamp,
    stream: str | None = None,
) -> tuple[Recorded, str]:
    """Append payloads and what follows from them inside an open transaction.

    Returns what was recorded and the hash of its last entry. Casework only: doors use
    :func:`record` or the use cases.
    """
    after = before.version if before is not None else 0
    drafts = [
        stamp.draft(payload, key if place == 0 else None) for place, payload in enumerate(payloads)
    ]
    file = before
    for version, draft in enumerate(drafts, start=after + 1):
        file = add(file, draft, version)
    assert file is not None
    while follows := consequences(file, situation.regulations):
        for payload in follows:
            drafts.append(stamp.draft(payload))
            file = add(file, drafts[-1], after + len(drafts))
    entries = ledger.append(
        connection,
        stream or file.project.code,
        drafts,
        after=after,
        prev=prev if after else GENESIS,
        audit_key=office.store.audit_key,
    )
    projections.project_file(connection, before, file, regulations=situation.regulations)
    projections.project_entries(connection, entries)
    tell(office, connection, situation, file, entries)
    return Recorded(file, entries), entries[-1].hash


def stale(file: CaseFile, situation: Situation, expect: int) -> Stale:
    """Say who acted first, what and when."""
    last = file.last
    assert last is not None
    who = situation.file.campaign.account(last.by)
    when = last.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
    what = ENTRIES.get(last.kind, last.kind)
    return Stale(
        f"他人已先行办理：{who.name if who else last.by} 于 {when} 记录“{what}”，请刷新后再办",
        expected=expect,
        version=file.version,
        by=last.by,
        at=last.at.isoformat(),
        kind=last.kind,
    )
