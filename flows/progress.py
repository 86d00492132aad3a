"""The weekly round (周报告制度): opens, asks each unit once, closes."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from models.forms import RoundForm, RoundStep
from tasks.acting import deliver_notices
from tasks.naming import at_office_time
from tasks.rounds import close_week, open_week


@flow(
    name="collect-progress",
    flow_run_name=at_office_time("周报告"),
    persist_result=False,
)
def collect_progress(form: RoundForm = RoundForm()) -> State[None]:  # noqa: B008 - a frozen default
    """周报告：启动本周填报并通知各责任单位一次，到时截止；重复运行不重复通知。"""
    if form.step is RoundStep.OPEN:
        line = open_week(form.week)
        deliver_notices()
        return Completed(message=f"{line.week} 周报已启动，应报单位 {len(line.units)} 个")
    line = close_week(form.week)
    return Completed(message=f"{line.week} 周报已截止，未报单位 {len(line.missing)} 个")
