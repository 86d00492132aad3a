"""Signs of figures being played with (异常线索): evidence with its entries, never a verdict.

Each clue names what was seen, where and in which entries; an explanation may well exist.
Thresholds are the campaign's or, where none is given, the named constants below
(assumed; 补不过半 after the practice of telling objections in the first half of a limit).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from models.case import Case, CaseFile
from models.case_entries import ClockPaused, CorrectionRequested, Delivered, Extended
from models.catalogue import SpecialProcedureKind
from models.labelled import Labelled
from models.ledger import Entry
from models.milestone import Registered, Started, StartPinned
from models.progress import ProgressReported
from models.week_words import week_in_words
from rules.clocks.clock import ClockReading, read_clock
from rules.fold.file import add
from rules.in_force.regulations import Regulations

LAST_DAYS = 1
"""Working days left at which an extension comes on the last day."""
SERIAL_PAUSES = 2
PIN_MOVES = 2
LATE_WORDS = 5
"""Working days between what happened and its entry."""
ALIKE = 0.95
"""Share of equal text at which two reports read the same (Ratcliff & Obershelp 1988)."""
LONG_ENOUGH = 12
"""Characters below which equal words prove nothing."""


class ClueKind(Labelled):
    """What may have been played with (线索种类)."""

    LAST_DAY_EXTENSION = "last_day_extension", "临到期延长"
    SERIAL_PAUSES = "serial_pauses", "多次暂停计时"
    MOVED_PIN = "moved_pin", "反复顺延开工日期"
    COPIED_REPORT = "copied_report", "周报文字照抄"
    LATE_ENTRY = "late_entry", "事后补记"
    LATE_OBJECTION = "late_objection", "过半才提补正（补不过半）"


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign, with the entries that show it (异常线索)."""

    kind: ClueKind
    project: str
    procedure: str
    office: str
    """Whose entries they are: department or unit."""
    versions: tuple[int, ...]
    what: str


def clues(entries: Sequence[Entry], regulations: Regulations) -> tuple[Clue, ...]:
    """Return every clue in a project's stream, in the order of its last entry."""
    found: list[Clue] = []
    file: CaseFile | None = None
    seen: list[Entry] = []
    for entry in entries:
        before, file = file, add(file, entry, entry.version)
        seen.append(entry)
        if before is not None:
            for look in _LOOKS:
                found.extend(look(before, entry, seen, regulations))
    return tuple(found)


def _reading(case: Case, entry: Entry, regulations: Regulations) -> ClockReading | None:
    if case.limits is None:
        return None
    days = regulations.days_of(case)
    return read_clock(case, case.limits.promised, on=entry.on, days=days)


def _extension(
    before: CaseFile, entry: Entry, _: Sequence[Entry], regulations: Regulations
) -> Iterator[Clue]:
    match entry.payload:
        case Extended(procedure=code):
            reading = _reading(before.cases[code], entry, regulations)
            if reading is not None and reading.remaining <= LAST_DAYS:
                yield _clue(
                    before,
                    ClueKind.LAST_DAY_EXTENSION,
                    code,
                    (entry.version,),
                    f"{entry.on} 延长期限时承诺时限仅剩{max(reading.remaining, 0)}日",
                )
        case _:
            pass


def _pauses(
    before: CaseFile, entry: Entry, seen: Sequence[Entry], _: Regulations
) -> Iterator[Clue]:
    match entry.payload:
        case ClockPaused(procedure=code):
            case = before.cases[code]
            asked = [one for one in case.stops if one.kind is not SpecialProcedureKind.UPSTREAM]
            if len(asked) + 1 >= SERIAL_PAUSES:
                versions = tuple(
                    one.version
                    for one in seen
                    if isinstance(one.payload, ClockPaused) and one.payload.procedure == code
                )
                what = f"同一办件第{len(asked) + 1}次暂停计时"
                yield _clue(before, ClueKind.SERIAL_PAUSES, code, versions, what)
        case _:
            pass


def _pin(before: CaseFile, entry: Entry, seen: Sequence[Entry], _: Regulations) -> Iterator[Clue]:
    payload = entry.payload
    if not isinstance(payload, StartPinned) or before.pinned_start is None:
        return
    moves = [
        one.version
        for one in seen
        if isinstance(one.payload, StartPinned | Registered) and one.version > 1
    ]
    if payload.start_on > before.pinned_start and len(moves) >= PIN_MOVES:
        what = f"开工日期第{len(moves)}次调整，由 {before.pinned_start} 延至 {payload.start_on}"
        yield _clue(before, ClueKind.MOVED_PIN, "", tuple(moves), what)


def _report(
    before: CaseFile, entry: Entry, seen: Sequence[Entry], _: Regulations
) -> Iterator[Clue]:
    payload, last = entry.payload, before.progress.last
    if not isinstance(payload, ProgressReported) or last is None:
        return
    if payload.week in before.progress.reports:
        return  # a corrected report of the same week
    now, then = payload.report, last
    for name, new, old in (
        ("形象进度", now.physical_work, then.physical_work),
        ("下周计划", now.next_week, then.next_week),
    ):
        if min(len(new), len(old)) < LONG_ENOUGH or now.invested_week == 0:
            continue
        alike = SequenceMatcher(None, old, new).ratio()
        if alike >= ALIKE:
            earlier = [
                one.version for one in seen[:-1] if isinstance(one.payload, ProgressReported)
            ]
            what = f"{week_in_words(payload.week)}“{name}”与上期相同 {alike:.0%}，而本周有投资"
            versions = (earlier[-1], entry.version)
            yield _clue(before, ClueKind.COPIED_REPORT, "", versions, what)


def _late_entry(
    before: CaseFile, entry: Entry, _: Sequence[Entry], regulations: Regulations
) -> Iterator[Clue]:
    match entry.payload:
        case Delivered(procedure=code, served_on=happened):
            pass
        case Started(started_on=happened):
            code = ""
        case _:
            return
    late = regulations.days.between(happened, entry.on) if happened < entry.on else 0
    if late > LATE_WORDS:
        what = f"{happened} 发生，{entry.on} 才记录，相隔{late}个工作日"
        yield _clue(before, ClueKind.LATE_ENTRY, code, (entry.version,), what)


def _objection(
    before: CaseFile, entry: Entry, _: Sequence[Entry], regulations: Regulations
) -> Iterator[Clue]:
    match entry.payload:
        case CorrectionRequested(procedure=code):
            case = before.cases[code]
            if case.submitted_on is None:
                return
            used = regulations.days.between(case.submitted_on, entry.on)
            limit = regulations.rulebook.clock.notice_days
        case ClockPaused(procedure=code):
            reading = _reading(before.cases[code], entry, regulations)
            if reading is None:
                return
            used, limit = reading.used, reading.limit
        case _:
            return
    if limit > 1 and 2 * used > limit:
        what = f"时限{limit}日已用{used}日（过半）才提出"
        yield _clue(before, ClueKind.LATE_OBJECTION, code, (entry.version,), what)


_LOOKS: tuple[Callable[[CaseFile, Entry, Sequence[Entry], Regulations], Iterator[Clue]], ...] = (
    _extension,
    _pauses,
    _pin,
    _report,
    _late_entry,
    _objection,
)


def _clue(
    file: CaseFile, kind: ClueKind, procedure: str, versions: tuple[int, ...], what: str
) -> Clue:
    office = file.plan[procedure].department if procedure in file.plan else file.project.unit
    return Clue(kind, file.project.code, procedure, office, versions, what)
