"""Steps of the weekly round, and reports of projects (周报环节、填报周报)."""

from prefect import task
from prefect.runtime import flow_run

from casework.desk import SYSTEM, Recorded, Stamp
from casework.weekly.reporting import report_changes
from casework.weekly.rounds import (
    chase_round,
    close_round,
    iso_week,
    keep_rounds,
    open_round,
    publish_round,
)
from models.act import Via
from models.forms import RoundStep
from models.proposal import ProposalKind
from models.refusal import BadInput, Refused
from models.report_form import ReportFields, ReportForm
from rules.clocks.round_days import week_code
from rules.weekly.steps import RoundStepDue
from store.projected.queries import RoundLine
from tasks import house
from tasks.case.waiting import put_on_desk

_BY_HAND = {
    RoundStep.OPEN: open_round,
    RoundStep.CHASE: chase_round,
    RoundStep.CLOSE: close_round,
    RoundStep.PUBLISH: publish_round,
}


@task(task_run_name="due · 到点办理周报", persist_result=False)
def keep_weeks() -> tuple[RoundStepDue, ...]:
    """Do every step of every weekly round that is due."""
    return keep_rounds(house.office(), now=house.now())


@task(task_run_name="{week} · {step}周报", persist_result=False)
def step_week(step: RoundStep, week: str) -> RoundLine | Refused | BadInput:
    """Do one step of the round of a week; a refusal is an answer, not a failure."""
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=house.now())
    try:
        return _BY_HAND[step](
            house.office(), week=week_code(week) if week.strip() else None, stamp=stamp
        )
    except (Refused, BadInput) as refused:
        return refused


@task(task_run_name="{form.project} · 填报周报", persist_result=False)
def report_by_form(form: ReportForm) -> Recorded | Refused | BadInput:
    """Record the report of a form; a refusal is an answer, not a failure."""
    typed = form.model_dump(include=set(ReportFields.model_fields))
    try:
        week = week_code(form.week) if form.week.strip() else iso_week(house.today())
        if waits := put_on_desk(
            ProposalKind.REPORT,
            project=form.project,
            officer=form.officer,
            content={**typed, "week": week},
            key=f"{flow_run.id}:report" if flow_run.id else None,
        ):
            return waits
        return report_changes(
            house.office(),
            project=form.project,
            week=week,
            fields=ReportFields(**typed),
            by=form.officer,
            via=Via.PREFECT,
            now=house.now(),
        )
    except (Refused, BadInput) as refused:
        return refused
