"""The command that proves a due date day by day (举证命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson, Day

clock = App(
    name="clock",
    group=READING,
    help="""时限举证：承诺时限与法定时限并列，逐日说明是否计入、原因、依据与累计日数。

另列一次性告知、特别程序、送达期限。JSON 输出自带全部事实，可用 verifier/verify_clock.py 离线核算。

例：
  greenchannel clock 2020-230112-39-03-000001 P05
  greenchannel clock 2020-230112-39-03-000001 P05 --as-of 2020-06-10 --page 时限举证.html
  greenchannel clock --all --json
""",
)


@clock.default
def _clock(
    project: Annotated[
        str | None, Parameter(help="项目代码，如 2020-230112-39-03-000001。")
    ] = None,
    procedure: Annotated[str | None, Parameter(help="事项编码，如 P05。")] = None,
    /,
    *,
    as_of: Annotated[Day | None, Parameter(help="截至哪一日；缺省为办公时钟的当日。")] = None,
    all_: Annotated[
        bool, Parameter(name="--all", negative=(), help="全部项目正在计时的办件，连同 --json。")
    ] = False,
    page: Annotated[
        Path | None, Parameter(metavar="FILE", help="另存为可打印的 HTML 页面。")
    ] = None,
    json: AsJson = False,
) -> int:
    from portal.work.daily.proving import prove, prove_all

    if all_:
        return prove_all(project, as_of=as_of, page=page, as_json=json)
    return prove(project, procedure, as_of=as_of, page=page, as_json=json)
