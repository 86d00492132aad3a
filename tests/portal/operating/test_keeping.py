"""The ledger's proof, rehearsals, and the state of the parts."""

import sqlite3
from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from models.tables.compact import Packed
from store.rows.packing import unpacked
from tests.conftest import CAMPAIGN_DIR
from tests.portal.conftest import PROJECT, Cli, head


class TestVerify:
    def test_a_whole_ledger_has_a_head(self, office_cli: Cli) -> None:
        answer = office_cli("verify", "--json")

        assert answer.code == 0
        assert answer.json().keys() == {"entries", "head", "ok", "first_broken", "findings"}
        assert answer.json()["ok"] is True
        assert answer.json()["first_broken"] is None

    def test_an_edited_entry_is_found(self, office_cli: Cli, home: Path) -> None:
        tamper(home)

        answer = office_cli("verify", "--json")

        assert answer.code == 4
        assert answer.json()["first_broken"]["stream"] == PROJECT
        assert answer.json()["first_broken"]["version"] == 2
        assert "台账受损" in office_cli("verify").out

    def test_nothing_is_derived_from_a_broken_ledger(self, office_cli: Cli, home: Path) -> None:
        tamper(home)

        assert office_cli("rebuild").code == 4


class TestRebuild:
    def test_what_was_derived_is_derived_again(self, office_cli: Cli) -> None:
        shown = office_cli("show", PROJECT, "--json").json()

        answer = office_cli("rebuild", "--json")

        assert answer.code == 0
        assert answer.json()["projects"] == 60
        assert office_cli("show", PROJECT, "--json").json() == shown


class TestRehearse:
    def test_a_campaign_is_played_and_the_clock_set_to_its_evening(
        self, cli: Cli, tmp_path: Path
    ) -> None:
        answer = cli(
            *("rehearse", str(CAMPAIGN_DIR), "--until", "2020-05-22", "--seed", "7", "--json"),
        )

        assert answer.code == 0
        assert answer.json()["entries"] > 60
        assert cli("verify", "--json").json()["head"] == answer.json()["head"]
        clock = OfficeClock(tmp_path / "home", rehearsal=True)
        assert f"{clock.now():%Y-%m-%d %H:%M}" == "2020-05-22 09:30"  # 17:30 in Shanghai
        assert not (tmp_path / "home" / "rehearsal").exists()

    def test_an_interrupted_rehearsal_leaves_an_empty_ledger(
        self, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr("portal.commands.operating.rehearsal.rehearse", interrupted)
            with pytest.raises(SystemExit, match="130"):
                cli("rehearse", str(CAMPAIGN_DIR), "--until", "2020-05-21", "--seed", "7")

        assert cli("verify", "--json").json()["entries"] == 0
        again = cli("rehearse", str(CAMPAIGN_DIR), "--until", "2020-05-21", "--seed", "7")
        assert again.code == 0

    def test_it_wants_an_empty_ledger(self, office_cli: Cli) -> None:
        before = head(office_cli)

        answer = office_cli("rehearse", str(CAMPAIGN_DIR), "--until", "2020-05-22", "--seed", "7")

        assert answer.code == 1
        assert "已有台账" in answer.err
        assert head(office_cli) == before


class TestUnreachable:
    def test_no_database_yet(self, cli: Cli, tmp_path: Path) -> None:
        answer = cli("show", PROJECT, "--json")

        assert answer.code == 3
        assert answer.json()["error"] == "unreachable"
        assert "数据库尚未建立" in answer.err
        assert not (tmp_path / "home").exists()

    def test_a_file_that_is_no_database(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "greenchannel.sqlite").write_text("不是数据库" * 100)

        answer = cli("show", PROJECT)

        assert answer.code == 3
        assert "不可用" in answer.err

    def test_a_server_that_is_away_and_a_password_that_stays_secret(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = "postgresql+psycopg://green:topsecret@127.0.0.1:1/green"
        monkeypatch.setenv("GREENCHANNEL_DATABASE_URL", url)

        answer = cli("show", PROJECT)

        assert answer.code == 3
        assert "不可用" in answer.err
        assert "topsecret" not in answer.err

    def test_status_says_which_part_is_away(self, office_cli: Cli) -> None:
        answer = office_cli("status", "--json")

        assert answer.code == 3
        told = answer.json()
        assert told["database"]["ok"] is True
        assert told["prefect"]["ok"] is False
        assert told["worker"]["ok"] is False
        assert "不正常" in office_cli("status").out

    def test_nothing_to_stop_is_said(self, office_cli: Cli) -> None:
        answer = office_cli("down")

        assert answer.code == 0
        assert "没有在运行的服务" in answer.out


def tamper(home: Path) -> None:
    """Change the second entry of a project, as somebody with the whole file could."""
    database = sqlite3.connect(home / "greenchannel.sqlite")
    triggers = "select name from sqlite_master where type = 'trigger' and tbl_name = 'entries'"
    for (guard,) in database.execute(triggers).fetchall():
        database.execute(f'drop trigger "{guard}"')
    database.create_function("edited", 1, edited)
    database.execute(
        "update entries set payload = edited(payload) where stream = ? and version = 2", (PROJECT,)
    )
    database.commit()
    database.close()


def edited(lying: bytes) -> bytes:
    """Return a payload that speaks of another procedure, as it may lie there."""
    told = unpacked(Packed().read(lying))
    assert "L11" in told
    return told.replace("L11", "L12").encode()
