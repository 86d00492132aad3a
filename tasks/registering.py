"""Projects come in through Prefect (运行台登记)."""

from prefect import task

from casework.desk import Stamp
from casework.registering import Registration, register
from models.acts import Via
from models.refusal import BadInput, Refused
from models.register_form import RegisterForm
from tasks import house


@task(task_run_name="register · 登记项目", persist_result=False)
def register_project(form: RegisterForm) -> Registration | Refused | BadInput:
    """Register one project; a refusal is an answer, not a failure."""
    stamp = Stamp(by=form.officer.strip(), via=Via.PREFECT, now=house.now())
    try:
        return register(house.office(), [form.project()], stamp=stamp)
    except (Refused, BadInput) as refused:
        return refused
