"""The agenda of a dispatch meeting (会办议程), read from the ledger; nothing is written."""

from collections.abc import Sequence
from datetime import date

from casework.office import Office, Situation
from models.case import CaseFile
from models.meeting import MeetingAgenda, MeetingItem, MeetingMatter
from models.refusal import Refused
from rules.acceptance.regime import outcome_name
from rules.clocks.holders import holder
from rules.plan.network import network_of
from rules.plan.passes import forward
from rules.standing.lights import light_case
from rules.whatif.meeting import Item, agenda, items_of, within
from store.projected.queries import project_lines


class NoMeetings(Refused):
    """The campaign's rules say nothing of dispatch meetings (未规定调度会办)."""


def meeting_agenda(office: Office, *, minutes: int | None = None, today: date) -> MeetingAgenda:
    """Return the agenda of a meeting today; :class:`NoMeetings` where the rules have none."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        codes = [line.code for line in project_lines(connection) if line.active]
        files = [one for one, _ in office.each(connection, codes)]
    return agenda_of(files, situation, minutes=minutes, today=today)


def agenda_of(
    files: Sequence[CaseFile], situation: Situation, *, minutes: int | None, today: date
) -> MeetingAgenda:
    """Return the agenda that some projects give."""
    regulations = situation.regulations
    rules = regulations.rulebook.meeting
    if rules is None:
        raise NoMeetings("规则参数 rules.yaml 未规定调度会办（meeting）")
    length = rules.minutes if minutes is None else minutes
    known = {file.project.code: file for file in files if file.pinned_start is not None}
    starts: dict[str, date] = {}
    found: dict[str, list[Item]] = {}
    for code, file in known.items():
        procedures = regulations.procedures(file.project, on=today)
        network = network_of(file, procedures, on=today, regulations=regulations)
        start = date.fromordinal(forward(network, regulations.days).start_on)
        if file.pinned_start is not None and start > file.pinned_start:
            beyond = {one.code for one in procedures.values() if one.decided_by_superior}
            items = items_of(code, network, rules, regulations.days, beyond=beyond)
            starts[code], found[code] = start, list(items)
    tiers = regulations.rulebook.key_tiers
    key = {code for code, file in known.items() if file.project.tier in tiers}
    order = agenda((one for items in found.values() for one in items), first=key)
    fit = within(order, length)
    return MeetingAgenda(
        as_of=today,
        minutes=length,
        minutes_each=rules.minutes_each,
        settled_workdays=rules.settled_workdays,
        assumed=rules.assumed,
        items=tuple(
            _item(one, known[one.project], starts[one.project], place in fit, situation, today)
            for place, one in enumerate(order)
        ),
        days=sum(one.days for place, one in enumerate(order) if place in fit),
        late=len(found),
        helpless=tuple(known[code].project.name for code, items in found.items() if not items),
    )


def _item(
    item: Item,
    file: CaseFile,
    start: date,
    fits: bool,
    situation: Situation,
    today: date,
) -> MeetingItem:
    names = situation.file.campaign.office_names
    assert file.pinned_start is not None
    return MeetingItem(
        project=item.project,
        project_name=file.project.name,
        unit_name=names.get(file.project.unit, file.project.unit),
        pinned_start=file.pinned_start,
        forecast_start=start,
        matters=tuple(_matter(file, code, situation, today) for code in item.procedures),
        minutes=item.minutes,
        days=item.days,
        starts_on=item.starts_on,
        within=fits,
        key=file.project.tier in situation.regulations.rulebook.key_tiers,
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
