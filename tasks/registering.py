"""Projects come in through Prefect (运行台登记)."""

from prefect import task
from prefect.runtime import deployment, flow_run

from casework.desk import Stamp
from casework.intake.registering import Registration, register_filled_in
from models.act_requests import Via
from models.proposal import ProposalKind
from models.refusal import BadInput, Refused
from models.register_form import RegisterForm
from reports.pages.refused_registration import refused_registration
from tasks import house
from tasks.case.waiting import put_on_desk
from tasks.pages import publish_page

REFUSALS_KEPT = 20
"""Pages of refused registrations share one key, and each is somebody else's."""


@task(task_run_name="register · 登记项目", persist_result=False)
def register_project(form: RegisterForm) -> Registration | Refused | BadInput:
    """Register one project; a refusal is an answer, not a failure."""
    if waits := put_on_desk(
        ProposalKind.REGISTER,
        project=form.code,
        officer=form.officer,
        content=form.model_dump(mode="json"),
        key=f"{flow_run.id}:register" if flow_run.id else None,
    ):
        return waits
    stamp = Stamp(by=form.officer, via=Via.PREFECT, now=house.now())
    try:
        return register_filled_in(house.office(), form, stamp=stamp)
    except (Refused, BadInput) as refused:
        return refused


@task(task_run_name="publish · 未予登记", persist_result=False)
def publish_refusal(form: RegisterForm, reason: str) -> None:
    """Say why a project was not registered, and how to try again with what was typed."""
    page = refused_registration(
        form.code,
        form.name,
        reason,
        run=str(flow_run.id or ""),
        deployment=str(deployment.id or ""),
    )
    publish_page("register-refused", page, f"未予登记 {form.code}", kept=REFUSALS_KEPT)
