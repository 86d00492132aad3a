"""Days of a project that were moved (日期变动): old and new side by side, why, who agreed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.office import Office, Situation
from casework.telling.moved import INWARD
from models.case import Case, CaseFile
from models.case_entries import ClockPaused, ClockResumed, Extended
from models.catalogue import Procedure
from models.date_words import date_name
from models.days import DateKind, DueDatesMoved
from models.expectation import DocumentExpected
from models.ledger import Entry
from models.milestone import StartPinned
from models.promise import PromiseExtended
from rules.clocks.clock import due_within
from rules.fold.file import add, fold
from store import ledger

MOVING = (StartPinned, Extended, ClockPaused, ClockResumed, PromiseExtended, DocumentExpected)
"""Entries of people after which a day may stand elsewhere."""


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A day that was moved (日期变动)."""

    version: int
    """Of the entry that moved it."""
    on: date
    """When it was moved."""
    procedure: str
    """Empty = a day of the project as a whole."""
    what: str
    before: date
    after: date
    reason: str
    by_name: str
    """Who agreed, as the ledger has it."""


def moved_days(office: Office, *, project: str, today: date) -> tuple[MovedDay, ...]:
    """Return every day of a project that was moved, the latest move first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
        entries = tuple(ledger.read(connection, file.project.code))
    procedures = situation.regulations.procedures(file.project, on=today)
    return moves_among(entries, situation, procedures)


def moves_among(
    entries: Sequence[Entry], situation: Situation, procedures: Mapping[str, Procedure]
) -> tuple[MovedDay, ...]:
    """Return what entries of one project moved, the latest move first."""
    file: CaseFile | None = None
    waiting: list[Entry] = []
    stopped: dict[str, tuple[date | None, ClockPaused]] = {}
    found: list[MovedDay] = []
    for entry in entries:
        if not isinstance(entry.payload, (*MOVING, DueDatesMoved)):
            waiting.append(entry)
            continue
        before = fold(file, waiting) if waiting or file is None else file
        file, waiting = add(before, entry, entry.version), []
        telling = _Telling(entry, before, file, situation, procedures)
        if isinstance(entry.payload, ClockPaused):
            stopped[entry.payload.procedure] = (
                telling.promised(before, entry.payload.procedure),
                entry.payload,
            )
        found.extend(telling.moves(stopped))
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class _Telling:
    """One entry between the file before and the file after it (变动前后)."""

    entry: Entry
    before: CaseFile
    after: CaseFile
    situation: Situation
    procedures: Mapping[str, Procedure]

    def moves(self, stopped: Mapping[str, tuple[date | None, ClockPaused]]) -> Iterator[MovedDay]:
        """Yield what the entry moved."""
        match self.entry.payload:
            case StartPinned(start_on=start_on, reason=reason):
                yield from self._moved(
                    "", "锁定的开工日", self.before.pinned_start, start_on, reason
                )
            case Extended(procedure=code, reason=reason):
                for kind, old, new in zip(
                    (DateKind.PROMISED_DUE, DateKind.STATUTORY_DUE),
                    self._dues(self.before, code),
                    self._dues(self.after, code),
                    strict=True,
                ):
                    yield from self._moved(code, kind.label, old, new, reason)
            case ClockResumed(procedure=code) if code in stopped:
                due, stop = stopped[code]
                reason = f"{stop.procedure_kind.label}期间暂停计时：{stop.reason}"
                what = DateKind.PROMISED_DUE.label
                yield from self._moved(code, what, due, self.promised(self.after, code), reason)
            case PromiseExtended(procedure=code, document=document) as moved:
                owed = self.before.cases[code].owed
                old = next((one.due_on for one in owed if one.document == document), None)
                what = f"{self._paper(code, document)}{DateKind.PROMISE_DUE.label}"
                yield from self._moved(code, what, old, moved.due_on, moved.reason)
            case DocumentExpected(procedure=code, document=document) as expected:
                old = self.before.cases[code].expected.get(document)
                what = f"{self._paper(code, document)}预计取得日"
                yield from self._moved(code, what, old, expected.expected_on, expected.reason)
            case DueDatesMoved(basis=basis, moves=moves):
                for one in moves:
                    if one.what not in INWARD:
                        reason = "，".join(filter(None, (basis, one.article)))
                        yield from self._moved(
                            one.procedure, date_name(one), one.before, one.after, reason
                        )
            case _:
                return

    def promised(self, file: CaseFile, code: str) -> date | None:
        """Return the last day of the promise; ``None`` = none runs."""
        return self._dues(file, code)[0]

    def _dues(self, file: CaseFile, code: str) -> tuple[date | None, date | None]:
        case: Case = file.cases[code]
        if case.limits is None:
            return None, None
        days = self.situation.regulations.days_of(case)
        promised = due_within(case, case.limits.promised, days=days)
        return promised, due_within(case, case.limits.statutory, days=days)

    def _paper(self, code: str, document: str) -> str:
        procedure = self.procedures.get(code)
        return f"《{procedure.document_name(document) if procedure else document}》"

    def _moved(
        self, code: str, what: str, old: date | None, new: date | None, reason: str
    ) -> Iterator[MovedDay]:
        if old is None or new is None or old == new:
            return
        account = self.situation.file.campaign.account(self.entry.by)
        yield MovedDay(
            version=self.entry.version,
            on=self.entry.on,
            procedure=code,
            what=what,
            before=old,
            after=new,
            reason=reason,
            by_name=account.name if account else "系统",
        )
