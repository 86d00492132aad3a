"""What a campaign hands on to the next one (用时移交): its timings, and how forecasts fare on them.

The next campaign begins with all timings of this one and with nothing of its own. So starts
are compared with what the timings of *other* projects would have said of them in the first
weeks (cross-validation: Stone, JRSS B 36, 1974), not with what was said at the time, when this
campaign knew little yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from casework.office import CAMPAIGN, Office
from casework.plan.experience import Learnt
from casework.plan.forecasting import BETWEEN, digest, fallen, observed
from models.case import CaseFile
from models.earlier_timings import TimingsLoaded, ledger_name
from models.refusal import Refused
from rules.chance.durations import Observation, learn
from rules.chance.earlier import by_kind
from rules.chance.levels import Fell
from rules.chance.timings import Happened
from rules.fold.file import as_it_stood
from rules.in_force.regulations import Regulations
from store import ledger
from store.turns import pinned_projects, turns

MOST_PROJECTS = 200
"""A sample is enough, and bounded: the next campaign counts all of them as thirty."""

PARTS = 5
"""Into how many parts projects are put, each forecast by what the others took."""

FIRST, MORNINGS = timedelta(weeks=1), 2
"""How long after the campaign began the first of the mornings is, and how many there are.

Later ones say less of the next campaign's first forecasts: then a project's own cases speak.
"""


class NothingTimed(Refused):
    """No case of the campaign has been timed yet (尚无用时可导出)."""


def timings_to_hand_on(office: Office, *, today: date) -> TimingsLoaded:
    """Return what cases of the campaign took, without names, as a later campaign loads it."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        _, hash_ = ledger.head(connection, CAMPAIGN)
        pinned = sorted(pinned_projects(connection), key=lambda file: digest(file.project.code))
        streams = {
            file.project.code: ledger.read(connection, file.project.code)
            for file in pinned[:MOST_PROJECTS]
        }
        happened = turns(connection, before=today)
    first = (situation.file.loaded_on or today) + FIRST
    mornings = [one for n in range(MORNINGS) if (one := first + n * BETWEEN) < today]
    stood = {code: as_it_stood(entries, [*mornings, today]) for code, entries in streams.items()}
    told, fell = handed_on(stood, happened, situation.regulations, mornings, today)
    if not told:
        raise NothingTimed("本专项行动还没有可导出的用时：开工时间节点已锁定的项目，还没有办件开放")
    key = situation.file.campaign.key
    return by_kind(told, fell, campaign=key, ledger=ledger_name(hash_))


def handed_on(
    stood: Mapping[str, Sequence[CaseFile | None]],
    happened: Mapping[str, Sequence[Happened]],
    regulations: Regulations,
    mornings: Sequence[date],
    today: date,
) -> tuple[list[Observation], list[Fell]]:
    """Return timings, and where starts fell, of projects as they stood on mornings and today."""
    ended = [file for *_, file in stood.values() if file and file.pinned_start is not None]
    seen = observed(ended, happened, regulations, on=today)
    told = [one for some in seen.values() for one in some if one.tells]
    started = {file.project.code: file.started_on for file in ended}
    fell = list(_fell(stood, happened, regulations, mornings, today, seen, started))
    return told, fell


def _fell(
    stood: Mapping[str, Sequence[CaseFile | None]],
    happened: Mapping[str, Sequence[Happened]],
    regulations: Regulations,
    mornings: Sequence[date],
    today: date,
    seen: Mapping[str, Sequence[Observation]],
    started: Mapping[str, date | None],
) -> Iterator[Fell]:
    """Yield where starts fell in what the timings of the other parts say of them."""
    for part in range(PARTS):
        others = [one for code, some in seen.items() if _part(code) != part for one in some]
        durations = learn(others)
        if not durations.observed:
            continue
        for place, morning in enumerate(mornings):
            files = [
                file
                for code in seen
                if _part(code) == part
                and (file := stood[code][place]) is not None
                and file.pinned_start is not None
            ]
            own = observed(files, happened, regulations, on=morning)
            learnt = Learnt.of(durations, own)
            yield from fallen(files, learnt, started, regulations, morning, on=today)


def _part(project: str) -> int:
    return digest(project)[0] % PARTS
