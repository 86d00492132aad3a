"""The rows of the board in the portal (挂图作战的行): squares in the order of the columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from casework.reading.board.board import Board, Column
from casework.reading.board.standing import Square, Standing
from reports.text.phrases import STAGES
from reports.wall.marks import NOTHING, Mark, mark_of


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A project with its squares in the order of the columns."""

    line: Standing
    squares: tuple[Mark, ...]


def drawn(board: Board, lines: Sequence[Standing]) -> tuple[DrawnLine, ...]:
    """Return the rows of the board."""
    codes = [column.code for column in board.columns]
    return tuple(
        DrawnLine(line, tuple(square(line.squares.get(code)) for code in codes)) for line in lines
    )


def square(one: Square | None) -> Mark:
    """Return how a square is shown."""
    return NOTHING if one is None else mark_of(one.state, one.light)


def stages(columns: Sequence[Column]) -> tuple[tuple[str, int], ...]:
    """Return the headings above the columns: a stage and how many columns it spans."""
    return tuple(
        (f"{stage} {STAGES.get(stage, '')}".strip(), len(list(ones)))
        for stage, ones in groupby(columns, key=lambda one: one.stage)
    )
