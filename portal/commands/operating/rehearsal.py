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

--ladder 以另一套督办阶梯（YAML，escalation 一节）在临时数据中重演，与现行阶梯对比：
立项、各层督办单、约谈、每人每日通知量；不动现有数据。

例：
  greenchannel rehearse campaigns/hundred-day-2020 --until 2020-06-19 --seed 7
  greenchannel rehearse campaigns/hundred-day-2020 --until 2020-07-31 --seed 7 --ladder 新阶梯.yaml
""",
)


@rehearse.default
def _rehearse(
    campaign: Annotated[Path, Parameter(help="专项行动目录。")],
    /,
    *,
    until: Annotated[Day, Parameter(help="演练到哪一日。")],
    seed: Annotated[int, Parameter(metavar="N", help="随机种子。")],
    ladder: Annotated[
        Path | None, Parameter(metavar="FILE", help="另一套督办阶梯，与现行阶梯对比。")
    ] = None,
    json: AsJson = False,
) -> int:
    if ladder is not None:
        from portal.work.operating.ladder_rehearsal import compare_ladders

        return compare_ladders(campaign, ladder=ladder, until=until, seed=seed, as_json=json)
    from portal.work.operating.rehearsal import rehearse_campaign

    return rehearse_campaign(campaign, until=until, seed=seed, as_json=json)
