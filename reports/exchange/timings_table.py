"""Timings as a table (用时表): one row a timed phase, one a start in a forecast."""

from collections.abc import Iterator

from models.earlier_timings import TimingsLoaded
from models.timings_sheet import TIMINGS_COLUMNS, StartRow
from reports.workbooks.table_file import Cell, csv_table


def timings_csv(timings: TimingsLoaded) -> bytes:
    """Return the table as CSV."""
    return csv_table([one.header for one in TIMINGS_COLUMNS], list(_rows(timings)))


def _rows(timings: TimingsLoaded) -> Iterator[tuple[Cell, ...]]:
    of = timings.campaign, timings.ledger
    for kind in timings.cases:
        about = kind.phase.label, kind.procedure, kind.department
        for days, project in zip(kind.days, kind.projects, strict=True):
            yield (*of, *about, days, kind.limit or None, kind.known.label, project, None)
    for starts in timings.starts:
        about = StartRow.START_FELL.label, "", ""
        for distance, project in zip(starts.distances, starts.projects, strict=True):
            yield (*of, *about, None, None, starts.known.label, project, f"{distance:g}")
