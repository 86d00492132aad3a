"""Commands around the folder of a campaign (专项行动目录命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import KEEPING, AsJson

campaign = App(
    name="campaign",
    group=KEEPING,
    help="""专项行动目录：写出一份样板。

例：
  greenchannel campaign new 本区专项行动
""",
)


@campaign.command(
    name="new",
    help="""写出一份可以载入的专项行动目录，逐行注明怎样改；占位的值标明 assumed，待本区核定。

机构、账号、目标任务、日历、项目是空样板；审批事项目录、规则、他地做法照示范目录抄录，供逐项核定。

例：
  greenchannel campaign new 本区专项行动
  greenchannel load 本区专项行动
""",
)
def _new(
    directory: Annotated[Path, Parameter(name="DIR", help="目录，须不存在或者为空。")],
    /,
    *,
    json: AsJson = False,
) -> int:
    from portal.work.operating.campaign_skeleton import write_skeleton

    return write_skeleton(directory, as_json=json)
