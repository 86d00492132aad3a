"""A table as a file: nothing that anybody typed becomes a formula."""

import csv
import io
import zipfile
from datetime import date

import pytest

from reports.workbooks.table_file import csv_table, workbook_table

HEADINGS = ("事项", "日期", "数")


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", '=HYPERLINK("http://x")']
)
def test_text_that_begins_like_a_formula_is_text(typed: str) -> None:
    rows = [(typed, date(2020, 6, 19), 3)]
    lines = list(csv.reader(io.StringIO(csv_table(HEADINGS, rows).decode("utf-8-sig"))))
    book = zipfile.ZipFile(io.BytesIO(workbook_table("清单", HEADINGS, rows)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert lines[1] == [f"'{typed}", "2020-06-19", "3"]
    assert "<f>" not in sheet


def test_plain_text_stays_as_it_is() -> None:
    lines = csv_table(HEADINGS, [("S05", None, 0)]).decode("utf-8-sig").splitlines()

    assert lines == ["事项,日期,数", "S05,,0"]
