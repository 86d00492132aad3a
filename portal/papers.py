"""What is handed out as a file (文书和挂图文件): written alike at every door."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum

from models.letter import Letter
from models.wall import WallChart
from portal.edge import Unreachable
from reports.typeset.pdf import NotTypeset


class PaperFormat(StrEnum):
    """What a letter is written as (文书格式)."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"


class BoardFormat(StrEnum):
    """What the board is written as (挂图格式)."""

    JSON = "json"
    SVG = "svg"
    XLSX = "xlsx"
    PDF = "pdf"
    HTML = "html"


ON_SCREEN = frozenset({BoardFormat.JSON, BoardFormat.SVG, BoardFormat.HTML})
"""What is text, and needs no file."""

# Each format brings a library of its own, which nobody else needs.


def letter_as(kind: PaperFormat, letter: Letter, *, today: date) -> bytes:
    """Write a letter; ``today`` dates a draft. :class:`Unreachable`: it cannot be set here."""
    match kind:
        case PaperFormat.HTML:
            from reports.papers.letter_page import letter_page

            return letter_page(letter).encode()
        case PaperFormat.DOCX:
            from reports.papers.letter_document import letter_document

            return letter_document(letter, today=today)
        case PaperFormat.PDF:
            from reports.typeset.letter import letter_pdf

            with _typesetting():
                return letter_pdf(letter, today=today)


def board_as(kind: BoardFormat, chart: WallChart) -> bytes:
    """Write the board. :class:`Unreachable`: it cannot be set here."""
    match kind:
        case BoardFormat.JSON:
            return f"{chart.model_dump_json(indent=2)}\n".encode()
        case BoardFormat.SVG:
            from reports.wall.picture import wall_picture

            return wall_picture(chart).encode()
        case BoardFormat.HTML:
            from reports.wall.page import wall_page

            return wall_page(chart).encode()
        case BoardFormat.XLSX:
            from reports.wall.workbook import wall_workbook

            return wall_workbook(chart)
        case BoardFormat.PDF:
            from reports.typeset.wall import wall_pdf

            with _typesetting():
                return wall_pdf(chart)


@contextmanager
def _typesetting() -> Iterator[None]:
    """Turn what this machine lacks for a PDF into a failure that says the way out."""
    try:
        yield
    except NotTypeset as missing:
        raise Unreachable(missing.message, typesetting="unavailable") from missing
