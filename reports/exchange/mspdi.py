"""A plan in the XML of Microsoft Project (MSPDI), which Primavera P6 and others read as well.

Elements stand in the order of the published schema of Project 2007. A day of work is eight
hours; what stands in it is known to the day alone.
"""

from collections.abc import Iterator
from datetime import date, time

from models.days import ZONE
from models.schedule_file import ExceptionalDay, LinkKind, ScheduledTask, ScheduleFile
from reports.exchange.xml_lines import HEAD, leaf, opened

SPACE = "http://schemas.microsoft.com/project"
CODE_FIELD = 188743731
"""The field Text1 of a task: it holds the code of the procedure."""
MORNING, NOON, AFTERNOON, EVENING = time(8), time(12), time(13), time(17)
HOURS, CALENDAR = 8, 1
IN_DAYS = 7
KINDS = {LinkKind.FINISH_TO_FINISH: 0, LinkKind.FINISH_TO_START: 1}
AS_SOON, NOT_BEFORE = 0, 4


def mspdi(schedule: ScheduleFile) -> Iterator[str]:
    """Yield the lines of a plan."""
    first = min(one.start_on for one in schedule.tasks)
    last = max(one.finish_on for one in schedule.tasks)
    yield HEAD
    yield opened("Project", {"xmlns": SPACE})
    made = schedule.made_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M:%S")
    for tag, value in (
        *(("SaveVersion", 12), ("Name", schedule.name), ("Title", schedule.name)),
        *(("Subject", schedule.project), ("CreationDate", made), ("ScheduleFromStart", 1)),
        *(("StartDate", _at(first, MORNING)), ("FinishDate", _at(last, EVENING))),
        *(("CurrencyCode", "CNY"), ("CalendarUID", CALENDAR)),
        *(("DefaultStartTime", MORNING), ("DefaultFinishTime", EVENING)),
        *(("MinutesPerDay", HOURS * 60), ("MinutesPerWeek", HOURS * 300), ("DaysPerMonth", 21)),
        *(
            ("DefaultTaskType", 1),
            ("DurationFormat", IN_DAYS),
            ("StatusDate", _at(schedule.as_of, EVENING)),
        ),
    ):
        yield leaf(tag, value)
    yield opened("ExtendedAttributes")
    yield opened("ExtendedAttribute")
    yield leaf("FieldID", CODE_FIELD)
    yield leaf("FieldName", "Text1")
    yield leaf("Alias", "事项编码")
    yield "</ExtendedAttribute>"
    yield "</ExtendedAttributes>"
    yield from _calendar(schedule.calendar)
    yield opened("Tasks")
    numbers = {one.procedure: number for number, one in enumerate(schedule.tasks, start=1)}
    yield from _whole(schedule, first, last)
    for one in schedule.tasks:
        yield from _task(one, numbers)
    yield "</Tasks>"
    yield "</Project>"


def _at(day: date, hour: time) -> str:
    return f"{day.isoformat()}T{hour.isoformat()}"


def _calendar(exceptional: tuple[ExceptionalDay, ...]) -> Iterator[str]:
    yield opened("Calendars")
    yield opened("Calendar")
    yield leaf("UID", CALENDAR)
    yield leaf("Name", "机关工作日历")
    yield leaf("IsBaseCalendar", 1)
    yield opened("WeekDays")
    for number in range(1, 8):  # 1 = Sunday
        yield opened("WeekDay")
        yield leaf("DayType", number)
        yield from _hours(working=2 <= number <= 6)
        yield "</WeekDay>"
    yield "</WeekDays>"
    yield opened("Exceptions")
    for one in exceptional:
        yield opened("Exception")
        yield leaf("EnteredByOccurrences", 0)
        yield opened("TimePeriod")
        yield leaf("FromDate", _at(one.on, time(0)))
        yield leaf("ToDate", _at(one.on, time(23, 59)))
        yield "</TimePeriod>"
        yield leaf("Occurrences", 1)
        yield leaf("Name", f"{one.name}{'调休上班' if one.working else ''}")
        yield leaf("Type", 1)
        yield from _hours(working=one.working)
        yield "</Exception>"
    yield "</Exceptions>"
    yield "</Calendar>"
    yield "</Calendars>"


def _hours(*, working: bool) -> Iterator[str]:
    yield leaf("DayWorking", int(working))
    if working:
        yield opened("WorkingTimes")
        for begins, ends in ((MORNING, NOON), (AFTERNOON, EVENING)):
            yield opened("WorkingTime")
            yield leaf("FromTime", begins)
            yield leaf("ToTime", ends)
            yield "</WorkingTime>"
        yield "</WorkingTimes>"


def _whole(schedule: ScheduleFile, first: date, last: date) -> Iterator[str]:
    """Yield the task of the project as a whole, which holds the others."""
    yield opened("Task")
    for tag, value in (
        *(("UID", 0), ("ID", 0), ("Name", schedule.name), ("Type", 1), ("IsNull", 0)),
        *(("WBS", 0), ("OutlineNumber", 0), ("OutlineLevel", 0)),
        *(("Start", _at(first, MORNING)), ("Finish", _at(last, EVENING))),
        *(("Milestone", 0), ("Summary", 1), ("Notes", "\n".join(schedule.notes))),
    ):
        yield leaf(tag, value)
    yield "</Task>"


def _task(one: ScheduledTask, numbers: dict[str, int]) -> Iterator[str]:
    number, point = numbers[one.procedure], one.days == 0
    first, last = _span(one.start_on, one.finish_on, point=point)
    department = [f"办理部门：{one.department}"] if one.department else []
    facts: list[tuple[str, object]] = [
        *(("UID", number), ("ID", number), ("Name", _name(one)), ("Type", 1), ("IsNull", 0)),
        *(("WBS", number), ("OutlineNumber", number), ("OutlineLevel", 1), ("Priority", 500)),
        *(("Start", first), ("Finish", last), ("Duration", f"PT{one.days * HOURS}H0M0S")),
        *(("DurationFormat", IN_DAYS), ("Estimated", 0), ("Milestone", int(point))),
        *(("Summary", 0), ("Critical", int(one.critical)), ("PercentComplete", one.percent)),
    ]
    if one.actual_start is not None:
        facts.append(("ActualStart", first))
    if one.actual_finish is not None:
        facts.append(("ActualFinish", last))
    if one.not_before is not None:
        hour = EVENING if point else MORNING
        facts += [("ConstraintType", NOT_BEFORE), ("CalendarUID", CALENDAR)]
        facts.append(("ConstraintDate", _at(one.not_before, hour)))
    else:
        facts += [("ConstraintType", AS_SOON), ("CalendarUID", CALENDAR)]
    if one.deadline is not None:
        facts.append(("Deadline", _at(one.deadline, EVENING)))
    facts.append(("Notes", "\n".join((*department, *one.notes))))
    yield opened("Task")
    for tag, value in facts:
        yield leaf(tag, value)
    for link in one.links:
        yield opened("PredecessorLink")
        yield leaf("PredecessorUID", numbers[link.procedure])
        yield leaf("Type", KINDS[link.kind])
        yield leaf("CrossProject", 0)
        yield leaf("LinkLag", 0)
        yield leaf("LagFormat", IN_DAYS)
        yield "</PredecessorLink>"
    yield opened("ExtendedAttribute")
    yield leaf("FieldID", CODE_FIELD)
    yield leaf("Value", one.procedure)
    yield "</ExtendedAttribute>"
    if one.baseline is not None:
        begins, ends = _span(*one.baseline, point=one.baseline[0] == one.baseline[1] and point)
        yield opened("Baseline")
        yield leaf("Number", 0)
        yield leaf("Start", begins)
        yield leaf("Finish", ends)
        yield "</Baseline>"
    yield "</Task>"


def _name(one: ScheduledTask) -> str:
    """Return the name; a procedure's begins with its code, so that it is found without field."""
    return f"{one.procedure} {one.name}" if len(one.procedure) == 3 else one.name


def _span(first: date, last: date, *, point: bool) -> tuple[str, str]:
    return _at(first, EVENING if point else MORNING), _at(last, EVENING)
