"""Steps of the case run (项目办理环节): answer, show the news, go on to the next week."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client

from casework.desk import Recorded
from casework.weekly.rounds import iso_week
from models.forms import CaseRunForm
from models.project_views import ProjectView, TimelineView
from models.refusal import BadInput, Refused, gathered
from tasks import house
from tasks.case.acting import act_on, act_run_name, called, command_of, deliver_notices
from tasks.case.answering import NOTHING_CHOSEN, Answer
from tasks.case.case_runs import start_case_run
from tasks.case.showing import (
    entry_run_name,
    publish_project,
    publish_to_dos,
    read_project,
    retag,
    show_entry,
    tags_of,
    version_shown,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case run goes on (运行去向)."""

    over: bool
    in_words: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to the last answer (答复): nothing when it was recorded."""

    refusal: str = ""
    command: str = ""
    """The command that makes the act count, where it waits for a signature."""
    recorded: str = ""
    """What was recorded, in words."""
    typed: Mapping[str, Any] = field(default_factory=dict)
    """What was filled in and refused: it stands on the next form again."""


def answer_all(flow_run_id: UUID, project: str, answers: Iterable[Answer]) -> Reply:
    """Act on answers that have not been handled; return what is to be said to the last one.

    Each carries the idempotency key ``{run}:ask-{n}``: an answer that was recorded
    before a crash is recognised and not recorded again.
    """
    reply = Reply()
    for answer in answers:
        if not answer.refresh_only:
            outcome = _act(flow_run_id, project, answer)
            reply = (
                Reply(recorded=_in_words(outcome, answer))
                if isinstance(outcome, Recorded)
                else Reply(str(outcome), command_of(outcome), typed=answer.filled)
            )
    return reply


def _in_words(outcome: Recorded, answer: Answer) -> str:
    """Say what was recorded, as the ledger counts it."""
    project = outcome.file.project.code
    named = f"{called(project, answer.procedure, answer.act())} {answer.procedure}"
    if outcome.repeated or not outcome.entries:
        return f"{named}（此前已记，未重复办理）"
    return f"第{outcome.act.version}条 {named}"


def _act(flow_run_id: UUID, project: str, answer: Answer) -> Recorded | Refused | BadInput:
    faults = []
    if answer.procedure == NOTHING_CHOSEN:
        faults.append(("表单“事项”", "请选择一个事项"))
    if not answer.officer:
        faults.append(("表单“经办人账号”", "必填：谁办理，谁署名"))
    try:
        chosen, request = answer.act(), answer.request()
    except BadInput as wrong:
        return gathered([*faults, (wrong.place, wrong.message)])
    if faults:
        return gathered(faults)
    outcome: Recorded | Refused = act_on(
        act_run_name(answer.procedure, called(project, answer.procedure, chosen)),
        project,
        answer.procedure,
        request,
        answer.officer,
        f"{flow_run_id}:ask-{answer.number}",
    )
    return outcome


def show_news(run_id: UUID, form: CaseRunForm, reply: Reply) -> ProjectView:
    """Show what has changed since this run looked last: entries, page, tags, to-do lists."""
    project, week = form.project, form.week
    view = read_project(project)
    with get_client(sync_client=True) as client:
        seen = version_shown(client.read_flow_run(run_id).tags)
    news = [line for line in view.timeline if line.version > seen and iso_week(line.on) == week]
    for line in news:
        if not _shown_as_act(line, run_id):
            show_entry(entry_run_name(line), line)
    if seen < view.version or reply.refusal:
        publish_project(view, reply.refusal)
    if seen and news:
        codes = {line.procedure.split(" ", 1)[0] for line in news}
        publish_to_dos({case.department for case in view.cases if case.procedure in codes})
        deliver_notices()
    retag(run_id, tags_of(view, week))
    return view


def standing_of(view: ProjectView) -> Standing:
    """Say whether a project's case run is over."""
    if view.start.started_on is not None:
        return Standing(over=True, in_words=f"已于 {view.start.started_on} 开工")
    if view.start.gate_open:
        return Standing(over=True, in_words=f"已于 {view.start.passed_on} 具备开工条件")
    return Standing(over=False, in_words="办理中")


def next_chapter(view: ProjectView, week: str) -> bool:
    """Start the run of the new week when the old one is over; tell whether it did."""
    present = iso_week(house.today())
    if present <= week:
        return False
    with get_client(sync_client=True) as client:
        start_case_run(client, code=view.project.code, name=view.project.name, week=present)
    return True


def _shown_as_act(line: TimelineView, flow_run_id: UUID) -> bool:
    """Tell whether an entry was recorded by an answer of this very run."""
    return line.key.startswith(f"{flow_run_id}:")
