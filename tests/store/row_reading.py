"""What a case's row says of a day beside what the rules say of it."""

from datetime import date, timedelta

from models.act_words import IN_BATCH
from models.case import Case, CaseFile, CaseState, Party
from models.catalogue import Unit
from rules.acceptance.promise import consequence
from rules.acting.next_step import OF_DEPARTMENT, department_step
from rules.acting.offers import offered
from rules.clocks.countdown import Countdown
from rules.clocks.delivery import delivery_due
from rules.clocks.holders import holder
from rules.days.last_day import last_day
from rules.fold.waiting import waits_for
from rules.in_force.regulations import Regulations
from rules.in_force.review_forms import review_form
from rules.standing.course import Standing, began
from rules.standing.lights import LitCase, light_case
from store.projected.courses import standing_on
from store.projected.file_rows import Row, about
from store.projected.work_kinds import Asked, kind_of
from store.projected.work_rows import work_row


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
    if (wrong := _lists_otherwise(row, file, case, read, on, regulations)) is not None:
        return f"{code} on {on}: {wrong}"
    if case.state not in OF_DEPARTMENT:
        return None
    binds = (lit.binding.due_on, lit.binding.remaining) if lit.binding else (None, None)
    told = (due, _countdown(row).left(due, on=on, days=days))
    return f"{code} on {on}: {told}, not {binds}" if told != binds else None


def _lists_otherwise(
    row: Row, file: CaseFile, case: Case, read: Standing, on: date, regulations: Regulations
) -> str | None:
    """Say what of a row that a work list shows is not what the rules say on the day."""
    code = case.procedure
    lit = light_case(case, on=on, regulations=regulations, file=file)
    undelivered = delivery_due(case, regulations) is not None
    held = Party.DEPARTMENT if undelivered else read.holder
    procedure = regulations.procedures(file.project, on=on)[code]
    name, due, left = _counts_down_to(case, lit, on, regulations)
    told = work_row(row | about(file))
    kind = kind_of(told, Asked("a-01", on, on - timedelta(days=7), {}))
    expected = {
        "holder": (held, told.holder(told.standing(on))),
        "signature": (read.consequence is not None, kind.signature),
        "until": (
            (name, due, left),
            (told.until_name, told.until_on, told.left(on, regulations.days)),
        ),
        "late": (left is not None and left < 0, kind.late),
        "alone": (review_form(procedure, regulations.campaign.catalogue).single_handed, told.alone),
        "accepted_by": (case.accepted_by, row["accepted_by"]),
        "owed": (len(case.outstanding), row["owed"]),
        "acts": (offered(file, code, on=on, regulations=regulations, among=IN_BATCH), told.acts),
    }
    form = review_form(procedure, regulations.campaign.catalogue)
    signed = {one.office for one in case.reviews}
    running_ = case.state in (CaseState.ACCEPTED, CaseState.CONDITIONALLY_ACCEPTED)
    owing = [one.department for one in form.asked if one.department not in signed]
    expected["asked"] = (owing if running_ else [], row["asked"].split())
    if case.state is CaseState.NOT_OPEN:
        expected["waits"] = ("、".join(waits_for(file, code)), told.waits)
    if row["turns_on"] is None or row["turns_on"] > on:
        columns = (row["light"], row["holder"], row["signature"])
        shown = (lit.light.value, held.value if held else "", read.consequence is not None)
        expected["columns"] = (shown, columns)
    return next((f"{one}: {b}, not {a}" for one, (a, b) in expected.items() if a != b), None)


def _counts_down_to(
    case: Case, lit: LitCase, on: date, regulations: Regulations
) -> tuple[str, date | None, int | None]:
    days, reading = regulations.days, lit.binding
    if (due := delivery_due(case, regulations)) is not None:
        return "送达", due, days.between(on, due)
    if case.outstanding and (case.concluded or case.state is CaseState.OVERDUE_PROMISE):
        first = last_day(min(one.due_on for one in case.outstanding), days)
        return "补交容缺材料", first, days.between(on, first)
    if case.state is CaseState.CORRECTING and case.correction_due_on is not None:
        due = last_day(case.correction_due_on, days)
        return "补正", due, days.between(on, due)
    if reading is not None and not case.concluded and case.ended_on is None:
        return "法定时限" if lit.by_law else "承诺时限", reading.due_on, reading.remaining
    if case.state is CaseState.SUBMITTED and case.submitted_on is not None and not case.told:
        limit = regulations.rulebook.clock.notice_days
        due = days.add(case.submitted_on, limit, Unit.WORKDAY).due_on
        return "一次性告知", due, days.between(on, due)
    return "", None, None


def _countdown(row: Row) -> Countdown:
    return Countdown(
        row["left_still"],
        Unit(row["left_unit"]) if row["left_unit"] else None,
        row["left_to"],
        Unit(row["late_unit"]) if row["late_unit"] else None,
        row["late_from"],
    )
