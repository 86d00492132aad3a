"""The command of the dispatch meeting (调度会办命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson

meeting = App(
    name="meeting",
    group=READING,
    help="""会办议程：晚于锁定日期的项目，议定哪些事项最省时间、开工提前最多，排在前。

例：
  greenchannel meeting
  greenchannel meeting --minutes 60 --out 议程.md
  greenchannel meeting --score
""",
)


@meeting.default
def _meeting(
    *,
    minutes: Annotated[
        int | None, Parameter(metavar="N", help="会议多少分钟；缺省按规则参数。")
    ] = None,
    out: Annotated[
        Path | None, Parameter(metavar="FILE", help="写成可打印的 Markdown 文件（.md）。")
    ] = None,
    score: Annotated[
        bool, Parameter(negative=(), help="会办成效：以往各次议定事项使开工实际提前了多少。")
    ] = False,
    json: AsJson = False,
) -> int:
    if score:
        from portal.work.dispatch.meeting import show_scores

        return show_scores(as_json=json)
    from portal.work.dispatch.meeting import show_meeting

    return show_meeting(minutes, out=out, as_json=json)
