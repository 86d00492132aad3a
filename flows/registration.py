"""Registration (项目登记): one form, then the project's case run."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from models.refusal import BadInput, Refused
from models.register_form import RegisterForm
from tasks.case.acting import deliver_notices
from tasks.case.case_runs import start_project
from tasks.case.waiting import NotCountedHere, ending
from tasks.registering import publish_refusal, register_project


@flow(
    name="register",
    flow_run_name="登记 {form.code} {form.name}",
    validate_parameters=True,
    persist_result=False,
)
def register(form: RegisterForm) -> State[None]:
    """登记一个项目：系统按审批事项目录列出应办事项，随即启动该项目的办理运行。"""
    outcome = register_project(form)
    if isinstance(outcome, NotCountedHere):
        return Completed(name=ending(outcome), message=str(outcome))
    if isinstance(outcome, Refused | BadInput):
        publish_refusal(form, str(outcome))
        return Failed(name="Refused", message=f"未登记：{outcome}")
    for recorded in outcome.registered:
        start_project(recorded.file.project.code, recorded.file.project.name)
    deliver_notices()
    return Completed(message=f"已登记 {form.code} {form.name.strip()}")
