"""Plans on the command line (排期展示): for people as tables, for programs as JSON."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from casework.plan.views import plan, plan_all
from models.refusal import BadInput
from portal.edge import DONE, say_json
from portal.premises import opened
from portal.terminal import screen
from portal.usage import AsJson, AsOf, ProjectArgument, Whole
from reports.console.console_plan import print_plan, print_plans


def show_plan(
    project: ProjectArgument | None = None,
    /,
    *,
    every: Annotated[
        bool, Parameter(name="--all", negative=(), help="全部尚未开工的项目。")
    ] = False,
    as_of: AsOf = None,
    gate: Annotated[
        str,
        Parameter(help="门槛：start_construction 开工，start_production 投产。"),
    ] = "start_construction",
    backtest: Annotated[
        bool,
        Parameter(negative=(), help="回测开工预测：演练若干次，比照所说与实际。"),
    ] = False,
    campaigns: Annotated[Whole, Parameter(metavar="N", help="回测几次演练。")] = 20,
    seed: Annotated[Whole, Parameter(metavar="N", help="回测的首个随机种子。")] = 1,
    as_json: AsJson = False,
) -> int:
    """Show a project's back-schedule, all of them, or how well forecasts held."""
    if backtest:
        from portal.commands.operating.backtesting import back_test  # it brings the rehearsal

        return back_test(project, campaigns=campaigns, seed=seed, as_json=as_json)
    if every or project is None:
        return _show_plans(project, every=every, as_of=as_of, gate=gate, as_json=as_json)
    with opened() as premises:
        view = plan(premises.office, project, premises.today(), as_of=as_of, gate=gate)
    if as_json:
        say_json(view.model_dump(mode="json"))
    else:
        print_plan(view, screen())
    return DONE


def _show_plans(
    project: str | None, *, every: bool, as_of: date | None, gate: str, as_json: bool
) -> int:
    """Show the back-schedules of all projects whose start lies ahead."""
    if not every:
        raise BadInput("参数 PROJECT", "请填写项目代码，或用 --all 查看全部")
    if project is not None or as_of is not None:
        raise BadInput("参数 --all", "不能与项目代码或 --as-of 同用")
    with opened() as premises:
        views = plan_all(premises.office, premises.today(), gate=gate)
    if as_json:
        say_json(views.model_dump(mode="json"))
    else:
        print_plans(views, screen())
    return DONE
