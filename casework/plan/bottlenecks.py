"""Where working days went (卡点实据)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import TypeAdapter

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic, told_of_all
from models.case import CaseFile
from models.catalogue import Unit
from models.load import BottleneckLine, Bottlenecks
from rules.standing.bottlenecks import Spent, spent, together

FOUR = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class SpentAt:
    """What one procedure of a project took at its department (事项用时)."""

    procedure: str
    department: str
    spent: Spent


def _spent(reading: Reading, file: CaseFile) -> tuple[SpentAt, ...]:
    found = spent(
        file,
        reading.entries(file.project.code),
        on=reading.on,
        regulations=reading.situation.regulations,
    )
    return tuple(SpentAt(*where, one) for where, one in found.items())


SPENT: Topic[tuple[SpentAt, ...]] = Topic(
    "spent", TypeAdapter(tuple[SpentAt, ...]), _spent, from_entries=True, remembered=0
)


def bottlenecks(office: Office, *, today: date) -> Bottlenecks:
    """Return where working days went, by procedure and department, most days first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        reading = Reading(office, connection, situation, today)
        projects = [
            {(one.procedure, one.department): one.spent for one in told}
            for _, told in told_of_all(reading, SPENT)
        ]
    lines = [_line(key, one, situation) for key, one in together(projects).items()]
    return Bottlenecks(
        as_of=today,
        projects=len(projects),
        lines=tuple(sorted(lines, key=lambda one: (-one.open_days, one.procedure, one.department))),
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
