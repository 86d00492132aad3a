"""Days that moved are told: once per project, to everybody who counts with them."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from casework.changes.calendar import load_days, preview
from casework.changes.catalogue import apply_changes
from casework.delivery.delivering import deliver
from casework.intake.loading import load
from casework.office import Office
from casework.telling.moved import concerns_somebody
from models.days import DateKind, DayNotice, DueDatesMoved, MovedDate
from tests.casework.changes.test_calendar import ACCEPTED, DECEMBER, LOADED, accept, keeper
from tests.casework.changes.test_calendar import invented as longer
from tests.casework.changes.test_catalogue import shorter
from tests.world import (
    DISPATCHER,
    HEAD,
    HELPER,
    HOUSING_HEAD,
    HOUSING_OFFICER,
    LIAISON,
    OTHER_PROJECT,
    PROJECT,
    TWENTY_OFFICERS,
    at,
    folder,
    june,
    project,
    stamp,
)

THIRD_PROJECT = "2020-230112-39-03-000003"


def invented() -> DayNotice:
    """An invented notice that takes a day and gives none back in January.

    1 January was off before it (全国年节及纪念日放假办法): only the fourth moves anything.
    """
    return longer(make_up_workdays={date(2027, 2, 20): "春节"})


def notices(office: Office) -> dict[str, set[str]]:
    """Key of each notice that days moved → who is told."""
    with office.store.reading() as connection:
        rows = connection.execute(
            text(
                "select n.key, d.recipient from notices n join deliveries d on d.notice_key = n.key"
                " where n.ground = 'due_dates_moved'"
            )
        ).all()
    found: dict[str, set[str]] = {}
    for key, recipient in rows:
        assert recipient not in found.get(key, set()), "told twice"
        found.setdefault(key, set()).add(recipient)
    return found


def letters(office: Office, inbox: Path, on: date) -> list[dict[str, str]]:
    deliver(office, now=at(on, 12))
    told = [json.loads(line) for line in inbox.read_text(encoding="utf-8").splitlines()]
    return [one for one in told if one["title"].startswith("【期限调整】")]


@pytest.fixture
def december(empty_office: Office) -> Office:
    """One project has a clock of each department that runs into 2027; the others have none."""
    projects = [project(), project(OTHER_PROJECT), project(THIRD_PROJECT, started_on=DECEMBER)]
    load(empty_office, folder(*projects), stamp=stamp(DECEMBER))
    accept(empty_office, "A01", ACCEPTED)
    accept(empty_office, "K01", ACCEPTED, by=HOUSING_OFFICER)
    return empty_office


class TestANotice:
    def test_goes_once_to_both_departments_and_to_the_applicants_side(
        self, december: Office
    ) -> None:
        load_days(december, invented(), stamp=keeper())

        told = {key: who for key, who in notices(december).items() if key.startswith(PROJECT)}
        assert list(told.values()) == [
            {*TWENTY_OFFICERS, HEAD, HOUSING_OFFICER, HOUSING_HEAD, LIAISON, HELPER}
        ]

    def test_says_from_where_to_where_and_why(self, december: Office, inbox: Path) -> None:
        load_days(december, invented(), stamp=keeper())

        (body,) = {
            one["body"] for one in letters(december, inbox, LOADED) if PROJECT in one["body"]
        }
        moved = "A01 用地预审承诺时限到期日由2027年1月5日改为2027年1月6日"
        assert f"{moved}（因2027年1月4日）" in body
        assert "依据：测试通知〔2026〕0号（虚构，仅供测试）" in body

    def test_goes_to_no_project_of_which_nothing_moved(self, december: Office) -> None:
        change = load_days(december, invented(), stamp=keeper())

        moved = {one.project for one in change.weighed.projects}
        assert {key.partition("/")[0] for key in notices(december)} == moved
        assert THIRD_PROJECT not in moved

    def test_of_a_project_whose_forecast_alone_moved_goes_to_the_applicants_side(
        self, december: Office
    ) -> None:
        load_days(december, invented(), stamp=keeper())

        (told,) = [who for key, who in notices(december).items() if key.startswith(OTHER_PROJECT)]
        assert told == {LIAISON, HELPER}

    def test_again_is_told_to_nobody(self, december: Office) -> None:
        load_days(december, invented(), stamp=keeper())
        before = notices(december)

        load_days(december, invented(), stamp=keeper(date(2026, 12, 29)))

        assert notices(december) == before

    def test_is_not_sent_by_a_preview(self, december: Office) -> None:
        preview(december, invented(), stamp=keeper())

        assert notices(december) == {}


def test_a_changed_catalogue_names_its_version(empty_office: Office, inbox: Path) -> None:
    load(empty_office, folder(project(), project(OTHER_PROJECT)), stamp=stamp())

    apply_changes(empty_office, shorter(), stamp=stamp(june(3), by=DISPATCHER))

    told = letters(empty_office, inbox, june(3))
    assert {one["to"] for one in told} == {LIAISON, HELPER}
    assert all("依据：目录 test-2，规则 test-1" in one["body"] for one in told)


def test_a_day_on_which_only_the_system_reminds_concerns_nobody() -> None:
    reminder = MovedDate(what=DateKind.REMINDER, procedure="A01", before=june(12), after=june(15))
    due = reminder.model_copy(update={"what": DateKind.PROMISED_DUE})

    def moved(*moves: MovedDate) -> DueDatesMoved:
        return DueDatesMoved(basis="通知", calendar="1", moves=moves)

    assert not concerns_somebody(moved(reminder))
    assert concerns_somebody(moved(reminder, due))
