"""The command of the outstanding list (前期未办结手续清单命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson

outstanding = App(
    name="outstanding",
    group=READING,
    help="""前期未办结手续清单：哪个项目、什么事项、在谁手里、自何日起、最迟何日、影响什么、怎样办结。

按项目、责任单位、审批部门列出，缺省为全区；--out 写成可打印的工作簿（.xlsx）或 .csv。

例：
  greenchannel outstanding 2020-230112-39-03-000001
  greenchannel outstanding --unit unit-park --out 开发区清单.xlsx
  greenchannel outstanding --department housing --json
""",
)


@outstanding.default
def _outstanding(
    project: Annotated[str, Parameter(help="项目代码；缺省为全部未开工项目。")] = "",
    /,
    *,
    unit: Annotated[str, Parameter(metavar="UNIT", help="责任单位编号或名称。")] = "",
    department: Annotated[
        str, Parameter(metavar="OFFICE", help="审批部门编号或名称，只列其主办的事项。")
    ] = "",
    out: Annotated[Path | None, Parameter(metavar="FILE", help="写成文件，.xlsx 或 .csv。")] = None,
    json: AsJson = False,
) -> int:
    from portal.work.daily.outstanding import list_outstanding

    return list_outstanding(project, unit=unit, department=department, out=out, as_json=json)
