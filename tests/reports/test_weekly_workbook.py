"""The workbook that goes out: no text becomes a formula, what must stay is locked."""

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from models.progress import WorkStatus
from models.weekly_sheet import (
    CHOICE_SHEET,
    GUIDE_SHEET,
    PROBLEM_SHEET,
    PROCEDURE_SHEET,
    PROJECT_COLUMNS,
    PROJECT_SHEET,
    SHEETS,
    ProblemLine,
    ProcedureLine,
)
from reports.workbooks.weekly_workbook import HEADER_ROW, weekly_workbook
from tests.store.intake.workbook_corpus import CODES, NAMES, told

TEXTS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠x",
    '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "'=1+1", "{=1+1}", '"=1+1"',
    "2020-06-05", "1E5", "TRUE", "http://example.org", "_x0041_",
)  # fmt: skip


def written(text: str) -> bytes:
    """A workbook in which every word that a person once wrote is the text."""
    plain = told(names=(text, *NAMES[1:]))
    words = {"physical_work", "last_problems", "next_week", "explanation", "filled_by"}
    rows = tuple({**row, **dict.fromkeys(words, text)} for row in plain.projects)
    line = ProcedureLine(CODES[0], text, "A01", text, text, text, text)
    return weekly_workbook(
        type(plain)(
            **{name: getattr(plain, name) for name in plain.__slots__}
            | {
                "unit_name": text,
                "projects": rows,
                "procedures": (line,),
                "problems": (ProblemLine(text, text, text, text),),
                "offices": (text,),
            }
        )
    )


def shown(value: object) -> str:
    """A cell's words as a person sees them: Excel writes a carriage return as _x000D_."""
    return str(value).replace("_x000D_", "\r").replace("_x005F_", "_").strip()


def formulas(content: bytes) -> list[str]:
    """Every formula of a workbook, as the file itself holds it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return [
            f"{name}: {found}"
            for name in sheets
            for found in re.findall(r"<f[ >].*?</f>", archive.read(name).decode())
        ]


@pytest.mark.parametrize("text", TEXTS)
class TestAText:
    def test_is_never_a_formula(self, text: str) -> None:
        content = written(text)

        assert formulas(content) == []
        book = openpyxl.load_workbook(io.BytesIO(content))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds
        cell = book[PROJECT_SHEET]["K4"]
        assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)
        assert shown(cell.value) == text.strip()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs Debian's libreoffice-calc-nogui")
def test_no_text_becomes_a_formula_in_libreoffice(tmp_path: Path) -> None:
    given = []
    for number, text in enumerate(TEXTS):
        path = tmp_path / "in" / f"{number}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written(text))
        given.append(path)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"),
         *map(str, given)],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    for path, text in zip(given, TEXTS, strict=True):
        content = (tmp_path / "out" / path.name).read_bytes()
        assert formulas(content) == []
        cell = openpyxl.load_workbook(io.BytesIO(content))[PROJECT_SHEET]["K4"]
        assert cell.data_type == "s"
        assert shown(cell.value) == text.strip()


class TestTheWorkbook:
    @pytest.fixture
    def book(self) -> openpyxl.Workbook:
        return openpyxl.load_workbook(io.BytesIO(weekly_workbook(told())))

    def test_has_its_sheets_in_order_and_hides_none(self, book: openpyxl.Workbook) -> None:
        assert book.sheetnames == [
            GUIDE_SHEET, PROJECT_SHEET, PROCEDURE_SHEET, PROBLEM_SHEET, CHOICE_SHEET,
        ]  # fmt: skip
        assert {sheet.sheet_state for sheet in book} == {"visible"}

    def test_locks_what_must_not_change_and_nothing_else(self, book: openpyxl.Workbook) -> None:
        for name, columns in SHEETS.items():
            sheet = book[name]
            assert sheet.protection.sheet
            for position, column in enumerate(columns, 1):
                assert sheet.cell(HEADER_ROW + 1, position).protection.locked
                cell = sheet.cell(HEADER_ROW + 2, position)
                assert cell.protection.locked is column.locked, (name, column.header)

    def test_keeps_headers_in_sight_with_a_word_on_each(self, book: openpyxl.Workbook) -> None:
        sheet = book[PROJECT_SHEET]

        assert sheet.freeze_panes == "C4"
        for position, column in enumerate(PROJECT_COLUMNS, 1):
            header = sheet.cell(HEADER_ROW + 1, position)
            assert str(header.value).replace("\n", "") == column.header
            assert (header.comment is not None) == bool(column.note)

    def test_checks_what_is_typed(self, book: openpyxl.Workbook) -> None:
        rules = {
            str(rule.sqref): (rule.type, rule.formula1)
            for rule in book[PROJECT_SHEET].data_validations.dataValidation
        }

        assert rules["H4:H6"][0] == "decimal"
        assert rules["M4:M6"][0] == "date"
        assert rules["L4:L6"] == ("list", "'选项'!$A$2:$A$7")
        choices = [book[CHOICE_SHEET].cell(row, 1).value for row in range(2, 8)]
        assert choices == list(WorkStatus.words().values())

    def test_prints_on_wide_paper(self, book: openpyxl.Workbook) -> None:
        page = book[PROJECT_SHEET].page_setup

        assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 8, 0)

    def test_says_where_it_belongs(self, book: openpyxl.Workbook) -> None:
        assert book.custom_doc_props["greenchannel"].value == "test-2020|2020-W25|park|1"

    def test_keeps_amounts_exactly(self) -> None:
        plain = told(week=Decimal("1234567.890123"))
        book = openpyxl.load_workbook(io.BytesIO(weekly_workbook(plain)))

        assert Decimal(str(book[PROJECT_SHEET]["H4"].value)) == Decimal("1234567.890123")
