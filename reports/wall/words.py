"""What the board says in words, whatever it is drawn with (挂图作战用语)."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from models.days import WEEKDAYS
from models.light import Light
from models.wall import WallChart, WallLine, WallProcedure
from reports.text.phrases import ASSUMED, NOBODY_ASKED, STAGES, day
from reports.wall.marks import NOTHING, Mark, mark_of

TITLE = "挂图作战"

LIGHTS: tuple[tuple[Light, str], ...] = (
    (Light.BLACK, "超法定时限"),
    (Light.RED, "超承诺时限、欠交逾期或开工推迟"),
    (Light.YELLOW, "临近到期"),
    (Light.BLUE, "依法暂停计时"),
    (Light.GREEN, "正常"),
    (Light.GREY, "尚未开始"),
)


def standing(chart: WallChart) -> str:
    """Say of which day the board is, and how many projects have which light."""
    on = chart.as_of
    when = f"{on.year}年{on.month}月{on.day}日（星期{WEEKDAYS[on.weekday()]}）"
    when = f"{when}日终的情形" if chart.past else f"截至{when}"
    if not chart.projects:
        return f"{when}，还没有登记项目"
    lit = [
        f"{light.label}灯{count}"
        for light, _ in LIGHTS
        if (count := sum(one.light is light for one in chart.projects))
    ]
    return f"{when}，{len(chart.projects)}个项目：{'、'.join(lit)}"


def notes(chart: WallChart) -> Iterator[str]:
    """Say what a reader has to know."""
    yield "“晚”按工作日计；“最早开工”假定各环节都按承诺时限办结。"
    if any(one.assumed for one in chart.procedures):
        yield f"{ASSUMED}：承诺时限为占位值，待本区核定。"


def heading(one: WallProcedure) -> str:
    """Name a procedure above its column; a placeholder is marked."""
    return f"{one.name}{ASSUMED if one.assumed else ''}"


def stages(of: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return the headings above the columns, from the stage of each: words, how many they span."""
    return tuple(
        (f"{stage} {STAGES.get(stage, '')}".strip(), len(list(ones))) for stage, ones in groupby(of)
    )


def pinned(one: WallLine, chart: WallChart) -> str:
    """Write the pinned day."""
    return day(one.pinned_on, chart.as_of) if one.pinned_on is not None else NOBODY_ASKED


def expected(one: WallLine, chart: WallChart) -> str:
    """Write when it starts, and by how many working days late."""
    if one.started_on is not None:
        return f"{day(one.started_on, chart.as_of)}已开工"
    late = f"（晚{one.slip_days}日）" if one.slip_days > 0 else ""
    return f"{day(one.forecast_on, chart.as_of)}{late}"


def marks(one: WallLine, chart: WallChart) -> tuple[tuple[Mark, str], ...]:
    """Return the squares of a project in the order of the columns, each with its word."""
    found = {square.procedure: square for square in one.procedures}
    return tuple(
        (mark_of(square.state, square.light), square.state_name)
        if (square := found.get(procedure.code)) is not None
        else (NOTHING, "无需办理")
        for procedure in chart.procedures
    )
