"""The public timetable for other programs (开放数据): as its schema has it, and as CEQ's does.

Both are told of :class:`PublicTimetable` alone: what that leaves out, neither can give away.
CEQ's is the NEPA and Permitting Data Standard, 1.1 (permitting.innovation.gov): projects,
processes, case events. Its list of ``process_type`` names the three levels of an environmental
review only; an item here is, in its words, another permit or authorization, and is named by code.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from casework.reading.board.public import PublicStep, PublicTimetable

TIMETABLE = TypeAdapter(PublicTimetable)
SCHEMA = "/public/schema/timetable-1.json"
CEQ_SCHEMA = "https://permitting.innovation.gov/schemas/v1.0.0/nepa.schema.json"

STATUS: Mapping[str, str] = {
    "待前置事项": "planned",
    "待申报": "planned",
    "办理中": "underway",
    "待补正": "underway",
    "依法暂停计时": "paused",
    "已办结": "completed",
    "已终止": "completed",
    "无需办理": "completed",
}
"""The word for everybody → CEQ's word."""


def public_json(timetable: PublicTimetable) -> str:
    """Write one project's timetable."""
    return _written(TIMETABLE.dump_python(timetable, mode="json"))


def public_list_json(timetables: Iterable[PublicTimetable], *, as_of: date) -> Iterator[str]:
    """Yield the timetables of many projects, one at a time, below the schema of each."""
    about = json.dumps({"schema": SCHEMA, "as_of": as_of.isoformat()}, ensure_ascii=False)
    yield f'{about[:-1]}, "timetables": [\n'
    for number, one in enumerate(timetables):
        told = json.dumps(TIMETABLE.dump_python(one, mode="json"), ensure_ascii=False)
        yield f"{',' if number else ''}\n{told}"
    yield "\n]}\n"


def ceq_json(timetables: Iterable[PublicTimetable], *, district: str) -> str:
    """Write projects, processes and case events as CEQ's standard has them."""
    projects: list[dict[str, Any]] = []
    processes: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for told in timetables:
        projects.append(_project(told, district))
        for step in told.steps:
            processes.append(_process(told.project.code, step))
            events.extend(_events(told.project.code, step))
    return _written(
        {
            "$schema": CEQ_SCHEMA,
            "projects": projects,
            "processes": processes,
            "case_events": events,
        }
    )


def _project(told: PublicTimetable, district: str) -> dict[str, Any]:
    line = told.project
    handed_in = [step.submitted_on for step in told.steps if step.submitted_on is not None]
    agencies = dict.fromkeys(step.department_name for step in told.steps)
    return _given(
        project_id=line.code,
        project_title=line.name,
        project_description=f"{line.name}：{line.type_name}，前期审批事项{line.procedures}项",
        project_sector=line.type_name,
        project_sponsor={"name": line.unit_name},
        lead_agency=district,
        participating_agencies=[*agencies],
        location={"description": district},
        start_date=min(handed_in, default=None),
        current_status=_standing(told),
    )


def _standing(told: PublicTimetable) -> str:
    line, found = told.project, {STATUS[step.state] for step in told.steps}
    if line.started_on is not None or found <= {"completed"}:
        return "completed"
    if "underway" in found:
        return "underway"
    if "paused" in found:
        return "paused"
    return "underway" if "completed" in found else "pre-application"


def _process(project: str, step: PublicStep) -> dict[str, Any]:
    ended = STATUS[step.state] == "completed"
    return _given(
        process_id=f"{project}/{step.code}",
        project_id=project,
        agency_id=step.code,
        process_type=step.code,
        process_status=STATUS[step.state],
        process_stage=step.state,
        description=step.name,
        lead_agency=step.department_name,
        start_date=step.submitted_on,
        completion_date=step.decided_on,
        process_outcome=step.state if ended else None,
    )


def _events(project: str, step: PublicStep) -> Iterator[dict[str, Any]]:
    """Yield what has happened, and the day by which it is to be decided while it runs."""
    running = STATUS[step.state] in ("underway", "paused")
    for kind, name, on, status in (
        ("application_submitted", "申报", step.submitted_on, "completed"),
        ("decision_due", "办结期限", step.due_on if running else None, "pending"),
        ("decision", step.state, step.decided_on, "completed"),
    ):
        if on is not None:
            yield _given(
                case_event_id=f"{project}/{step.code}/{kind}",
                process_id=f"{project}/{step.code}",
                event_name=name,
                event_date=on,
                event_type=kind,
                status=status,
                assigned_entity=step.department_name,
                public_access="public",
            )


def _given(**fields: Any) -> dict[str, Any]:
    """Return the fields that are known: the standard has none that is empty."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
        if value is not None
    }


def _written(told: object) -> str:
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n"
