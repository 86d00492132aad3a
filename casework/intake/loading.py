"""A campaign is loaded (载入专项行动): catalogue, rules, people, days, projects; all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.desk import Stamp, remember, write_campaign
from casework.intake.registering import Registration, register_within
from casework.office import CAMPAIGN, Office
from models.campaign import CampaignFolder
from models.ledger import CampaignLoaded
from models.refusal import Refused, Unknown
from store import ledger


class CampaignChanged(Refused):
    """A campaign in use is not replaced silently (专项行动已启用)."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a folder left behind (载入结果)."""

    fresh: bool
    """Whether the campaign itself was new."""
    registration: Registration


def load(office: Office, folder: CampaignFolder, *, stamp: Stamp) -> Loaded:
    """Load a campaign folder; loading the same folder again changes nothing."""
    with office.store.writing(CAMPAIGN) as connection:
        version, _ = ledger.head(connection, CAMPAIGN)
        if version == 0:
            loaded = CampaignLoaded(campaign=folder.campaign, digests=dict(folder.digests))
            write_campaign(office, connection, [loaded], stamp=stamp)
        else:
            _same_campaign(office.situation(connection).file.digests, folder)
        situation = office.situation(connection)
        # What a folder brings was fixed when its campaign began; what is added later, today.
        first_day = folder.campaign.first_day
        as_of = min(first_day, stamp.on) if version == 0 else stamp.on
        registration = register_within(
            office, connection, situation, folder.projects, as_of=as_of, stamp=stamp
        )
    remember(office, registration.registered)
    return Loaded(fresh=version == 0, registration=registration)


def changed_files(known: Mapping[str, str], folder: CampaignFolder) -> tuple[str, ...]:
    """Return the files of a folder that are not as they were loaded; projects may be added."""
    return tuple(
        sorted(
            name
            for name, digest in folder.digests.items()
            if name != "projects.yaml" and known.get(name) != digest
        )
    )


def _same_campaign(known: Mapping[str, str], folder: CampaignFolder) -> None:
    if changed := changed_files(known, folder):
        raise CampaignChanged(
            f"专项行动已启用，{'、'.join(changed)}与启用时不同；"
            "目录、规则、日历不得无声变更，未写入任何内容",
            files=list(changed),
        )


def must_be_empty(office: Office) -> None:
    """Refuse unless nothing has been loaded yet."""
    with office.store.reading() as connection:
        if ledger.count(connection):
            raise Unknown("数据库中已有台账，请换一个空的数据目录")
