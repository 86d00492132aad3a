"""What the decisions of dispatch meetings were worth (会办成效), read off the ledger afterwards.

Each directive names its project and the day of its meeting. The start as it was forecast at the
end of that day, with everybody keeping to the promises, stands beside the start as it is now: a
project's gain is counted once a meeting, however many directives it got there.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casework.office import Office, Situation
from casework.office.reckoning import Reading
from casework.plan.meeting import LATE_START, NoMeetings, agenda_of
from casework.reading.board.past import files_as_of, told_on
from models.book import Book
from models.book_line import BookLine
from models.case import CaseFile
from models.meeting_score import MeetingScores, ScoredMeeting, ScoredProject
from rules.plan.forecast import forecast_start

DIRECTIVES = "directives"
Meeting = tuple[date, str]
"""The day and the number of the minutes."""


def meeting_scores(office: Office, *, today: date) -> MeetingScores:
    """Return what came of each meeting whose decisions stand in the book of directives.

    All files of the day of a meeting are held while that day is worked out, no longer.
    """
    with office.store.reading() as connection:
        reading = Reading(office, connection, office.situation(connection), today)
        file, rules = reading.situation.file, reading.situation.regulations.rulebook.meeting
        if rules is None:
            raise NoMeetings("规则参数 rules.yaml 未规定调度会办（meeting）")
        book = file.campaign.book(DIRECTIVES)
        held = _meetings(file.books.get(DIRECTIVES, {}).values())
        scored = [
            _meeting(meeting, lines, reading, book, rules.minutes_each)
            for meeting, lines in sorted(held.items(), reverse=True)
            if book is not None
        ]
    return MeetingScores(as_of=today, meetings=tuple(scored), assumed=rules.assumed)


def _meetings(lines: Iterable[BookLine]) -> dict[Meeting, list[BookLine]]:
    found: dict[Meeting, list[BookLine]] = {}
    for line in lines:
        met_on = line.day("met_on")
        if met_on is not None and line.text("project"):
            found.setdefault((met_on, line.text("minutes")), []).append(line)
    return found


def _meeting(
    meeting: Meeting, lines: list[BookLine], reading: Reading, book: Book, minutes_each: int
) -> ScoredMeeting:
    met_on, minutes_number = meeting
    that_day = replace(reading, on=met_on)
    late = told_on(that_day, LATE_START, today=reading.on)
    agenda = agenda_of(late, reading.situation, minutes=None, today=met_on)
    worth: dict[str, int] = {}
    for item in agenda.items:
        worth[item.project] = worth.get(item.project, 0) + item.days
    by_project: dict[str, list[BookLine]] = {}
    for line in lines:
        by_project.setdefault(line.text("project"), []).append(line)
    then, now = (_files(one, sorted(by_project), today=reading.on) for one in (that_day, reading))
    projects = tuple(
        _project(
            *(own, then[code], now[code], reading.situation, book),
            *(worth.get(code, 0), met_on, reading.on),
        )
        for code, own in sorted(by_project.items())
        if code in then
    )
    return ScoredMeeting(
        minutes_number=minutes_number,
        met_on=met_on,
        minutes=len(lines) * minutes_each,
        decisions=len(lines),
        closed=sum(one.closed for one in projects),
        expected=sum(one.expected for one in projects),
        days=sum(one.days for one in projects),
        projects=projects,
    )


def _project(
    lines: list[BookLine],
    then: CaseFile,
    now: CaseFile,
    situation: Situation,
    book: Book,
    expected: int,
    met_on: date,
    today: date,
) -> ScoredProject:
    before, after = _start(then, situation, met_on), _start(now, situation, today)
    days = situation.regulations.days
    first, last = sorted((before, after))
    moved = days.between(first, last)
    return ScoredProject(
        project=now.project.code,
        project_name=now.project.name,
        decisions=tuple(one.text("decision") for one in lines),
        directives=tuple(one.number for one in lines),
        closed=sum(book.ends_at(one.state) for one in lines),
        answered_in_time=sum(_in_time(one) for one in lines),
        overdue=sum(_overdue(one, book, today) for one in lines),
        start_then=before,
        start_now=after,
        started=now.started_on is not None,
        expected=expected,
        days=moved if after <= before else -moved,
    )


def _start(file: CaseFile, situation: Situation, on: date) -> date:
    if file.started_on is not None:
        return file.started_on
    regulations = situation.regulations
    procedures = regulations.procedures(file.project, on=on)
    return forecast_start(file, procedures, on=on, regulations=regulations).start_on


def _in_time(line: BookLine) -> bool:
    answered = [day for state, day in line.reached if state == "answered"]
    due = line.day("due_on")
    return bool(answered) and due is not None and min(answered) <= due


def _overdue(line: BookLine, book: Book, today: date) -> bool:
    due = line.day("due_on")
    return due is not None and due < today and not book.ends_at(line.state)


def _files(reading: Reading, codes: list[str], *, today: date) -> dict[str, CaseFile]:
    found = files_as_of(reading.office, reading.connection, reading.on, today=today, codes=codes)
    return {one.project.code: one for one in found}
