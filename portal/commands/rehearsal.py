"""The command that plays a campaign (演练命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import KEEPING, AsJson, Day

rehearse = App(
    name="rehearse",
    group=KEEPING,
    help="""演练：由脚本扮演各单位、各窗口，把专项行动从首日办到某日；只用于空的数据目录。

同一种子得到同一本台账。结束后办公时钟定在该日 17:30，由此续走。

例：
  greenchannel rehearse campaigns/hundred-day-2020 --until 2020-06-19 --seed 7
""",
)


@rehearse.default
def _rehearse(
    campaign: Annotated[Path, Parameter(help="专项行动目录。")],
    /,
    *,
    until: Annotated[Day, Parameter(help="演练到哪一日。")],
    seed: Annotated[int, Parameter(metavar="N", help="随机种子。")],
    json: AsJson = False,
) -> int:
    from portal.work.rehearsal import rehearse_campaign

    return rehearse_campaign(campaign, until=until, seed=seed, as_json=json)
