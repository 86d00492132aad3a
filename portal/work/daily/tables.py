"""A table that a command prints, or writes as a workbook or CSV (表格输出)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from models.refusal import BadInput
from portal.edge import say
from portal.terminal import screen
from portal.written import write_out
from reports.console.listing import Listing
from reports.text.plain_text import visible
from reports.workbooks.table_file import Cell, csv_table, workbook_table

WRITERS = {".xlsx", ".csv"}


def check_ending(out: Path | None) -> None:
    """Refuse a file that is neither a workbook nor CSV."""
    if out is not None and out.suffix.lower() not in WRITERS:
        raise BadInput("参数 --out", f"“{out.name}”应以 .xlsx 或 .csv 结尾")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print rows under their headings."""
    listing = Listing(*columns, title=title)
    for row in rows:
        listing.add_row(*(visible("" if cell is None else str(cell)) for cell in row))
    screen().print(listing)


def write_table(
    out: Path,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    notes: Sequence[str] = (),
) -> None:
    """Write rows as the file's ending says and tell so; notes go into a workbook only."""
    as_csv = out.suffix.lower() == ".csv"
    written = (
        csv_table(columns, rows) if as_csv else workbook_table(title, columns, rows, notes=notes)
    )
    write_out("参数 --out", out, written)
    say(f"已写入 {out}")
