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
from casework.delivery.delivering import deliver
from casework.desk import ZONE, Stamp
from casework.intake.loading import load, must_be_empty
from casework.office import Office
from casework.office.integrity import verify
from casework.supervision.bulletin import keep_bulletins
from casework.supervision.light_watch import read_lights
from casework.watching.sweep import sweep
from casework.weekly.reporting import report_progress
from casework.weekly.rounds import keep_rounds
from models.act_requests import Via
from models.campaign import CampaignFolder
from models.case import CaseFile
from models.ledger import Entry
from models.refusal import Refused
from models.weekly import RoundDuty
from rehearsal.bookkeeping import Bookkeepers
from rehearsal.cast import Cast, Deed, Move, Scene, moment
from rehearsal.deeds import deed
from rehearsal.reports import Reporters, Telling
from rehearsal.script import Script
from rehearsal.supervision import sign_bulletins
from rules.clocks.clock import ONE_DAY
from rules.in_force.regulations import Regulations
from store import ledger

LOADED_AT = time(8, 20)
MORNING_SWEEP = time(8, 30)
ROUND_HOURS = (time(9), time(12), time(16))
"""When the weekly round is looked after, as on the office's own schedule."""
ROUND_KINDS = {
    RoundDuty.OPEN: "round_opened",
    RoundDuty.CHASE: "round_chased",
    RoundDuty.CLOSE: "round_closed",
    RoundDuty.PUBLISH: "round_published",
}
BOOKKEEPING, SIGNING = time(16, 20), time(16, 30)
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
        self._bookkeepers = Bookkeepers(folder)
        self._reporters = Reporters(self._regulations, seed=seed)
        self._tellings: list[Telling] = []

    def load(self, now: datetime) -> None:
        """Load the campaign's folder and let everybody look at its projects."""
        stamp = Stamp(REGISTRAR, Via.CONSOLE, now)
        loaded = load(self._office, self._folder, stamp=stamp)
        self.kinds["campaign_loaded"] += 1
        for recorded in loaded.registration.registered:
            self._heed(recorded.file, recorded.entries)

    def play(self, day: date, *, deliver_notices: bool) -> None:
        """Play one day: sweep, people at their moments, the round, books, sweep, delivery."""
        self._sweep(_at(day, MORNING_SWEEP))
        if drafted := keep_bulletins(self._office, now=_at(day, MORNING_SWEEP)):
            self.kinds["bulletin_drafted"] += len(drafted)
        for hour in ROUND_HOURS:
            self._people(before=_at(day, hour))
            self._rounds(_at(day, hour))
        self.kinds.update(self._bookkeepers.write(self._office, now=_at(day, BOOKKEEPING)))
        if signed := sign_bulletins(self._office, self._cast, now=_at(day, SIGNING)):
            self.kinds["bulletin_issued"] += signed
        self._people(before=_at(day, EVENING_SWEEP))
        self._sweep(_at(day, EVENING_SWEEP))
        if deliver_notices:
            deliver(self._office, now=_at(day, DELIVERY))

    def _people(self, *, before: datetime) -> None:
        """Let everybody act whose moment comes before an instant."""
        while True:
            act_at = self._planned[0].at if self._planned else before
            told_at = self._tellings[0].at if self._tellings else before
            if min(act_at, told_at) >= before:
                return
            if told_at < act_at:
                self._report(heappop(self._tellings))
            else:
                self._act(heappop(self._planned))

    def _rounds(self, now: datetime) -> None:
        """Do what of the weekly round is due, and let everybody plan on it."""
        for step in keep_rounds(self._office, now=now):
            self.kinds[ROUND_KINDS[step.duty]] += 1
            with self._office.store.reading() as connection:
                held = self._office.situation(connection).file.rounds[step.week]
            if step.duty is RoundDuty.OPEN and held.cutoff_at is not None:
                for telling in self._reporters.asked(
                    step.week, held.projects, now=now, cutoff_at=held.cutoff_at
                ):
                    heappush(self._tellings, telling)
            if step.duty is RoundDuty.CLOSE:
                self._look_again(held.missing_projects)

    def _look_again(self, projects: Iterable[str]) -> None:
        """Take note of what the system wrote on projects by itself."""
        for project in projects:
            with self._office.store.reading() as connection:
                file, _ = self._office.file(connection, project)
                known = self._files[project].version
                entries = ledger.read(connection, project, after=known)
            self._heed(file, entries)

    def _report(self, telling: Telling) -> None:
        file = self._files[telling.project]
        try:
            recorded = report_progress(
                self._office,
                project=telling.project,
                week=telling.week,
                report=self._reporters.report(file, telling),
                by=self._cast.liaison(file.project.unit),
                via=Via.CONSOLE,
                now=telling.at,
            )
        except Refused as refusal:
            self.refused[refusal.code] += 1
            if telling.mistyped:
                heappush(self._tellings, self._reporters.again(telling))
            return
        self.acts += 1
        self._heed(recorded.file, recorded.entries)

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
        swept = sweep(self._office, now=now).entries
        lit = read_lights(self._office, now=now)
        self.kinds["lights_read"] += lit.read
        for entry in (*swept, *lit.entries):
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
