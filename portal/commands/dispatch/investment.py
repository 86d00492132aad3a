"""The command that shows earned value (投资进度命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson, Day

investment = App(
    name="investment",
    group=READING,
    help="""投资进度：序时计划、完成投资、支付并列，欠进度多的在前；写明项目的，逐周列出。

例：
  greenchannel investment
  greenchannel investment --unit unit-park --out 投资进度.xlsx
  greenchannel investment 2020-230112-39-03-000001 --json
""",
)


@investment.default
def _investment(
    project: Annotated[str, Parameter(help="项目代码；缺省为全部项目。")] = "",
    /,
    *,
    unit: Annotated[str, Parameter(metavar="UNIT", help="只列该责任单位的项目。")] = "",
    as_of: Annotated[Day | None, Parameter(help="截至哪一日；缺省为办公时钟的当日。")] = None,
    out: Annotated[
        Path | None, Parameter(metavar="FILE", help="写成 .xlsx 或 .csv，不在屏幕上列出。")
    ] = None,
    json: AsJson = False,
) -> int:
    from portal.work.dispatch.investment import show_investment

    return show_investment(project, unit=unit, as_of=as_of, out=out, as_json=json)
