"""A project's weekly report (填报周报): one form, only what changed."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from models.progress import ProgressReported
from models.refusal import BadInput, Refused
from models.report_form import ReportForm
from models.week_words import week_in_words
from tasks.case.case_runs import wake_project
from tasks.case.waiting import ending
from tasks.rounds import report_by_form


@flow(
    name="report-progress",
    flow_run_name="填报周报 {form.project} {form.week}",
    validate_parameters=True,
    persist_result=False,
)
def report_progress(form: ReportForm) -> State[None]:
    """填报一个项目的周报：只填有变化的，其余按上周和台账预填；数据矛盾的，运行以“Refused”结束并逐项写明。"""
    outcome = report_by_form(form)
    if isinstance(outcome, Refused | BadInput):
        return Completed(name=ending(outcome), message=str(outcome))
    reported = [
        entry.payload for entry in outcome.entries if isinstance(entry.payload, ProgressReported)
    ]
    if not reported:
        return Completed(message="与已报内容相同，未重复记录")
    wake_project(form.project)
    late = "（迟报）" if reported[-1].late else ""
    doubts = f"，存疑 {len(reported[-1].doubts)} 项" if reported[-1].doubts else ""
    return Completed(message=f"{week_in_words(reported[-1].week)}周报已记录{late}{doubts}")
