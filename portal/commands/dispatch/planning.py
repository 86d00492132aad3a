"""Commands about plans (排期命令): the back-schedule of a project, or of all."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson, Day, ProjectArgument

plan = App(
    name="plan",
    group=READING,
    help="""查看倒排工期：各事项最早、最迟起止，机动天数，关键线路，相对基线的偏移，排期质量。

--backtest 以临时数据演练若干次专项行动，不动现有台账：一部分用来学习，另一部分隔周预测，
列出80％区间覆盖率、Brier 分和可靠性；演练结果留在数据目录，再次回测很快。

例：
  greenchannel plan 2020-230112-39-03-000001
  greenchannel plan 2020-230112-39-03-000001 --gate start_production
  greenchannel plan --all --json
  greenchannel plan --backtest --campaigns 20 --seed 1
""",
)


@plan.default
def _plan(
    project: ProjectArgument | None = None,
    /,
    *,
    all: Annotated[bool, Parameter(negative=(), help="全部尚未开工的项目。")] = False,  # noqa: A002
    as_of: Annotated[Day | None, Parameter(help="截至哪一日；缺省为办公时钟的当日。")] = None,
    gate: Annotated[
        str,
        Parameter(help="门槛：start_construction 开工，start_production 投产。"),
    ] = "start_construction",
    backtest: Annotated[
        bool,
        Parameter(negative=(), help="回测开工预测：演练若干次，比照所说与实际。"),
    ] = False,
    campaigns: Annotated[int, Parameter(metavar="N", help="回测几次演练。")] = 20,
    seed: Annotated[int, Parameter(metavar="N", help="回测的首个随机种子。")] = 1,
    json: AsJson = False,
) -> int:
    if backtest:
        from portal.work.operating.backtesting import back_test

        return back_test(project, campaigns=campaigns, seed=seed, as_json=json)
    from portal.work.dispatch.planning import show_plan, show_plans

    if all or project is None:
        return show_plans(project, every=all, as_of=as_of, gate=gate, as_json=json)
    return show_plan(project, as_of=as_of, gate=gate, as_json=json)
