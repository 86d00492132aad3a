"""A weekly report as programs read it (周报数据): at the command line and the API alike."""

from typing import Any

from casework.desk import Recorded
from casework.weekly.reporting import Asked
from models.progress import ProgressReported
from models.report_form import filled_in, titles


def asked_as_json(asked: Asked) -> dict[str, Any]:
    """Return what is asked of a project for a week, its answers as the form is prefilled."""
    return {
        "project": asked.project,
        "name": asked.name,
        "week": asked.week,
        "sent": asked.sent,
        "light": asked.lights.overall,
        "reasons": asked.lights.reasons,
        "questions": [one.model_dump(mode="json") for one in asked.questions],
        "form": filled_in(asked.prefilled.report),
        "origins": dict(asked.prefilled.origins),
        "titles": dict(titles()),
    }


def reported_as_json(recorded: Recorded, week: str) -> dict[str, Any]:
    """Return how a week's report stands after one was sent; ``recorded`` = it was written now."""
    new = any(isinstance(entry.payload, ProgressReported) for entry in recorded.entries)
    sent = recorded.file.progress.reports.get(week)
    return {
        "project": recorded.file.project.code,
        "week": week,
        "recorded": new and not recorded.repeated,
        "version": recorded.file.version,
        "late": bool(sent and sent.late),
        "doubts": sent.doubts if sent else (),
        "report": filled_in(sent.report) if sent else None,
    }
