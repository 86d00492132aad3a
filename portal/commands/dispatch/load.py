"""Commands that show where working days go (卡点、负荷命令)."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson

bottlenecks = App(
    name="bottlenecks",
    group=READING,
    help="""卡点实据：各事项、各部门的工作日用在了谁手里，中位用时、按期率与承诺时限对照。

例：
  greenchannel bottlenecks
  greenchannel bottlenecks --json
""",
)


@bottlenecks.default
def _bottlenecks(*, json: AsJson = False) -> int:
    from portal.work.dispatch.load import show_bottlenecks

    return show_bottlenecks(as_json=json)


lookahead = App(
    name="lookahead",
    group=READING,
    help="""负荷前瞻：今后几周各部门须办结多少件、其中多少件晚一周就误开工，照近四周的进度能办多少件。

例：
  greenchannel lookahead
  greenchannel lookahead --weeks 4 --json
""",
)


@lookahead.default
def _lookahead(
    *,
    weeks: Annotated[int, Parameter(metavar="N", help="看今后几周，1—26。")] = 8,
    json: AsJson = False,
) -> int:
    from portal.work.dispatch.load import show_load

    return show_load(weeks, as_json=json)
