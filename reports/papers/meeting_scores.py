"""What came of dispatch meetings in words (会办成效): a row a project, a sentence a meeting."""

from collections.abc import Iterator

from models.meeting_score import MeetingScores, ScoredMeeting
from reports.text.phrases import day

HEADINGS = (
    *("会办", "项目", "议定事项", "销号", "按期反馈", "逾期"),
    *("会办时预计开工", "现在", "议程所估（工作日）", "实际（工作日）"),
)


def rows(scores: MeetingScores) -> list[tuple[str, ...]]:
    """Return every project of every meeting as cells of text."""
    return [
        (
            called(meeting),
            one.project_name,
            "；".join(one.decisions),
            f"{one.closed}/{len(one.directives)}",
            str(one.answered_in_time),
            str(one.overdue),
            day(one.start_then, scores.as_of),
            f"{day(one.start_now, scores.as_of)}{'已开工' if one.started else ''}",
            str(one.expected),
            _moved(one.days),
        )
        for meeting in scores.meetings
        for one in meeting.projects
    ]


def sentences(scores: MeetingScores) -> Iterator[str]:
    """Say of each meeting what was decided, what came of it, and what an hour was worth."""
    if not scores.meetings:
        yield "交办清单中还没有写明会办日期、项目的议定事项。"
        return
    for one in scores.meetings:
        moved = f"开工共{_moved(one.days)}个工作日" if one.days else "开工没有提前"
        yield (
            f"{called(one)}：议定{one.decisions}件，已销号{one.closed}件；{moved}"
            f"（议程所估{one.expected}个工作日）{_by_the_hour(one)}。"
        )
    yield "以会办当日照承诺时限办理的预计开工为准；一个项目一次会议只计一次。"


def _moved(days: int) -> str:
    """Say which way a start has moved: a number of days with a sign is for programs."""
    return f"提前{days}" if days > 0 else f"推迟{-days}" if days < 0 else "0"


def _by_the_hour(meeting: ScoredMeeting) -> str:
    """Say what an hour was worth, where the meeting was worth something."""
    if meeting.days <= 0 or not meeting.minutes:
        return ""
    hour = f"{meeting.days * 60 / meeting.minutes:.1f}".removesuffix(".0")
    return f"，合每小时{hour}个工作日"


def called(meeting: ScoredMeeting) -> str:
    """Name a meeting: its day and the number of its minutes."""
    return f"{meeting.met_on.month}月{meeting.met_on.day}日 {meeting.minutes_number}"
