"""Plans on the command line (排期展示): for people as tables, for programs as JSON."""

from datetime import date

from casework.plan.views import plan, plan_all
from models.refusal import BadInput
from portal.edge import DONE, say_json
from portal.premises import opened
from portal.terminal import screen
from portal.usage import project_code
from reports.console.console_plan import print_plan, print_plans


def show_plan(project: str, *, as_of: date | None, gate: str, as_json: bool) -> int:
    """Show a project's back-schedule."""
    project_code(project)
    with opened() as premises:
        view = plan(premises.office, project, premises.today(), as_of=as_of, gate=gate)
    if as_json:
        say_json(view.model_dump(mode="json"))
    else:
        print_plan(view, screen())
    return DONE


def show_plans(
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
