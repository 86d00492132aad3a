"""A step of the weekly round, before and after it is done (周报环节): whom it reaches, by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from casework.desk import Stamp
from casework.office import CAMPAIGN, Office, Situation
from casework.weekly.rounds import held_round, not_reported, round_plan, to_be_asked
from models.ledger import Entry
from models.refusal import Refused
from models.weekly import RoundChased, RoundClosed, RoundDuty, RoundOpened, RoundPublished
from rules.clocks.round_days import cutoff_when_opened
from rules.in_force.authority import may_keep_rounds
from store import ledger
from store.projected.reporting import ReportingProject, reporting_projects

BY_HAND = 0
"""The chase that somebody makes beside the configured ones; once a round."""


@dataclass(frozen=True, slots=True)
class UnitReached:
    """A unit that a step reaches, with the projects it is about (涉及单位)."""

    unit: str
    name: str
    projects: tuple[tuple[str, str], ...]
    """Code and name of each."""


@dataclass(frozen=True, slots=True)
class RoundStepSheet:
    """A step of a round: what it would do, or what it did (周报环节)."""

    week: str
    step: RoundDuty
    entry: Entry | None
    """What it recorded; ``None`` = it has not been done."""
    by_name: str
    cutoff_at: datetime | None
    late: bool
    early: bool
    """A close before the cut-off that the units were told."""
    refused: str
    """Why it cannot be done now; empty = it can."""
    units: tuple[UnitReached, ...]

    @property
    def projects(self) -> int:
        """Return how many projects it is about."""
        return sum(len(one.projects) for one in self.units)


def round_step(office: Office, *, week: str, step: RoundDuty, stamp: Stamp) -> RoundStepSheet:
    """Return a step of a week's round as whoever keeps rounds sees it; others are refused."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        if refused := may_keep_rounds(situation.account(stamp.by)):
            raise refused
        entry = _recorded(connection, week, step)
        if entry is not None:
            return _done(connection, situation, week, step, entry)
        try:
            return _ahead(connection, situation, week, step, stamp)
        except Refused as no:
            return RoundStepSheet(
                *(week, step, None, "", None), late=False, early=False, refused=no.message, units=()
            )


def _recorded(connection: Connection, week: str, step: RoundDuty) -> Entry | None:
    """Return the entry of a step of a week, if it was done; of chases the one made by hand."""
    for entry in ledger.read(connection, CAMPAIGN):
        match entry.payload:
            case RoundOpened(week=found) if step is RoundDuty.OPEN and found == week:
                return entry
            case RoundChased(week=found, before_hours=hours) if (
                step is RoundDuty.CHASE and found == week and hours == BY_HAND
            ):
                return entry
            case RoundClosed(week=found) if step is RoundDuty.CLOSE and found == week:
                return entry
            case RoundPublished(week=found) if step is RoundDuty.PUBLISH and found == week:
                return entry
            case _:
                continue
    return None


def _done(
    connection: Connection,
    situation: Situation,
    week: str,
    step: RoundDuty,
    entry: Entry,
) -> RoundStepSheet:
    codes: Sequence[str] = getattr(entry.payload, "projects", ())
    known = {one.code: one for one in reporting_projects(connection, week)}
    who = next((one for one in situation.file.campaign.accounts if one.number == entry.by), None)
    return RoundStepSheet(
        week=week,
        step=step,
        entry=entry,
        by_name=who.name if who else "系统",
        cutoff_at=held_round(situation, week).cutoff_at,
        late=getattr(entry.payload, "late", False) is True,
        early=False,
        refused="",
        units=_by_unit([known[code] for code in codes], situation),
    )


def _ahead(
    connection: Connection,
    situation: Situation,
    week: str,
    step: RoundDuty,
    stamp: Stamp,
) -> RoundStepSheet:
    late = early = False
    refused = ""
    known = reporting_projects(connection, week)
    if step is RoundDuty.OPEN:
        plan = round_plan(situation, week, stamp)
        rules, days = situation.regulations.rulebook.weekly, situation.regulations.days
        cutoff_at: datetime | None = cutoff_when_opened(plan, stamp.now, rules, days)
        late = stamp.now >= plan.cutoff_at
        about = to_be_asked(known, situation, before=plan.cutoff_at)
    else:
        held = held_round(situation, week)
        cutoff_at = held.cutoff_at
        about = not_reported(connection, held, known)
        early = step is RoundDuty.CLOSE and cutoff_at is not None and stamp.now < cutoff_at
        if step is RoundDuty.CHASE and held.closed_on is not None:
            refused = "已经截止，不再催报"
        elif step is RoundDuty.PUBLISH and held.closed_on is None:
            refused = "尚未截止，截止后才能发布"
    return RoundStepSheet(
        week=week,
        step=step,
        entry=None,
        by_name="",
        cutoff_at=cutoff_at,
        late=late,
        early=early,
        refused=refused,
        units=_by_unit(about, situation),
    )


def _by_unit(about: Iterable[ReportingProject], situation: Situation) -> tuple[UnitReached, ...]:
    campaign = situation.file.campaign
    found: dict[str, list[tuple[str, str]]] = {}
    for one in about:
        found.setdefault(one.unit, []).append((one.code, one.name))
    return tuple(
        UnitReached(unit, campaign.office_names.get(unit, unit), tuple(projects))
        for unit, projects in sorted(found.items(), key=lambda one: campaign.office_place(one[0]))
    )
