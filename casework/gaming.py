"""Clues of figures being played with, over the whole campaign (异常线索). Nothing is written."""

from casework.office import Office
from rules.gaming import Clue, clues
from store import ledger
from store.queries import project_lines


def find_clues(office: Office, *, project: str | None = None) -> tuple[Clue, ...]:
    """Return every clue of one project, or of all, by project."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        if project is not None:
            office.file(connection, project)  # refuses an unknown one
        codes = [project] if project else [line.code for line in project_lines(connection)]
        return tuple(
            clue
            for code in codes
            for clue in clues(list(ledger.read(connection, code)), situation.regulations)
        )
