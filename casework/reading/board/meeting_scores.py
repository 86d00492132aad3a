"""What the decisions of dispatch meetings were worth (会办成效), read off the ledger afterwards.

Each directive names its project and the day of its meeting. The start as it was forecast at the
end of that day, with everybody keeping to the promises, stands beside the start as it is now: a
project's gain is counted once a meeting, however many directives it got there.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from casework.office import Office, Situation
from casework.plan.meeting import NoMeetings, agenda_of, late_start
from casework.reading.board.past import files_as_of
from models.book import Book
from models.book_line import BookLine
from models.case import CaseFile
from models.meeting_score import MeetingScores, ScoredMeeting, ScoredProject
from rules.plan.forecast import forecast_start

DIRECTIVES = "directives"
Meeting = tuple[date, str]
"""The day and the number of the minutes."""


def meeting_scores(office: Office, *, today: date) -> MeetingScores:
    """Return what came of each meeting whose decisions stand in the book of directives."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        rules = situation.regulations.rulebook.meeting
        if rules is None:
            raise NoMeetings("规则参数 rules.yaml 未规定调度会办（meeting）")
        held = _meetings(situation.file.books.get(DIRECTIVES, {}).values())
        now = _by_code(files_as_of(office, connection, today, today=today))
        days = {met_on for met_on, _ in held}
        then = {day: _by_code(files_as_of(office, connection, day, today=today)) for day in days}
    book = situation.file.campaign.book(DIRECTIVES)
    scored = (
        _meeting(meeting, lines, then[meeting[0]], now, situation, book, rules.minutes_each, today)
        for meeting, lines in held.items()
        if book is not None
    )
    return MeetingScores(
        as_of=today,
        meetings=tuple(
            sorted(scored, key=lambda one: (one.met_on, one.minutes_number), reverse=True)
        ),
        assumed=rules.assumed,
    )


def _meetings(lines: Iterable[BookLine]) -> dict[Meeting, list[BookLine]]:
    found: dict[Meeting, list[BookLine]] = {}
    for line in lines:
        met_on = line.day("met_on")
        if met_on is not None and line.text("project"):
            found.setdefault((met_on, line.text("minutes")), []).append(line)
    return found


def _meeting(
    meeting: Meeting,
    lines: list[BookLine],
    then: Mapping[str, CaseFile],
    now: Mapping[str, CaseFile],
    situation: Situation,
    book: Book,
    minutes_each: int,
    today: date,
) -> ScoredMeeting:
    met_on, minutes_number = meeting
    late = (late_start(situation, file, met_on) for file in then.values())
    agenda = agenda_of(late, situation, minutes=None, today=met_on)
    worth: dict[str, int] = {}
    for item in agenda.items:
        worth[item.project] = worth.get(item.project, 0) + item.days
    by_project: dict[str, list[BookLine]] = {}
    for line in lines:
        by_project.setdefault(line.text("project"), []).append(line)
    projects = tuple(
        _project(own, then[code], now[code], situation, book, worth.get(code, 0), met_on, today)
        for code, own in sorted(by_project.items())
        if code in then and code in now
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


def _by_code(files: Iterable[CaseFile]) -> dict[str, CaseFile]:
    return {one.project.code: one for one in files}
