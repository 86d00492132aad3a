"""Commands of the weekly round (周报命令)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from portal.usage import DOING, AsJson, ProjectArgument

if TYPE_CHECKING:
    from portal.work.daily.weekly import Step

Week = Annotated[
    str | None,
    Parameter(metavar="WEEK", help="周次，如 2020-25（2020年第25周）；缺省为办公时钟的本周。"),
]
By = Annotated[
    str, Parameter(metavar="OFFICER", help="经办人账号，如 dispatch-01；持令牌的不必写。")
]
Reporter = Annotated[
    str, Parameter(metavar="OFFICER", help="填报人账号，如 unit-park-liaison；持令牌的不必写。")
]

week = App(
    name="week",
    group=DOING,
    help="""周报告：启动、催报、截止、发布、查看一周的填报轮次，填报一个项目的周报。

例：
  greenchannel week open --by dispatch-01
  greenchannel week ask 2020-230112-39-03-000001
  greenchannel week status --week 2020-25
""",
)


@week.command(
    name="open",
    help="""启动一周的填报，每个责任单位通知一次；重复执行不重复通知。

例：
  greenchannel week open --by dispatch-01
  greenchannel week open --by dispatch-01 --week 2020-25
""",
)
def _open(*, by: By = "", week: Week = None, json: AsJson = False) -> int:
    return _round("open", by, week, json)


@week.command(
    name="chase",
    help="""催报：只通知尚有项目未报的单位；人工催报每周一次，重复执行不重复通知。

例：
  greenchannel week chase --by dispatch-01
""",
)
def _chase(*, by: By = "", week: Week = None, json: AsJson = False) -> int:
    return _round("chase", by, week, json)


@week.command(
    name="close",
    help="""截止一周的填报，列出未报单位；此后所报记为迟报；重复执行不产生变化。

例：
  greenchannel week close --by dispatch-01
""",
)
def _close(*, by: By = "", week: Week = None, json: AsJson = False) -> int:
    return _round("close", by, week, json)


@week.command(
    name="publish",
    help="""发布已截止的一周：应报、按时、迟报、未报、存疑、问题各多少；重复执行不产生变化。

例：
  greenchannel week publish --by dispatch-01
""",
)
def _publish(*, by: By = "", week: Week = None, json: AsJson = False) -> int:
    return _round("publish", by, week, json)


@week.command(
    name="status",
    help="""查看一周的填报情况：按时、迟报、未报，以及与台账矛盾的存疑事项。

例：
  greenchannel week status
  greenchannel week status --week 2020-25 --json
""",
)
def _status(*, week: Week = None, json: AsJson = False) -> int:
    return _round("status", "", week, json)


@week.command(
    name="ask",
    help="""列出一个项目本周的填报表：已按上周和台账预填，并给出最要紧的三个问题。

例：
  greenchannel week ask 2020-230112-39-03-000001
  greenchannel week ask 2020-230112-39-03-000001 --week 2020-25 --json
""",
)
def _ask(project: ProjectArgument, /, *, week: Week = None, json: AsJson = False) -> int:
    from portal.work.daily.week_report import ask_report

    return ask_report(project, week=week, as_json=json)


@week.command(
    name="report",
    help=r"""填报一个项目的周报：只填有变化的，其余按预填；金额以万元计；与台账矛盾又未说明的不予记录。

字段名见 week ask；再报为更正，以最后一次为准；内容相同的不重复记录。

例：
  greenchannel week report 2020-230112-39-03-000001 --by unit-park-liaison \
      --data '{"invested_week": "120.5", "physical_work": "基础完成", "next_week": "主体施工"}'
  greenchannel week report 2020-230112-39-03-000001 --by unit-park-liaison --file 周报.json
""",
)
def _report(
    project: ProjectArgument,
    /,
    *,
    by: Reporter = "",
    week: Week = None,
    data: Annotated[
        str | None, Parameter(metavar="JSON", help="填报内容，一个 JSON 对象。")
    ] = None,
    file: Annotated[Path | None, Parameter(metavar="FILE", help="填报内容的 JSON 文件。")] = None,
    key: Annotated[
        str | None, Parameter(metavar="KEY", help="幂等键：同一个键重复提交只记一次。")
    ] = None,
    json: AsJson = False,
) -> int:
    from portal.work.daily.week_report import report

    return report(project, by=by, week=week, data=data, file=file, key=key, as_json=json)


@week.command(
    name="template",
    help="""为每个责任单位生成一本周报填报工作簿（.xlsx），已带出上周内容和台账情况。

例：
  greenchannel week template --out 周报
  greenchannel week template --out 周报 --unit unit-park --week 2020-25
""",
)
def _template(
    *,
    out: Annotated[Path, Parameter(metavar="DIR", help="写入的文件夹，没有则新建。")],
    unit: Annotated[
        str | None, Parameter(metavar="UNIT", help="责任单位编号；缺省为全部单位。")
    ] = None,
    week: Week = None,
    json: AsJson = False,
) -> int:
    from portal.work.daily.workbooks import write_templates

    return write_templates(out, unit=unit, week=week, as_json=json)


@week.command(
    name="import",
    help="""导入填好的周报工作簿：有一处不符即整本退回并逐格写明；重复导入不产生变化。

例：
  greenchannel week import 周报/周报_2020年第25周_开发区管委会.xlsx --by unit-park-liaison
  greenchannel week import 周报/*.xlsx --by dispatch-01 --json
""",
)
def _import(
    *files: Annotated[Path, Parameter(name="FILE", help="填好的工作簿，可给几本。")],
    by: Reporter = "",
    json: AsJson = False,
) -> int:
    from portal.work.daily.workbooks import import_workbooks

    return import_workbooks(files, by=by, as_json=json)


def _round(step: "Step", by: str, week: str | None, json: bool) -> int:
    from portal.work.daily.weekly import weekly_round

    return weekly_round(step, by=by, week=week, as_json=json)


@week.command(
    name="summary",
    help="""专项行动周报：五率、责任单位、报送情况、红灯项目、问题、目标任务；可写成 .md 或 .xlsx。

例：
  greenchannel week summary
  greenchannel week summary --week 2020-25 --out 周报.xlsx
  greenchannel week summary --json
""",
)
def _summary(
    *,
    week: Week = None,
    out: Annotated[
        Path | None, Parameter(metavar="FILE", help="写入的文件，.md 或 .xlsx。")
    ] = None,
    json: AsJson = False,
) -> int:
    from portal.work.daily.campaign_report import show_summary

    return show_summary(week, out=out, as_json=json)
