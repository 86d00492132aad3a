"""What a case's row says of a day beside what the rules say of it."""

from datetime import date

from models.case import CaseFile
from models.catalogue import Unit
from rules.acceptance.promise import consequence
from rules.acting.next_step import OF_DEPARTMENT, department_step
from rules.clocks.countdown import Countdown
from rules.clocks.holders import holder
from rules.in_force.regulations import Regulations
from rules.standing.course import Standing, began
from rules.standing.lights import light_case
from store.projected.courses import standing_on
from store.projected.file_rows import Row


def says_otherwise(
    row: Row, file: CaseFile, code: str, *, on: date, regulations: Regulations
) -> str | None:
    """Say what a row says of a day that its file does not; ``None`` = they agree."""
    case, days = file.cases[code], regulations.days
    lit = light_case(case, on=on, regulations=regulations, file=file)
    held = holder(file, code, on=on, regulations=regulations)
    waits = consequence(case, regulations.deferral_of(case), on=on, days=days)
    law_of = began(file, case)
    step = department_step(file, code, on=on, regulations=regulations, law_of=law_of)
    read, due = Standing(lit.light, lit.party, held, waits, step), row["due_on"]
    said = standing_on(row["course"], on)
    if said != read:
        return f"{code} on {on}: {said}, not {read}"
    if case.state not in OF_DEPARTMENT:
        return None
    binds = (lit.binding.due_on, lit.binding.remaining) if lit.binding else (None, None)
    told = (due, _countdown(row).left(due, on=on, days=days))
    return f"{code} on {on}: {told}, not {binds}" if told != binds else None


def _countdown(row: Row) -> Countdown:
    return Countdown(
        row["left_still"],
        Unit(row["left_unit"]) if row["left_unit"] else None,
        row["left_to"],
        Unit(row["late_unit"]) if row["late_unit"] else None,
        row["late_from"],
    )
