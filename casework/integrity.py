"""The ledger is checked, and what is derived from it derived again (核验与重建)."""

from casework.office import CAMPAIGN, Office
from rules.fold.campaign import fold_campaign
from rules.fold.file import fold
from rules.in_force.regulations import Regulations
from store import ledger, projections, verification


def verify(office: Office) -> verification.Verification:
    """Check every chain, seal and head of the ledger."""
    with office.store.reading() as connection:
        return verification.verify(connection, audit_key=office.store.audit_key)


def rebuild(office: Office) -> int:
    """Derive every projection again from the ledger alone; return how many projects."""
    office.forget()
    with office.store.writing() as connection:
        projections.clear(connection)
        campaign = fold_campaign(None, ledger.read(connection, CAMPAIGN))
        regulations = Regulations(campaign.campaign, campaign.days, campaign.past_days)
        projects = 0
        for stream in ledger.streams(connection):
            entries = ledger.read(connection, stream)
            if stream != CAMPAIGN:
                file = fold(None, entries)
                projections.project_file(connection, None, file, regulations=regulations)
                projects += 1
            projections.project_entries(connection, entries)
        return projects


def dump(office: Office) -> str:
    """Return every projection as one text, to compare before and after."""
    with office.store.reading() as connection:
        return projections.dump(connection)
