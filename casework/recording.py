"""The one way to act on projects (办理): judge, work out, take the lock, write.

What is written is judged and worked out while nobody waits for it. Under the lock it is only
made sure that everything stands as it was looked at; where it does not, it is judged anew
there. Who acted on an older version loses with a sentence that says who was first. Whoever
writes about many projects holds every officer up only for as long as it takes to write twenty
of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from sqlalchemy import Connection

from casework.desk import (
    Addition,
    FairCopy,
    KeyTaken,
    Recorded,
    Stamp,
    caught_up,
    fair_copy,
    must_not_run_backwards,
    remember,
)
from casework.office import REGULATIONS, Office, Situation
from models.case import CaseFile
from models.days import ZONE
from models.ledger import ENTRIES, Payload
from models.refusal import Stale
from store import ledger
from store.rows.claiming import judged_anew

BATCH = 20
"""Projects in one transaction: an officer's act waits for no more than these."""

Seen = TypeVar("Seen")

Judge = Callable[[Situation, CaseFile, Seen], Sequence[Payload]]
"""Looks at the file as it stands today and returns what to record, or raises a refusal."""

Sweeper = Callable[[Situation, CaseFile], Sequence[Payload]]
"""Looks at a file as it stands today and returns what to record, if anything."""

Look = Callable[[Connection, CaseFile], Seen]
"""Reads the rows besides the file by which it is judged."""


def nothing_else(_connection: Connection, _file: CaseFile) -> None:
    """Look at nothing: the file and the campaign are all that it hangs on."""


@dataclass(frozen=True, slots=True)
class _Act(Generic[Seen]):
    """An act about to be recorded (待记办理)."""

    office: Office
    project: str
    judge: Judge[Seen]
    look: Look[Seen]
    key: str | None
    expect: int | None
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class _Judged(Generic[Seen]):
    """What an act writes, and what it was judged by (已研判)."""

    situation: Situation
    head: str
    """Hash of the file's last entry."""
    seen: Seen
    copy: FairCopy


def record(
    office: Office,
    project: str,
    judge: Judge[Seen],
    look: Look[Seen],
    *,
    key: str | None = None,
    expect: int | None = None,
    stamp: Stamp,
) -> Recorded:
    """Record on a project what ``judge`` returns, with everything that follows from it.

    What ``look`` reads is given to the judge, and looked at again under the lock.
    What time alone has brought is recorded first: nobody acts on a file that the law has
    moved on since, whether the watch has run or not.
    ``expect`` is the version that the person saw: if the file has moved on,
    :class:`Stale` says who was first. ``key`` makes a repetition harmless. Days of a
    file never run backwards: :class:`Backdated` refuses an act before its last entry.
    """
    act = _Act(office, project, judge, look, key, expect, stamp)
    return judged_anew(lambda: _recorded(act))


def _recorded(act: _Act[Seen]) -> Recorded:
    office, judged = act.office, None
    if office.store.one_writer:
        with office.store.reading() as connection:
            found = _judged(act, connection)
        if isinstance(found, Recorded):
            return found
        judged = found
    with office.store.writing(act.project, beside=REGULATIONS) as connection:
        if judged is None or not _stands(act, judged, connection):
            found = _judged(act, connection)
            if isinstance(found, Recorded):
                return found
            judged = found
        judged.copy.write(connection)
    remember(office, judged.copy.recorded)
    (recorded,) = judged.copy.recorded
    return recorded


def _judged(act: _Act[Seen], connection: Connection) -> _Judged[Seen] | Recorded:
    """Judge an act by what stands now; nothing is to be written where it says so."""
    office, key, stamp = act.office, act.key, act.stamp
    situation, file, head = office.opened(connection, act.project)
    if key is not None and (done := ledger.read_key(connection, key)) is not None:
        if done.stream != act.project:
            raise KeyTaken(f"办理编号“{key}”已用于项目 {done.stream}，不能用于 {act.project}")
        return Recorded(file, (done,), repeated=True)
    must_not_run_backwards(file, stamp)
    if act.expect is not None and file.version != act.expect:
        raise _stale(file, situation, act.expect)
    seen = act.look(connection, file)
    drafts, today = caught_up(file, situation, stamp)
    for payload in act.judge(situation, today, seen):
        drafts.append(stamp.draft(payload, key))
        key = None  # it stands on the first entry of the act
    if not drafts:
        return Recorded(file, ())
    addition = Addition(file, head, drafts, today)
    return _Judged(situation, head, seen, fair_copy(office, situation, [addition], stamp=stamp))


def _stands(act: _Act[Seen], judged: _Judged[Seen], connection: Connection) -> bool:
    """Tell whether an act would be judged as it was: nobody has written what it hangs on."""
    situation, file, head = act.office.opened(connection, act.project)
    return (
        situation is judged.situation
        and head == judged.head
        and judged.copy.fits(act.office)
        and act.look(connection, file) == judged.seen
    )


def _stale(file: CaseFile, situation: Situation, expect: int) -> Stale:
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


def record_many(
    office: Office, projects: Sequence[str], judge: Sweeper, *, stamp: Stamp
) -> Iterator[Recorded]:
    """Record on projects what ``judge`` returns, after what time alone has brought.

    Each is judged by the file that it is written to, so doing it again changes nothing. A
    file that is ahead of a clock that was set back is left alone.
    """
    for place in range(0, len(projects), BATCH):
        # In the order of codes, as everybody who holds several does.
        codes = sorted(projects[place : place + BATCH])
        yield from judged_anew(partial(_batch_recorded, office, codes, judge, stamp))


def _batch_recorded(
    office: Office, codes: Sequence[str], judge: Sweeper, stamp: Stamp
) -> tuple[Recorded, ...]:
    with office.store.reading() as connection:
        seen = office.situation(connection)
        additions = _batch_judged(office, connection, seen, codes, judge, stamp)
    if not additions:
        return ()
    copy = fair_copy(office, seen, [*additions.values()], stamp=stamp)
    held = [*additions]
    with office.store.writing(*held, beside=REGULATIONS) as connection:
        situation = office.situation(connection)
        heads = ledger.heads(connection, held)
        same = all(heads[code][1] == one.prev for code, one in additions.items())
        if not (same and situation is seen and copy.fits(office)):
            additions = _batch_judged(office, connection, situation, held, judge, stamp)
            if not additions:
                return ()
            copy = fair_copy(office, situation, [*additions.values()], stamp=stamp)
        copy.write(connection)
    for recorded in copy.recorded:
        office.keep_known(recorded.file, recorded.head)
    return copy.recorded


def _batch_judged(
    office: Office,
    connection: Connection,
    situation: Situation,
    codes: Sequence[str],
    judge: Sweeper,
    stamp: Stamp,
) -> dict[str, Addition]:
    """Return what is to be written to each of some projects, in their order; nothing is to most."""
    additions = {}
    for code, (file, hash_) in office.files(connection, codes).items():
        if file.last is not None and file.last.on > stamp.on:
            continue
        drafts, today = caught_up(file, situation, stamp)
        drafts.extend(stamp.draft(payload) for payload in judge(situation, today))
        if drafts:
            additions[code] = Addition(file, hash_, drafts, today)
    return additions
