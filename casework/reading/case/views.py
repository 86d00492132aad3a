"""What is read out of the ledger for people (查阅): case files as of a day, to-do lists."""

from collections.abc import Iterable, Mapping
from datetime import date

from casework.office import Office, Situation
from casework.office.reckoning import Reading
from casework.plan.sure_start import sure_start
from casework.reading.case.previewing import preview_view
from casework.reading.case.timeline import timeline_line
from models.case import Case, CaseFile, CaseState
from models.catalogue import Procedure
from models.ledger import Entry
from models.project_views import (
    CaseView,
    CorrectionView,
    LikelyStart,
    OwedView,
    ProjectHead,
    ProjectView,
    StartView,
)
from models.refusal import Unknown
from rules.acceptance.corrections import correction_items
from rules.acceptance.hearing import hearing_by
from rules.acceptance.regime import REFUSALS, outcome_name
from rules.acting.next_step import department_step
from rules.acting.offers import offered
from rules.chance.confidence import StartConfidence
from rules.days.last_day import last_day
from rules.fold.file import fold
from rules.fold.lifecycle import NATIONAL_STATUS
from rules.fold.waiting import lacking_prerequisites, waits_for
from rules.in_force.gates import START_CONSTRUCTION, missing
from rules.in_force.regulations import Regulations
from rules.plan.clearance import seen_at_start
from rules.plan.forecast import StartForecast, forecast_start
from rules.standing.lights import LitCase, light_case
from rules.standing.project_lights import project_lights
from store import ledger
from store.projected.queries import open_breaches


def show(
    office: Office,
    *,
    project: str,
    as_of: date | None = None,
    timeline: bool = False,
    likely: bool = False,
    today: date,
) -> ProjectView:
    """Return a project's case file as it stands, or as it stood at the end of a past day.

    ``likely`` = also when it starts by how long things have really taken: people read that
    first, and it costs a look at everything that has happened so far.
    """
    day = as_of or today
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
        entries: tuple[Entry, ...] = ()
        if timeline or day < today:
            entries = tuple(one for one in ledger.read(connection, project) if one.on <= day)
            if not entries:
                raise Unknown(f"{day} 时项目 {project} 尚未登记", project=project)
        if day < today:
            file = fold(None, entries)
        reading = Reading(office, connection, situation, day)
        sure = sure_start(reading, file, today=today) if likely else None
        breaches = open_breaches(connection, file.project.applicant.credit_code)
    told = entries if timeline else ()
    return view(file, situation, day, told, sure=sure, breaches=breaches)


def view(
    file: CaseFile,
    situation: Situation,
    on: date,
    entries: Iterable[Entry] = (),
    *,
    sure: StartConfidence | None = None,
    breaches: tuple[str, ...] = (),
) -> ProjectView:
    """Return what doors show of a case file.

    ``breaches`` are the applicant's unrepaired ones: they close some doors.
    """
    regulations = situation.regulations
    procedures = regulations.procedures(file.project, on=on)
    forecast = forecast_start(file, procedures, on=on, regulations=regulations)
    return ProjectView(
        project=_head(file, situation, forecast, on),
        version=file.version,
        as_of=on,
        cases=tuple(
            _case(file, file.cases[code], procedures[code], forecast, on, regulations, breaches)
            for code in file.plan
        ),
        start=_start(file, forecast, procedures, regulations, sure, on),
        not_required=dict(file.not_required),
        timeline=tuple(timeline_line(entry, situation, procedures) for entry in entries),
    )


def awaited(file: CaseFile, case: Case) -> tuple[str, ...]:
    """Return what a case cannot go on without: to be applied for, or to be decided."""
    if case.awaits_upstream:
        return lacking_prerequisites(file, case.procedure)
    return waits_for(file, case.procedure) if case.state is CaseState.NOT_OPEN else ()


def _head(file: CaseFile, situation: Situation, forecast: StartForecast, on: date) -> ProjectHead:
    project, campaign = file.project, situation.file.campaign
    lights = project_lights(file, forecast=forecast, on=on, regulations=situation.regulations)
    sponsor = campaign.account(project.sponsor)
    officer = campaign.account(project.chief_service_officer)
    return ProjectHead(
        code=project.code,
        name=project.name,
        type=project.type.value,
        type_name=project.type.label,
        tier=project.tier.value,
        tier_name=project.tier.label,
        unit=project.unit,
        unit_name=campaign.unit(project.unit).name,
        applicant=project.applicant.name,
        sponsor=sponsor.name if sponsor else project.sponsor,
        chief_service_officer=officer.name if officer else project.chief_service_officer,
        light=lights.overall,
        light_name=lights.overall.label,
        light_reasons=lights.reasons,
    )


def _case(
    file: CaseFile,
    case: Case,
    procedure: Procedure,
    forecast: StartForecast,
    on: date,
    regulations: Regulations,
    breaches: tuple[str, ...],
) -> CaseView:
    lit = light_case(case, on=on, regulations=regulations, file=file)
    limit = case.limits.promised if case.limits is not None else procedure.promised
    expected = forecast.expected.get(case.procedure)
    baseline = file.baselines[-1].taken.lines if file.baselines else ()
    planned = next((one for one in baseline if one.procedure == case.procedure), None)
    reading, binds = lit.promised, lit.binding
    late = lit.late_by if case.concluded else None
    return CaseView(
        procedure=case.procedure,
        name=procedure.name,
        department=procedure.department,
        department_name=regulations.department_name(procedure.department),
        stage=procedure.stage,
        state=case.state,
        state_name=_state_name(case, lit, procedure),
        overrun_days=-late.remaining if late else 0,
        overrun_unit=late.unit if late else None,
        national_status=NATIONAL_STATUS.get(case.state),
        opened_on=case.opened_on,
        submitted_on=case.submitted_on,
        accepted_on=case.accepted_on,
        promised_days=limit.value,
        promised_unit=limit.unit,
        promised_due=reading.due_on if reading else None,
        statutory_due=lit.statutory.due_on if lit.statutory else None,
        due_on=binds.due_on if binds else None,
        due_by_law=lit.by_law,
        due_unit=binds.unit if binds else limit.unit,
        used_days=reading.used if reading else None,
        remaining_days=binds.remaining if binds else None,
        provisional=bool(binds and binds.provisional),
        assumed=limit.assumed and not lit.by_law,
        hearing_by=hearing_by(case, on=on, days=regulations.days),
        decided_on=(case.concluded_on if case.concluded else None)
        or (case.ended_on if case.state is CaseState.REFUSED else None),
        delivered_on=case.delivered_on,
        light=lit.light,
        light_name=lit.light.label,
        attributed_to=lit.party,
        waits_for=awaited(file, case),
        expected_start=expected.starts_on if expected else None,
        expected_end=expected.concludes_on if expected else None,
        planned_start=planned.start_on if planned else None,
        planned_end=planned.finish_on if planned else None,
        owed=tuple(
            OwedView(
                document=owed.document,
                name=document.name if (document := procedure.document(owed.document)) else "",
                due_on=last_day(owed.due_on, regulations.days_of(case)),
                received_on=owed.received_on,
                lapsed=owed.lapsed_on is not None,
            )
            for owed in case.owed
        ),
        corrections=tuple(
            CorrectionView(
                number=one.number,
                document=one.item.document,
                name=procedure.document_name(one.item.document),
                what=one.item.what,
                due_on=one.due_on,
                corrected_on=one.corrected_on,
                light=one.light,
                state_name=one.state_name,
            )
            for one in correction_items(case, on=on, days=regulations.days_of(case))
        ),
        preview=preview_view(file, case, regulations.campaign),
        refusal=REFUSALS[procedure.nature],
        offered=offered(
            file, case.procedure, on=on, regulations=regulations, open_breaches=breaches
        ),
        to_do=department_step(file, case.procedure, on=on, regulations=regulations),
    )


def _start(
    file: CaseFile,
    forecast: StartForecast,
    procedures: Mapping[str, Procedure],
    regulations: Regulations,
    sure: StartConfidence | None,
    on: date,
) -> StartView:
    names = {code: procedure.name for code, procedure in procedures.items()}
    return StartView(
        pinned_on=file.pinned_start,
        forecast_on=forecast.start_on,
        slip_days=forecast.slip_days,
        float_days=forecast.float_days,
        deciding=forecast.deciding,
        gate_open=START_CONSTRUCTION in file.passed,
        passed_on=file.passed.get(START_CONSTRUCTION),
        started_on=file.started_on,
        missing=missing(file, regulations.gates[START_CONSTRUCTION], names),
        likely=_likely(sure, regulations) if sure is not None else None,
        land=seen_at_start(
            *(file, on, regulations),
            start_on=forecast.start_on,
            last_on=forecast.expected[forecast.deciding].concludes_on
            if forecast.deciding
            else None,
        ),
    )


def _likely(sure: StartConfidence, regulations: Regulations) -> LikelyStart:
    pinned = sure.pinned_on
    late = pinned is not None and sure.p50 > pinned
    return LikelyStart(
        p50=sure.p50,
        p80=sure.p80,
        on_time=sure.on_time,
        slip_days=regulations.days.between(pinned, sure.p50) if late and pinned else 0,
        observed=sure.observed,
        earlier=sure.earlier,
    )


def _state_name(case: Case, lit: LitCase, procedure: Procedure) -> str:
    """Name the state; what was concluded late stays late (办结·超期)."""
    late = lit.late_by if case.concluded else None
    if late is None:
        return outcome_name(case.state, procedure)
    return f"{outcome_name(case.state, procedure)}·超期{-late.remaining}{late.unit.label}"
