"""The agenda of a dispatch meeting (会办议程), read from the ledger; nothing is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic, told_of_all
from models.case import CaseFile
from models.meeting import MeetingAgenda, MeetingItem, MeetingMatter
from models.refusal import Refused
from rules.acceptance.regime import outcome_name
from rules.clocks.holders import holder
from rules.in_force.gates import START_CONSTRUCTION
from rules.plan.network import network_of
from rules.plan.passes import forward
from rules.standing.lights import light_case
from rules.whatif.meeting import Item, agenda, items_of, within


class NoMeetings(Refused):
    """The campaign's rules say nothing of dispatch meetings (未规定调度会办)."""


@dataclass(frozen=True, slots=True)
class LateStart:
    """A project whose start is forecast too late, and what of it could be settled (会办项目)."""

    name: str
    unit: str
    key: bool
    pinned_start: date
    forecast_start: date
    items: tuple[Item, ...]
    matters: Mapping[str, MeetingMatter]
    """Procedure → what is to be said of it."""


def late_start(situation: Situation, file: CaseFile, on: date) -> LateStart | None:
    """Return what a project brings to a meeting on a day; ``None`` = nothing."""
    regulations, pinned = situation.regulations, file.pinned_start
    rules = regulations.rulebook.meeting
    begun = START_CONSTRUCTION in file.passed or file.started_on is not None
    if rules is None or pinned is None or begun:
        return None
    procedures = regulations.procedures(file.project, on=on)
    network = network_of(file, procedures, on=on, regulations=regulations)
    start = date.fromordinal(forward(network, regulations.days).start_on)
    if start <= pinned:
        return None
    code = file.project.code
    beyond = {one.code for one in procedures.values() if one.decided_by_superior}
    items = tuple(items_of(code, network, rules, regulations.days, beyond=beyond))
    return LateStart(
        name=file.project.name,
        unit=file.project.unit,
        key=file.project.tier in regulations.rulebook.key_tiers,
        pinned_start=pinned,
        forecast_start=start,
        items=items,
        matters={
            one: _matter(file, one, situation, on) for item in items for one in item.procedures
        },
    )


LATE_START: Topic[LateStart | None] = Topic(
    "late start",
    TypeAdapter(LateStart | None),
    lambda reading, file: late_start(reading.situation, file, reading.on),
)


def meeting_agenda(office: Office, *, minutes: int | None = None, today: date) -> MeetingAgenda:
    """Return the agenda of a meeting today; :class:`NoMeetings` where the rules have none."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        reading = Reading(office, connection, situation, today)
        return agenda_of(
            (late for _, late in told_of_all(reading, LATE_START)),
            situation,
            minutes=minutes,
            today=today,
        )


def agenda_of(
    projects: Iterable[LateStart | None],
    situation: Situation,
    *,
    minutes: int | None,
    today: date,
) -> MeetingAgenda:
    """Return the agenda that some projects give."""
    rules = situation.regulations.rulebook.meeting
    if rules is None:
        raise NoMeetings("规则参数 rules.yaml 未规定调度会办（meeting）")
    length = rules.minutes if minutes is None else minutes
    late = [one for one in projects if one is not None]
    by_code = {one.items[0].project: one for one in late if one.items}
    key = {code for code, one in by_code.items() if one.key}
    order = agenda((item for one in late for item in one.items), first=key)
    fit = within(order, length)
    names = situation.file.campaign.office_names
    return MeetingAgenda(
        as_of=today,
        minutes=length,
        minutes_each=rules.minutes_each,
        settled_workdays=rules.settled_workdays,
        assumed=rules.assumed,
        items=tuple(
            _item(one, by_code[one.project], place in fit, names) for place, one in enumerate(order)
        ),
        days=sum(one.days for place, one in enumerate(order) if place in fit),
        late=len(late),
        helpless=tuple(one.name for one in late if not one.items),
    )


def _item(item: Item, late: LateStart, fits: bool, names: Mapping[str, str]) -> MeetingItem:
    return MeetingItem(
        project=item.project,
        project_name=late.name,
        unit_name=names.get(late.unit, late.unit),
        pinned_start=late.pinned_start,
        forecast_start=late.forecast_start,
        matters=tuple(late.matters[code] for code in item.procedures),
        minutes=item.minutes,
        days=item.days,
        starts_on=item.starts_on,
        within=fits,
        key=late.key,
    )


def _matter(file: CaseFile, code: str, situation: Situation, today: date) -> MeetingMatter:
    regulations, names = situation.regulations, situation.file.campaign.office_names
    case, department = file.cases[code], file.plan[code].department
    lit = light_case(case, on=today, regulations=regulations, file=file)
    party = holder(file, code, on=today, regulations=regulations)
    read, procedure = lit.binding, regulations.procedures(file.project, on=today)[code]
    return MeetingMatter(
        procedure=code,
        name=procedure.name,
        department=department,
        department_name=names.get(department, department),
        state_name=outcome_name(case.state, procedure),
        holder_name=party.label if party is not None else "",
        light=lit.light,
        due_on=read.due_on if read is not None else None,
        left="议定受理和办结的日期" if case.accepted_on is None else "议定办结的日期",
    )
