"""The delivered campaign, rehearsed with the same people into a ledger of its own."""

from datetime import date
from pathlib import Path

from casework.office import Office
from models.campaign import CampaignFolder
from notices.channels import Channels
from rehearsal.play import rehearse
from store.engine import Store
from tests.conftest import AUDIT_KEY


def rehearsed(home: Path, folder: CampaignFolder, *, until: date, seed: int = 7) -> Office:
    """Return an office in which a campaign has been played to a day."""
    store = Store(f"sqlite:///{home / 'gc.sqlite'}", audit_key=AUDIT_KEY)
    store.migrate()
    office = Office(store, Channels({"*": [f"inbox://{home / 'inbox.jsonl'}?to={{account}}"]}))
    rehearse(office, folder, until=until, seed=seed, deliver_notices=False)
    return office
