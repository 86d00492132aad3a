"""Everything about one project on one page (项目页): read once, told by the door that asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.office import Office
from casework.office.reckoning import Reading
from casework.plan.sure_start import sure_start
from casework.reading.board.standing import Standing, held_by, standing_of
from casework.reading.case.views import view
from casework.weekly.summary import issue_lines
from models.campaign_views import IssueLine
from models.case import Case, CaseFile, CaseState
from models.ledger import Entry
from models.progress import ProgressReported
from models.project_views import CaseView, MissingView, ProjectView
from rules.fold.waiting import waits_for
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.standing.delay import Span, delay_spans
from store import ledger

GRACE = "容缺补交宽限"


@dataclass(frozen=True, slots=True)
class Stop:
    """Days on which a clock stood still (暂停计时), both ends included."""

    first: date
    last: date | None
    """``None`` = it still stands still."""
    why: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One procedure of a project with who holds it and what hangs on it (项目页的一行)."""

    case: CaseView
    holder: str
    """Who holds it now, in words; empty = nobody."""
    held_since: date | None
    stops: tuple[Stop, ...]
    blocks: tuple[str, ...]
    """Procedures, by code, that wait for it now."""
    blocks_start: bool
    """The start gate asks for it."""

    @property
    def prior(self) -> bool:
        """Tell whether it was concluded before this office kept the ledger."""
        return self.concluded and self.case.submitted_on is None and self.case.accepted_on is None

    @property
    def concluded(self) -> bool:
        """Tell whether it was granted."""
        return self.case.state in (CaseState.APPROVED, CaseState.APPROVED_CONDITIONALLY)

    @property
    def outstanding(self) -> bool:
        """Tell whether it belongs on the list of what is not concluded before the start."""
        opened = self.case.state is not CaseState.NOT_OPEN
        return not self.concluded and (opened or self.case.expected_start is not None)


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """A project's page (项目页)."""

    view: ProjectView
    standing: Standing
    rows: tuple[SheetRow, ...]
    conditions: tuple[MissingView, ...]
    """What else the start gate lacks: conditions that no procedure proves."""
    issues: tuple[IssueLine, ...]
    reports: tuple[ProgressReported, ...]
    """Weekly reports, the newest first."""

    @property
    def outstanding(self) -> tuple[SheetRow, ...]:
        """Return the procedures before the start that are not concluded (前期未办结手续)."""
        return tuple(row for row in self.rows if row.outstanding)


def project_sheet(
    office: Office, *, project: str, likely: bool = True, today: date
) -> ProjectSheet:
    """Return a project's page as it stands.

    Without ``likely`` nothing is drawn: a list asks for no chance of starting in time.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
        entries = tuple(one for one in ledger.read(connection, project) if one.on <= today)
        reading = Reading(office, connection, situation, today)
        sure = sure_start(reading, file, today=today) if likely else None
    told = view(file, situation, today, entries, sure=sure)
    codes = {case.procedure for case in told.cases}
    return ProjectSheet(
        view=told,
        standing=standing_of(file, situation, today),
        rows=_rows(file, told.cases, entries, situation.regulations, today),
        conditions=tuple(one for one in told.start.missing if one.code not in codes),
        issues=tuple(issue_lines([file], situation, today)),
        reports=tuple(one for _, one in sorted(file.progress.reports.items(), reverse=True)),
    )


def _rows(
    file: CaseFile,
    cases: Sequence[CaseView],
    entries: Sequence[Entry],
    regulations: Regulations,
    on: date,
) -> tuple[SheetRow, ...]:
    spans = delay_spans(entries, upto=on, regulations=regulations)
    waiting = {code: waits_for(file, code) for code in file.plan if not file.concluded(code)}
    gate = regulations.gates[START_CONSTRUCTION]
    asked = {*gate.all_of, *gate.applicable_of}
    return tuple(
        SheetRow(
            case=case,
            holder=held_by(file, case.procedure, on, regulations),
            held_since=_since(spans.get(case.procedure, ())),
            stops=_stops(file.cases[case.procedure]),
            blocks=tuple(code for code, ones in waiting.items() if case.procedure in ones),
            blocks_start=case.procedure in asked,
        )
        for case in cases
    )


def _since(spans: Sequence[Span]) -> date | None:
    return spans[-1].first if spans else None


def _stops(case: Case) -> tuple[Stop, ...]:
    return tuple(
        Stop(one.started_on, one.ended_on, one.kind.label if one.kind else GRACE)
        for one in case.stops
    )
