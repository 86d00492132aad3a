"""What the command line shows, for people and for programs."""

from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from tests.portal.conftest import LIAISON, MORNING, PROJECT, Cli


class TestShow:
    def test_the_json_has_the_shape_of_the_contract(self, office_cli: Cli) -> None:
        told = office_cli("show", PROJECT, "--json").json()

        assert told["project"].keys() >= {"code", "name", "type", "tier", "unit"}
        assert told.keys() >= {"project", "version", "as_of", "cases", "start"}
        assert told["as_of"] == "2020-06-01"
        assert told["cases"][0].keys() >= {
            *("procedure", "name", "department", "stage", "state", "accepted_on", "promised_due"),
            *("statutory_due", "decided_on", "light", "attributed_to", "owed"),
        }
        assert told["start"].keys() >= {
            *("pinned_on", "forecast_on", "slip_days", "gate_open", "missing"),
        }

    def test_people_read_names_and_lights(self, office_cli: Cli) -> None:
        answer = office_cli("show", PROJECT)

        assert answer.code == 0
        assert "阿城区冷链物流园项目" in answer.out
        assert "P05" in answer.out
        assert "待申报" in answer.out

    def test_a_past_day_shows_what_stood_then(self, office_cli: Cli, home: Path) -> None:
        OfficeClock(home, rehearsal=True).set(MORNING.replace(day=3))
        office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON)

        then = office_cli("show", PROJECT, "--as-of", "2020-06-01", "--json").json()

        states = {case["procedure"]: case["state"] for case in then["cases"]}
        assert states["P05"] == "open"

    def test_the_timeline_is_shown_when_asked_for(self, office_cli: Cli) -> None:
        assert "办理经过" in office_cli("show", PROJECT, "--timeline").out
        assert office_cli("show", PROJECT, "--timeline", "--json").json()["timeline"]


class TestToDo:
    @pytest.mark.parametrize("department", ["water", "水务局"])
    def test_a_department_sees_what_waits_for_it(self, office_cli: Cli, department: str) -> None:
        office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON)

        lines = office_cli("to-do", department, "--json").json()["to_do"]

        assert (PROJECT, "P05") in {(line["project"], line["procedure"]) for line in lines}
        assert "P05" in office_cli("to-do", department).out

    def test_nothing_to_do_is_said(self, office_cli: Cli) -> None:
        assert "没有待办" in office_cli("to-do", "gas").out


class TestAccounts:
    def test_every_account_is_an_office(self, office_cli: Cli) -> None:
        told = office_cli("accounts", "--json").json()["accounts"]

        assert {"housing-01", "dispatch-01", LIAISON} <= {one["number"] for one in told}

    def test_those_of_one_office_are_listed(self, office_cli: Cli) -> None:
        answer = office_cli("accounts", "--office", "housing")

        assert "housing-head" in answer.out
        assert "water-01" not in answer.out


class TestInbox:
    def test_an_empty_inbox_says_so(self, office_cli: Cli) -> None:
        assert "没有通知" in office_cli("inbox").out

    def test_a_torn_line_is_passed_over(self, office_cli: Cli, home: Path) -> None:
        line = '{"at": "2020-06-01T09:00:00+08:00", "to": "water-01", "title": "甲", "body": "乙"}'
        (home / "inbox.jsonl").write_text(f'{{"at": "20\n{line}\n', encoding="utf-8")

        assert [one["title"] for one in office_cli("inbox", "--json").json()["messages"]] == ["甲"]
        assert "2020-06-01 09:00 → water-01" in office_cli("inbox").out


class TestDays:
    def test_five_working_days_pass_over_the_dragon_boat_festival(self, cli: Cli) -> None:
        told = cli("days", "due", "--from", "2020-06-19", "--days", "5", "--json").json()

        assert told == {
            "from": "2020-06-19",
            "days": 5,
            "unit": "workday",
            "due_on": "2020-06-29",
            "provisional": False,
        }

    def test_calendar_days_roll_to_the_next_working_day(self, office_cli: Cli) -> None:
        due = ("days", "due", "--from", "2020-06-19", "--days", "7", "--unit", "calendar_day")

        assert office_cli(*due, "--json").json()["due_on"] == "2020-06-28"

    def test_a_year_without_a_notice_is_counted_provisionally(self, cli: Cli) -> None:
        answer = cli("days", "due", "--from", "2050-06-20", "--days", "3")

        assert answer.code == 0
        assert "暂算" in answer.out

    def test_days_are_listed_with_their_reason(self, cli: Cli) -> None:
        answer = cli("days", "list", "--from", "2020-06-25", "--to", "2020-06-28")

        assert "2020-06-25 周四 休息 节假日 端午" in answer.out
        assert "2020-06-28 周日 上班 调休上班 端午" in answer.out
