"""One act (单项办理): a short run for an officer or a program."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from models.forms import ActForm
from models.refusal import BadInput, Refused
from tasks.case.acting import act_by_form, command_of, deliver_notices
from tasks.case.case_runs import wake_project
from tasks.case.waiting import ending


@flow(
    name="act",
    flow_run_name="{form.project} · {form.procedure} · {form.act}",
    validate_parameters=True,
    persist_result=False,
)
def act(form: ActForm) -> State[None]:
    """办理一个事项：受理、容缺受理、补正、决定等；规则不允许的，运行以“Refused”结束并写明理由。"""
    outcome = act_by_form(form)
    if isinstance(outcome, Refused | BadInput):
        said = "\n".join(filter(None, (str(outcome), command_of(outcome))))
        return Completed(name=ending(outcome), message=said)
    wake_project(form.project)
    deliver_notices()
    return Completed(message="已记录" if not outcome.repeated else "此前已记录，未重复办理")
