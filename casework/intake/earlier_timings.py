"""Timings of earlier campaigns come in (载入以往用时): what forecasts know before the first case.

One entry of the campaign holds all of a file, so that the ledger alone is enough to forecast
the same again. A later file of the same campaign takes the place of the one before.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from casework.desk import Stamp, must_not_precede_campaign, write_campaign
from casework.office import CAMPAIGN, Office
from models.earlier_timings import TimingsLoaded, ledger_name
from models.refusal import Refused
from rules.in_force.authority import may_load_timings
from rules.in_force.gates import START_CONSTRUCTION
from store import ledger
from store.intake.timings_file import Timeable


class OwnTimings(Refused):
    """The timings are this campaign's own: they would count twice (本台账自己的用时)."""


@dataclass(frozen=True, slots=True)
class LoadedTimings:
    """What a file of timings left behind (以往用时载入结果)."""

    fresh: bool
    """``False`` = the same had been loaded before; nothing was written."""
    replaced: int
    """How many timings of the same campaign they took the place of."""


def timeable(office: Office) -> Timeable:
    """Return what timings may be about: codes of the catalogue in force."""
    with office.store.reading() as connection:
        regulations = office.situation(connection).regulations
    campaign = regulations.campaign
    return Timeable(
        procedures={one.code for one in campaign.catalogue.procedures},
        conditions={one.code for one in regulations.gates[START_CONSTRUCTION].confirmations},
        gate=START_CONSTRUCTION,
        departments={one.code for one in campaign.departments},
    )


def load_timings(office: Office, timings: TimingsLoaded, *, stamp: Stamp) -> LoadedTimings:
    """Record what an earlier campaign took; the same again changes nothing."""
    with office.store.writing(CAMPAIGN) as connection:
        situation = office.situation(connection)
        if refused := may_load_timings(situation.account(stamp.by)):
            raise refused
        must_not_precede_campaign(connection, stamp)
        if _taken_from(connection, timings.ledger):
            raise OwnTimings(
                f"这份用时（{timings.campaign}）由本台账导出，预测已据本台账学习，"
                "再载入即重复计算；未写入任何内容"
            )
        before = situation.file.timings_on(stamp.on).get(timings.campaign)
        if before == timings:
            return LoadedTimings(fresh=False, replaced=0)
        write_campaign(office, connection, [timings], stamp=stamp)
    return LoadedTimings(fresh=True, replaced=before.timings if before else 0)


def _taken_from(connection: Connection, name: str) -> bool:
    """Tell whether timings were taken from this very ledger."""
    if not name:
        return False
    return any(ledger_name(one.hash) == name for one in ledger.read(connection, CAMPAIGN))
