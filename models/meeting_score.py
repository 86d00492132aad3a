"""What the decisions of dispatch meetings were worth (会办成效): read afterwards, never typed."""

from datetime import date

from models.vocabulary import Value


class ScoredProject(Value):
    """What a meeting's decisions did to the start of one project (项目会办成效)."""

    project: str
    project_name: str
    decisions: tuple[str, ...]
    directives: tuple[int, ...]
    """Numbers of their lines in the book of directives."""
    closed: int
    """How many of them were struck off (已销号)."""
    answered_in_time: int
    overdue: int
    """How many are open after their day."""
    start_then: date
    """The start as forecast at the end of the meeting's day, if everybody kept to the promises."""
    start_now: date
    started: bool
    expected: int
    """Working days that the agenda of that day said they could bring the start nearer."""
    days: int
    """Working days by which the start came nearer; below zero = farther."""


class ScoredMeeting(Value):
    """One dispatch meeting and what came of it (会办成效)."""

    minutes_number: str
    """纪要文号."""
    met_on: date
    minutes: int
    """What its decisions took, by the rules: so many minutes each."""
    decisions: int
    closed: int
    expected: int
    days: int
    projects: tuple[ScoredProject, ...]


class MeetingScores(Value):
    """All meetings, the newest first (会办成效表)."""

    as_of: date
    meetings: tuple[ScoredMeeting, ...]
    assumed: bool
