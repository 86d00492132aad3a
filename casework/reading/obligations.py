"""What a project's papers stand on, read out of the ledger (容缺影响面)."""

from datetime import date

from casework.office import Office
from models.obligation import Blast, ConditionalStatus
from rules.acceptance import obligations
from store.projected.queries import open_breaches


def blast(
    office: Office, *, project: str, document: str, as_of: date | None = None, today: date
) -> Blast:
    """Return what falls if an owed document of a project never comes."""
    day = as_of or today
    with office.store.reading() as connection:
        regulations = office.situation(connection).regulations
        file = office.file_on(connection, project, day, today=today)
    return obligations.blast(file, document, on=day, regulations=regulations)


def conditional_status(office: Office, *, project: str, today: date) -> ConditionalStatus:
    """Return how far a project stands on undelivered documents today.

    Today only: whoever lends money asks how it stands, not how it stood.
    """
    with office.store.reading() as connection:
        regulations = office.situation(connection).regulations
        file, head = office.file(connection, project)
        breaches = open_breaches(connection, file.project.applicant.credit_code)
    return obligations.standing(
        file, on=today, regulations=regulations, head=head, breaches=breaches
    )
