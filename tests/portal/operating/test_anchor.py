"""The anchor from the command line: written, given out, and never behind."""

import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from casework.office.settings import Settings
from tests.portal.conftest import LIAISON, MORNING, PROJECT, Cli

SCRIPT = Path(__file__).parents[3] / "verifier" / "verify_ledger.py"
SUBMIT = ("act", PROJECT, "P05", "submit", "--by", LIAISON)


@pytest.fixture
def anchor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An anchor that lies elsewhere."""
    path = tmp_path / "elsewhere" / "anchor.jsonl"
    monkeypatch.setenv("GREENCHANNEL_ANCHOR_FILE", str(path))
    return path


@pytest.fixture
def rolled_back(office_cli: Cli, home: Path, anchor: Path, tmp_path: Path) -> Cli:
    """An office whose data directory was replaced by yesterday's copy of it."""
    shutil.copytree(home, tmp_path / "backup")
    assert office_cli(*SUBMIT).code == 0
    assert office_cli("anchor").code == 0
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "backup", home)
    return office_cli


class TestAnchoring:
    def test_says_the_line_to_be_given_out(self, office_cli: Cli, anchor: Path) -> None:
        told = office_cli("anchor")

        assert told.code == 0
        head = office_cli("verify", "--json").json()["head"]
        assert "第 1 号，2020-06-01T01:0" in told.out
        assert f"总哈希 {head}" in told.out
        assert str(anchor) in told.out
        assert "抄送机外" in told.out

    def test_again_writes_nothing(self, office_cli: Cli, anchor: Path) -> None:
        first = office_cli("anchor", "--json").json()
        written = anchor.read_bytes()

        assert office_cli("anchor", "--json").json() == first
        assert anchor.read_bytes() == written

    def test_goes_on_where_it_was_begun_when_what_was_tried_out_becomes_real(
        self, office_cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert office_cli("anchor").code == 0
        begun = home / "anchor.jsonl"
        assert begun.is_file()

        monkeypatch.setenv("GREENCHANNEL_CLOCK", "real")

        verified = office_cli("verify")
        assert (verified.code, verified.err) == (0, "")
        assert Settings(home=home).anchor == begun
        assert Settings(home=home.with_name("new")).anchor == home.with_name("new.anchor.jsonl")

    def test_of_a_damaged_ledger_is_not_done(
        self, office_cli: Cli, home: Path, anchor: Path
    ) -> None:
        with sqlite3.connect(home / "greenchannel.sqlite") as database:
            database.execute("update projects set wake_on = null")

        told = office_cli("anchor")

        assert told.code == 4
        assert "项目表（projects）" in told.out
        assert "wake_on 一栏：按台账应为" in told.out
        assert "greenchannel rebuild" in told.out
        assert not anchor.exists()

    def test_is_done_by_the_watch_and_by_who_signs(self, office_cli: Cli, anchor: Path) -> None:
        assert office_cli("watch").code == 0

        assert len(anchor.read_text("utf-8").splitlines()) == 1

    def test_finds_what_blinds_the_watch_on_the_next_morning(
        self, office_cli: Cli, home: Path, anchor: Path
    ) -> None:
        assert office_cli("watch").code == 0
        with sqlite3.connect(home / "greenchannel.sqlite") as database:
            database.execute("update projects set wake_on = null")
        OfficeClock(home, rehearsal=True).set(MORNING + timedelta(days=1))

        for _ in range(2):
            told = office_cli("watch")
            assert told.code == 4
            assert "项目表（projects）" in told.out
        assert office_cli("rebuild").code == 0
        assert office_cli("watch").code == 0

    def test_lies_beside_the_data_directory_in_real_time_and_inside_in_a_rehearsal(
        self, tmp_path: Path
    ) -> None:
        home = tmp_path / "home"

        assert Settings(home=home, clock="real").anchor == tmp_path / "home.anchor.jsonl"
        assert Settings(home=home, clock="rehearsal").anchor == home / "anchor.jsonl"

    def test_that_cannot_be_written_is_told(
        self, office_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GREENCHANNEL_ANCHOR_FILE", str(tmp_path))

        told = office_cli("anchor")

        assert told.code == 3
        assert "GREENCHANNEL_ANCHOR_FILE" in told.err


class TestAnExport:
    def test_is_checked_without_us_after_the_key_was_replaced_too(
        self, office_cli: Cli, home: Path, anchor: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "台账.jsonl"
        assert office_cli("anchor").code == 0
        why = ("--by", "operator-01", "--reason", "管理人员离任")
        assert office_cli("key", "rotate", *why).code == 0
        assert office_cli(*SUBMIT).code == 0
        assert office_cli("anchor").code == 0

        told = office_cli("verify", "--export", str(out))

        assert told.code == 0
        assert f"已写入 {out}" in told.out
        assert "台账完整" in told.out
        assert out.stat().st_mode & 0o777 == 0o600
        given = (str(out), "--anchor", str(anchor), "--key", str(home / "audit.key"))
        root = office_cli("verify", "--json").json()["head"]
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-X", "utf8", SCRIPT, *given, "--printed", root],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, f"{root}：即锚定第" in done.stdout) == (0, True), done.stdout

    def test_of_a_damaged_ledger_is_written_and_says_where(
        self, office_cli: Cli, home: Path, tmp_path: Path
    ) -> None:
        with sqlite3.connect(home / "greenchannel.sqlite") as database:
            database.execute("drop trigger entries_no_update")
            database.execute("update entries set payload = x'ff' where version = 2")
        out = tmp_path / "ledger.jsonl"

        assert office_cli("verify", "--export", str(out)).code == 4
        done = subprocess.run(
            [sys.executable, SCRIPT, out], capture_output=True, encoding="utf-8", check=False
        )

        assert done.returncode == 4
        assert f"{PROJECT} 第 2 条：内容与哈希不符" in done.stdout

    def test_has_one_ending(self, office_cli: Cli, tmp_path: Path) -> None:
        told = office_cli("verify", "--export", str(tmp_path / "ledger.json"))

        assert told.code == 2
        assert "应以 .jsonl 结尾" in told.err


class TestAnOldBackup:
    @pytest.mark.parametrize("words", [("verify",), ("anchor",), ("watch",), ("up",)])
    def test_that_was_put_back_is_found(self, rolled_back: Cli, words: tuple[str, ...]) -> None:
        told = rolled_back(*words)

        assert told.code == 4
        assert "台账倒退" in told.out
        assert PROJECT in told.out

    def test_that_was_put_back_for_a_reason_is_written_down(
        self, rolled_back: Cli, anchor: Path
    ) -> None:
        told = rolled_back("anchor", "--after-restore", "硬盘故障，恢复前一日备份")

        assert told.code == 0
        assert rolled_back("verify").code == 0
        assert "硬盘故障" in anchor.read_text("utf-8")
        assert "曾因恢复备份重新锚定 1 次" in rolled_back("status").out

    def test_of_nothing_at_all_is_found(self, office_cli: Cli, home: Path, anchor: Path) -> None:
        office_cli("anchor")
        shutil.rmtree(home)

        told = office_cli("up")

        assert told.code == 4
        assert "台账已空，而锚定文件记有第 1 号" in told.out


class TestStatus:
    def test_says_that_the_key_lies_beside_the_database(
        self, office_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
    ) -> None:
        beside = office_cli("status", "--json").json()
        (home / "audit.key").rename(tmp_path / "audit.key")
        monkeypatch.setenv("GREENCHANNEL_AUDIT_KEY_FILE", str(tmp_path / "audit.key"))
        monkeypatch.setenv("GREENCHANNEL_ANCHOR_FILE", str(tmp_path / "anchor.jsonl"))
        apart = office_cli("status", "--json").json()

        assert beside["key"]["beside_database"] is True
        assert "GREENCHANNEL_AUDIT_KEY_FILE" in beside["key"]["said"]
        assert beside["anchor"]["beside_database"] is True
        assert "GREENCHANNEL_ANCHOR_FILE" in beside["anchor"]["said"]
        assert apart["key"]["beside_database"] is False
        assert "GREENCHANNEL" not in apart["key"]["said"] + apart["anchor"]["said"]

    def test_says_who_else_may_read(self, office_cli: Cli, home: Path) -> None:
        assert home.stat().st_mode & 0o777 == 0o700
        assert (home / "greenchannel.sqlite").stat().st_mode & 0o777 == 0o600
        assert office_cli("status", "--json").json()["files"]["ok"] is True

        home.chmod(0o755)
        (home / "audit.key").chmod(0o644)
        told = office_cli("status", "--json").json()["files"]

        assert told["ok"] is False
        assert f"{home}（755）" in told["said"]
        assert "audit.key（644）" in told["said"]
