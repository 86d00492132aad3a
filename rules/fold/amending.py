"""How a change of a project adds up (项目变更的折叠), and what stands against one.

What was granted stays in the file, whatever the project needs now; every other case comes and
goes with what the project is, and the ledger keeps what became of it.
"""

from collections.abc import Collection, Iterator
from datetime import date
from types import MappingProxyType

from models.case import Case, CaseFile, CaseState
from models.changing import changed
from models.milestone import PlannedProcedure, ProjectAmended
from models.project import Project, ProjectStanding
from rules.fold.case import untouched
from rules.fold.lifecycle import ENDED, REVOCABLE

FIXED = {
    "code": "项目代码",
    "pinned_start": "计划开工日期",
    "started_on": "实际开工日期",
    "concluded_before": "已办结事项",
    "confirmed_before": "已确认条件",
}
"""What a project was registered with and acts alone move on: field → how it is called."""


def fixed_differences(before: Project, after: Project) -> tuple[str, ...]:
    """Return what differs between two projects and is no matter of a change, in words.

    Who takes a project out of the campaign's time table gives its pinned start up with it.
    """
    shelved = after.standing is ProjectStanding.RESERVE and after.pinned_start is None
    return tuple(
        called
        for field, called in FIXED.items()
        if getattr(before, field) != getattr(after, field)
        and not (shelved and field == "pinned_start")
    )


def in_hand(file: CaseFile, needed: Collection[str]) -> Iterator[Case]:
    """Yield the cases that are being handled and of which the project would need nothing more."""
    settled = {CaseState.NOT_OPEN, CaseState.OPEN, *ENDED, *REVOCABLE}
    for code, case in file.cases.items():
        if code not in needed and case.state not in settled:
            yield case


def amended(file: CaseFile, payload: ProjectAmended, on: date) -> CaseFile:
    """Return the file of a project that is another now: cases come and go, grants stay."""
    plan: dict[str, PlannedProcedure] = {one.procedure: one for one in payload.plan}
    for code, planned in file.plan.items():
        if code not in plan and file.cases[code].state in REVOCABLE:
            plan[code] = planned
    cases = {code: file.cases.get(code) or untouched(code) for code in plan}
    shelved = payload.project.standing is ProjectStanding.RESERVE
    gone = shelved and payload.project.pinned_start is None
    unit = file.project.unit
    left = ((unit, on),) if unit != payload.project.unit else ()
    return changed(
        file,
        project=payload.project,
        plan=MappingProxyType(plan),
        cases=MappingProxyType(cases),
        not_required=MappingProxyType(payload.not_required),
        pinned_start=None if gone else file.pinned_start,
        former_units=(*file.former_units, *left),
    )
