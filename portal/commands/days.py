"""Commands about working days (工作日命令): they work without a database too."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson, Day

days = App(
    name="days",
    group=READING,
    help="""工作日历：推算期限，列出开闭日。

例：
  greenchannel days due --from 2020-06-19 --days 5
  greenchannel days list --from 2020-06-22 --to 2020-06-30
""",
)


@days.command(
    name="due",
    help="""推算期限的最后一日（起算日不计入）。

按自然日计的，末日逢节假日顺延至下一个工作日；涉及尚未公布放假安排的年度，注明“暂算”。

例：
  greenchannel days due --from 2020-06-19 --days 5
  greenchannel days due --from 2020-06-19 --days 30 --unit calendar_day --json
""",
)
def _due(
    *,
    from_: Annotated[Day, Parameter(name="--from", help="起算日。")],
    days: Annotated[int, Parameter(metavar="N", help="日数。")],
    unit: Annotated[
        str, Parameter(metavar="UNIT", help="workday 工作日，calendar_day 自然日。")
    ] = "workday",
    json: AsJson = False,
) -> int:
    from portal.work.day_count import show_due

    return show_due(from_, days, unit, as_json=json)


@days.command(
    name="list",
    help="""逐日列出开闭情况与原因。

例：
  greenchannel days list --from 2020-06-22 --to 2020-06-30
""",
)
def _list(
    *,
    from_: Annotated[Day, Parameter(name="--from", help="首日。")],
    to: Annotated[Day, Parameter(help="末日。")],
    json: AsJson = False,
) -> int:
    from portal.work.day_count import show_days

    return show_days(from_, to, as_json=json)
