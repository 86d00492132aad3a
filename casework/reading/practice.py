"""A project beside another place's practice (做法对照): read and computed, nothing is written."""

from datetime import date

from casework.office import Office, Situation
from models.practice import PlacePractice, PracticeComparison
from models.refusal import Unknown
from rules.clocks.practice import compared


def places(office: Office) -> tuple[PlacePractice, ...]:
    """Return every place of which the campaign knows the practice."""
    with office.store.reading() as connection:
        return office.situation(connection).file.campaign.places


def place(office: Office, code: str) -> PlacePractice:
    """Return one place's practice, or refuse."""
    with office.store.reading() as connection:
        return _place(office.situation(connection), code)


def compare(office: Office, *, project: str, code: str, today: date) -> PracticeComparison:
    """Return what a place's limits would mean for a project as it stands."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        there = _place(situation, code)
        file, _ = office.file(connection, project)
    return compared(file, there, on=today, regulations=situation.regulations)


def _place(situation: Situation, code: str) -> PlacePractice:
    known = situation.file.campaign.places
    found = next((one for one in known if code in (one.code, one.name)), None)
    if found is None:
        raise Unknown(
            f"没有“{code}”的做法，可用：{'、'.join(one.code for one in known) or '无'}", place=code
        )
    return found
