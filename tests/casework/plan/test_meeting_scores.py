"""What a meeting's decisions were worth is read off the ledger: then and now, once a project."""

import sqlite3
from datetime import date

import pytest

from casework.intake.books import keep_line
from casework.intake.loading import load
from casework.office import Office
from casework.plan.views import plan
from casework.reading.board.meeting_scores import meeting_scores
from models.book_line import KeepLine
from models.campaign import CampaignFolder
from models.meeting_score import MeetingScores
from notices.channels import Channels
from reports.papers.meeting_scores import rows, sentences
from store.engine import Store
from tests.conftest import AUDIT_KEY
from tests.world import stamp

MET, NOW = date(2020, 6, 4), date(2020, 6, 19)
FIRST, SECOND = "2020-230112-39-03-000001", "2020-230112-85-03-000033"
GIVEN = {"met_on": MET.isoformat(), "minutes": "会办1号", "level": "区级", "due_on": "2020-06-12"}


@pytest.fixture(scope="module")
def scores(played: Office, tmp_path_factory: pytest.TempPathFactory) -> MeetingScores:
    """Three directives of one meeting, two of them about one project; one is struck off."""
    home = tmp_path_factory.mktemp("met")
    before = played.store.engine.url.database
    assert before is not None
    with sqlite3.connect(before) as source, sqlite3.connect(home / "gc.sqlite") as copy:
        source.backup(copy)
    store = Store(f"sqlite:///{home / 'gc.sqlite'}", audit_key=AUDIT_KEY)
    office = Office(store, Channels({"*": [f"inbox://{home / 'inbox.jsonl'}?to={{account}}"]}))

    def keep(line: int | None, state: str, by: str, on: date, **values: str) -> int:
        request = KeepLine(state=state, values=values, evidence="回函" if state else "")
        told = stamp(on, by)
        return keep_line(office, book="directives", line=line, request=request, stamp=told)

    lines = []
    for decision, project in (("供水", FIRST), ("供电", FIRST), ("用地", SECOND)):
        values = {"decision": decision, "project": project, "holder": "unit-water", **GIVEN}
        lines.append(keep(None, "", "dispatch-01", NOW, **values))
    keep(lines[0], "answered", "unit-water-liaison", NOW, feedback="已接通")
    keep(lines[0], "closed", "dispatch-01", NOW)
    scores = meeting_scores(office, today=NOW)
    assert len(scores.meetings) > 1, "those that were rehearsed"
    ours = tuple(one for one in scores.meetings if one.met_on == MET)
    return scores.model_copy(update={"meetings": ours})


def test_a_project_is_counted_once_a_meeting_with_its_start_then_and_now(
    scores: MeetingScores, played: Office
) -> None:
    (meeting,) = scores.meetings
    found = {one.project: one for one in meeting.projects}
    then, now = (plan(played, FIRST, NOW, as_of=day) for day in (MET, NOW))

    assert (meeting.met_on, meeting.decisions, meeting.closed) == (MET, 3, 1)
    assert found[FIRST].decisions == ("供水", "供电")
    assert found[FIRST].start_then == then.forecast_start
    assert found[FIRST].start_now == (now.started_on or now.forecast_start)
    assert meeting.days == sum(one.days for one in meeting.projects)
    assert meeting.expected == sum(one.expected for one in meeting.projects)
    for one in meeting.projects:
        assert (one.days > 0) == (one.start_now < one.start_then)
        assert (one.days < 0) == (one.start_now > one.start_then)


def test_answers_that_came_late_and_what_is_open_after_its_day_are_told(
    scores: MeetingScores,
) -> None:
    found = {one.project: one for one in scores.meetings[0].projects}

    assert (found[FIRST].answered_in_time, found[FIRST].overdue) == (0, 1)
    assert (found[SECOND].closed, found[SECOND].overdue) == (0, 1)


def test_it_is_said_in_words(scores: MeetingScores) -> None:
    said = "".join(sentences(scores))

    assert "6月4日 会办1号：议定3件，已销号1件" in said
    assert "-" not in said
    assert len(rows(scores)) == 2


@pytest.mark.parametrize(
    ("days", "said", "cell"),
    [
        (3, "开工共提前3个工作日（议程所估2个工作日），合每小时18个工作日。", "提前3"),
        (0, "开工没有提前（议程所估2个工作日）。", "0"),
        (-8, "开工共推迟8个工作日（议程所估2个工作日）。", "推迟8"),
    ],
)
def test_which_way_a_start_moved_is_a_word_and_not_a_sign(
    scores: MeetingScores, days: int, said: str, cell: str
) -> None:
    (meeting,) = scores.meetings
    moved = meeting.projects[0].model_copy(update={"days": days, "expected": 2})
    told = meeting.model_copy(
        update={"projects": (moved,), "days": days, "expected": 2, "minutes": 10}
    )
    one = scores.model_copy(update={"meetings": (told,)})

    assert next(sentences(one)).endswith(said)
    assert rows(one)[0][-1] == cell


def test_where_nothing_was_decided_nothing_is_scored(
    empty_office: Office, real_folder: CampaignFolder
) -> None:
    load(empty_office, real_folder, stamp=stamp(date(2020, 5, 21)))
    none = meeting_scores(empty_office, today=NOW)

    assert none.meetings == ()
    assert "还没有" in "".join(sentences(none))
