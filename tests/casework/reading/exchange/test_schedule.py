"""A planning program that knows only the file plans what we plan; what it changes is a preview."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import networkx
import pytest

from casework.office import Office
from casework.reading.exchange.preview import OtherProject, schedule_preview
from casework.reading.exchange.schedule import project_schedule
from models.case import CaseFile
from models.refusal import BadInput
from models.schedule_file import ForeignSchedule, ScheduleFile
from models.schedule_preview import SchedulePreview
from reports.exchange.mspdi import SPACE, mspdi
from rules.days.working_days import WorkingDays
from store.exchange.mspdi_file import read_schedule
from store.exchange.xml_file import parse_xml
from store.projected.queries import project_codes

TODAY = date(2020, 6, 19)
NS = f"{{{SPACE}}}"
TASK_ORDER = (
    "UID ID Name Type IsNull CreateDate Contact WBS WBSLevel OutlineNumber OutlineLevel Priority "
    "Start Finish Duration DurationFormat Work Stop Resume ResumeValid EffortDriven Recurring "
    "OverAllocated Estimated Milestone Summary Critical IsSubproject FreeSlack TotalSlack "
    "FixedCost FixedCostAccrual PercentComplete PercentWorkComplete Cost ActualStart ActualFinish "
    "ActualDuration RemainingDuration ConstraintType CalendarUID ConstraintDate Deadline Notes "
    "PredecessorLink ExtendedAttribute Baseline OutlineCode"
)
"""The order in which the schema of Project 2007 wants what a task holds, as far as we meet it."""
PROJECT_ORDER = (
    "SaveVersion UID Name Title Subject Category Company Manager Author CreationDate Revision "
    "LastSaved ScheduleFromStart StartDate FinishDate CurrencyCode CalendarUID DefaultStartTime "
    "DefaultFinishTime MinutesPerDay MinutesPerWeek DaysPerMonth DefaultTaskType DurationFormat "
    "StatusDate CurrentDate ExtendedAttributes Calendars Tasks Resources Assignments"
)
"""The same of the project."""
FINISH_TO_FINISH, FINISH_TO_START = "0", "1"


@pytest.fixture(scope="module")
def files(played: Office) -> Mapping[str, CaseFile]:
    with played.store.reading() as connection:
        found = played.each(connection, project_codes(connection), remember=False)
        return {one.project.code: one for one, _ in found}


@pytest.fixture(scope="module")
def ahead(files: Mapping[str, CaseFile]) -> tuple[str, ...]:
    """Projects that have not begun."""
    return tuple(code for code, file in sorted(files.items()) if file.started_on is None)


@pytest.fixture(scope="module")
def days(played: Office) -> WorkingDays:
    with played.store.reading() as connection:
        return played.situation(connection).regulations.days


def written(office: Office, code: str) -> tuple[ScheduleFile, str]:
    schedule = project_schedule(office, project=code, today=TODAY)
    return schedule, "\n".join(mspdi(schedule))


def day(element: ET.Element, name: str) -> date:
    return date.fromisoformat((element.findtext(f"{NS}{name}") or "")[:10])


def tasks(root: ET.Element) -> dict[str, ET.Element]:
    """The tasks by number, without the one that holds them all."""
    listed = root.findall(f"{NS}Tasks/{NS}Task")
    return {one.findtext(f"{NS}UID") or "": one for one in listed[1:]}


def opened(root: ET.Element) -> Callable[[date], bool]:
    """Whether offices are open on a day, by the file's own calendar."""
    said = {
        day(one.find(f"{NS}TimePeriod") or one, "FromDate"): one.findtext(f"{NS}DayWorking") == "1"
        for one in root.iter(f"{NS}Exception")
    }
    return lambda on: said.get(on, on.weekday() < 5)


def following(on: date, works: Callable[[date], bool]) -> date:
    on += timedelta(1)
    return on if works(on) else following(on, works)


class TestTheFile:
    def test_keeps_to_the_order_of_the_schema(
        self, played: Office, files: Mapping[str, CaseFile]
    ) -> None:
        for code in files:
            root = ET.fromstring(written(played, code)[1])
            for holder, order in [
                (root, PROJECT_ORDER),
                *((one, TASK_ORDER) for one in tasks(root).values()),
            ]:
                names = order.split()
                places = [names.index(one.tag.removeprefix(NS)) for one in holder]
                assert places == sorted(places), code

    def test_has_the_working_days_of_the_office(
        self, played: Office, ahead: tuple[str, ...], days: WorkingDays
    ) -> None:
        schedule, text = written(played, ahead[0])
        works = opened(ET.fromstring(text))
        first = min(one.start_on for one in schedule.tasks)
        last = max(one.finish_on for one in schedule.tasks)
        every = [first + timedelta(shift) for shift in range((last - first).days + 200)]

        assert [works(on) for on in every] == [days.is_working_day(on) for on in every]
        assert any(works(on) and on.weekday() > 4 for on in every)  # 调休上班

    def test_tells_facts_as_facts(self, played: Office, files: Mapping[str, CaseFile]) -> None:
        for code, file in files.items():
            for one in project_schedule(played, project=code, today=TODAY).tasks[:-1]:
                case = file.cases[one.procedure]
                assert one.actual_finish == (case.concluded_on if case.concluded else None)
                assert (one.percent == 100) == case.concluded
                assert one.percent == 0 or one.actual_start is not None
                if one.actual_start is not None:
                    assert one.actual_start <= TODAY

    def test_holds_the_plan_as_it_was_when_the_start_was_pinned(
        self, played: Office, files: Mapping[str, CaseFile], days: WorkingDays
    ) -> None:
        compared = 0
        for code, file in files.items():
            if not file.baselines:
                continue
            kept = {one.procedure: one for one in file.baselines[-1].taken.lines}
            *planned, start = project_schedule(played, project=code, today=TODAY).tasks
            assert start.baseline == (file.baselines[-1].taken.start_on,) * 2
            for one in planned:
                if one.baseline is not None:
                    line = kept[one.procedure]
                    assert one.baseline[1] == line.finish_on
                    assert days.between(one.baseline[0], one.baseline[1]) + 1 == max(
                        days.between(line.start_on, line.finish_on), 1
                    ) or not days.is_working_day(line.finish_on)
                    compared += 1
        assert compared > 100


def test_whoever_plans_by_the_file_alone_comes_to_the_same_days(
    played: Office, ahead: tuple[str, ...]
) -> None:
    """Links, durations, constraints and calendar of the file give its dates, task by task."""
    checked = 0
    for code in ahead:
        root = ET.fromstring(written(played, code)[1])
        works, found = opened(root), tasks(root)
        links = {
            number: [
                (one.findtext(f"{NS}PredecessorUID") or "", one.findtext(f"{NS}Type"))
                for one in task.findall(f"{NS}PredecessorLink")
            ]
            for number, task in found.items()
        }
        graph = networkx.DiGraph()
        graph.add_nodes_from(found)
        graph.add_edges_from((one, number) for number, all_ in links.items() for one, _ in all_)
        ends: dict[str, date] = {}
        for number in networkx.topological_sort(graph):
            task = found[number]
            if task.find(f"{NS}ActualStart") is not None:
                ends[number] = day(task, "Finish")
                continue
            after = [ends[one] for one, kind in links[number] if kind == FINISH_TO_START]
            together = [ends[one] for one, kind in links[number] if kind == FINISH_TO_FINISH]
            length = int((task.findtext(f"{NS}Duration") or "")[2:].partition("H")[0]) // 8
            not_before = task.find(f"{NS}ConstraintDate")
            starts = [following(one, works) if length else one for one in after]
            if not_before is not None:
                starts.append(day(task, "ConstraintDate"))
            ends[number] = max(starts)
            for _ in range(length - 1):
                ends[number] = following(ends[number], works)
            ends[number] = max([ends[number], *together])
            assert day(task, "Start") == max(starts), (code, task.findtext(f"{NS}Name"))
            assert day(task, "Finish") == ends[number], (code, task.findtext(f"{NS}Name"))
            checked += 1
    assert checked > 200


def read(text: str) -> ForeignSchedule:
    return read_schedule(parse_xml("排期.xml", text.encode()))


def preview(office: Office, code: str, text: str) -> SchedulePreview:
    return schedule_preview(office, read(text), project=code, today=TODAY)


def changed(text: str, procedure: str, **facts: str) -> str:
    """The file after a planner put other values into a task."""
    ET.register_namespace("", SPACE)
    root = ET.fromstring(text)
    for task in tasks(root).values():
        if task.findtext(f"{NS}ExtendedAttribute/{NS}Value") == procedure:
            for name, value in facts.items():
                field = task.find(f"{NS}{name}")
                assert field is not None
                field.text = value
    return ET.tostring(root, encoding="unicode")


class TestAPlannersFile:
    def test_that_changes_nothing_moves_nothing(
        self, played: Office, files: Mapping[str, CaseFile]
    ) -> None:
        for code in files:
            found = preview(played, code, written(played, code)[1])

            assert found.moved == ()
            assert found.unread == ()
            assert found.absent == ()
            assert found.start_after == found.start_before, code

    def test_that_puts_off_what_decides_the_start_puts_the_start_off(
        self, played: Office, ahead: tuple[str, ...], days: WorkingDays
    ) -> None:
        for code in ahead[:12]:
            schedule, text = written(played, code)
            critical = [one for one in schedule.tasks[:-1] if one.critical]
            if not critical:
                continue
            last = max(critical, key=lambda one: one.finish_on)
            later = days.day_at(days.index(last.finish_on) + 5)
            found = preview(played, code, changed(text, last.procedure, Finish=f"{later}T17:00:00"))

            assert {one.procedure: one.days for one in found.moved} == {last.procedure: 5}
            assert found.start_after == later
            assert found.days == 5

    def test_that_wants_the_impossible_is_told_what_is_possible(
        self, played: Office, ahead: tuple[str, ...], files: Mapping[str, CaseFile]
    ) -> None:
        code = ahead[0]
        schedule, text = written(played, code)
        waits = next(one for one in reversed(schedule.tasks[:-1]) if one.links and not one.percent)
        asked = changed(
            text, waits.procedure, Start="2020-06-22T08:00:00", Finish="2020-06-22T17:00:00"
        )
        (moved,) = preview(played, code, asked).moved
        earlier = max(
            one.finish_on
            for one in schedule.tasks
            if one.procedure in {link.procedure for link in waits.links}
        )

        assert moved.wanted == date(2020, 6, 22)
        assert moved.possible >= earlier
        assert "最早" in moved.remark

    def test_moves_nothing_that_is_concluded(self, played: Office, ahead: tuple[str, ...]) -> None:
        code, schedule, text = next(
            (code, *written(played, code))
            for code in ahead
            if project_schedule(played, project=code, today=TODAY).tasks[0].percent == 100
        )
        found = preview(
            played, code, changed(text, schedule.tasks[0].procedure, Finish="2020-12-31T17:00:00")
        )

        assert [one.remark for one in found.moved] == ["已办结，以台账为准"]
        assert found.start_after == found.start_before

    def test_names_each_line_that_it_cannot_read(
        self, played: Office, ahead: tuple[str, ...]
    ) -> None:
        lines = "\n".join(
            [
                task(1, "P05 水土保持", "2020-06-22", "2020-07-01"),
                task(2, "现场踏勘", "2020-06-22", "2020-07-01"),
                task(3, "P05 水土保持（二）", "2020-06-22", "2020-07-01"),
                task(4, "P02 环评", "即日", "2020-07-01"),
                task(5, "P04 节能", "2020-07-01", "2020-06-22"),
                task(6, "Z99 其他", "2020-06-22", "2020-07-01"),
            ]
        )
        found = preview(
            played, ahead[0], f'<Project xmlns="{SPACE}">\n<Tasks>\n{lines}\n</Tasks></Project>'
        )
        why = {one.uid: (one.line, one.why) for one in found.unread}

        assert {number: line for number, (line, _) in why.items()} == {
            "2": 4,
            "3": 5,
            "4": 6,
            "5": 7,
            "6": 8,
        }
        for number, word in zip(
            "23456", ("没有事项编码", "已见于任务 1", "不是日期", "早于开始", "没有"), strict=True
        ):
            assert word in why[number][1]
        assert found.absent

    def test_of_another_project_is_refused(self, played: Office, ahead: tuple[str, ...]) -> None:
        with pytest.raises(OtherProject):
            preview(played, ahead[0], written(played, ahead[1])[1])

    @pytest.mark.parametrize(
        "text", ["<a/>", "<Project/>", '<Project xmlns="http://www.plannerproject.org/"/>']
    )
    def test_that_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(BadInput, match=r"排期.xml 第 1 行.*不是 Microsoft Project"):
            read(text)


def task(uid: int, name: str, start: str, finish: str) -> str:
    facts = {"UID": uid, "Name": name, "Start": f"{start}T08:00:00", "Finish": f"{finish}T17:00:00"}
    told = "".join(f"<{key}>{value}</{key}>" for key, value in facts.items())
    return f"<Task>{told}</Task>"
