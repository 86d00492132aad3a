"""From the rows of a weekly workbook to the reports of its projects (周报行转报告).

Nothing is recorded here: rows that do not fit the project they name, and what a report
contradicts, become wrong cells with their places.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from models.case import CaseFile
from models.doubt import Doubt
from models.progress import ProgressReport
from models.refusal import Refused
from models.weekly_sheet import PROJECT_COLUMNS
from store.files.input_errors import worded
from store.intake.weekly_rows import FilledRow
from store.intake.weekly_workbook import FilledWorkbook
from store.workbook.wrong_cells import WrongCell

_REPORTED = tuple(column.field for column in PROJECT_COLUMNS if not column.locked)
_NUMBERED = re.compile(r"第 (\d+) 个问题")


class WorkbookReports:
    """The reports that a workbook makes of a unit's projects (工作簿中的周报)."""

    def __init__(
        self,
        workbook: FilledWorkbook,
        files: Mapping[str, CaseFile],
        offices: Mapping[str, str],
    ) -> None:
        self._week = workbook.stamp.week
        self._files = files
        self._offices = offices
        self.wrong: list[WrongCell] = [*workbook.wrong]
        """What the sheets say that cannot be, as far as it is known by now."""
        self.rows: dict[str, FilledRow] = {}
        for row in workbook.projects:
            self._take(row)
        self._names: dict[str, list[str]] = defaultdict(list)
        for code in self.rows:
            self._names[files[code].project.name].append(code)
        self._procedures = self._grouped(workbook.procedures)
        self._problems = self._grouped(workbook.problems)

    def report(self, code: str) -> ProgressReport | None:
        """Return the report of a project, or ``None`` when a cell of it is wrong."""
        row, before = self.rows[code], len(self.wrong)
        values: dict[str, Any] = {field: row.values[field] for field in _REPORTED
                                  if field in row.values}  # fmt: skip
        self._sum_up(row, self._files[code], values)
        values["bottlenecks"] = tuple(self._bottlenecks(code))
        values["problems"] = tuple(self._told_problems(code))
        lines = (*self._procedures[code], *self._problems[code])
        if row.faulty or any(line.faulty for line in lines) or len(self.wrong) > before:
            return None
        try:
            return ProgressReport(**{"physical_work": "", **values})
        except ValidationError as error:
            self.wrong += [
                self._at(code, found["loc"], worded(found))
                for found in error.errors(include_url=False)
            ]
            return None

    def contradicted(self, code: str, refused: Refused) -> None:
        """Name the cells that contradict each other, last week or the record."""
        for doubt in _doubts(refused):
            told = "" if doubt.hard else f"；{refused.facts['advice']}"
            numbered = _NUMBERED.search(doubt.text)
            where: tuple[int | str, ...] = (doubt.field,)
            if doubt.field == "problems" and numbered:
                where = ("problems", int(numbered[1]) - 1)
            elif doubt.field == "bottlenecks":
                found = [
                    number
                    for number, line in enumerate(self._spoken(code))
                    if str(line.values["procedure"]) in doubt.text
                ]
                where = ("bottlenecks", *found[:1])
            self.wrong.append(self._at(code, where, f"{doubt.text}{told}"))

    def _take(self, row: FilledRow) -> None:
        """Put a row to its project, if it is one of the unit's and stands there once."""
        if "project" not in row.values or not row.places:
            return
        code = str(row.values["project"])
        file = self._files.get(code)
        if file is None:
            self.wrong.append(row.wrong("project", "不是本单位登记在册的项目"))
        elif code in self.rows:
            first = self.rows[code].number
            self.wrong.append(row.wrong("project", f"与第{first}行是同一个项目"))
        else:
            self.rows[code] = row
            self._must_be_as_registered(row, file)

    def _must_be_as_registered(self, row: FilledRow, file: CaseFile) -> None:
        """Refuse a row whose fixed cells tell of another project: rows were mixed up."""
        project = file.project
        money = project.investment
        fixed: dict[str, tuple[object, str]] = {
            "name": (project.name, project.name),
            "total": (money.total, f"{money.total / 10_000:f}"),
            "this_year": (money.this_year, f"{money.this_year / 10_000:f}"),
        }
        for field, (known, words) in fixed.items():
            if field in row.values and row.values[field] != known:
                why = f"与登记的“{words}”不符；灰色单元格不能改动，整行内容可能错位"
                self.wrong.append(row.wrong(field, why))

    def _grouped(self, rows: Iterable[FilledRow]) -> dict[str, list[FilledRow]]:
        """Put the lines of another sheet to their projects, by code or by name."""
        found: dict[str, list[FilledRow]] = defaultdict(list)
        for row in rows:
            if "project" not in row.values:
                continue
            told = str(row.values["project"])
            codes = [told] if told in self.rows else self._names.get(told, [])
            match codes:
                case [code]:
                    found[code].append(row)
                case []:
                    self.wrong.append(row.wrong("project", "不在“项目周报”所列的项目之中"))
                case _:
                    self.wrong.append(row.wrong("project", "有几个项目同名，请填项目代码"))
        return found

    def _sum_up(self, row: FilledRow, file: CaseFile, values: dict[str, Any]) -> None:
        """Add this week to last week's totals where the unit left them to the system."""
        before = file.progress.before(self._week)
        week = row.values.get("invested_week")
        for field in ("invested_year", "invested_total"):
            if field in values or field in row.raw:
                continue
            if before is None:
                self.wrong.append(row.wrong(field, "没有上期周报可加，须填写"))
            elif isinstance(week, Decimal):
                fresh = field == "invested_year" and before.week[:4] != self._week[:4]
                earlier = Decimal(0) if fresh else getattr(before.report, field)
                values[field] = earlier + week

    def _spoken(self, code: str) -> list[FilledRow]:
        """Return the lines on procedures of which the unit says something."""
        return [
            line
            for line in self._procedures[code]
            if {"sticking_point", "expected_on"} & line.values.keys()
        ]

    def _bottlenecks(self, code: str) -> Iterator[dict[str, Any]]:
        cases = self._files[code].cases
        seen: set[str] = set()
        for line in self._spoken(code):
            procedure = str(line.values.get("procedure", ""))
            if procedure and procedure not in cases:
                self.wrong.append(line.wrong("procedure", "不是本项目的审批事项"))
            elif procedure in seen:
                self.wrong.append(line.wrong("procedure", "本项目的这一事项重复"))
            seen.add(procedure)
            yield {
                "procedure": procedure,
                "sticking_point": line.values.get("sticking_point", ""),
                "expected_on": line.values.get("expected_on"),
            }

    def _told_problems(self, code: str) -> Iterator[dict[str, Any]]:
        for line in self._problems[code]:
            office = str(line.values.get("office", ""))
            if office and office not in self._offices:
                self.wrong.append(line.wrong("office", "不在机构名录，请从下拉列表中选"))
            yield {
                "text": line.values.get("text", ""),
                "needs": line.values.get("needs", ""),
                "office": self._offices.get(office, ""),
            }

    def _at(self, code: str, where: tuple[int | str, ...], why: str) -> WrongCell:
        """Name the cell that a place in a report was read from; else the row's explanation."""
        match where:
            case ("bottlenecks", int(number), *rest):
                field = str(rest[0]) if rest else "expected_on"
                return self._spoken(code)[number].wrong(field, why)
            case ("problems", int(number), *rest):
                return self._problems[code][number].wrong(str(rest[0]) if rest else "text", why)
            case (str(field), *_) if field in self.rows[code].places:
                return self.rows[code].wrong(field, why)
            case _:
                return self.rows[code].wrong("explanation", why)


def _doubts(refused: Refused) -> tuple[Doubt, ...]:
    """Return the contradictions that a refusal carries."""
    doubts = refused.facts.get("doubts", ())
    assert isinstance(doubts, list)
    return tuple(Doubt.model_validate(one) for one in doubts)
