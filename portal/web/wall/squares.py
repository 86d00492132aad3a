"""The rows of the board in the portal (挂图作战的行): squares in the order of the columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.reading.board.board import Board
from casework.reading.board.standing import Square, Standing
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
