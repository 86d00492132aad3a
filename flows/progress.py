"""The weekly round (周报告制度): opens, chases, closes, publishes; each step once a week."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from models.forms import RoundForm, RoundStep
from models.refusal import BadInput, Refused
from models.week_words import week_in_words, week_number
from tasks.case.acting import deliver_notices
from tasks.naming import at_office_time
from tasks.publishing import publish_campaign_report, publish_rounds
from tasks.rounds import keep_weeks, step_week


@flow(
    name="collect-progress",
    flow_run_name=at_office_time("周报告"),
    persist_result=False,
)
def collect_progress(form: RoundForm = RoundForm()) -> State[None]:  # noqa: B008 - a frozen default
    """周报告：到点启动填报、催报、截止、发布；停机漏办的恢复后补办，重复运行不重复通知。"""
    if form.step is RoundStep.DUE:
        done = keep_weeks()
        if not done:
            return Completed(name="NothingDue", message="目前没有到点的周报环节")
        publish_rounds(done)
        deliver_notices()
        listed = "、".join(f"{week_number(one.week)}{one.duty.label}" for one in done)
        return Completed(message=f"已办：{listed}")
    line = step_week(form.step, form.week)
    if isinstance(line, Refused | BadInput):
        return Completed(name="Refused", message=str(line))
    if form.step is RoundStep.PUBLISH:
        publish_campaign_report(line.week)
    deliver_notices()
    return Completed(
        message=f"{week_in_words(line.week)}周报已{form.step.value}，"
        f"应报单位 {len(line.units)} 个，应报项目 {len(line.projects)} 个，"
        f"未报项目 {len(line.missing_projects)} 个"
    )
