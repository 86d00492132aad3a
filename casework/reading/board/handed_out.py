"""The board as it is handed out (挂图作战): the same standings as on the screen, in words."""

from datetime import date

from casework.office import Office
from casework.reading.board.board import board
from casework.reading.board.standing import Standing
from models.wall import WallChart, WallLine, WallProcedure, WallSquare
from reports.text.phrases import STAGES
from reports.wall.marks import mark_of


def wall_chart_of(office: Office, *, as_of: date | None = None, today: date) -> WallChart:
    """Return the board as it stands, or as it stood at the end of a past day."""
    shown = board(office, as_of=as_of, today=today)
    return WallChart(
        title=shown.title,
        as_of=shown.as_of,
        past=shown.as_of < today,
        first_day=shown.first_day,
        procedures=tuple(
            WallProcedure(
                code=one.code,
                name=one.name,
                stage=one.stage,
                stage_name=STAGES.get(one.stage, ""),
                assumed=one.assumed,
            )
            for one in shown.columns
        ),
        projects=tuple(_line(one) for one in shown.lines),
    )


def _line(one: Standing) -> WallLine:
    return WallLine(
        code=one.code,
        name=one.name,
        type_name=one.type_name,
        tier=one.tier,
        tier_name=one.tier_name,
        unit=one.unit,
        unit_name=one.unit_name,
        light=one.light,
        light_name=one.light_name,
        reasons=one.reasons,
        pinned_on=one.pinned_on,
        forecast_on=one.forecast_on,
        slip_days=one.slip_days,
        float_days=one.float_days,
        passed_on=one.passed_on,
        started_on=one.started_on,
        sticking=one.sticking,
        sticking_name=one.sticking_name,
        sticking_turn=one.sticking_turn,
        procedures=tuple(
            WallSquare(
                procedure=square.procedure,
                state=square.state,
                state_name=square.state_name,
                light=square.light,
                light_name=square.light.label,
                mark=mark_of(square.state, square.light)[1],
                due_on=square.due_on,
            )
            for square in one.squares.values()
        ),
    )
