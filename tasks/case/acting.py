"""Acts through Prefect (运行台办理): one task run per act, named so that people read it."""

from datetime import timedelta

from prefect import task
from prefect.runtime import flow_run

from casework.acting import act
from casework.delivery.delivering import PATIENCE, Delivered, deliver
from casework.desk import Recorded
from casework.reading.case.words import act_in_words
from models.act_requests import Act, Request, Via
from models.forms import ActForm
from models.proposal import ProposalKind
from models.refusal import BadInput, Refused
from tasks import house
from tasks.case.signing import signing_command
from tasks.case.waiting import put_on_desk


def act_run_name(procedure: str, called: str) -> str:
    """Return a task run's name; it begins with ASCII, for the run graph draws nothing else."""
    code, gate = (procedure, "") if procedure.isascii() else ("--", procedure)
    return " ".join(filter(None, (code, "·", called, gate)))


def called(project: str, procedure: str, chosen: Act) -> str:
    """Return what an act is called on a procedure of a project."""
    return act_in_words(house.office(), project, procedure, chosen)


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
    waits = put_on_desk(
        ProposalKind.ACT,
        project=project,
        procedure=procedure,
        officer=officer,
        content=request.model_dump(mode="json", exclude_defaults=True) | {"act": request.act.value},
        key=key,
        command=signing_command(project, procedure, request, officer, key),
    )
    if waits is not None:
        return waits
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
        form.project,
        form.procedure,
        request,
        form.officer,
        form.key.strip() or (f"{flow_run.id}:act" if flow_run.id else None),
    )
