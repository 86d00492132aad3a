"""A calendar is subscribed to by a token that opens it and nothing else."""

import re
from collections.abc import Iterable
from datetime import date

import icalendar

from casework.reading.lists.work_lines import WorkLine
from casework.reading.lists.work_list import Tab, work_list
from store.projected.queries import project_codes
from tests.portal.web.browser import Browser


def token(browser: Browser, scope: str) -> str:
    form = {"name": "手机日历", "scope": scope, "days": "30"}
    shown = browser.post("/me/tokens", form).text
    (secret,) = re.findall(r'class="secret">([\w-]{20,})<', shown)
    return str(secret)


def days(browser: Browser, **asked: str) -> dict[str, date]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = browser.get(f"/calendar.ics?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    read = icalendar.Calendar.from_ical(answer.text)
    return {str(one["UID"]).split("@")[0]: one["DTSTART"].dt for one in read.walk("VEVENT")}


def due(lines: Iterable[WorkLine]) -> dict[str, date]:
    return {f"{one.project}-{one.procedure}": one.due_on for one in lines if one.due_on}


def test_a_program_with_the_address_sees_ones_own_list_and_nothing_else(
    dispatcher: Browser,
) -> None:
    officer, program = dispatcher.another(), dispatcher.another()
    officer.sign_in("water-01")
    secret = token(officer, "calendar")
    shown = days(program, token=secret)
    office = officer.premises.office
    with office.store.reading() as connection:
        account = office.situation(connection).account("water-01")
    today = officer.premises.today()
    mine = work_list(office, account=account, tab=Tab.MINE, today=today).lines
    ours = work_list(office, account=account, tab=Tab.OFFICE, today=today).lines
    bearer = {"authorization": f"Bearer {secret}"}

    assert shown == due(mine)
    assert shown
    assert program.client.get("/api/v1/me", headers=bearer).status_code == 401
    assert program.get("/calendar.ics?token=wrong").status_code == 401
    assert days(program, token=secret, of="water") == due(ours)
    assert program.get(f"/calendar.ics?token={secret}&of=housing").status_code == 403


def test_the_days_of_a_project_hold_its_pinned_start(dispatcher: Browser) -> None:
    program = dispatcher.another()
    office = dispatcher.premises.office
    with office.store.reading() as connection:
        files = [one for one, _ in office.each(connection, project_codes(connection))]
    file = next(one for one in files if one.pinned_start and one.started_on is None)
    shown = days(program, token=token(dispatcher, "calendar"), of=file.project.code)

    assert shown[f"{file.project.code}-start"] == file.pinned_start
    assert all(uid.startswith(file.project.code) for uid in shown)


def test_a_token_for_reading_does_not_go_into_an_address(dispatcher: Browser) -> None:
    program, secret = dispatcher.another(), token(dispatcher, "read")

    assert program.get(f"/calendar.ics?token={secret}").status_code == 401
    assert "日历订阅网址" not in dispatcher.get("/me").text
