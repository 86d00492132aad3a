"""The command of the monthly supervision bulletin (督办通报命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import DOING, AsJson

bulletin = App(
    name="bulletin",
    group=DOING,
    help="""月度督办通报：查看、签发、不予签发。系统只拟制，未经签发的不送达任何单位。

尚未拟制的月份显示截至今日的预览，注明“未拟”。

例：
  greenchannel bulletin 2020-06
  greenchannel bulletin 2020-06 --markdown 通报.md
  greenchannel bulletin 2020-06 --sign --by supervision-01 --requirements 逐项整改
  greenchannel bulletin 2020-06 --drop --by supervision-01 --reason 数据须复核
""",
)


@bulletin.default
def _bulletin(
    month: Annotated[str, Parameter(name="MONTH", help="月份，如 2020-06。")],
    /,
    *,
    sign: Annotated[bool, Parameter(negative=(), help="签发。")] = False,
    drop: Annotated[bool, Parameter(negative=(), help="不予签发。")] = False,
    by: Annotated[str, Parameter(metavar="OFFICER", help="签发人账号，如 supervision-01。")] = "",
    opinion: Annotated[str, Parameter(metavar="TEXT", help="签发意见。")] = "",
    requirements: Annotated[str, Parameter(metavar="TEXT", help="下月要求，表扬也写在这里。")] = "",
    reason: Annotated[str, Parameter(metavar="TEXT", help="不予签发的理由。")] = "",
    markdown: Annotated[
        Path | None, Parameter(metavar="FILE", help="另写入的 Markdown 文件。")
    ] = None,
    json: AsJson = False,
) -> int:
    from portal.work.dispatch.bulletins import Settling, keep_bulletin

    settling = Settling(sign, drop, by, opinion, requirements, reason)
    return keep_bulletin(month, settling, page=markdown, as_json=json)
