"""Where working days went and where they will be needed (卡点实据、负荷前瞻)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import TypeAdapter

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic, told_of_all
from models.case import CaseFile
from models.catalogue import Unit
from models.ledger import Entry
from models.load import BottleneckLine, Bottlenecks, DepartmentLoad, LoadAhead, LoadWeek
from rules.fold.file import fold
from rules.in_force.gates import START_CONSTRUCTION
from rules.plan.backschedule import backschedule
from rules.plan.network import network_of
from rules.standing.bottlenecks import Spent, spent
from rules.whatif.load import LOOKED_BACK, Need, concluded, needs, weeks_ahead, weeks_back, working
from store import ledger
from store.projected.queries import project_codes

WEEKS = 8
TENTH, FOUR = Decimal("0.1"), Decimal("0.0001")


def bottlenecks(office: Office, *, today: date) -> Bottlenecks:
    """Return where working days went, by procedure and department, most days first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        streams = [
            tuple(one for one in entries if one.on <= today)
            for entries in ledger.read_each(connection, project_codes(connection))
        ]
    return bottlenecks_of([one for one in streams if one], situation, today=today)


def bottlenecks_of(
    streams: Sequence[Sequence[Entry]], situation: Situation, *, today: date
) -> Bottlenecks:
    """Return where the working days of some projects went."""
    projects = [(fold(None, entries), entries) for entries in streams]
    found = spent(projects, on=today, regulations=situation.regulations)
    lines = [_line(key, one, situation) for key, one in found.items()]
    return Bottlenecks(
        as_of=today,
        projects=len(projects),
        lines=tuple(sorted(lines, key=lambda one: (-one.open_days, one.procedure))),
    )


def _line(key: tuple[str, str], one: Spent, situation: Situation) -> BottleneckLine:
    code, department = key
    names = situation.file.campaign.office_names
    known = next(it for it in situation.file.campaign.catalogue.procedures if it.code == code)
    promised = known.promised
    measured = one.kept + one.missed
    return BottleneckLine(
        procedure=code,
        name=known.name,
        department=department,
        department_name=names.get(department, department),
        opened=one.opened,
        concluded=one.concluded,
        open_days=one.open_days,
        held=one.held,
        promised=promised.value if promised.unit is Unit.WORKDAY else None,
        assumed=promised.assumed,
        median=one.median,
        in_time=(Decimal(one.kept) / measured).quantize(FOUR) if measured else None,
    )


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
        needed = tuple(needs(file, backschedule(network, on=on, days=regulations.days)))
    return ProjectLoad(needed, concluded(file, weeks_back(on)))


LOAD: Topic[ProjectLoad] = Topic("load", TypeAdapter(ProjectLoad), _load)


def load_ahead(office: Office, *, weeks: int = WEEKS, today: date) -> LoadAhead:
    """Return what the coming weeks ask of every department, beside its pace."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        reading = Reading(office, connection, situation, today)
        loads = [told for _, told in told_of_all(reading, LOAD)]
    needed = Counter((one.department, one.week) for load in loads for one in load.needs)
    urgent = Counter(
        (one.department, one.week) for load in loads for one in load.needs if one.urgent
    )
    names = situation.file.campaign.office_names
    room = _room(loads, situation, weeks_ahead(today, weeks), today)
    return LoadAhead(
        as_of=today,
        looked_back_weeks=LOOKED_BACK,
        departments=tuple(
            DepartmentLoad(
                department=department,
                department_name=names.get(department, department),
                weeks=tuple(
                    LoadWeek(
                        week=week,
                        needed=needed[department, week],
                        urgent=urgent[department, week],
                        room=room.get((department, week)),
                    )
                    for week in weeks_ahead(today, weeks)
                ),
            )
            for department in sorted({department for department, _ in needed})
        ),
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
