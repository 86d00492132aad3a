"""Everything that the targets are counted from (目标核算数据): for a second opinion offline.

Facts and figures stand side by side: what was registered, reported, concluded and kept in
books, and what was told of it. `verifier/verify_targets.py` counts the one from the other.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.office import Situation
from casework.weekly.targets.drilling import detail_of
from models.book_line import BookLine
from models.case import CaseFile
from rules.in_force.gates import START_CONSTRUCTION
from rules.weekly.targets.rollup import TargetLine


def exported(
    lines: Sequence[TargetLine],
    files: Mapping[str, CaseFile],
    situation: Situation,
    *,
    week: str,
    on: date,
) -> str:
    """Return facts and figures of all targets as one JSON document."""
    campaign = situation.file.campaign
    gate = situation.regulations.gates[START_CONSTRUCTION]
    told = {
        "campaign": campaign.key,
        "as_of": on.isoformat(),
        "week": week,
        "targets": [one.model_dump(mode="json") for one in campaign.targets],
        "maturity": campaign.maturity.model_dump(mode="json") if campaign.maturity else None,
        "start_gate": [*gate.all_of, *gate.applicable_of],
        "books": {
            one.code: {
                "title": one.fields[0].code,
                "owner": one.owner,
                "projects": [field.code for field in one.fields if field.kind == "project"],
                "lines": [_line(line) for line in situation.file.books.get(one.code, {}).values()],
            }
            for one in campaign.books
        },
        "projects": [_project(file, week) for file in files.values()],
        "told": [
            detail_of(line, files, situation, on=on).model_dump(mode="json") for line in lines
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _project(file: CaseFile, week: str) -> dict[str, Any]:
    return {
        "registered": file.project.model_dump(mode="json"),
        "started_on": file.started_on.isoformat() if file.started_on else None,
        "states": {code: case.state.value for code, case in file.cases.items()},
        "reports": {
            one: file.progress.reports[one].report.model_dump(mode="json")
            for one in sorted(file.progress.reports)
            if one <= week
        },
    }


def _line(line: BookLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "state": line.state,
        "values": dict(line.values),
        "reached": [[state, day.isoformat()] for state, day in line.reached],
    }
