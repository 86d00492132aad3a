"""A table as a file (清单下载): a workbook or CSV, in which nothing that was typed is a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter

Cell = str | int | date | None
"""Text, a count, a day, or nothing."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST = 46


def csv_table(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a table as CSV, in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    written = csv.writer(text)
    for row in (headings, *rows):
        written.writerow([_harmless(_text(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def workbook_table(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    notes: Sequence[str] = (),
) -> bytes:
    """Return a table as a workbook to print: title, notes, headings, rows, on landscape pages."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("清单")
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format(
            {"bold": True, "bg_color": "#e1f0eb", "border": 1, "text_wrap": True}
        )
        plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "valign": "top"})
        sheet.write_string(0, 0, title, bold)
        for place, note in enumerate(notes, start=1):
            sheet.write_string(place, 0, note)
        top = 1 + len(notes)
        for column, heading in enumerate(headings):
            sheet.write_string(top, column, heading, head)
            texts = (_text(row[column]) for row in rows)
            longest = max([len(heading), *(len(one) for one in texts)])
            sheet.set_column(column, column, min(longest * 2 + 2, WIDEST))
        for place, row in enumerate(rows, start=top + 1):
            for column, cell in enumerate(row):
                match cell:
                    case None:
                        sheet.write_blank(place, column, None, plain)
                    case int():
                        sheet.write_number(place, column, cell, plain)
                    case date():
                        sheet.write_datetime(place, column, cell, day)
                    case _:
                        sheet.write_string(place, column, cell, plain)
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return file.getvalue()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_A_FORMULA) else text
