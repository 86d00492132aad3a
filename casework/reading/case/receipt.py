"""What an act left behind (办理回执): its entries and what came next, as they stood then.

Read from the ledger up to that entry, so that the page is the same whenever it is opened.
"""

from dataclasses import dataclass
from datetime import date

from casework.reading.case.case_sheet import CaseSheet
from casework.reading.case.timeline import timeline_line
from casework.reading.lists.work_lines import WorkLine, line_of
from models.ledger import Entry
from models.project_views import TimelineView
from models.refusal import Unknown
from rules.acceptance.regime import may_go_to_law
from rules.fold.file import fold


@dataclass(frozen=True, slots=True)
class Receipt:
    """The entries of one act, and how the case stood after them (办理回执)."""

    version: int
    lines: tuple[TimelineView, ...]
    """Its own entry first, then what followed from it by itself."""
    after: WorkLine
    on: date
    ends: bool
    """Whether the applicant may go to law against it."""


RIGHTS_AFTER = frozenset({"application_refused", "declined", "revoked", "breach_recorded"})
"""Entries after which the applicant is told of review and suit (行政复议、行政诉讼)."""


def receipt(sheet: CaseSheet, version: int) -> Receipt:
    """Return what the act with an entry of that number left behind."""
    entry = next((one for one in sheet.entries if one.version == version), None)
    procedure = sheet.procedure.code
    if entry is None or getattr(entry.payload, "procedure", procedure) != procedure:
        raise Unknown(f"{sheet.file.project.name} {procedure} 没有第{version}条记录")
    together = [one for one in sheet.entries if one.version >= version and _same(one, entry)]
    upto = [one for one in sheet.entries if one.version <= together[-1].version]
    file = fold(None, upto)
    situation = sheet.seen.situation
    known = situation.regulations.procedures(file.project, on=entry.on)
    return Receipt(
        version=version,
        lines=tuple(timeline_line(one, situation, known) for one in together),
        after=line_of(file, procedure, situation, entry.on),
        on=entry.on,
        ends=entry.payload.kind in RIGHTS_AFTER and may_go_to_law(sheet.procedure),
    )


def _same(one: Entry, other: Entry) -> bool:
    """Tell whether two entries were written together."""
    return one.at == other.at and one.by == other.by


def since(sheet: CaseSheet, version: int) -> tuple[TimelineView, ...]:
    """Return what has happened to the case itself after an entry, the first one first."""
    situation, code = sheet.seen.situation, sheet.procedure.code
    known = situation.regulations.procedures(sheet.file.project, on=sheet.seen.on)
    return tuple(
        timeline_line(one, situation, known)
        for one in sheet.entries
        if one.version > version and getattr(one.payload, "procedure", "") == code
    )
