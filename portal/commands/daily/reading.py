"""Commands that read (查阅命令): a project's file, a department's to-do list, inbox, accounts."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson, Day, ProjectArgument

show = App(
    name="show",
    group=READING,
    help="""查看项目档案：各事项状态、亮灯、时限、欠交材料，以及开工还缺什么。

例：
  greenchannel show 2020-230112-39-03-000001
  greenchannel show 2020-230112-39-03-000001 --as-of 2020-06-10
  greenchannel show 2020-230112-39-03-000001 --timeline --json
  greenchannel show 2020-230112-39-03-000001 --blast P05-3
  greenchannel show 2020-230112-39-03-000001 --status-page 状态说明.html
""",
)


@show.default
def _show(
    project: ProjectArgument,
    /,
    *,
    as_of: Annotated[Day | None, Parameter(help="截至哪一日；缺省为办公时钟的当日。")] = None,
    timeline: Annotated[bool, Parameter(negative=(), help="附办理经过。")] = False,
    blast: Annotated[
        str | None,
        Parameter(metavar="DOCUMENT", help="容缺影响面：该件欠交材料不能补交时，哪些事项受影响。"),
    ] = None,
    status_page: Annotated[
        Path | None,
        Parameter(metavar="FILE", help="把容缺条件状态说明（可打印，供金融机构参阅）写入该文件。"),
    ] = None,
    json: AsJson = False,
) -> int:
    if blast is not None or status_page is not None:
        from portal.work.daily.obligations import show_standing

        return show_standing(
            project, blast, status_page, as_of=as_of, timeline=timeline, as_json=json
        )
    from portal.work.daily.reading import show_project

    return show_project(project, as_of=as_of, timeline=timeline, as_json=json)


to_do = App(
    name="to-do",
    group=READING,
    help="""查看一个审批部门的待办，最急的在前。

例：
  greenchannel to-do housing
  greenchannel to-do 住建局 --json
""",
)


@to_do.default
def _to_do(
    department: Annotated[str, Parameter(help="部门编码、名称或简称。")],
    /,
    *,
    json: AsJson = False,
) -> int:
    from portal.work.daily.reading import show_to_do

    return show_to_do(department, as_json=json)


inbox = App(
    name="inbox",
    group=READING,
    help="""查看本地收件箱（演示用的通知渠道），最近的在后。

例：
  greenchannel inbox
  greenchannel inbox housing-01 --most 5
""",
)


@inbox.default
def _inbox(
    account: Annotated[str | None, Parameter(help="收件账号；缺省为全部。")] = None,
    /,
    *,
    most: Annotated[int, Parameter(metavar="N", help="最多显示几份。")] = 20,
    json: AsJson = False,
) -> int:
    from portal.work.daily.reading import show_inbox

    return show_inbox(account, most=most, as_json=json)


accounts = App(
    name="accounts",
    group=READING,
    help="""列出账号：演示账号均为机构或岗位，不对应具体个人。

例：
  greenchannel accounts
  greenchannel accounts --office housing
""",
)


@accounts.default
def _accounts(
    *,
    office: Annotated[str, Parameter(metavar="OFFICE", help="只列该机构编码的账号。")] = "",
    json: AsJson = False,
) -> int:
    from portal.work.daily.reading import show_accounts

    return show_accounts(office, as_json=json)


targets = App(
    name="targets",
    group=READING,
    help="""目标任务：逐项列出要求、时限、实际、差距、预计、把握、原因和下一步；写明目标的，分解到项目。

例：
  greenchannel targets
  greenchannel targets signed start_rate
  greenchannel targets --as-of 2020-06-19 --json
  greenchannel targets --export 目标核算数据.json
""",
)


@targets.default
def _targets(
    target: Annotated[str, Parameter(help="目标编码或者名称；缺省为全部。")] = "",
    measure: Annotated[str, Parameter(help="指标编码或者名称；只有一项的可不写。")] = "",
    /,
    *,
    as_of: Annotated[Day | None, Parameter(help="截至哪一日；缺省为办公时钟的当日。")] = None,
    out: Annotated[
        Path | None, Parameter(metavar="FILE", help="写成 .xlsx 或 .csv，不在屏幕上列出。")
    ] = None,
    export: Annotated[
        Path | None, Parameter(metavar="FILE", help="把核算依据和结果写成 JSON，供独立复算。")
    ] = None,
    json: AsJson = False,
) -> int:
    from portal.work.daily import targets as work

    if export is not None:
        return work.export(export, as_of=as_of)
    if target:
        return work.drill_down(target, measure, as_of=as_of, out=out, as_json=json)
    return work.show_targets(as_of=as_of, out=out, as_json=json)
