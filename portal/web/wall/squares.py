"""The squares of the board (挂图作战的格): one character and one colour each, told by a legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from casework.reading.board.board import Board, Column
from casework.reading.board.standing import Square, Standing
from models.case import CaseState as S
from models.labels import STATES
from models.light import Light
from reports.text.phrases import STAGES

Shown = tuple[str, str]
"""Class and character of a square."""

NOTHING: Shown = ("n", "")
"""The procedure does not apply to the project."""

BY_LIGHT: dict[Light, Shown] = {
    Light.BLACK: ("k", "法"),
    Light.RED: ("r", "超"),
    Light.YELLOW: ("y", "急"),
}
"""What asks for action is told by its light first."""

BY_STATE: dict[S, Shown] = {
    S.NOT_OPEN: ("w", "·"),
    S.OPEN: ("o", "申"),
    S.SUBMITTED: ("u", "收"),
    S.CORRECTING: ("o", "补"),
    S.ACCEPTED: ("u", "审"),
    S.CONDITIONALLY_ACCEPTED: ("u", "容"),
    S.PAUSED: ("p", "停"),
    S.OVERDUE_PROMISE: ("r", "欠"),
    S.APPROVED: ("d", "✓"),
    S.APPROVED_CONDITIONALLY: ("d", "缺"),
    S.REFUSED: ("e", "否"),
    S.DECLINED: ("e", "退"),
    S.RETURNED: ("e", "退"),
    S.WITHDRAWN: ("e", "撤"),
    S.REVOKED: ("e", "撤"),
    S.NOT_REQUIRED: NOTHING,
}

LEGEND: tuple[tuple[Shown, str], ...] = (
    (BY_LIGHT[Light.BLACK], "超法定时限"),
    (BY_LIGHT[Light.RED], "超承诺时限或逾期"),
    (BY_LIGHT[Light.YELLOW], "临近到期"),
    (BY_STATE[S.PAUSED], "暂停计时"),
    (BY_STATE[S.SUBMITTED], STATES[S.SUBMITTED]),
    (BY_STATE[S.ACCEPTED], STATES[S.ACCEPTED]),
    (BY_STATE[S.CONDITIONALLY_ACCEPTED], STATES[S.CONDITIONALLY_ACCEPTED]),
    (BY_STATE[S.OPEN], STATES[S.OPEN]),
    (BY_STATE[S.CORRECTING], STATES[S.CORRECTING]),
    (BY_STATE[S.APPROVED], STATES[S.APPROVED]),
    (BY_STATE[S.APPROVED_CONDITIONALLY], STATES[S.APPROVED_CONDITIONALLY]),
    (BY_STATE[S.NOT_OPEN], STATES[S.NOT_OPEN]),
    (BY_STATE[S.REFUSED], "不予许可（批准、登记）、退件、撤回"),
    (NOTHING, "无需办理"),
)


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A project with its squares in the order of the columns."""

    line: Standing
    squares: tuple[Shown, ...]


def drawn(board: Board, lines: Sequence[Standing]) -> tuple[DrawnLine, ...]:
    """Return the rows of the board."""
    codes = [column.code for column in board.columns]
    return tuple(
        DrawnLine(line, tuple(square(line.squares.get(code)) for code in codes)) for line in lines
    )


def square(one: Square | None) -> Shown:
    """Return how a square is shown."""
    if one is None:
        return NOTHING
    return BY_LIGHT.get(one.light) or BY_STATE[one.state]


def stages(columns: Sequence[Column]) -> tuple[tuple[str, int], ...]:
    """Return the headings above the columns: a stage and how many columns it spans."""
    return tuple(
        (f"{stage} {STAGES.get(stage, '')}".strip(), len(list(ones)))
        for stage, ones in groupby(columns, key=lambda one: one.stage)
    )
