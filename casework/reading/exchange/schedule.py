"""The plan of a project for planning programs (排期导出): forecast, facts, baseline, calendar."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from casework.office import Office, Situation
from models.case import CaseFile
from models.catalogue import Procedure
from models.days import DayKind
from models.schedule_file import ExceptionalDay, LinkKind, ScheduledTask, ScheduleFile, ScheduleLink
from rules.acceptance.regime import outcome_name
from rules.days.working_days import WorkingDays
from rules.in_force.gates import START_CONSTRUCTION
from rules.plan.backschedule import Schedule, backschedule
from rules.plan.network import Network, Step, network_of

NOTES = (
    "由台账推算；在本文件中的改动不写入台账，导回后只作预览，须由有权的人办理相应动作才生效。",
    "工期为工作日，节假日、调休上班日列在日历例外中；每日按八小时折算，只有日期有意义。",
    "完成百分比按已过工作日折算，不是审查进度。",
)


def project_schedule(office: Office, *, project: str, today: date) -> ScheduleFile:
    """Return the plan of a project up to its start, as it stands today."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
    regulations = situation.regulations
    procedures = regulations.procedures(file.project, on=today)
    network = network_of(file, procedures, on=today, regulations=regulations)
    schedule = backschedule(network, on=today, days=regulations.days)
    told = _Telling(file, situation, network, schedule, procedures)
    tasks = (*told.tasks(), told.start())
    left_out = [
        f"{code} {procedures[code].name}" for code in file.plan if code not in network.position
    ]
    assert file.last is not None
    return ScheduleFile(
        project=file.project.code,
        name=file.project.name,
        as_of=today,
        made_at=file.last.at,
        tasks=tasks,
        calendar=tuple(_calendar(tasks, regulations.days)),
        notes=(*NOTES, *([f"开工不等、未列入的事项：{'、'.join(left_out)}"] if left_out else [])),
    )


class _Telling:
    """Tells the steps of a network as tasks."""

    def __init__(
        self,
        file: CaseFile,
        situation: Situation,
        network: Network,
        schedule: Schedule,
        procedures: Mapping[str, Procedure],
    ) -> None:
        self._file, self._regulations = file, situation.regulations
        self._days: WorkingDays = situation.regulations.days
        self._network, self._schedule = network, schedule
        self._procedures = procedures
        lines = file.baselines[-1].taken.lines if file.baselines else ()
        self._baseline = {one.procedure: self._span(one.start_on, one.finish_on) for one in lines}

    def tasks(self) -> Iterator[ScheduledTask]:
        """Yield the procedures in the order of their prerequisites."""
        for step in self._network.steps:
            planned = self._schedule.cases[step.procedure]
            begins, ends = planned.early_start, planned.early_finish
            first, last = self._span(begins, ends)
            done, total = step.finished_on is not None, self._days.between(begins, ends)
            begun = done or (step.running and first <= self._network.on)
            links = tuple(self._links(step))
            procedure = self._procedures[step.procedure]
            yield ScheduledTask(
                procedure=step.procedure,
                name=procedure.name,
                department=self._regulations.department_name(step.department),
                start_on=first,
                finish_on=last,
                days=max(total, 0),
                percent=100 if done else self._passed(begins, total) if begun else 0,
                actual_start=first if begun else None,
                actual_finish=last if done else None,
                not_before=None if begun or self._led_to(links, begins) else first,
                critical=planned.critical,
                baseline=self._baseline.get(step.procedure),
                links=links,
                notes=tuple(self._notes(step, procedure)),
            )

    def start(self) -> ScheduledTask:
        """Return the day on which the gate of the start opens, as a point in time."""
        schedule, network, file = self._schedule, self._network, self._file
        wanted = [network.steps[number].procedure for number in network.wanted]
        ends = [schedule.cases[code].early_finish for code in wanted]
        held = max(ends, default=date.min) < schedule.start_on
        begun = file.started_on
        pinned = file.baselines[-1].taken.start_on if file.baselines else None
        return ScheduledTask(
            procedure=START_CONSTRUCTION,
            name="具备开工条件",
            start_on=begun or schedule.start_on,
            finish_on=begun or schedule.start_on,
            days=0,
            percent=100 if begun else 0,
            actual_start=begun,
            actual_finish=begun,
            not_before=schedule.start_on if held and not begun else None,
            deadline=schedule.pinned_on,
            critical=not begun,
            baseline=(pinned, pinned) if pinned else None,
            links=tuple(ScheduleLink(procedure=code) for code in wanted),
        )

    def _span(self, begins: date, ends: date) -> tuple[date, date]:
        """Return the first and the last day of work; the day on which a clock starts is none."""
        if self._days.between(begins, ends) <= 0:
            return ends, ends
        return self._days.next_working_day(begins + timedelta(1)), ends

    def _passed(self, begins: date, total: int) -> int:
        passed = self._days.between(begins, self._network.on)
        return min(max(passed * 100 // total, 0), 99) if total > 0 else 0

    def _links(self, step: Step) -> Iterator[ScheduleLink]:
        """Yield what a step waits for; of a group the one that is concluded first."""
        steps, cases = self._network.steps, self._schedule.cases
        firsts = [
            min(group, key=lambda one: cases[steps[one].procedure].early_finish)
            for group in step.any_of
        ]
        for number in dict.fromkeys((*step.after, *firsts)):
            late = step.running and steps[number].finished_on is None
            kind = LinkKind.FINISH_TO_FINISH if late else LinkKind.FINISH_TO_START
            yield ScheduleLink(procedure=steps[number].procedure, kind=kind)
        for number in step.decided_after:
            yield ScheduleLink(procedure=steps[number].procedure, kind=LinkKind.FINISH_TO_FINISH)

    def _led_to(self, links: tuple[ScheduleLink, ...], begins: date) -> bool:
        """Tell whether what a step waits for ends on the very day on which it begins."""
        ends = (
            self._schedule.cases[one.procedure].early_finish
            for one in links
            if one.kind is LinkKind.FINISH_TO_START
        )
        return max(ends, default=None) == begins

    def _notes(self, step: Step, procedure: Procedure) -> Iterator[str]:
        state = self._file.cases[step.procedure].state
        yield f"状态：{outcome_name(state, procedure)}"
        yield f"办理依据：{procedure.legal_basis}"
        if step.least:
            yield f"法定公告期{step.least}日，不得压缩"
        for group in step.any_of:
            if len(group) > 1:
                listed = "、".join(self._network.steps[one].procedure for one in group)
                yield f"{listed}任一办结即可"


def _calendar(tasks: tuple[ScheduledTask, ...], days: WorkingDays) -> Iterator[ExceptionalDay]:
    """Yield the special days of every year that the plan touches, and of the next."""
    told = [day for one in tasks for day in (one.start_on, one.finish_on, *(one.baseline or ()))]
    first, last = min(told).year, max(told).year + 1
    for day, one in sorted(days.special.items()):
        working = one.kind is DayKind.MAKE_UP_WORKDAY
        if first <= day.year <= last and (working or day.weekday() < 5):
            yield ExceptionalDay(on=day, working=working, name=one.name)
