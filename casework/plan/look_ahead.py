"""What the coming weeks ask of departments, and an intake that spreads it (负荷前瞻、均衡收件)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import TypeAdapter

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic, told_of_all
from models.case import CaseFile
from models.load import DepartmentLoad, LaterIntake, LoadAhead, LoadWeek
from rules.in_force.gates import START_CONSTRUCTION
from rules.plan.backschedule import backschedule
from rules.plan.network import network_of
from rules.whatif.levelling import levelled, whole
from rules.whatif.load import (
    LOOKED_BACK,
    Need,
    concluded,
    needs,
    weeks_ahead,
    weeks_back,
    weeks_later,
    working,
)
from store.projected.queries import project_names

WEEKS = 8
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ProjectLoad:
    """What a project asks of departments, and what they have done for it (项目办理负荷)."""

    needs: tuple[Need, ...]
    concluded: Mapping[str, int]
    """Department → decisions in the weeks that are looked back at."""


def _load(reading: Reading, file: CaseFile) -> ProjectLoad:
    regulations, on = reading.situation.regulations, reading.on
    needed: tuple[Need, ...] = ()
    if file.pinned_start is not None and START_CONSTRUCTION not in file.passed:
        procedures = regulations.procedures(file.project, on=on)
        network = network_of(file, procedures, on=on, regulations=regulations)
        schedule = backschedule(network, on=on, days=regulations.days)
        needed = tuple(needs(file, schedule, regulations.days))
    return ProjectLoad(needed, concluded(file, weeks_back(on)))


LOAD: Topic[ProjectLoad] = Topic("needs", TypeAdapter(ProjectLoad), _load)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A conclusion, and the week in which a levelled intake has it."""

    project: str
    need: Need
    later: int | None
    """Weeks after the one that the plan has; ``None`` = after the weeks looked at."""
    short: bool
    """No order of intake finds room for it in time; it stays where the plan has it."""


def load_ahead(office: Office, *, weeks: int = WEEKS, today: date) -> LoadAhead:
    """Return what the coming weeks ask of every department, beside its pace."""
    ahead = weeks_ahead(today, weeks)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        told = tuple(told_of_all(Reading(office, connection, situation, today), LOAD))
        room = _room([load for _, load in told], situation, ahead, today)
        placed: dict[str, Sequence[_Placed]] = {
            department: tuple(_placed(asked, department, room, ahead))
            for department, asked in sorted(
                _by_department(told).items(),
                key=lambda one: situation.file.campaign.office_place(one[0]),
            )
        }
        moved = {one.project for some in placed.values() for one in some if one.later != 0}
        names = project_names(connection, sorted(moved))
    return LoadAhead(
        as_of=today,
        looked_back_weeks=LOOKED_BACK,
        departments=tuple(
            _department(department, some, room, ahead, situation)
            for department, some in placed.items()
        ),
        later=tuple(_later(placed, names, situation)),
    )


def _by_department(told: Sequence[tuple[str, ProjectLoad]]) -> dict[str, list[tuple[str, Need]]]:
    asked: dict[str, list[tuple[str, Need]]] = defaultdict(list)
    for project, load in told:
        for need in load.needs:
            asked[need.department].append((project, need))
    return asked


def _placed(
    asked: Sequence[tuple[str, Need]],
    department: str,
    room: Mapping[tuple[str, str], Decimal],
    ahead: Sequence[str],
) -> Iterator[_Placed]:
    """Yield what is to be concluded in some weeks, spread over them where the pace is known."""
    here = [(project, need) for project, need in asked if need.week in ahead]
    if (department, ahead[0]) not in room:
        yield from (_Placed(project, need, 0, short=False) for project, need in here)
        return
    place = {week: number for number, week in enumerate(ahead)}
    spans = [
        (place[need.week], len(ahead) if need.spare is None else place[need.week] + need.spare)
        for _, need in here
    ]
    slots = levelled(spans, whole([room[department, week] for week in ahead]))
    for (project, need), (first, last), slot in zip(here, spans, slots, strict=True):
        short = slot is None and last < len(ahead)
        later = 0 if short else None if slot is None else slot - first
        yield _Placed(project, need, later, short=short)


def _department(
    department: str,
    placed: Sequence[_Placed],
    room: Mapping[tuple[str, str], Decimal],
    ahead: Sequence[str],
    situation: Situation,
) -> DepartmentLoad:
    needed = Counter(one.need.week for one in placed)
    urgent = Counter(one.need.week for one in placed if one.need.urgent)
    return DepartmentLoad(
        department=department,
        department_name=situation.file.campaign.office_names.get(department, department),
        weeks=tuple(
            LoadWeek(
                week=week,
                needed=needed[week],
                urgent=urgent[week],
                room=room.get((department, week)),
            )
            for week in ahead
        ),
        short=sum(one.short for one in placed),
    )


def _later(
    placed: Mapping[str, Sequence[_Placed]], names: Mapping[str, str], situation: Situation
) -> Iterator[LaterIntake]:
    """Yield what is better handed in later, by department, project and procedure."""
    campaign = situation.file.campaign
    known = {one.code: one.name for one in campaign.catalogue.procedures}
    for department, some in placed.items():
        for one in some:
            need, later = one.need, one.later
            if later == 0 or need.intake is None:
                continue
            yield LaterIntake(
                project=one.project,
                project_name=names[one.project],
                procedure=need.procedure,
                name=known[need.procedure],
                department_name=campaign.office_names.get(department, department),
                intake=need.intake,
                intake_levelled=None if later is None else weeks_later(need.intake, later),
                conclusion=need.week,
                conclusion_levelled=None if later is None else weeks_later(need.week, later),
            )


def _room(
    loads: Sequence[ProjectLoad], situation: Situation, ahead: Sequence[str], today: date
) -> Mapping[tuple[str, str], Decimal]:
    """Return department and coming week → how many decisions it has room for, by its pace."""
    days, back = situation.regulations.days, weeks_back(today)
    worked = working(back, days)
    by_department: Counter[str] = Counter()
    for load in loads:
        by_department.update(load.concluded)
    return {
        (department, week): (Decimal(count) * working([week], days) / worked).quantize(TENTH)
        for department, count in by_department.items()
        if count and worked
        for week in ahead
    }
