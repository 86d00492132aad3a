"""The ladder of supervision (督办阶梯): what puts a matter on it, and when it climbs.

Pure: entries that the passing of days brings (for `rules/acting/agenda.py`), and entries that
follow by themselves. Nothing here sends anything: a slip is drafted, a named person
signs it (政府督查工作条例 7, 11, 21); only a prompt (提示单) needs no signature.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from models.case import CaseFile
from models.case_entries import reminded
from models.catalogue import Unit
from models.escalation import EscalationRules, LadderRung
from models.ledger import Payload
from models.light_rules import LightSubject
from models.notice import Ground
from models.project import ProjectStanding
from models.supervision import (
    Matter,
    MatterClosed,
    MatterOpened,
    SlipDrafted,
    SlipIssued,
    matter_key,
)
from rules.clocks.clock import ONE_DAY
from rules.days.last_day import day_after, last_day
from rules.in_force.regulations import Regulations
from rules.supervision.grounds import answerable, answerable_from, holds_from
from rules.supervision.settled import gone_because

Dated = tuple[date, Payload]

EXCUSED_BY: Mapping[Ground, LightSubject] = {
    Ground.START_SLIPPED: LightSubject.START,
    Ground.START_MISSED: LightSubject.START,
    Ground.STANDSTILL: LightSubject.START,
}
"""Ground → the light whose justified reason keeps its ladder still until the reason's day."""


def supervision_due(file: CaseFile, regulations: Regulations) -> Iterator[Dated]:
    """Yield what supervision brings by the passing of days, each with its day.

    A start ends what is about the start alone: investment, payment, weekly reports, issues
    and the procedures up to completion are supervised until the project is done.
    """
    ladder = regulations.rulebook.escalation
    if ladder is None:
        return
    if file.started_on is None:
        yield from _missed_start(file)
        yield from _standstill(file, ladder, regulations)
    yield from _issues(file, regulations)
    yield from _matters(file, ladder, regulations)
    for matter in file.matters.values():
        if matter.open:
            yield from _climb(file, matter, ladder, regulations)


def supervision_follows(file: CaseFile, regulations: Regulations) -> Iterator[Payload]:
    """Yield what follows at once: a new matter is drafted on its rung, a prompt goes out.

    Where the ground is gone before anything went out, the matter closes with the reason.
    """
    ladder = regulations.rulebook.escalation
    if ladder is None or file.last is None:
        return
    for matter in file.matters.values():
        slip = matter.slip
        if not matter.open or (slip is not None and not slip.pending):
            continue
        if because := gone_because(file, matter, regulations):
            yield MatterClosed(matter=matter.key, result=f"事由已消除：{because}", gone=True)
        elif slip is None:
            yield SlipDrafted(matter=matter.key, rung=matter.first_rung, reason=matter.cause)
        elif (rung := ladder.rung(slip.rung)).signer is None:
            reply_by = reply_day(rung, on=file.last.on, regulations=regulations)
            yield SlipIssued(matter=matter.key, rung=rung.code, reply_by=reply_by, signed=False)


def reply_day(rung: LadderRung, *, on: date, regulations: Regulations) -> date:
    """Return by when a slip that goes out on a day has to be answered."""
    return regulations.days.add(on, rung.reply_workdays, Unit.WORKDAY).due_on


def _missed_start(file: CaseFile) -> Iterator[Dated]:
    pinned = file.pinned_start
    if pinned is not None and (Ground.START_MISSED, pinned) not in file.reminded:
        yield pinned + ONE_DAY, reminded(Ground.START_MISSED, pinned)


def _issues(file: CaseFile, regulations: Regulations) -> Iterator[Dated]:
    """An issue that is open after its day is told, once for each day."""
    for due in sorted({one.due_on for one in file.issues.values() if one.open}):
        if (Ground.ISSUE_OVERDUE, due) not in file.reminded:
            found = day_after(due, regulations.days)
            yield found, reminded(Ground.ISSUE_OVERDUE, due)


def _standstill(
    file: CaseFile, ladder: EscalationRules, regulations: Regulations
) -> Iterator[Dated]:
    """A project on which nobody does anything stands still; a reserve project may."""
    acted = file.acted_on or file.registered_on
    idle = file.project.standing is ProjectStanding.RESERVE
    if idle or (Ground.STANDSTILL, acted) in file.reminded:
        return
    last = regulations.days.add(acted, ladder.standstill_workdays, Unit.WORKDAY).due_on
    yield last + ONE_DAY, reminded(Ground.STANDSTILL, acted)


def _matters(file: CaseFile, ladder: EscalationRules, regulations: Regulations) -> Iterator[Dated]:
    """A reminder whose ground is on the ladder opens a matter, once, while it holds.

    One matter about the whole project at a time: supervision is neither repeated nor
    many-headed (政府督查工作条例 15); what waits is opened when the other is closed.
    """
    busy = any(matter.open and not matter.procedure for matter in file.matters.values())
    told = [(ground, about, "") for ground, about in file.reminded]
    told.extend(
        (ground, about, case.procedure)
        for case in file.cases.values()
        for ground, about in case.reminded
    )
    since = file.last_on
    for ground, about, procedure in sorted(told):
        rung = ladder.opens.get(ground)
        key = matter_key(ground, procedure, about)
        known = file.matters.get(key)
        if rung is None or (known and not known.gone) or (busy and not procedure):
            continue
        day = _not_excused(file, ground, procedure, about, since, regulations)
        asked = day and answerable_from(
            file, ground, procedure, about, since=day, regulations=regulations
        )
        if asked:
            busy = busy or not procedure
            yield (
                asked[0],
                MatterOpened(
                    matter=key,
                    ground=ground,
                    about_on=about,
                    about_procedure=procedure,
                    office=asked[1],
                    rung=rung,
                ),
            )


def as_of(
    opened: MatterOpened, file: CaseFile, day: date, regulations: Regulations
) -> MatterOpened | None:
    """Return a matter as it is opened on a day, later perhaps than it was due; ``None`` = no more.

    After an outage another office may hold the case than did on the day itself.
    """
    office = answerable(
        file,
        opened.ground,
        opened.about_procedure,
        opened.about_on,
        on=day,
        regulations=regulations,
    )
    return opened.model_copy(update={"office": office}) if office is not None else None


def _climb(
    file: CaseFile, matter: Matter, ladder: EscalationRules, regulations: Regulations
) -> Iterator[Dated]:
    """An issued slip that was not settled in time brings the next rung's draft.

    It climbs against the office that was asked, for as long as that is the one to answer.
    """
    slip = matter.slip
    if slip is None or slip.dropped_on is not None or slip.reply_by is None:
        if slip is not None and slip.pending:
            yield from _unsigned(file, slip.drafted_on, regulations)
        return
    above = ladder.above(slip.rung)
    if above is None or matter.review_due_on is not None:
        return
    held_until = last_day(max(slip.reply_by, slip.done_by or slip.reply_by), regulations.days)
    day = _not_excused(
        file,
        matter.ground,
        matter.procedure,
        matter.about_on,
        held_until + ONE_DAY,
        regulations,
    )
    asked = day and answerable_from(
        file,
        matter.ground,
        matter.procedure,
        matter.about_on,
        since=day,
        regulations=regulations,
    )
    if asked and asked[1] == matter.office:
        reason = "到期未办结" if slip.answered_on else "到期未反馈"
        yield asked[0], SlipDrafted(matter=matter.key, rung=above.code, reason=reason)


def _unsigned(file: CaseFile, drafted_on: date, regulations: Regulations) -> Iterator[Dated]:
    if (Ground.SLIP_UNSIGNED, drafted_on) not in file.reminded:
        day = regulations.days.next_working_day(drafted_on + ONE_DAY)
        yield day, reminded(Ground.SLIP_UNSIGNED, drafted_on)


def _not_excused(
    file: CaseFile,
    ground: Ground,
    procedure: str,
    about_on: date,
    since: date,
    regulations: Regulations,
) -> date | None:
    """Return from when the ground holds without a justified reason; ``None`` = it does not."""
    subject = EXCUSED_BY.get(ground)
    justified = file.justified.get(subject) if subject is not None else None
    if justified is not None:
        since = max(since, justified.until + ONE_DAY)
    return holds_from(file, ground, procedure, about_on, since=since, regulations=regulations)
