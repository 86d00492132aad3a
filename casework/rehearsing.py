"""A whole campaign is rehearsed (演练): the real casework, played by scripted people.

To train people, to demonstrate, to test and to measure. Nothing here writes but through
the acts, the sweep, the rounds and the delivery that everybody uses, under the same
authority and the same rules; what these refuse is refused here, and counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from heapq import heappop, heappush
from types import MappingProxyType

from casework.acting import act
from casework.delivering import deliver
from casework.desk import SYSTEM, ZONE, Stamp
from casework.integrity import verify
from casework.loading import load, must_be_empty
from casework.office import Office
from casework.rehearsal_cast import Cast, Deed, Move, Scene, moment
from casework.rehearsal_deeds import deed
from casework.rehearsal_script import Script
from casework.rounds import close_round, open_round
from casework.sweep import sweep
from models.acts import Via
from models.campaign import CampaignFolder
from models.case import CaseFile
from models.ledger import Entry
from models.refusal import Refused
from rules.clock import ONE_DAY
from rules.regulations import Regulations
from rules.working_days import WorkingDays

LOADED_AT = time(8, 20)
MORNING_SWEEP = time(8, 30)
ROUND_OPENS, ROUND_CLOSES = time(9), time(16)
EVENING_SWEEP, DELIVERY = time(17, 25), time(17, 30)

REGISTRAR = "registrar"
"""Who loads the campaign's folder."""

Progress = Callable[[date, int], None]
"""Told each day how many entries the ledger has by its end."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal left behind (演练结果)."""

    until: date
    seed: int
    head: str
    """Merkle root over the whole ledger: the same campaign, seed and day give the same."""
    entries: int
    acts: int
    refused: Mapping[str, int]
    """What the rules said no to: code of the refusal → how often."""
    kinds: Mapping[str, int]
    """Kind of entry → how many."""


def rehearse(
    office: Office,
    folder: CampaignFolder,
    *,
    until: date,
    seed: int,
    progress: Progress | None = None,
    deliver_notices: bool = True,
) -> Rehearsed:
    """Play a campaign from its first day to the evening of ``until``, in an empty ledger."""
    must_be_empty(office)
    rehearsal = _Rehearsal(office, folder, seed=seed)
    day = folder.campaign.first_day
    rehearsal.load(_at(day, LOADED_AT))
    while day <= until:
        rehearsal.play(day, deliver_notices=deliver_notices)
        if progress is not None:
            progress(day, rehearsal.kinds.total())
        day += ONE_DAY
    verified = verify(office)
    return Rehearsed(
        until=until,
        seed=seed,
        head=verified.head,
        entries=verified.entries,
        acts=rehearsal.acts,
        refused=MappingProxyType(dict(sorted(rehearsal.refused.items()))),
        kinds=MappingProxyType(dict(sorted(rehearsal.kinds.items()))),
    )


def round_day(day: date, days: WorkingDays) -> bool:
    """Tell whether the weekly round is held on a day: Friday, or the last working day before.

    In a week without a working day up to Friday there is none.
    """
    friday = date.fromordinal(day.toordinal() + 5 - day.isoweekday())
    return day == days.previous_working_day(friday)


class _Rehearsal:
    """One rehearsal under way: the files as last seen, and what is planned."""

    def __init__(self, office: Office, folder: CampaignFolder, *, seed: int) -> None:
        self.acts = 0
        self.refused: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self._office, self._folder, self._seed = office, folder, seed
        self._regulations = Regulations(folder.campaign)
        self._cast = Cast(folder.campaign)
        self._script = Script(self._regulations, seed=seed)
        self._files: dict[str, CaseFile] = {}
        self._planned: list[Move] = []

    def load(self, now: datetime) -> None:
        """Load the campaign's folder and let everybody look at its projects."""
        stamp = Stamp(REGISTRAR, Via.CONSOLE, now)
        loaded = load(self._office, self._folder, stamp=stamp)
        self.kinds["campaign_loaded"] += 1
        for recorded in loaded.registration.registered:
            self._heed(recorded.file, recorded.entries)

    def play(self, day: date, *, deliver_notices: bool) -> None:
        """Play one day: sweep, people at their moments, the weekly round, sweep, delivery."""
        self._sweep(_at(day, MORNING_SWEEP))
        held = round_day(day, self._regulations.days)
        if held:
            self._people(before=_at(day, ROUND_OPENS))
            open_round(self._office, stamp=Stamp(SYSTEM, Via.SYSTEM, _at(day, ROUND_OPENS)))
            self._people(before=_at(day, ROUND_CLOSES))
            close_round(self._office, stamp=Stamp(SYSTEM, Via.SYSTEM, _at(day, ROUND_CLOSES)))
            self.kinds.update(("round_opened", "round_closed"))
        self._people(before=_at(day, EVENING_SWEEP))
        self._sweep(_at(day, EVENING_SWEEP))
        if deliver_notices:
            deliver(self._office, now=_at(day, DELIVERY))

    def _people(self, *, before: datetime) -> None:
        """Let everybody act whose moment comes before an instant."""
        while self._planned and self._planned[0].at < before:
            self._act(heappop(self._planned))

    def _act(self, move: Move) -> None:
        if self._script.moot(move):
            return
        file = self._files[move.project]
        scene = Scene(move, file, self._regulations, self._cast, self._seed)
        match deed(scene):
            case None:
                return
            case Deed(by=by, request=request):
                try:
                    recorded = act(
                        self._office,
                        project=move.project,
                        procedure=move.procedure,
                        request=request,
                        key=f"rehearsal-{self._seed}/{move.project}/{file.version + 1}",
                        by=by,
                        via=Via.CONSOLE,
                        now=move.at,
                    )
                except Refused as refusal:
                    self.refused[refusal.code] += 1
                    self._plan(self._script.after_refusal(move))
                    return
                self.acts += 1
                self._heed(recorded.file, recorded.entries)
            case day:
                again = moment(day, scene.chance("again", day))
                self._plan([replace(move, at=again)])

    def _sweep(self, now: datetime) -> None:
        entries: dict[str, list[Entry]] = {}
        for entry in sweep(self._office, now=now).entries:
            entries.setdefault(entry.stream, []).append(entry)
        if not entries:
            return
        with self._office.store.reading() as connection:
            files = {project: self._office.file(connection, project)[0] for project in entries}
        for project, written in entries.items():
            self._heed(files[project], written)

    def _heed(self, file: CaseFile, entries: Iterable[Entry]) -> None:
        """Take note of what was recorded, and let people plan on it."""
        self._files[file.project.code] = file
        for entry in entries:
            self.kinds[entry.payload.kind] += 1
            self._plan(self._script.reactions(entry, file))

    def _plan(self, moves: Iterable[Move]) -> None:
        for move in moves:
            heappush(self._planned, move)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE)
