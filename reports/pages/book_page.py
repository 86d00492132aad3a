"""A book as a table (专项清单): headings, rows, and its figures in sentences."""

from collections.abc import Iterator

from models.amount_words import amount_in_words
from models.book import Book, FieldKind
from models.book_views import BookView, LineView, MeasureView
from reports.text.phrases import ASSUMED
from reports.workbooks.table_file import Cell


def headings(book: Book) -> tuple[str, ...]:
    """Return the headings of a book's table."""
    return (
        "序号",
        *(f"{one.name}（{one.unit}）" if one.unit else one.name for one in book.fields),
        "状态",
        "自何日起",
        "佐证",
        "预警",
    )


def cells(book: Book, line: LineView) -> tuple[Cell, ...]:
    """Return one line as a row; amounts stay numbers."""
    values = (
        line.values.get(one.code) if one.kind is FieldKind.AMOUNT else line.shown.get(one.code, "")
        for one in book.fields
    )
    return (
        line.number,
        *values,
        line.state_name,
        line.since,
        line.evidence,
        warnings_in_words(line),
    )


def warnings_in_words(line: LineView) -> str:
    """Return what a line is warned of."""
    return "；".join(f"{one.name}{ASSUMED if one.assumed else ''}" for one in line.warnings)


def measure_row(one: MeasureView) -> tuple[str, str, str, str, str, str]:
    """Return a measure: name, asked, by when, reached, missing, met."""
    asked = f"{one.least:.0%}" if one.least is not None else ""
    part, whole = (amount_in_words(value, one.unit) for value in (one.part, one.whole))
    if one.least_count is not None:
        asked = amount_in_words(one.least_count, one.unit)
    rate = f"{one.rate:.1%}（{part}/{whole}）" if one.rate is not None else "—"
    if one.least_count is not None:
        rate = part
    met = {True: "达到", False: "未达到", None: ""}[one.met]
    return (
        f"{one.name}{ASSUMED if one.assumed else ''}",
        asked,
        one.by.isoformat() if one.by else "",
        rate,
        amount_in_words(one.missing, one.unit) if one.missing else "",
        met,
    )


MEASURES = ("指标", "要求", "时限", "实际", "差多少", "情况")


def sentences(view: BookView) -> Iterator[str]:
    """Say how many lines stand in which state, and what stands between the steps."""
    held = "、".join(f"{one.name}{one.lines}" for one in view.states if one.lines)
    yield f"共{len(view.lines)}条，有预警{view.warned}条；{held or '尚无条目'}。"
    kept = "、".join(
        f"{one.name}{amount_in_words(one.amount, one.unit)}" for one in view.layers if one.amount
    )
    if kept:
        yield f"各环节：{kept}。"
    if view.assumed or any(one.assumed for one in view.measures):
        yield f"标{ASSUMED}的为暂定，待区里核定。"
