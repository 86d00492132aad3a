"""What a closed round leaves on its projects (周报逾期): a reminder that the report was missing.

Of most projects rows say that nothing else is due and what a reminder moves: it is written
without reading their entries. Of the others the file is folded, as by every act.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from casework.desk import SYSTEM, Stamp
from casework.office import REGULATIONS, Office, Situation
from casework.recording import record_many
from casework.telling.telling import told
from models.act import Via
from models.case import CaseFile
from models.case_entries import Reminded
from models.days import ZONE
from models.ledger import Payload
from models.notice import Ground
from rules.clocks.clock import ONE_DAY
from rules.clocks.round_days import iso_week, monday_of
from rules.supervision.missed_report import moves_alone, woken_on
from store import ledger
from store.outgoing import outbox
from store.projected.projections import move_on
from store.projected.queries import reports_of_week
from store.projected.quiet import Standing, standings
from store.rows.claiming import VersionTaken

AT_A_TIME = 50
"""Projects reminded off rows in one transaction: an officer's act waits for no more."""


def remind_missing(office: Office, week: str, stamp: Stamp) -> None:
    """Record on each project that its report was missing at the close, once."""
    with office.store.reading() as connection:
        held = office.situation(connection).file.rounds.get(week)
        if held is None or held.closed_on is None:
            return
        reported = {line.project for line in reports_of_week(connection, week)}
        about = held.cutoff_at.astimezone(ZONE).date() if held.cutoff_at else held.closed_on
        if iso_week(about) != week:  # made up for later: the reminder is about its own week
            about = monday_of(week) + 4 * ONE_DAY
        asked = [code for code in held.missing_projects if code not in reported]
        since = ledger.read_days(connection, asked, first=held.closed_on, last=stamp.on)
    new = Reminded(ground=Ground.REPORT_MISSED, about_on=about)
    missing = [code for code in asked if all(one.payload != new for one in since.get(code, ()))]

    def judge(_: Situation, file: CaseFile) -> Sequence[Payload]:
        if (Ground.REPORT_MISSED, about) in file.reminded or week in file.progress.reports:
            return ()
        return (new,)

    system = Stamp(by=SYSTEM, via=Via.SYSTEM, now=stamp.now)
    others = list(_left_over(office, missing, new, system))
    for _ in record_many(office, others, judge, stamp=system):
        pass  # each batch is written as it is asked for


def _left_over(
    office: Office, projects: Sequence[str], new: Reminded, stamp: Stamp
) -> Iterator[str]:
    """Remind projects of which rows say enough; yield the others, nothing written of them."""
    for place in range(0, len(projects), AT_A_TIME):
        some = sorted(projects[place : place + AT_A_TIME])
        with office.store.reading() as connection:
            seen = office.situation(connection)
            found = standings(connection, some, about=new.about_on)
        quiet = {
            code: one
            for code, one in found.items()
            if moves_alone(one.quiet, on=stamp.on, regulations=seen.regulations)
        }
        try:
            written = _written(office, seen, quiet, new, stamp) if quiet else set()
        except VersionTaken:
            written = set()
        yield from (code for code in some if code not in written)


def _written(
    office: Office,
    seen: Situation,
    quiet: Mapping[str, Standing],
    new: Reminded,
    stamp: Stamp,
) -> set[str]:
    """Write the reminder to projects that still stand as they were seen; return which."""
    with office.store.writing(*sorted(quiet), beside=REGULATIONS) as connection:
        situation = office.situation(connection)
        if situation.regulations is not seen.regulations:
            return set()
        heads = ledger.heads(connection, list(quiet))
        same = [quiet[code] for code in sorted(quiet) if heads[code][1] == quiet[code].hash]
        entries = ledger.append_all(
            connection,
            [
                ledger.Addition(
                    one.file.project.code, [stamp.draft(new)], one.file.version, one.hash
                )
                for one in same
            ],
            audit_key=office.store.audit_key,
        )
        files = [replace(one.file, version=one.file.version + 1) for one in same]
        days = (
            woken_on(one.quiet, about=new.about_on, on=stamp.on, regulations=situation.regulations)
            for one in same
        )
        moved = zip(files, days, (one.quiet.relit_on for one in same), strict=True)
        move_on(connection, moved)
        outbox.put_new(
            connection,
            [
                posting
                for file, fresh in zip(files, entries, strict=True)
                for posting in told(office, situation, file, fresh)
            ],
        )
    return {file.project.code for file in files}
