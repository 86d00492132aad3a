"""Commands about working days (工作日命令): counting works without a database too."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson, Day

days = App(
    name="days",
    group=READING,
    help="""工作日历：推算期限，列出开闭日，载入放假安排通知。

例：
  greenchannel days due --from 2020-06-19 --days 5
  greenchannel days list --from 2020-06-22 --to 2020-06-30
  greenchannel days load 2027.yaml --by dispatch-01 --preview
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
    from portal.work.dispatch.day_count import show_due

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
    from portal.work.dispatch.day_count import show_days

    return show_days(from_, to, as_json=json)


@days.command(
    name="load",
    help="""载入一份放假安排通知：先列出哪些在办事项的期限将变动（由、至、因哪几日），再生效。

通知文件的字段：notice 文号，year 年度，complete 是否为全年安排，off 放假日，
make_up_workdays 调休上班日（日期: 名称）。全年安排取代本年度原有的全部安排；补充通知只改所列
各日，原定放假的写入 make_up_workdays、原定调休上班的写入 off，即恢复常态。
已办结的事项不受影响；受影响的项目逐一留痕；要么全部生效，要么不动。同一份通知再次载入，不产生变化。

例：
  greenchannel days load docs/samples/2027.yaml --by dispatch-01 --preview
  greenchannel days load docs/samples/2027.yaml --by dispatch-01
""",
)
def _load(
    notice: Annotated[Path, Parameter(name="NOTICE", help="通知文件（YAML）。")],
    /,
    *,
    by: Annotated[str, Parameter(metavar="OFFICER", help="经办人账号，如 dispatch-01。")] = "",
    preview: Annotated[bool, Parameter(negative=(), help="只预览，不写入任何内容。")] = False,
    json: AsJson = False,
) -> int:
    from portal.work.dispatch.day_load import load_notice

    return load_notice(notice, by=by, preview_only=preview, as_json=json)
