"""The plan of a project, read (倒排工期查阅): early and late dates, floats, drift, quality."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import TypeAdapter

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic, told_of_all
from casework.plan.forecasting import confidence
from casework.plan.sure_start import SURE
from models.case import CaseFile
from models.catalogue import Procedure
from models.plan_views import (
    ConfidenceView,
    DriftView,
    PlannedStepView,
    PlansView,
    PlanView,
    QualityHitView,
    QualityView,
)
from models.refusal import Unknown
from models.schedule_quality import ScheduleQuality
from rules.acceptance.regime import outcome_name
from rules.chance.confidence import StartConfidence
from rules.days.working_days import WorkingDays
from rules.in_force.gates import START_CONSTRUCTION
from rules.plan.backschedule import Schedule, backschedule
from rules.plan.clearance import seen_at_start
from rules.plan.drift import drift
from rules.plan.network import network_of
from rules.plan.quality import schedule_quality
from rules.standing.lights import light_case
from store.projected.queries import project_codes


def plan(
    office: Office,
    project: str,
    today: date,
    *,
    as_of: date | None = None,
    gate: str = START_CONSTRUCTION,
) -> PlanView:
    """Return the back-schedule of a project as it stands, or as it stood on a past day."""
    day = as_of or today
    with office.store.reading() as connection:
        situation = office.situation(connection)
        known_gate(situation, gate)
        file = office.file_on(connection, project, day, today=today)
        sure = confidence(office, connection, file, on=day) if gate == START_CONSTRUCTION else None
    return plan_view(file, situation, day, gate=gate, sure=sure)


def plan_all(office: Office, today: date, *, gate: str = START_CONSTRUCTION) -> PlansView:
    """Return the back-schedules of all projects whose start lies ahead, by code.

    For another gate than that of the start all projects, without how surely.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        known_gate(situation, gate)
        if gate == START_CONSTRUCTION:
            told = told_of_all(Reading(office, connection, situation, today), PLANNED)
            return PlansView(projects=tuple(one for _, ahead in told for one in ahead))
        files = office.each(connection, project_codes(connection), remember=False)
        return PlansView(
            projects=tuple(plan_view(one, situation, today, gate=gate) for one, _ in files)
        )


def _planned(reading: Reading, file: CaseFile) -> tuple[PlanView, ...]:
    """Return the back-schedule of a project whose start lies ahead, else nothing."""
    sure = SURE.work_out(reading, file)
    return (plan_view(file, reading.situation, reading.on, sure=sure),) if sure is not None else ()


PLANNED: Topic[tuple[PlanView, ...]] = Topic("plan", TypeAdapter(tuple[PlanView, ...]), _planned)


def known_gate(situation: Situation, gate: str) -> None:
    """Refuse a gate that the catalogue does not have."""
    gates = situation.regulations.gates
    if gate not in gates:
        listed = "、".join(f"{one.code}（{one.name}）" for one in gates.values())
        raise Unknown(f"没有门槛“{gate}”，可用：{listed}", gate=gate)


def plan_view(
    file: CaseFile,
    situation: Situation,
    on: date,
    *,
    gate: str = START_CONSTRUCTION,
    sure: StartConfidence | None = None,
) -> PlanView:
    """Return what doors show of a project's plan."""
    regulations = situation.regulations
    procedures = regulations.procedures(file.project, on=on)
    network = network_of(file, procedures, on=on, regulations=regulations, gate=gate)
    schedule = backschedule(network, on=on, days=regulations.days)
    at_start = gate == START_CONSTRUCTION
    quality = (
        schedule_quality(file, network, schedule, procedures, regulations) if at_start else None
    )
    return PlanView(
        project=file.project.code,
        name=file.project.name,
        gate=gate,
        gate_name=regulations.gates[gate].name,
        as_of=on,
        pinned_start=schedule.pinned_on,
        forecast_start=schedule.start_on,
        slip_days=schedule.slip_days,
        float_days=schedule.float_days,
        started_on=file.started_on,
        deciding=schedule.deciding,
        critical=schedule.critical,
        procedures=tuple(_steps(file, situation, schedule, procedures, on)),
        baselines=tuple(_drifts(file, situation, schedule, regulations.days)) if at_start else (),
        quality=_quality(quality),
        confidence=ConfidenceView(
            p50=sure.p50,
            p80=sure.p80,
            on_time=sure.on_time,
            observed=sure.observed,
            earlier=sure.earlier,
        )
        if sure is not None
        else None,
        land=seen_at_start(
            *(file, on, regulations),
            start_on=schedule.start_on,
            last_on=schedule.cases[schedule.deciding].early_finish if schedule.deciding else None,
        )
        if at_start
        else None,
    )


def _steps(
    file: CaseFile,
    situation: Situation,
    schedule: Schedule,
    procedures: Mapping[str, Procedure],
    on: date,
) -> Iterator[PlannedStepView]:
    regulations = situation.regulations
    for code, one in schedule.cases.items():
        case, procedure = file.cases[code], procedures[code]
        lit = light_case(case, on=on, regulations=regulations, file=file)
        yield PlannedStepView(
            procedure=code,
            name=procedure.name,
            department=procedure.department,
            department_name=regulations.department_name(procedure.department),
            state=case.state,
            state_name=outcome_name(case.state, procedure),
            light=lit.light,
            light_name=lit.light.label,
            early_start=one.early_start,
            early_finish=one.early_finish,
            late_start=one.late_start,
            late_finish=one.late_finish,
            float=one.total_float,
            free_float=one.free_float,
            critical=one.critical,
            expected={
                procedure.document_name(document): day for document, day in case.expected.items()
            },
        )


def _drifts(
    file: CaseFile, situation: Situation, schedule: Schedule, days: WorkingDays
) -> Iterator[DriftView]:
    for one in drift(file, schedule, days):
        baseline, taken = one.baseline, one.baseline.taken
        account = situation.file.campaign.account(baseline.by)
        yield DriftView(
            taken_on=baseline.on,
            by=baseline.by,
            by_name=account.name if account else "系统",
            reason=taken.reason,
            pinned_on=taken.start_on,
            start_days=one.start_days,
            pinned_days=one.pinned_days,
            quality=taken.quality,
            procedures={code: moved for code, moved in one.cases.items() if moved},
        )


def _quality(found: ScheduleQuality | None) -> QualityView | None:
    if found is None:
        return None
    return QualityView(
        score=found.score,
        hits=tuple(
            QualityHitView(
                check=one.check,
                name=one.check.label,
                points=one.points,
                procedures=one.procedures,
                found=one.found,
                fix=one.fix,
            )
            for one in found.hits
        ),
    )
