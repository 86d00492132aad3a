"""The board of all projects on the command line (挂图作战): printed, drawn, for programs."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.reading.board.handed_out import wall_chart_of
from models.refusal import BadInput
from models.wall import WallChart
from portal.commands.papers.asked import format_asked
from portal.edge import DONE, say, say_json
from portal.papers import ON_SCREEN, BoardFormat, board_as
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, AsOf
from portal.written import write_out
from reports.wall import words

HEADINGS = ("灯", "项目", "责任单位", "锁定开工", "最早开工", "当前关键事项")


def show_board(
    *,
    as_of: AsOf = None,
    format_: Annotated[
        str,
        Parameter(
            name="--format",
            metavar="FORMAT",
            help="json、svg、html（不写 --out 即输出到屏幕）、xlsx、pdf；缺省按 --out 的扩展名，"
            "都不写的，在屏幕上列表。",
        ),
    ] = "",
    out: Annotated[Path | None, Parameter(metavar="FILE", help="写成的文件。")] = None,
    as_json: AsJson = False,
) -> int:
    """Print the board of a day, or write it as a picture, page, workbook, PDF or JSON."""
    kind = _asked(format_ or ("json" if as_json and out is None else ""), out)
    with opened() as premises:
        today = premises.today()
        if as_of is not None and as_of > today:
            raise BadInput("参数 --as-of", f"不能晚于办公时钟的当日 {today.isoformat()}")
        chart = wall_chart_of(premises.office, as_of=as_of, today=today)
        if kind is None:
            _print(chart)
            return DONE
        if out is None:
            say(board_as(kind, chart).decode().rstrip("\n"))
            return DONE
        write_out("参数 --out", out, board_as(kind, chart))
        premises.note_export(f"全部项目 board.{kind} {chart.as_of.isoformat()}")
    if as_json:
        told = {"file": str(out), "kind": kind.value, "as_of": chart.as_of}
        say_json({**told, "projects": len(chart.projects)})
    else:
        say(f"已写入 {out}：{words.standing(chart)}")
    return DONE


def _asked(given: str, out: Path | None) -> BoardFormat | None:
    """Return what is asked for; ``None`` = a table on the screen."""
    if not given and out is None:
        return None
    kind = format_asked(BoardFormat, given, out)
    if out is None and kind not in ON_SCREEN:
        raise BadInput(
            "参数 --out", f"缺少此项：{kind} 不能输出到屏幕，请写明文件，如 --out 挂图.{kind}"
        )
    return kind


def _print(chart: WallChart) -> None:
    rows = (
        (
            one.light_name,
            one.name,
            one.unit_name,
            words.pinned(one, chart),
            words.expected(one, chart),
            f"{one.sticking} {one.sticking_name}，{one.sticking_turn}" if one.sticking else "",
        )
        for one in chart.projects
    )
    print_table(f"{chart.title} {words.TITLE}", HEADINGS, rows)
    say(f"{words.standing(chart)}。")
