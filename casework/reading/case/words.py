"""What an act and what it left behind are called (办理用语), for doors that hold no case sheet.

Refusing has a word by the nature of the item (`rules/acceptance/regime.py`): whoever knows a
code alone asks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.desk import Recorded
from casework.office import Office
from casework.reading.case.timeline import timeline_line
from models.act import Act
from models.case import CaseState
from models.catalogue import Procedure
from models.project_views import TimelineView
from rules.acceptance.regime import act_name, outcome_name


@dataclass(frozen=True, slots=True)
class RecordedInWords:
    """What an act left behind, in words (办理结果用语)."""

    state: CaseState | None
    """``None`` = it was about the project as a whole."""
    state_name: str | None
    lines: tuple[TimelineView, ...]
    """Its own entry first, then what followed from it by itself."""


def act_in_words(office: Office, project: str, procedure: str, act: Act) -> str:
    """Name an act that is to be done on a procedure of a project."""
    with office.store.reading() as connection:
        file, _ = office.file(connection, project)
        regulations = office.situation(connection).regulations
    return act_name(act, regulations.procedures(file.project, on=file.last_on).get(procedure))


def recorded_in_words(office: Office, recorded: Recorded, procedure: str) -> RecordedInWords:
    """Name what an act left behind: its entries, and how the case stands."""
    file = recorded.file
    with office.store.reading() as connection:
        situation = office.situation(connection)
    known: Mapping[str, Procedure] = situation.regulations.procedures(file.project, on=file.last_on)
    case = file.cases.get(procedure)
    return RecordedInWords(
        case.state if case is not None else None,
        outcome_name(case.state, known.get(procedure)) if case is not None else None,
        tuple(timeline_line(one, situation, known) for one in recorded.entries),
    )


def recorded_as_json(
    recorded: Recorded, words: RecordedInWords, procedure: str, chosen: Act
) -> dict[str, object]:
    """Return what an act left behind as programs read it, at the command line and the API."""
    return {
        "project": recorded.file.project.code,
        "procedure": procedure,
        "act": chosen.value,
        "version": recorded.file.version,
        "repeated": recorded.repeated,
        "state": words.state,
        "state_name": words.state_name,
        "entries": [
            {
                "version": entry.version,
                "on": entry.on.isoformat(),
                "kind": entry.payload.kind,
                "name": line.name,
                "procedure": getattr(entry.payload, "procedure", ""),
            }
            for entry, line in zip(recorded.entries, words.lines, strict=True)
        ],
    }
