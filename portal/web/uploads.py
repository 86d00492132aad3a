"""A filled-in workbook comes back (传回工作簿): read in bounds; each wrong cell is shown."""

from collections.abc import Callable
from typing import TypeVar

from portal.web.filled import Filled, Objection, Problem, Problems, give_back
from store.workbook.workbook_file import WorkbookFile, WorkbookReader
from store.workbook.wrong_cells import WrongCell, WrongCells

T = TypeVar("T")
FIELD = "workbook"
Csv = Callable[[str, bytes], WorkbookFile]
"""Reads a CSV file (name, content) as the workbook of one sheet."""


def taken(form: Filled, do: Callable[[WorkbookFile], T], csv: Csv | None = None) -> T:
    """Do something with the workbook that came with a form, or with a table that ``csv`` reads."""
    endings = ".xlsx 或 .csv" if csv else ".xlsx"
    uploads = form.uploads.get(FIELD, ())
    if not uploads:
        give_back(FIELD, f"请选择填好的表（{endings}）")
    name = (uploads[0].filename or "").rpartition("/")[2]
    content = uploads[0].file.read()
    if csv and name.lower().endswith(".csv"):
        return do(csv(name, content))
    if not name.lower().endswith(".xlsx"):
        give_back(FIELD, f"只收 {endings} 文件，请用下载的表填写")
    with WorkbookReader() as reader:
        return do(reader.read_content(name, content))


def sent_back(refused: Objection) -> tuple[Problems, tuple[WrongCell, ...]]:
    """Return what is wrong with a workbook in one sentence, and its wrong cells."""
    cause = refused.__cause__
    if not isinstance(cause, WrongCells):
        return refused.problems, ()
    more = f"，此外还有{cause.uncounted}处" if cause.uncounted else ""
    sentence = f"{cause.place}：有{len(cause.cells)}处需要改正，整本未导入{more}"
    return Problems((Problem(FIELD, sentence),)), cause.cells
