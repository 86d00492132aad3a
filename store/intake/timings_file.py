"""Timings of an earlier campaign read from a file (以往用时导入): all of them, or none.

Every wrong cell is named by its line and column at once; the order of rows and the numbers of
projects do not matter.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from models.earlier_timings import CAMPAIGN as KEY
from models.earlier_timings import FARTHEST, MOST_DAYS, TimingsLoaded
from models.earlier_timings import LEDGER as NAME
from models.refusal import BadInput
from models.timing import Known, Phase
from models.timings_sheet import (
    CAMPAIGN,
    DAYS,
    DEPARTMENT,
    DISTANCE,
    KNOWN,
    LEDGER,
    LIMIT,
    PHASE,
    PHASES,
    PROCEDURE,
    PROJECT,
    TIMINGS_COLUMNS,
    StartRow,
    TimingsColumn,
)
from rules.chance.durations import LIMITED, Observation
from rules.chance.earlier import by_kind
from rules.chance.levels import Fell
from store.intake.header_row import HeaderRow, Headers, by_row
from store.workbook.cell_values import choice, identifier, plain
from store.workbook.csv_file import read_csv
from store.workbook.workbook_file import CellValue
from store.workbook.wrong_cells import WrongCell, WrongCells

MOST_PROJECTS = 10_000

_HEADERS = Headers(
    {word: one for one in TIMINGS_COLUMNS for word in (one.header, one.name)},
    [one for one in TIMINGS_COLUMNS if one.required],
    f"另可有{'、'.join(one.header for one in TIMINGS_COLUMNS if not one.required)}",
)
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_DISTANCE = re.compile(r"[-+]?\d(\.\d{1,9})?", re.ASCII)
_NOT_OF_A_START = (PROCEDURE, DEPARTMENT, DAYS, LIMIT)


@dataclass(frozen=True, slots=True)
class Timeable:
    """What this campaign's forecasts can be told about (可计时的事项)."""

    procedures: Collection[str]
    conditions: Collection[str]
    gate: str
    departments: Collection[str]

    def of(self, phase: Phase) -> tuple[Collection[str], str]:
        """Return the codes that a phase may be timed of, and what they are called."""
        match phase:
            case Phase.CONDITION:
                return self.conditions, "开工条件"
            case Phase.START:
                return (self.gate,), "门槛"
            case _:
                return self.procedures, "事项"


def read_timings(path: Path, known: Timeable) -> TimingsLoaded:
    """Read a table of timings; :class:`BadInput` says what is wrong and where."""
    if path.suffix.lower() != ".csv":
        raise BadInput(path.name, "用时表应为 .csv 文件（由 greenchannel export timings 写出）")
    sheet = read_csv(path, _HEADERS.knows)
    if not by_row(sheet.cells):
        raise BadInput(path.name, "没有内容")
    head = _HEADERS.find(path.name, sheet)
    if head.wrong:
        raise WrongCells(path.name, head.wrong)
    return _Table(path.name, head, known).read()


class _Table:
    """Reads the lines of one file, and collects what is wrong with them."""

    def __init__(self, name: str, head: HeaderRow[TimingsColumn], known: Timeable) -> None:
        self._name, self._head, self._known = name, head, known
        self._wrong: list[WrongCell] = []
        self._named: dict[TimingsColumn, str] = {}

    def read(self) -> TimingsLoaded:
        """Return all timings."""
        rows = [*self._head.rows()]
        if not rows:
            raise BadInput(self._name, "只有表头，没有用时")
        told: list[Observation] = []
        fell: list[Fell] = []
        for row, cells, flaws in rows:
            match self._row(row, cells, flaws):
                case Observation() as one:
                    told.append(one)
                case Fell() as start:
                    fell.append(start)
                case None:
                    pass
        if self._wrong:
            raise WrongCells(self._name, self._wrong)
        if not told:
            raise BadInput(self._name, "只有开工落点，没有用时")
        return by_kind(told, fell, campaign=self._named[CAMPAIGN], ledger=self._named[LEDGER])

    def _row(
        self, row: int, cells: Mapping[int, CellValue], torn: Mapping[int, str]
    ) -> Observation | Fell | None:
        """Return what a row tells; ``None`` = something is wrong with it, or nothing is said."""
        before = len(self._wrong)
        for at, why in torn.items():
            self._fault(row, at, cells.get(at), why)
        if torn:
            return None
        for at in sorted({*cells} - {*self._head.placed.values()}):
            self._fault(row, at, cells[at], "没有表头，不知是哪一列")
        line = _Line(self, row, cells)
        line.same(CAMPAIGN, KEY, "应为以往专项行动的代码：小写字母、数字、短横")
        line.same(LEDGER, NAME, "应为导出时写明的台账编号；自行填写的留空")
        phase = line.phase()
        known = line.known()
        project = line.whole(PROJECT, 1, MOST_PROJECTS)
        if isinstance(phase, StartRow):
            line.empty(*_NOT_OF_A_START)
            distance = line.distance()
            if known is Known.AT_MOST:
                line.wrong(KNOWN, "开工落点只有“确数”和“至少”")
            return Fell(str(project), distance, known) if len(self._wrong) == before else None
        line.empty(DISTANCE)
        most = 1 if phase is Phase.HOLD else MOST_DAYS
        days = line.whole(DAYS, 0, most)
        limit = line.whole(LIMIT, 0, MOST_DAYS) if line.text(LIMIT) else 0
        if limit and phase not in LIMITED:
            line.wrong(LIMIT, "承诺时限只关受理至办结，这一环节不填")
        procedure, department = line.code(PROCEDURE), line.code(DEPARTMENT)
        codes, called = self._known.of(phase)
        if not procedure:
            line.wrong(PROCEDURE, "不能为空")
        elif procedure not in codes:
            line.wrong(PROCEDURE, f"现行目录没有这一{called}；本区已不办的，删去此行")
        if department and department not in self._known.departments:
            line.wrong(DEPARTMENT, "机构名录中没有这一部门；可以留空")
        if len(self._wrong) > before:
            return None
        return Observation(procedure, department, phase, days, limit, known, str(project))

    def _fault(self, row: int, position: int, value: object, why: str) -> None:
        self._wrong.append(self._head.cell(row, position, value, why))

    def place(self, column: TimingsColumn) -> int:
        """Return where a column stands; 0 = it is not there."""
        return self._head.placed.get(column, 0)

    def fault(self, row: int, column: TimingsColumn, value: object, why: str) -> None:
        """Name a cell with what is wrong with it."""
        self._fault(row, self.place(column), value, why)

    def agrees(self, column: TimingsColumn, text: str) -> bool:
        """Tell whether a cell says what the first row says."""
        return self._named.setdefault(column, text) == text


class _Line:
    """The cells of one row."""

    def __init__(self, table: _Table, row: int, cells: Mapping[int, CellValue]) -> None:
        self._table, self._row, self._cells = table, row, cells

    def wrong(self, column: TimingsColumn, why: str) -> None:
        """Name a cell of the row."""
        self._table.fault(self._row, column, self._cells.get(self._table.place(column)), why)

    def text(self, column: TimingsColumn) -> str:
        """Return a cell as plain text; what cannot be read as such is named."""
        try:
            return plain(self._cells.get(self._table.place(column), ""))
        except ValueError as why:
            self.wrong(column, str(why))
            return ""

    def code(self, column: TimingsColumn) -> str:
        """Return a code."""
        try:
            return identifier(self._cells.get(self._table.place(column), ""))
        except ValueError as why:
            self.wrong(column, str(why))
            return ""

    def same(self, column: TimingsColumn, pattern: str, why: str) -> None:
        """Check a cell that says the same in every row."""
        text = self.code(column)
        if not re.fullmatch(pattern, text):
            self.wrong(column, why)
        elif not self._table.agrees(column, text):
            self.wrong(column, "与第一行不同：一份文件只含一个专项行动的一本台账")

    def phase(self) -> Phase | StartRow:
        """Return what the row is about."""
        found = PHASES.get(re.sub(r"\s+", "", self.text(PHASE)))
        if found is None:
            listed = "、".join(one.label for one in (*Phase, *StartRow))
            self.wrong(PHASE, f"没有这一环节，可填：{listed}")
        return found or Phase.APPLY

    def known(self) -> Known:
        """Return how well the length is known."""
        try:
            found = choice(self.text(KNOWN), Known, codes=True)
        except ValueError as why:
            self.wrong(KNOWN, str(why))
            return Known.EXACTLY
        assert isinstance(found, Known)
        return found

    def whole(self, column: TimingsColumn, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        text = self.text(column)
        number = int(text) if _WHOLE.fullmatch(text) else None
        if number is None or not least <= number <= most:
            self.wrong(column, f"应为 {least} 至 {most} 的整数")
        return number or 0

    def distance(self) -> float:
        """Return a distance in widths of an interval."""
        text = self.text(DISTANCE)
        number = Decimal(text) if _DISTANCE.fullmatch(text) else None
        if number is None or abs(number) > Decimal(str(FARTHEST)):
            self.wrong(DISTANCE, f"应为 -{FARTHEST:g} 至 {FARTHEST:g} 的数字")
        return float(number or 0)

    def empty(self, *columns: TimingsColumn) -> None:
        """Check that cells say nothing."""
        for one in columns:
            if self._cells.get(self._table.place(one)) is not None:
                self.wrong(one, "这一环节不填此格")
