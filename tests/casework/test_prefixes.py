"""A rehearsed campaign holds the law at every entry: each prefix of each stream is folded.

The campaign is played to its last day. Rules 2, 3, 4 and 7 are in ``law_of_entries``.
An invariant looks at one step: the file before an entry, the entry, the file after it. More
of them are further functions in ``INVARIANTS``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path

import pytest

from casework.office import CAMPAIGN, Office
from casework.office.integrity import dump, rebuild
from models.case import GRANTED, CaseFile, CaseState, Light, Party
from models.case_entries import Concluded, Returned
from models.catalogue import SpecialProcedureKind
from models.issue import Issue
from models.ledger import Entry
from models.notice import Ground
from models.promise import DeferredItemReceived, PromiseLapsed
from models.supervision import MatterOpened, SlipIssued
from rules.acting.next_step import department_step, unit_step
from rules.clocks.clock import stop_due
from rules.clocks.holders import STOPPED_BY, held_at, holder, office_holding
from rules.fold.file import add
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_case, light_cases
from rules.standing.relit import changed_lights, relit_on
from rules.supervision.settled import gone_because
from store import ledger
from store.intake.campaign_folder import read_campaign_folder
from store.projected.file_rows import Row, case_row, cases_shown
from store.projected.listed import changed_issues, changed_matters, matter_of
from tests.casework.law_of_entries import RULES_TWO_TO_SEVEN, Step
from tests.store.row_reading import says_otherwise

FOLDER = Path(__file__).parents[2] / "campaigns" / "hundred-day-2020"
MIDDLE = date(2020, 6, 19)
pytestmark = pytest.mark.timeout(900)
LATER = (0, 1, 2, 3, 5, 8, 13, 21, 34, 89)
"""Days after an entry of which a row is asked."""
EVERY = 11
"""Of so many prefixes one is asked for the day on which a light changes, …"""
WATCHED = 45
"""… and on so many days the lights themselves."""


def nothing_ends_on_a_closed_day(step: Step) -> str | None:
    """民法总则 203: no lapse and no return on a day on which offices are closed."""
    if not isinstance(step.entry.payload, PromiseLapsed | Returned):
        return None
    days = step.regulations.days
    closed = not days.is_working_day(step.entry.on)
    return f"{step.entry.payload.kind} on a closed day" if closed else None


def no_promise_lapses_before_it_has_passed(step: Step) -> str | None:
    """A promised day that is closed ends on the next open one."""
    payload = step.entry.payload
    if not isinstance(payload, PromiseLapsed) or step.before is None:
        return None
    days = step.regulations.days
    owed = step.before.cases[payload.procedure].outstanding
    early = [
        one.document
        for one in owed
        if one.document in payload.documents
        and payload.lapsed_on <= days.next_working_day(one.due_on)
    ]
    return f"{early} lapsed too soon" if early else None


def an_overrun_stop_is_not_the_laws(step: Step) -> str | None:
    """行政许可法 45: past the time that was told, light and ledger name whoever lets it run on."""
    on, rules = step.entry.on, step.regulations
    for case in step.after.cases.values():
        stop = case.stops[-1] if case.stopped else None
        if stop is None or stop.kind is None or on <= stop_due(stop, days=rules.days):
            continue
        own = STOPPED_BY.get(SpecialProcedureKind(stop.kind), Party.DEPARTMENT)
        held = holder(step.after, case.procedure, on=on, regulations=rules)
        lit = light_case(case, on=on, regulations=rules, file=step.after)
        if held is not own or lit.party is not own:
            return f"{case.procedure}: held by {held}, light on {lit.party}"
    return None


def a_slip_goes_to_whoever_holds_the_case(step: Step) -> str | None:
    """No slip to an office that waits for another: light, slip and delay ledger agree."""
    payload, on, rules = step.entry.payload, step.entry.on, step.regulations
    if not isinstance(payload, MatterOpened | SlipIssued):
        return None
    matter = step.after.matters[payload.matter]
    if matter.ground not in (Ground.OVERDUE, Ground.SPECIAL_PROCEDURE_OVERRUN):
        return None
    code, file = matter.procedure, step.after
    held = holder(file, code, on=on, regulations=rules)
    lit = light_case(file.cases[code], on=on, regulations=rules, file=file)
    own = {Party.DEPARTMENT: file.plan[code].department, Party.APPLICANT: file.project.unit}
    office = own.get(held, office_holding(file, code, on=on, regulations=rules)) if held else None
    if lit.party is held and office == matter.office:
        return None
    return f"{code} {on}: held by {held}, light on {lit.party}, slip to {matter.office}"


def what_is_late_is_on_the_list_of_whoever_holds_it(step: Step) -> str | None:
    """A red or black light, the delay ledger and the to-do list point at the same office."""
    on, file, rules = step.entry.on, step.after, step.regulations
    for code, lit in light_cases(file, on=on, regulations=rules).items():
        late = lit.light in (Light.RED, Light.BLACK)
        if not late or file.cases[code].concluded:
            continue
        held = holder(file, code, on=on, regulations=rules)
        if held is not lit.party:
            return f"{code}: held by {held}, light on {lit.party}"
        found = held_at(file, code, on=on, regulations=rules)
        if found is None:
            continue
        at, office = found
        if office == file.plan[at].department:
            said: object = department_step(file, at, on=on, regulations=rules)
        else:
            case = file.cases[at]
            lies_with = holder(file, at, on=on, regulations=rules)
            said = case.outstanding or unit_step(case.state, lies_with)
        if not said:
            return f"{code} lies with {office} at {at} and is not on its list"
    return None


def a_draft_whose_ground_is_gone_is_closed(step: Step) -> str | None:
    """When everything that follows from an entry has been recorded, no such draft waits."""
    if step.entry.payload.kind in ("matter_opened", "slip_drafted") or step.followed:
        return None
    waiting = [
        one.key
        for one in step.after.matters.values()
        if one.open
        and one.slip is not None
        and one.slip.pending
        and gone_because(step.after, one, step.regulations)
    ]
    return f"{waiting} wait for a signature without a ground" if waiting else None


def what_was_late_stays_late(step: Step) -> str | None:
    """A decision after the last good day keeps its overrun on every later day."""
    if step.before is None:
        return None
    for code, case in step.after.cases.items():
        earlier = step.before.cases[code]
        if not (case.concluded and earlier.concluded) or case is not earlier:
            continue
        now = light_case(case, on=step.entry.on, regulations=step.regulations).late_by
        assert case.concluded_on is not None
        then = light_case(case, on=case.concluded_on, regulations=step.regulations).late_by
        if (now is None) is not (then is None):
            return f"{code} was late on its day and is not now"
    return None


def a_row_says_what_the_file_says(step: Step) -> str | None:
    """ADR 33: what an act writes is right on every later day on which nothing more happens."""
    before, after = step.before, step.after
    for code in after.plan if before is None else changed_cases(before, after):
        row = case_row(after, code, step.regulations)
        for ahead in LATER:
            on = step.entry.on + timedelta(days=ahead)
            wrong = says_otherwise(row, after, code, on=on, regulations=step.regulations)
            if wrong is not None:
                return wrong
    return None


def a_row_that_is_not_written_stays_right(step: Step) -> str | None:
    """What an act leaves alone reads as if it were derived anew."""
    if step.before is None:
        return None
    touched = changed_cases(step.before, step.after)
    left = set(step.after.plan) - set(cases_shown(step.before, step.after, touched))
    wrong = [
        code
        for code in left
        if step.after.cases[code].state not in (CaseState.NOT_OPEN, *GRANTED)
        and case_row(step.before, code, step.regulations)
        != case_row(step.after, code, step.regulations)
    ]
    return f"{wrong} left as they were" if wrong else None


def a_row_says_when_a_light_changes(step: Step) -> str | None:
    """The day in the row is the first one on which a reading of the lights finds something."""
    if step.after.version % EVERY:
        return None
    file, regulations, since = step.after, step.regulations, step.entry.on
    days = (since + timedelta(days=ahead) for ahead in range(WATCHED))
    read = next(
        (one for one in days if changed_lights(file, on=one, regulations=regulations)), None
    )
    told = relit_on(file, regulations)
    if told is not None and told >= since + timedelta(days=WATCHED):
        told = None
    return f"a light changes on {read}, the row says {told}" if told != read else None


def what_is_listed_is_what_the_file_holds(step: Step) -> str | None:
    """Rows of matters and issues, changed as an entry changes them, give what the file holds."""
    for changed, held in (
        (changed_matters, step.after.matters),
        (changed_issues, step.after.issues),
    ):
        rows = {_key(row): row for row in changed(None, step.before).new} if step.before else {}
        change = changed(step.before, step.after)
        if {_key(row) for row in change.new} & rows.keys():
            return "a row that stands is put in again"
        rows |= {_key(row): row for row in (*change.new, *change.moved)}
        if list(rows.values()) != changed(None, step.after).new:
            return f"{rows} do not tell of {held}"
        read = (
            matter_of(list(row.values())[1:]) if "matter" in row else Issue(*list(row.values())[1:])
            for row in rows.values()
        )
        if tuple(read) != tuple(held.values()):
            return f"{held} are not read back"
    return None


def _key(row: Row) -> object:
    return row.get("matter", row["number"])


def changed_cases(before: CaseFile, after: CaseFile) -> list[str]:
    """Return the cases that an entry touched."""
    return [code for code in after.plan if after.cases[code] is not before.cases[code]]


def a_late_paper_leaves_the_next_day(step: Step) -> str | None:
    """民法总则 201: nobody is late on the day of its receipt, nor on the working day after it."""
    if not isinstance(step.entry.payload, DeferredItemReceived) or step.before is None:
        return None
    before = step.before.cases[step.entry.payload.procedure]
    case = step.after.cases[before.procedure]
    if not before.lapsed or case.lapsed or case.concluded:
        return None
    broken = min(one.lapsed_on for one in before.lapsed if one.lapsed_on is not None)
    rules, next_day = step.regulations, step.regulations.days.next_working_day
    until_then = light_case(before, on=broken - timedelta(days=1), regulations=rules)
    for on in (step.entry.on, next_day(step.entry.on + timedelta(days=1))):
        late = light_case(case, on=on, regulations=rules).late_by
        if late is not None and until_then.late_by is None:
            return f"{before.procedure}: late against {late.due_on} on {on}"
    return None


LAND_AND_ESTIMATE = ("L05", "L06", "L07", "L08", "L09", "L10", "L11", "G03")
PERMITS = ("S05", "T01", "W01")


def no_permit_before_land_and_estimate(step: Step) -> str | None:
    """建筑法 8(一), 森林法 37, 政府投资条例 9, 11: no permit while one that applies is open."""
    payload = step.entry.payload
    if not isinstance(payload, Concluded) or payload.procedure not in PERMITS:
        return None
    left = [code for code in LAND_AND_ESTIMATE if not step.after.concluded(code)]
    return f"{payload.procedure} granted while {left} are open" if left else None


INVARIANTS: tuple[Callable[[Step], str | None], ...] = (
    nothing_ends_on_a_closed_day,
    no_promise_lapses_before_it_has_passed,
    an_overrun_stop_is_not_the_laws,
    a_slip_goes_to_whoever_holds_the_case,
    what_is_late_is_on_the_list_of_whoever_holds_it,
    a_draft_whose_ground_is_gone_is_closed,
    what_was_late_stays_late,
    a_late_paper_leaves_the_next_day,
    no_permit_before_land_and_estimate,
    what_is_listed_is_what_the_file_holds,
    *RULES_TWO_TO_SEVEN,
)
"""Of rules 1 to 7, asked of every entry of the campaign."""

ROWS: tuple[Callable[[Step], str | None], ...] = (
    a_row_says_what_the_file_says,
    a_row_that_is_not_written_stays_right,
    a_row_says_when_a_light_changes,
)
"""Asked of every entry up to the campaign's middle: each derives ten days of rows anew."""


@pytest.fixture(scope="module")
def office(played_out: Office) -> Office:
    return played_out


@pytest.fixture(scope="module")
def steps(office: Office) -> tuple[Step, ...]:
    regulations = Regulations(read_campaign_folder(FOLDER).campaign)
    with office.store.reading() as connection:
        streams = [one for one in ledger.streams(connection) if one != CAMPAIGN]
        entries = {stream: ledger.read(connection, stream) for stream in streams}
    return tuple(step for told in entries.values() for step in _steps(told, regulations))


def _steps(entries: tuple[Entry, ...], regulations: Regulations) -> Iterator[Step]:
    file: CaseFile | None = None
    for entry, later in zip_longest(entries, entries[1:]):
        before, file = file, add(file, entry, entry.version)
        yield Step(before, entry, file, regulations, later is not None and later.at == entry.at)


ASKED = {
    "accepted": 500,
    "conditionally_accepted": 90,
    "deemed_accepted": 25,
    "correction_requested": 25,
    "declined": 10,
    "application_refused": 8,
    "extended": 2,
    "upstream_awaited": 60,
    "returned": 2,
    "gate_passed": 35,
}
"""Kind of entry → how many there are at least: a rule that nothing asks for holds idly."""


def test_sixty_projects_are_looked_at(steps: tuple[Step, ...]) -> None:
    assert len({step.after.project.code for step in steps}) == 60


def test_what_the_law_is_asked_about_happens(steps: tuple[Step, ...]) -> None:
    assert any(isinstance(step.entry.payload, PromiseLapsed) for step in steps)
    assert any(case.stopped for step in steps for case in step.after.cases.values())
    assert any(issue.solved_on for step in steps for issue in step.after.issues.values())
    slips = [step.entry.payload for step in steps if isinstance(step.entry.payload, MatterOpened)]
    assert any(one.ground is Ground.OVERDUE for one in slips)
    lights = (
        lit.light
        for step in steps
        for lit in light_cases(step.after, on=step.entry.on, regulations=step.regulations).values()
    )
    assert any(light in (Light.RED, Light.BLACK) for light in lights)
    kinds = Counter(step.entry.payload.kind for step in steps)
    asked = {one: kinds[one] for one in ASKED if kinds[one] < ASKED[one]}
    assert asked == {}


def test_its_rows_are_the_same_when_they_are_derived_again(office: Office) -> None:
    before = dump(office)

    assert rebuild(office) == 60

    assert dump(office) == before


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda one: one.__name__)
def test_the_law_holds_at_every_entry(
    steps: tuple[Step, ...], invariant: Callable[[Step], str | None]
) -> None:
    assert broken(steps, invariant) == []


@pytest.mark.parametrize("invariant", ROWS, ids=lambda one: one.__name__)
def test_the_rows_hold_at_every_entry_to_the_middle(
    steps: tuple[Step, ...], invariant: Callable[[Step], str | None]
) -> None:
    assert broken((step for step in steps if step.entry.on <= MIDDLE), invariant) == []


def broken(steps: Iterable[Step], invariant: Callable[[Step], str | None]) -> list[str]:
    return [
        f"{step.entry.stream} {step.entry.version} {step.entry.on}: {wrong}"
        for step in steps
        if (wrong := invariant(step)) is not None
    ]
