"""Where working days went (卡点实据)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from casework.office import Office, Situation
from models.catalogue import Unit
from models.ledger import Entry
from models.load import BottleneckLine, Bottlenecks
from rules.fold.file import fold
from rules.standing.bottlenecks import Spent, spent
from store import ledger
from store.projected.queries import project_codes

FOUR = Decimal("0.0001")


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
