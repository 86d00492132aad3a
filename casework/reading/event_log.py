"""The ledgers of projects as events (事件日志): what was done, when and at which post, no more."""

from collections.abc import Iterator, Mapping, Sequence

from casework.office import Office
from models.event_log import LoggedEvent
from models.ledger import Entry
from models.people import Account
from rules.acceptance.regime import entry_name
from store import ledger
from store.projected.queries import project_codes


def logged_events(office: Office, *, project: str = "") -> Iterator[LoggedEvent]:
    """Yield every entry of one project or of all, project by project, each in its order.

    Opinions, reasons, names and sums stay in the ledger.
    """
    with office.store.reading() as connection:
        if project:
            office.file(connection, project)  # an unknown one is refused
        codes = (project,) if project else project_codes(connection)
        campaign = office.situation(connection).file.campaign
        accounts = {one.number: one for one in campaign.accounts}
        for entries in ledger.read_each(connection, codes):
            yield from _events(entries, accounts)


def _events(entries: Sequence[Entry], accounts: Mapping[str, Account]) -> Iterator[LoggedEvent]:
    for entry in entries:
        account = accounts.get(entry.by)
        yield LoggedEvent(
            project=entry.stream,
            version=entry.version,
            procedure=getattr(entry.payload, "procedure", ""),
            activity=entry_name(entry.payload.kind, None),
            at=entry.at,
            by=account.number if account is not None else "",
            office=account.office if account is not None else "",
        )
