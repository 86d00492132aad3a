"""Projections (投影表): what the ledger adds up to, as rows that sweeps and lists can index.

Written in the same transaction as the entries, touching only what changed; derived
again from the ledger alone by `rebuild`, byte for byte.
"""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from models.acknowledgement import NoticeAcknowledged
from models.case import CaseFile
from models.credit import BreachRecorded, CreditRepaired
from models.days import ZONE
from models.ledger import Entry
from models.progress import ProgressReported
from models.tables.projected import (
    PROJECTIONS,
    BreachRow,
    CaseRow,
    OwedDocumentRow,
    ProjectRow,
    WeeklyReportRow,
    WeeklyRoundRow,
)
from models.weekly import RoundChased, RoundClosed, RoundOpened, RoundPublished
from rules.in_force.regulations import Regulations
from store.outgoing import receipts
from store.projected.file_rows import (
    Row,
    case_row,
    cases_shown,
    moved,
    moving,
    owed_rows,
    project_row,
)
from store.projected.listed import write_listed
from store.rows.prepared import Script, once, run
from store.rows.rows_at_once import add_rows, change_rows

# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
REMOVE_CASE = delete(CaseRow).where(
    CaseRow.project == bindparam("of_project"),
    CaseRow.procedure == bindparam("of_procedure"),
)
REMOVE_OWED = delete(OwedDocumentRow).where(
    OwedDocumentRow.project == bindparam("of_project"),
    OwedDocumentRow.procedure == bindparam("of_procedure"),
)


def project_file(
    into: Connection | Script,
    before: CaseFile | None,
    after: CaseFile,
    *,
    regulations: Regulations,
) -> None:
    """Write the rows of one case file; see :func:`project_files`."""
    project_files(into, [(before, after)], regulations=regulations)


def project_files(
    into: Connection | Script,
    changes: Iterable[tuple[CaseFile | None, CaseFile]],
    *,
    regulations: Regulations,
) -> None:
    """Write the rows of case files as they were and are; only cases that changed are touched."""
    new: list[Row] = []
    grown: list[tuple[CaseFile, CaseFile]] = []
    new_cases: list[Row] = []
    moved_cases: list[Row] = []
    restated: list[dict[str, str]] = []
    gone: list[dict[str, str]] = []
    owed: list[Row] = []
    listed: list[tuple[CaseFile | None, CaseFile]] = []
    for before, after in changes:
        listed.append((before, after))
        project = after.project.code
        if before is None:
            new.append(project_row(after, regulations))
            touched = list(after.plan)
            new_cases.extend(case_row(after, code, regulations) for code in touched)
        else:
            grown.append((before, after))
            known = [code for code in after.plan if code in before.cases]
            touched = [code for code in known if after.cases[code] is not before.cases[code]]
            shown = known if before.plan is not after.plan else cases_shown(before, after, touched)
            moved_cases.extend(case_row(after, code, regulations) for code in shown)
            come = [code for code in after.plan if code not in before.cases]
            new_cases.extend(case_row(after, code, regulations) for code in come)
            gone.extend(
                {"of_project": project, "of_procedure": code}
                for code in before.plan
                if code not in after.cases
            )
        for code in touched:
            case = after.cases[code]
            if case.owed != (before.cases[code].owed if before is not None else ()):
                restated.append({"of_project": project, "of_procedure": code})
                owed.extend(owed_rows(project, case))
    add_rows(into, ProjectRow, new)
    change_rows(into, ProjectRow, moved(grown, regulations))
    if gone:
        run(into, once(REMOVE_OWED, into.dialect.name), gone)
        run(into, once(REMOVE_CASE, into.dialect.name), gone)
    add_rows(into, CaseRow, new_cases)
    change_rows(into, CaseRow, moved_cases)
    if restated:
        run(into, once(REMOVE_OWED, into.dialect.name), restated)
    add_rows(into, OwedDocumentRow, owed)
    write_listed(into, listed)


def project_again(
    connection: Connection, file: CaseFile, *, before: Regulations, after: Regulations
) -> None:
    """Write the rows of a file that a change of calendar or rules alone moves."""
    if moving(file, before) != moving(file, after):
        change_rows(connection, ProjectRow, [moving(file, after)])
    rows = [(case_row(file, code, before), case_row(file, code, after)) for code in file.plan]
    change_rows(connection, CaseRow, [then for earlier, then in rows if then != earlier])


def move_on(
    connection: Connection, moved: Iterable[tuple[CaseFile, date | None, date | None]]
) -> None:
    """Write versions and days to come of projects of which an entry moves nothing else.

    Each with the day on which it is looked at next, and that on which a light changes.
    """
    change_rows(
        connection,
        ProjectRow,
        [
            {
                "code": file.project.code,
                "version": file.version,
                "wake_on": wake_on,
                "relit_on": relit_on,
            }
            for file, wake_on, relit_on in moved
        ],
    )


def project_entries(connection: Connection, entries: Iterable[Entry]) -> None:
    """Write the rows that single entries bring: breaches and weekly rounds."""
    for entry in entries:
        match entry.payload:
            case BreachRecorded() as payload:
                connection.execute(
                    insert(BreachRow).values(
                        project=entry.stream,
                        version=entry.version,
                        credit_code=payload.credit_code,
                        procedure=payload.procedure,
                        reason=payload.reason,
                        recorded_on=entry.on,
                    )
                )
            case CreditRepaired() as payload:
                connection.execute(
                    update(BreachRow)
                    .where(
                        BreachRow.project == entry.stream,
                        BreachRow.procedure == payload.procedure,
                        BreachRow.repaired_on.is_(None),
                    )
                    .values(repaired_on=entry.on)
                )
            case NoticeAcknowledged(notice=notice):
                receipts.acknowledge(connection, notice, entry.by, at=entry.at)
            case RoundOpened(
                week=week, units=units, projects=projects, cutoff_at=cutoff_at, late=late
            ):
                connection.execute(
                    insert(WeeklyRoundRow).values(
                        week=week,
                        opened_on=entry.on,
                        units=",".join(units),
                        missing="",
                        late=late,
                        projects=",".join(projects),
                        missing_projects="",
                        chased="",
                        cutoff_at=cutoff_at.astimezone(ZONE).isoformat() if cutoff_at else None,
                    )
                )
            case RoundChased(week=week, before_hours=hours):
                row = WeeklyRoundRow.__table__.c
                connection.execute(
                    update(WeeklyRoundRow)
                    .where(row.week == week)
                    .values(chased=row.chased + f"{hours},")
                )
            case RoundClosed(week=week, missing=missing, projects=projects):
                connection.execute(
                    update(WeeklyRoundRow)
                    .where(WeeklyRoundRow.week == week)
                    .values(
                        closed_on=entry.on,
                        missing=",".join(missing),
                        missing_projects=",".join(projects),
                    )
                )
            case RoundPublished(week=week):
                connection.execute(
                    update(WeeklyRoundRow)
                    .where(WeeklyRoundRow.week == week)
                    .values(published_on=entry.on)
                )
            case ProgressReported() as reported:
                _write_report(connection, entry, reported)
            case _:
                pass


def _write_report(connection: Connection, entry: Entry, reported: ProgressReported) -> None:
    """Write the row of a project and week; a correction keeps when it was first reported."""
    key = (WeeklyReportRow.week == reported.week) & (WeeklyReportRow.project == entry.stream)
    known = connection.execute(
        select(WeeklyReportRow.first_on, WeeklyReportRow.late, WeeklyReportRow.corrections).where(
            key
        )
    ).one_or_none()
    report = reported.report
    row = {
        "version": entry.version,
        "reported_on": entry.on,
        "doubts": ",".join(reported.doubts),
        "problems": len(report.problems),
        "status": report.status.value,
        "invested_week": int(report.invested_week * 100),
        "invested_year": int(report.invested_year * 100),
        "invested_total": int(report.invested_total * 100),
        "funds_arrived": int(report.funds_arrived * 100),
        "funds_paid": int(report.funds_paid * 100),
    }
    if known is not None:
        changes = row | {"corrections": known.corrections + 1}
        connection.execute(update(WeeklyReportRow).where(key).values(changes))
        return
    first = {"first_on": entry.on, "late": reported.late, "corrections": 0}
    keys = {"week": reported.week, "project": entry.stream}
    connection.execute(insert(WeeklyReportRow).values(keys | row | first))


def clear(connection: Connection) -> None:
    """Remove every projection."""
    for table in PROJECTIONS:
        connection.execute(delete(table))


def dump(connection: Connection) -> str:
    """Return every projection as one text, in the order of keys: the same rows, the same bytes."""
    tables = {}
    for table in sorted(PROJECTIONS, key=lambda one: one.__tablename__):
        keys = list(table.__table__.primary_key)
        rows = connection.execute(select(table.__table__).order_by(*keys))
        tables[table.__tablename__] = [dict(row._mapping) for row in rows]
    return json.dumps(tables, ensure_ascii=False, sort_keys=True, default=str)
