"""A ladder of supervision is rehearsed (督办阶梯演练): the same campaign, another ladder.

What people do is the same script with the same seed; what differs is what the rules make
of it: notices per person and day, slips by rung, interviews.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import quantiles
from types import MappingProxyType

from casework.office import Office
from models.campaign import CampaignFolder
from models.escalation import EscalationRules
from models.supervision import (
    InterviewHeld,
    MatterClosed,
    MatterOpened,
    SlipAnswered,
    SlipDrafted,
    SlipIssued,
)
from rehearsal.play import rehearse
from store import ledger
from store.projected.notice_counts import DayOfNotices, days_of_notices
from store.projected.queries import project_lines


@dataclass(frozen=True, slots=True)
class LadderTally:
    """What one ladder makes of a campaign (督办演练结果)."""

    opened: int
    closed: int
    gone: int
    """Of these closed by themselves, unsigned: their ground was gone."""
    drafted: Mapping[str, int]
    """Rung → slips drafted."""
    issued: Mapping[str, int]
    answered: int
    interviews: int
    notices: int
    per_person_day: float
    """Notices on a day on which a person gets any, on average."""
    per_person_day_p95: float
    fullest: tuple[DayOfNotices, ...]


def with_ladder(folder: CampaignFolder, ladder: EscalationRules | None) -> CampaignFolder:
    """Return the folder with another ladder, or with none."""
    rulebook = folder.campaign.rulebook.model_copy(update={"escalation": ladder})
    campaign = folder.campaign.model_copy(update={"rulebook": rulebook})
    return folder.model_copy(update={"campaign": campaign})


def rehearse_ladder(
    office: Office,
    folder: CampaignFolder,
    *,
    until: date,
    seed: int,
    progress: Callable[[date, int], None] | None = None,
) -> LadderTally:
    """Play a campaign in an empty office and return what its ladder made of it."""
    rehearse(office, folder, until=until, seed=seed, progress=progress, deliver_notices=False)
    return tally(office)


def tally(office: Office) -> LadderTally:
    """Count matters, slips, interviews and notices of an office."""
    kinds: Counter[type] = Counter()
    drafted: Counter[str] = Counter()
    issued: Counter[str] = Counter()
    gone = 0
    with office.store.reading() as connection:
        for line in project_lines(connection):
            for entry in ledger.read(connection, line.code):
                kinds[type(entry.payload)] += 1
                match entry.payload:
                    case SlipDrafted(rung=rung):
                        drafted[rung] += 1
                    case SlipIssued(rung=rung):
                        issued[rung] += 1
                    case MatterClosed(gone=True):
                        gone += 1
                    case _:
                        pass
        days = days_of_notices(connection)
    counts = [day.notices for day in days]
    return LadderTally(
        opened=kinds[MatterOpened],
        closed=kinds[MatterClosed],
        gone=gone,
        drafted=MappingProxyType(dict(drafted)),
        issued=MappingProxyType(dict(issued)),
        answered=kinds[SlipAnswered],
        interviews=kinds[InterviewHeld],
        notices=sum(counts),
        per_person_day=sum(counts) / len(counts) if counts else 0.0,
        per_person_day_p95=quantiles(counts, n=20)[-1] if len(counts) > 1 else 0.0,
        fullest=days[:5],
    )
