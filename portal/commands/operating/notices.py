"""Commands about notices (通知命令): receipts, signing for one, the daily digest."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import DOING, READING, AsJson, Day

notices = App(
    name="notices",
    group=READING,
    help="""查看通知及其送达回执：已送达、待重试、未送达、并入提要、已签收，以及渠道和时间。

例：
  greenchannel notices 2020-230112-39-03-000001
  greenchannel notices --person housing-01
  greenchannel notices --undelivered --json
""",
)


@notices.default
def _notices(
    project: Annotated[str, Parameter(help="项目代码；缺省为不限项目。")] = "",
    /,
    *,
    person: Annotated[str, Parameter(metavar="ACCOUNT", help="只列该账号收到的。")] = "",
    undelivered: Annotated[bool, Parameter(negative=(), help="只列未能送达的。")] = False,
    most: Annotated[int, Parameter(metavar="N", help="最多列出几条回执。")] = 200,
    json: AsJson = False,
) -> int:
    from portal.work.operating.notices import show_receipts

    return show_receipts(project, person, undelivered=undelivered, most=most, as_json=json)


acknowledge = App(
    name="acknowledge",
    group=DOING,
    help="""签收一份通知；签收记入台账，重复签收无害。通知编号见 greenchannel notices。

例：
  greenchannel acknowledge 2020-230112-39-03-000001/10 --by housing-01
""",
)


@acknowledge.default
def _acknowledge(
    notice: Annotated[str, Parameter(help="通知编号。")],
    /,
    *,
    by: Annotated[str, Parameter(metavar="ACCOUNT", help="签收人的账号，须为收件人。")] = "",
    json: AsJson = False,
) -> int:
    from portal.work.operating.notices import acknowledge_notice

    return acknowledge_notice(notice, by, as_json=json)


brief = App(
    name="brief",
    group=DOING,
    help="""发送今日的每日提要，每人一份：逾期、近期到期和待办事项；休息日不发，重复执行不重发。

给出 --on 时只显示该日的提要，不发送。

例：
  greenchannel brief
  greenchannel brief --on 2020-06-22 --json
""",
)


@brief.default
def _brief(
    *,
    on: Annotated[Day | None, Parameter(help="只显示该日的提要，不发送。")] = None,
    json: AsJson = False,
) -> int:
    from portal.work.operating.notices import brief_people

    return brief_people(on, as_json=json)
