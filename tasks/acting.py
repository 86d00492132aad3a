"""Acts through Prefect (运行台办理): one task run per act, named so that people read it."""

from datetime import timedelta
from typing import ClassVar

from prefect import task
from prefect.runtime import flow_run

from casework.acting import act
from casework.delivery.delivering import PATIENCE, Delivered, deliver
from casework.desk import Recorded
from casework.settings import PrefectActs
from models.acts import Act, Request, Via
from models.forms import ActForm
from models.labels import ACTS
from models.refusal import BadInput, Refused
from tasks import house
from tasks.signing import signing_command


class NotCountedHere(Refused):
    """Acts through the Prefect UI wait for a signature, or are switched off (须签字办理)."""

    code: ClassVar[str] = "not_counted_here"


def act_run_name(procedure: str, chosen: Act, name: str = "") -> str:
    """Return a task run's name; it begins with ASCII, for the run graph draws nothing else."""
    code, gate = (procedure, "") if procedure.isascii() else ("--", procedure)
    return " ".join(filter(None, (code, "·", ACTS[chosen], name, gate)))


@task(task_run_name="{label}", persist_result=False)
def act_on(
    label: str,  # noqa: ARG001 - names the task run
    project: str,
    procedure: str,
    request: Request,
    officer: str,
    key: str | None,
) -> Recorded | Refused:
    """Do one act; a refusal is an answer, not a failure."""
    return _do(project, procedure, request, officer, key)


@task(task_run_name="deliver · 送达通知", persist_result=False)
def deliver_notices(*, patiently: bool = False) -> Delivered:
    """Send the notices that are due; patiently: wait for robots that may not speak so fast.

    No longer than a run may stand still.
    """
    longest = timedelta(seconds=house.settings().stuck_seconds) * 5 / 6
    patience = min(PATIENCE, longest) if patiently else timedelta()
    return deliver(house.office(), now=house.now(), patience=patience)


def command_of(answer: Refused | BadInput) -> str:
    """Return the command that makes an act count which waits for a signature, or nothing."""
    return str(answer.facts.get("command", "")) if isinstance(answer, Refused) else ""


def _do(
    project: str, procedure: str, request: Request, officer: str, key: str | None
) -> Recorded | Refused:
    mode = house.settings().prefect_mode
    if mode is not PrefectActs.ALLOW:
        return _not_counted(mode, project, procedure, request, officer, key)
    try:
        return act(
            house.office(),
            project=project,
            procedure=procedure,
            request=request,
            key=key,
            by=officer,
            via=Via.PREFECT,
            now=house.now(),
        )
    except Refused as refused:
        return refused


def _not_counted(
    mode: PrefectActs, project: str, procedure: str, request: Request, officer: str, key: str | None
) -> NotCountedHere:
    if mode is PrefectActs.OFF:
        return NotCountedHere("本系统不受理运行台上的办理动作，请用命令行办理")
    command = signing_command(project, procedure, request, officer, key)
    return NotCountedHere("待签字：请经办人本人在命令行确认后生效", command=command)


@task(task_run_name="{form.procedure} · {form.act}", persist_result=False)
def act_by_form(form: ActForm) -> Recorded | Refused | BadInput:
    """Do the act of a form; a refusal is an answer, not a failure.

    Without a key of its own the act is counted by its run, which may be set going again.
    """
    try:
        chosen = form.chosen()
        request = form.request(chosen)
    except BadInput as wrong:
        return wrong
    return _do(
        form.project.strip(),
        form.procedure.strip(),
        request,
        form.officer.strip(),
        form.key.strip() or (f"{flow_run.id}:act" if flow_run.id else None),
    )
