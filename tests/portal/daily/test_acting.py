"""Acts, campaigns and projects through the command line."""

import json
import ssl
from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from casework.office.settings import Settings
from portal import prefect_client
from tests.conftest import CAMPAIGN_DIR
from tests.portal.access.test_login import token
from tests.portal.conftest import LIAISON, MORNING, PROJECT, WATER_OFFICER, Answer, Cli, head


def submit(cli: Cli, *more: str) -> Answer:
    data = json.dumps({"missing": ["P05-3"]})
    return cli("act", PROJECT, "P05", "submit", "--by", LIAISON, "--data", data, *more)


class TestLoad:
    def test_the_same_folder_again_changes_nothing(self, office_cli: Cli) -> None:
        before = head(office_cli)

        answer = office_cli("load", str(CAMPAIGN_DIR), "--json")

        assert answer.code == 0
        assert answer.json()["fresh"] is False
        assert len(answer.json()["unchanged"]) == 60
        assert head(office_cli) == before

    def test_an_empty_directory_is_filled(self, cli: Cli) -> None:
        answer = cli("load", str(CAMPAIGN_DIR))

        assert answer.code == 0
        assert "新登记项目 60 个" in answer.out

    def test_either_database_will_do(
        self, cli: Cli, fresh_database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GREENCHANNEL_DATABASE_URL", fresh_database)

        assert cli("load", str(CAMPAIGN_DIR)).code == 0
        registered = cli("show", PROJECT, "--json").json()["version"]
        written = submit(cli, "--json").json()["entries"]
        assert registered > 1
        assert len(written) > 1
        assert cli("show", PROJECT, "--json").json()["version"] == registered + len(written)
        assert cli("verify").code == 0


class TestAct:
    def test_an_act_is_recorded_and_told(self, office_cli: Cli) -> None:
        answer = submit(office_cli)

        assert answer.code == 0
        assert answer.err == ""
        assert "申报 P05" in answer.out
        assert "待受理" in answer.out

    def test_json_says_what_was_written(self, office_cli: Cli) -> None:
        told = submit(office_cli, "--json").json()

        assert told["project"] == PROJECT
        assert told["state"] == "submitted"
        assert told["repeated"] is False
        # What time alone had brought comes first: the start has slipped since loading,
        # which puts it under supervision; the prompt that follows needs no signature.
        assert [entry["kind"] for entry in told["entries"]] == [
            *("reminded", "matter_opened", "submitted", "slip_drafted", "slip_issued")
        ]

    def test_the_same_key_is_recorded_once(self, office_cli: Cli) -> None:
        submit(office_cli, "--key", "k-1", "--on", "2020-06-02")
        before = head(office_cli)

        again = submit(office_cli, "--key", "k-1", "--on", "2020-06-02", "--json")

        assert again.code == 0
        assert again.json()["repeated"] is True
        assert head(office_cli) == before

    def test_a_given_day_is_the_day_of_the_entry(self, office_cli: Cli) -> None:
        told = submit(office_cli, "--on", "2020-06-03", "--json").json()

        assert told["entries"][0]["on"] == "2020-06-03"

    def test_days_of_a_file_never_run_backwards(self, office_cli: Cli) -> None:
        submit(office_cli, "--on", "2020-06-03")
        before = head(office_cli)
        act = ("act", PROJECT, "P05", "accept_conditionally", "--by", WATER_OFFICER)

        given = office_cli(*act, "--on", "2020-06-02")
        by_the_clock = office_cli(*act, "--json")

        assert given.code == by_the_clock.code == 1
        assert "办理日期 2020-06-02 早于该项目最近一条记录的日期 2020-06-03" in given.err
        assert by_the_clock.json()["refused"] == "before_last_entry"
        assert head(office_cli) == before

    def test_by_the_real_clock_no_day_lies_ahead(
        self, office_cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret = token(LIAISON)
        monkeypatch.setenv("GREENCHANNEL_CLOCK", "real")
        monkeypatch.setenv("GREENCHANNEL_TOKEN", secret)

        answer = submit(office_cli, "--on", "2100-06-01", "--json")

        assert answer.code == 1
        assert answer.json()["refused"] == "after_today"

    def test_who_saw_an_older_version_is_told_who_was_first(self, office_cli: Cli) -> None:
        seen = office_cli("show", PROJECT, "--json").json()["version"]
        submit(office_cli)

        late = office_cli(
            *("act", PROJECT, "P05", "withdraw", "--by", LIAISON),
            *("--version", str(seen), "--json"),
        )

        assert late.code == 1
        assert late.json()["refused"] == "stale"
        assert "他人已先行办理" in late.err

    def test_a_refusal_carries_its_facts(self, office_cli: Cli) -> None:
        submit(office_cli)

        answer = office_cli("act", PROJECT, "P05", "accept", "--by", "housing-01", "--json")

        assert answer.code == 1
        assert answer.json()["refused"] == "not_entitled"
        assert answer.json()["account"] == "housing-01"
        assert answer.json()["message"] == answer.err.strip()

    def test_the_start_gate_takes_acts_too(self, office_cli: Cli) -> None:
        data = '{"start_on": "2020-07-15", "reason": "净地交付推迟"}'

        answer = office_cli(
            *("act", PROJECT, "start_construction", "pin_start", "--by", "dispatch-01"),
            *("--data", data),
        )

        assert answer.code == 0
        assert office_cli("show", PROJECT, "--json").json()["start"]["pinned_on"] == "2020-07-15"

    def test_a_prefect_that_is_away_is_no_error(self, office_cli: Cli) -> None:
        quiet = submit(office_cli)
        told = office_cli("act", PROJECT, "P05", "withdraw", "--by", LIAISON, "--verbose")

        assert "运行台" not in quiet.out + quiet.err
        assert told.code == 0
        assert "下次巡查时自动刷新" in told.out


class TestWake:
    def test_every_waiting_run_of_the_project_is_woken(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        called: list[tuple[str, object]] = []

        def call(_: object, method: str, path: str, body: object = None) -> object:
            called.append((path, body))
            return [{"id": "r1"}] if path == "/flow_runs/filter" else {"status": "ACCEPT"}

        monkeypatch.setattr(prefect_client.PrefectClient, "call", call)

        assert prefect_client.wake(PROJECT, settings=Settings()) == "已刷新项目运行 1 个"
        assert called[-1] == (
            "/flow_runs/r1/resume",
            {"run_input": {"act": "仅刷新", "officer": ""}},
        )

    def test_no_authorities_are_read_for_a_server_without_tls(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read(*_: object, **__: object) -> None:
            raise AssertionError("certificates of authorities were read")

        monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", read)

        with prefect_client.PrefectClient("http://127.0.0.1:4200/api"):
            pass
        with pytest.raises(AssertionError):
            prefect_client.PrefectClient("https://office.example/api")


class TestRegister:
    def test_a_new_project_comes_in_once(self, office_cli: Cli, tmp_path: Path) -> None:
        file = tmp_path / "新项目.yaml"
        file.write_text(NEW_PROJECT, encoding="utf-8")

        first = office_cli("register", str(file), "--by", "dispatch-01", "--json")
        before = head(office_cli)
        again = office_cli("register", str(file), "--by", "dispatch-01", "--json")

        assert first.json() == {"registered": ["2020-230112-39-03-000099"], "unchanged": []}
        assert again.json() == {"registered": [], "unchanged": ["2020-230112-39-03-000099"]}
        assert head(office_cli) == before


class TestWeek:
    def test_a_round_is_opened_once_and_closed(self, office_cli: Cli) -> None:
        assert office_cli("week", "status", "--json").json()["opened_on"] is None

        opened = office_cli("week", "open", "--by", "dispatch-01", "--json").json()
        before = head(office_cli)
        office_cli("week", "open", "--by", "dispatch-01")

        assert opened["week"] == "2020-W23"
        assert head(office_cli) == before
        closed = office_cli("week", "close", "--by", "dispatch-01", "--json").json()
        assert closed["missing"] == opened["units"]
        assert "未报单位 11 个" in office_cli("week", "status").out

    def test_a_round_that_was_not_opened_is_not_closed(self, office_cli: Cli) -> None:
        answer = office_cli("week", "close", "--by", "dispatch-01", "--json")

        assert answer.code == 1
        assert answer.json()["refused"] == "no_such_round"


class TestWatch:
    def test_what_has_come_due_is_recorded_and_told(self, office_cli: Cli, home: Path) -> None:
        data = '{"signed_by": "李某"}'
        submit(office_cli)
        office_cli(
            *("act", PROJECT, "P05", "accept_conditionally", "--by", WATER_OFFICER),
            *("--data", data),
        )
        OfficeClock(home, rehearsal=True).set(MORNING.replace(day=22))

        swept = office_cli("watch", "--json").json()

        assert swept["entries"] > 0
        assert swept["delivered"] > 0
        inbox = office_cli("inbox", WATER_OFFICER, "--json").json()["messages"]
        assert any("P05" in message["title"] for message in inbox)
        assert office_cli("watch", "--json").json()["entries"] == 0


NEW_PROJECT = """\
projects:
  - code: 2020-230112-39-03-000099
    name: 冷链物流园二期
    type: industrial
    tier: district_key
    standing: new_start
    unit: unit-park
    applicant: {name: 哈尔滨金阿冷链物流有限公司, credit_code: 91230112MA1D101370}
    sponsor: leader-01
    chief_service_officer: cso-01
    site: 阿城经济开发区冷链路
    traits: {route: filing, land_supply: granted, environmental_class: form}
    land: {supply: granted, area_hectares: 3.2, status: 已供地}
    investment: {total: 90000000, this_year: 30000000}
"""
