"""Commands of the weekly round (周报命令)."""

from typing import Annotated, Literal

from cyclopts import App, Parameter

from portal.usage import DOING, AsJson

Week = Annotated[
    str | None, Parameter(metavar="WEEK", help="ISO 周，如 2020-W25；缺省为办公时钟的本周。")
]
By = Annotated[str, Parameter(metavar="OFFICER", help="经办人账号，如 dispatch-01。")]

week = App(
    name="week",
    group=DOING,
    help="""周报告：启动、截止、查看一周的填报轮次。

例：
  greenchannel week open --by dispatch-01
  greenchannel week status --week 2020-W25
""",
)


@week.command(
    name="open",
    help="""启动一周的填报，每个责任单位通知一次；重复执行不重复通知。

例：
  greenchannel week open --by dispatch-01
  greenchannel week open --by dispatch-01 --week 2020-W25
""",
)
def _open(*, by: By, week: Week = None, json: AsJson = False) -> int:
    return _round("open", by, week, json)


@week.command(
    name="close",
    help="""截止一周的填报，列出未报单位；重复执行不产生变化。

例：
  greenchannel week close --by dispatch-01
""",
)
def _close(*, by: By, week: Week = None, json: AsJson = False) -> int:
    return _round("close", by, week, json)


@week.command(
    name="status",
    help="""查看一周的填报情况。

例：
  greenchannel week status
  greenchannel week status --week 2020-W25 --json
""",
)
def _status(*, week: Week = None, json: AsJson = False) -> int:
    return _round("status", "", week, json)


def _round(step: Literal["open", "close", "status"], by: str, week: str | None, json: bool) -> int:
    from portal.work.weekly import weekly_round

    return weekly_round(step, by=by, week=week, as_json=json)
