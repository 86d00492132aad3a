"""A day of one's own to see a case again (跟进日): it hides the case, it moves no limit."""

from datetime import date

from casework.desk import Stamp
from casework.office import Office
from models.refusal import Refused, Unknown
from store.people.follow_ups import put_off


class NotAhead(Refused):
    """A day to see a case again lies ahead (跟进日应在今日之后)."""

    code = "follow_up_not_ahead"


def follow_up(
    office: Office, *, project: str, procedure: str, on: date | None, stamp: Stamp
) -> None:
    """Put a case off until a day, for one account; ``None`` shows it again at once."""
    if on is not None and on <= stamp.on:
        raise NotAhead(f"跟进日 {on} 应在今日（{stamp.on}）之后", field="follow_on")
    with office.store.writing() as connection:
        file, _ = office.file(connection, project)
        if procedure not in file.cases:
            raise Unknown(f"{file.project.name}没有事项“{procedure}”", procedure=procedure)
        put_off(connection, stamp.by, project, procedure, on)
