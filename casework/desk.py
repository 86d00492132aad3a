"""What is written, and with what (记账): entries, what follows from them, rows, notices.

An act and everything that follows from it — procedures that open, gates that are
passed, notices — stand in one transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from sqlalchemy import Connection

from casework.office import CAMPAIGN, Office, Situation
from casework.telling.telling import told
from models.act_requests import Via
from models.case import CaseFile
from models.days import ZONE as ZONE
from models.ledger import ENTRIES, Draft, Entry, Payload
from models.refusal import Backdated, Refused
from rules.acting.agenda import due_on
from rules.acting.consequences import consequences
from rules.fold.file import add
from rules.seal import GENESIS
from store import ledger
from store.outgoing import outbox
from store.projected import projections
from store.rows.claiming import claiming
from store.rows.prepared import Script, together

SYSTEM = "system"
"""Who records facts of law and reminders: nobody decides here."""


class KeyTaken(Refused):
    """The idempotency key was used for another project or act (办理编号已被使用)."""

    @classmethod
    def by(cls, done: Entry) -> "KeyTaken":
        """Return the refusal of something else under the key of an entry."""
        return cls(
            f"办理编号已用于台账第{done.version}条记录，与本次内容不同，本次没有记录；"
            "另行办理的，请换用新的编号",
            version=done.version,
            kind=done.payload.kind,
        )


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who acts, through which door, when (办理人、渠道、时间)."""

    by: str
    """The account: a post of the campaign."""
    via: Via
    now: datetime
    person: str = ""
    """Login of who holds the post, where that is not the account itself."""

    @property
    def on(self) -> date:
        """Return the day in the office's zone, whatever the machine's."""
        return self.now.astimezone(ZONE).date()

    def draft(self, payload: Payload, key: str | None = None) -> Draft:
        """Return an entry about to be written."""
        return Draft(payload, self.now, self.on, self.by, self.via, key, self.person)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an act left behind (办理结果)."""

    file: CaseFile
    entries: tuple[Entry, ...]
    repeated: bool = False
    """The idempotency key had been recorded before; nothing was written now."""

    @property
    def head(self) -> str:
        """Return the hash of the last entry."""
        return self.entries[-1].hash

    @property
    def act(self) -> Entry:
        """Return the entry that the act itself made, not what time alone had brought before it."""
        return next((one for one in self.entries if one.by != SYSTEM), self.entries[0])


def caught_up(file: CaseFile, situation: Situation, stamp: Stamp) -> tuple[list[Draft], CaseFile]:
    """Return the entries that time alone has brought, and the file with them."""
    system = Stamp(by=SYSTEM, via=Via.SYSTEM, now=stamp.now)
    drafts: list[Draft] = []
    while appointment := due_on(file, stamp.on, situation.regulations):
        drafts.append(system.draft(appointment.payload))
        file = add(file, drafts[-1], file.version + 1)
    return drafts, file


@dataclass(frozen=True, slots=True)
class Addition:
    """What is about to be written to one project (待记事项)."""

    before: CaseFile | None
    prev: str
    """Hash of the file's last entry."""
    drafts: Sequence[Draft]
    today: CaseFile | None = None
    """The file with the first drafts, those that time has brought, where it is at hand."""


@dataclass(frozen=True, slots=True)
class FairCopy:
    """Additions with everything that follows from them, as rows, still to be written (誊清稿)."""

    recorded: tuple[Recorded, ...]
    script: Script

    def fits(self, office: Office) -> bool:
        """Tell whether its rows are sealed with the key that seals now."""
        return self.script.audit_key == office.store.audit_key

    def write(self, connection: Connection) -> None:
        """Write it inside an open transaction; the files must be as they were."""
        with claiming(), together(connection):
            self.script.carry_out(connection)
        projections.project_entries(
            connection, chain.from_iterable(one.entries for one in self.recorded)
        )


def fair_copy(
    office: Office, situation: Situation, additions: Sequence[Addition], *, stamp: Stamp
) -> FairCopy:
    """Work out what additions to projects write, with entries, rows and notices."""
    grown = [_grown(one, situation, stamp) for one in additions]
    script = office.store.script()
    written = ledger.append_all(
        script,
        [
            ledger.Addition(
                file.project.code,
                drafts,
                after=file.version - len(drafts),
                prev=one.prev if one.before is not None else GENESIS,
            )
            for one, (file, drafts) in zip(additions, grown, strict=True)
        ],
        audit_key=script.audit_key,
    )
    recorded = tuple(
        Recorded(file, entries) for (file, _), entries in zip(grown, written, strict=True)
    )
    projections.project_files(
        script,
        [(one.before, done.file) for one, done in zip(additions, recorded, strict=True)],
        regulations=situation.regulations,
    )
    outbox.put_new(
        script,
        [
            posting
            for done in recorded
            for posting in told(office, situation, done.file, done.entries)
        ],
    )
    return FairCopy(recorded, script)


def write(
    office: Office,
    connection: Connection,
    situation: Situation,
    addition: Addition,
    *,
    stamp: Stamp,
) -> Recorded:
    """Append drafts and what follows from them to one project inside an open transaction.

    Casework only: doors use the use cases. What was written is remembered
    (:func:`remember`) once the transaction has ended well.
    """
    copy = fair_copy(office, situation, [addition], stamp=stamp)
    copy.write(connection)
    (recorded,) = copy.recorded
    return recorded


def remember(office: Office, written: Iterable[Recorded]) -> None:
    """Let the office remember the files as they were just written."""
    for one in written:
        office.keep(one.file, one.head)


def _grown(addition: Addition, situation: Situation, stamp: Stamp) -> tuple[CaseFile, list[Draft]]:
    """Return the file with an addition and all that follows from it, and every new draft."""
    if addition.before is not None:
        must_not_run_backwards(addition.before, stamp)
    after = addition.before.version if addition.before is not None else 0
    file, drafts = addition.today or addition.before, list(addition.drafts)
    known = file.version if file is not None else 0
    for version, draft in enumerate(drafts[known - after :], start=known + 1):
        file = add(file, draft, version)
    assert file is not None
    while follows := consequences(file, situation.regulations):
        for payload in follows:
            drafts.append(stamp.draft(payload))
            file = add(file, drafts[-1], after + len(drafts))
    return file, drafts


def write_campaign(
    office: Office,
    connection: Connection,
    payloads: Iterable[Payload],
    *,
    key: str | None = None,
    stamp: Stamp,
) -> None:
    """Append payloads to the campaign's own stream inside an open transaction.

    ``key``, where there is one, stands on the first of them.
    """
    version, prev = ledger.head(connection, CAMPAIGN)
    must_not_precede_campaign(connection, stamp)
    entries = ledger.append(
        connection,
        CAMPAIGN,
        [stamp.draft(payload, None if place else key) for place, payload in enumerate(payloads)],
        after=version,
        prev=prev,
        audit_key=office.store.audit_key,
    )
    projections.project_entries(connection, entries)


def precedes_campaign(connection: Connection, on: date) -> bool:
    """Tell whether a day lies before the campaign's last entry: a clock was set back (时钟回拨)."""
    last = ledger.last_on(connection, CAMPAIGN)
    return last is not None and on < last


def must_not_precede_campaign(connection: Connection, stamp: Stamp) -> None:
    """Refuse what is dated before the campaign's last entry, as acts are refused."""
    last = ledger.last_on(connection, CAMPAIGN)
    if last is not None and stamp.on < last:
        raise Backdated(
            f"今日 {stamp.on} 早于专项行动最近一条记录的日期 {last}，办公时钟可能被回拨；"
            "台账按先后记录，不得倒填日期",
            on=stamp.on,
            last_on=last,
        )


def must_not_run_backwards(file: CaseFile, stamp: Stamp) -> None:
    """Refuse what is dated before the file's last entry, whatever clock says so (不得倒填日期)."""
    if file.last is not None and stamp.on < file.last.on:
        raise Backdated(
            f"办理日期 {stamp.on} 早于该项目最近一条记录的日期 {file.last.on}"
            f"（第{file.version}条，{ENTRIES[file.last.kind]}）；台账按先后记录，不得倒填日期",
            on=stamp.on,
            last_on=file.last.on,
            version=file.version,
        )
