"""The cases beyond their limit (超期办件): what runs late, and what was decided late (办结·超期).

One reading for light, bulletin, report and targets: what was late stays late, and what runs
from receipt is late although nobody has accepted it (建筑法 8, 环境影响评价法 22).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from models.campaign_views import LateCase
from models.case import Case, CaseFile, CaseState
from models.catalogue import Procedure
from rules.clocks.binding import binding
from rules.clocks.receipt import timed
from rules.clocks.round_days import iso_week
from rules.in_force.regulations import Regulations

SUPERIOR, SUPERIOR_NAME = "superior", "上级审批部门"


def late_case(file: CaseFile, case: Case, *, on: date, regulations: Regulations) -> LateCase | None:
    """Return what is told of a case beyond a limit, the one that ended first; ``None`` = in time.

    ``case`` may be one that the file no longer has: as it stood right after its decision.
    """
    seen = timed(file, case, regulations)
    found = binding(seen, on=on, days=regulations.days_of(case))
    if found is None:
        return None
    limit, reading = found
    if reading.due_on is None or reading.remaining >= 0:
        return None
    procedure = regulations.procedures(file.project, on=on)[case.procedure]
    return LateCase(
        project=file.project.code,
        project_name=file.project.name,
        procedure=procedure.code,
        procedure_name=procedure.name,
        department_name=deciding(file, procedure, regulations)[1],
        due_on=reading.due_on,
        days_late=-reading.remaining,
        unit=reading.unit,
        decided=decided_on(case) is not None,
        before_acceptance=case.limits is None,
        assumed=limit.assumed,
        key=file.project.tier in regulations.rulebook.key_tiers,
    )


def late_cases(
    files: Sequence[CaseFile], *, week: str, on: date, regulations: Regulations
) -> tuple[LateCase, ...]:
    """Return what runs late on a day, and what was decided late in a week, the latest first."""
    told = (
        late
        for file in files
        for case in file.cases.values()
        if _is_running(case) or _decided_in(case, week)
        if (late := late_case(file, case, on=on, regulations=regulations)) is not None
    )
    return worst_first(told)


def worst_first(told: Iterable[LateCase]) -> tuple[LateCase, ...]:
    """Return what runs late, then what was decided late, each the latest first."""
    return tuple(sorted(told, key=lambda one: (one.decided, -one.days_late, not one.key)))


def decided_late(file: CaseFile, *, on: date, regulations: Regulations) -> int:
    """Return how many decisions of a project came after their limit, whenever (超期办结)."""
    decided = (case for case in file.cases.values() if decided_on(case) is not None)
    return sum(late_case(file, one, on=on, regulations=regulations) is not None for one in decided)


def decided_on(case: Case) -> date | None:
    """Return the day of the decision on a case, granted or refused; ``None`` = not decided."""
    if case.concluded_on is None and case.state is CaseState.REFUSED:
        return case.ended_on
    return case.concluded_on


def deciding(file: CaseFile, procedure: Procedure, regulations: Regulations) -> tuple[str, str]:
    """Return code and name of whoever decides: what a superior decides is no department's here."""
    if procedure.decided_by_superior:
        return SUPERIOR, SUPERIOR_NAME
    department = file.plan[procedure.code].department
    return department, regulations.department_name(department)


def _is_running(case: Case) -> bool:
    return decided_on(case) is None and case.ended_on is None


def _decided_in(case: Case, week: str) -> bool:
    decided = decided_on(case)
    return decided is not None and iso_week(decided) == week
