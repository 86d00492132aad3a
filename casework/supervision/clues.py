"""Clues of figures being played with, over the whole campaign (异常线索). Nothing is written."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from casework.office import Office, Situation, must_be_registered
from models.ledger import Entry
from models.milestone import Registered
from rules.supervision.clues import Clue, clues
from store import ledger
from store.projected.queries import project_codes


@dataclass(frozen=True, slots=True)
class FoundClue(Clue):
    """A clue as doors show it, codes with their names (线索)."""

    name: str
    project_name: str
    procedure_name: str
    office_name: str


def find_clues(office: Office, *, project: str | None = None) -> tuple[FoundClue, ...]:
    """Return every clue of one project, or of all, by project."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        if project is not None:
            must_be_registered(connection, project)
        codes = [project] if project else project_codes(connection)
        names = {one.code: one.name for one in situation.file.campaign.catalogue.procedures}
        return tuple(
            found
            for entries in ledger.read_each(connection, codes)
            for found in _found(entries, situation, names)
        )


def _found(
    entries: tuple[Entry, ...], situation: Situation, names: Mapping[str, str]
) -> Iterator[FoundClue]:
    offices = situation.file.campaign.office_names
    registered = entries[0].payload
    assert isinstance(registered, Registered)
    for clue in clues(entries, situation.regulations):
        yield FoundClue(
            **asdict(clue),
            name=clue.kind.label,
            project_name=registered.project.name,
            procedure_name=names.get(clue.procedure, ""),
            office_name=offices.get(clue.office, clue.office),
        )
