"""A calendar of all projects is read off rows and holds what all files, folded, come to."""

from datetime import date, timedelta

import pytest

from casework.office import Office
from casework.reading.lists.appointments import calendar_of, calendar_of_all
from casework.reading.lists.work_lines import line_of
from store.projected.queries import project_codes
from tests.asked import asked

TODAY = date(2020, 6, 19)
AHEAD = (0, 1, 4, 10)
"""Days after the last act: only time has passed, rows are what they were."""


@pytest.mark.parametrize("ahead", AHEAD)
def test_holds_every_limit_that_runs_and_every_pinned_start(played: Office, ahead: int) -> None:
    day = TODAY + timedelta(ahead)
    with played.store.reading() as connection:
        situation = played.situation(connection)
        files = [played.file(connection, code)[0] for code in project_codes(connection)]
    limits = {
        f"{line.project}-{line.procedure}": line.due_on
        for file in files
        for line in (line_of(file, code, situation, day) for code in file.plan)
        if line.due_on is not None
    }
    starts = {
        f"{file.project.code}-start": file.pinned_start
        for file in files
        if file.pinned_start is not None and file.started_on is None
    }
    told = calendar_of_all(played, today=day).appointments
    of_each = (calendar_of(played, of=file.project.code, today=day) for file in files)

    assert len(limits) > 20 < len(starts)
    assert {one.uid: one.on for one in told} == limits | starts
    assert told == tuple(one for own in of_each for one in own.appointments)


def test_no_entry_is_read_for_it(played: Office) -> None:
    calendar_of_all(played, today=TODAY)
    with asked(played.store) as statements:
        assert calendar_of_all(played, today=TODAY).appointments

    assert not [one for one in statements if "payload" in one]
