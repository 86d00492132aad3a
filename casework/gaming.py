"""Clues of figures being played with, over the whole campaign (异常线索). Nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.office import Office, Situation
from models.ledger import Entry
from models.milestone import Registered
from rules.gaming import CLUES, clues
from store import ledger
from store.queries import project_lines


@dataclass(frozen=True, slots=True)
class FoundClue:
    """A clue as doors show it, codes with their names (线索)."""

    kind: str
    name: str
    project: str
    project_name: str
    procedure: str
    procedure_name: str
    office: str
    office_name: str
    versions: tuple[int, ...]
    """The entries that show it."""
    what: str


def find_clues(office: Office, *, project: str | None = None) -> tuple[FoundClue, ...]:
    """Return every clue of one project, or of all, by project."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        if project is not None:
            office.file(connection, project)  # refuses an unknown one
        codes = [project] if project else [line.code for line in project_lines(connection)]
        return tuple(
            found for code in codes for found in _found(ledger.read(connection, code), situation)
        )


def _found(entries: tuple[Entry, ...], situation: Situation) -> Iterator[FoundClue]:
    campaign = situation.file.campaign
    offices = campaign.office_names
    procedures = {one.code: one.name for one in campaign.catalogue.procedures}
    registered = entries[0].payload
    assert isinstance(registered, Registered)
    for clue in clues(entries, situation.regulations):
        yield FoundClue(
            kind=clue.kind.value,
            name=CLUES[clue.kind],
            project=clue.project,
            project_name=registered.project.name,
            procedure=clue.procedure,
            procedure_name=procedures.get(clue.procedure, ""),
            office=clue.office,
            office_name=offices.get(clue.office, clue.office),
            versions=clue.versions,
            what=clue.what,
        )
