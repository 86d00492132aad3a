"""Commands that try things out (推演命令): save a start date, compare a branch with the plan."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson, Day, ProjectArgument

rescue = App(
    name="rescue",
    group=READING,
    help="""保开工方案：要在某日前开工，最少容缺哪几件材料；做不到的，说明受制于哪条线路。

只考虑现行容缺办法允许容缺的材料；件数相同的，取风险最小的。只作推算，不写入任何内容。
迟到的材料由各单位用 expect_document 报告预计取得日。

例：
  greenchannel rescue 2020-230112-39-03-000024 --start-by 2020-07-28
  greenchannel rescue 2020-230112-39-03-000024 --start-by 2020-07-28 --json
""",
)


@rescue.default
def _rescue(
    project: ProjectArgument,
    /,
    *,
    start_by: Annotated[Day, Parameter(help="最晚哪一日开工。")],
    json: AsJson = False,
) -> int:
    from portal.work.dispatch.rescuing import show_rescue

    return show_rescue(project, goal=start_by, as_json=json)


whatif = App(
    name="whatif",
    group=READING,
    help="""推演：改动日期、增加容缺、窗口增员或改用规则版本，与现行计划逐项目比较，列出落实清单。

只作推算，不写入任何内容；方案文件有误的，指出行号和字段，一概不算。方案文件（YAML）例：

  title: 六月底前多开工两个项目
  pins:       [{project: 2020-230112-39-03-000024, start_on: 2020-07-20}]
  land:       [{project: 2020-230112-39-03-000024, cleared_by: 2020-06-25}]
  documents:  [{project: 2020-230112-39-03-000024, procedure: S04, document: S04-3,
                expected_on: 2020-06-24}]
  deferrals:  [{project: 2020-230112-39-03-000024, procedure: S05, document: S05-9}]
  staff:      [{department: housing, windows: 2, added: 1}]
  rules:      {profile: taizhou_2019, procedures: {S05: {promised: {value: 3}}}}

例：
  greenchannel whatif 推演.yaml
  greenchannel whatif 推演.yaml --json
""",
)


@whatif.default
def _whatif(
    file: Annotated[Path, Parameter(help="推演方案文件（YAML）。")],
    /,
    *,
    json: AsJson = False,
) -> int:
    from portal.work.dispatch.branching import show_branch

    return show_branch(file, as_json=json)
