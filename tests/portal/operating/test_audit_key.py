"""The key of the ledger: made for an empty one only, and nothing is written with another."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.service.processes import Service
from tests.portal.conftest import LIAISON, PROJECT, Cli, head

SUBMIT = ("act", PROJECT, "P05", "submit", "--by", LIAISON)
READING = (("show", PROJECT), ("to-do", "water"), ("projects",))


@pytest.fixture
def key(home: Path) -> Path:
    return home / "audit.key"


class TestALostKey:
    @pytest.mark.parametrize("words", [*READING, SUBMIT, ("verify",), ("watch",)])
    def test_is_never_replaced(self, office_cli: Cli, key: Path, words: tuple[str, ...]) -> None:
        key.unlink()

        answer = office_cli(*words)

        assert answer.code == 3
        assert "找不到签章密钥" in answer.err
        assert "GREENCHANNEL_AUDIT_KEY_FILE" in answer.err
        assert not key.exists()

    def test_that_is_put_back_opens_the_ledger_as_it_was(self, office_cli: Cli, key: Path) -> None:
        held = key.read_bytes()
        key.unlink()
        assert office_cli(*SUBMIT).code == 3
        key.write_bytes(held)

        assert office_cli("verify").code == 0
        assert office_cli(*SUBMIT).code == 0
        assert office_cli("verify").code == 0

    def test_says_so_to_programs_in_one_shape(self, office_cli: Cli, key: Path) -> None:
        key.unlink()

        told = office_cli("show", PROJECT, "--json")

        assert told.code == 3
        assert told.json()["error"] == "unreachable"
        assert "找不到签章密钥" in told.json()["message"]


class TestAKeyThatDoesNotFit:
    @pytest.mark.parametrize("words", [SUBMIT, ("watch",), ("week", "open", "--by", "dispatch-01")])
    def test_writes_nothing(self, office_cli: Cli, key: Path, words: tuple[str, ...]) -> None:
        before = office_cli("show", PROJECT, "--json").json()["version"]
        held = key.read_bytes()
        key.write_bytes(b"another key of thirty-two bytes, or a slip of the pen")

        answer = office_cli(*words)

        assert answer.code == 3
        assert "签章密钥与台账不符" in answer.err
        key.write_bytes(held)
        assert office_cli("verify").code == 0
        assert office_cli("show", PROJECT, "--json").json()["version"] == before

    def test_still_lets_people_read_and_is_found_by_verify(
        self, office_cli: Cli, key: Path
    ) -> None:
        key.write_bytes(b"another key of thirty-two bytes, or a slip of the pen")

        assert office_cli("show", PROJECT).code == 0
        assert office_cli("verify").code == 4


class TestAnUnreadableKey:
    def test_that_is_a_device_without_end_is_not_read(
        self, office_cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GREENCHANNEL_AUDIT_KEY_FILE", "/dev/zero")

        answer = office_cli("projects")

        assert answer.code == 3
        assert "签章密钥 /dev/zero 不是普通文件" in answer.err

    def test_that_is_another_file_is_told(self, office_cli: Cli, key: Path) -> None:
        key.write_bytes(b"x" * 4097)

        assert "过长，不像密钥文件" in office_cli("projects").err

    def test_that_is_a_directory_is_told(self, office_cli: Cli, key: Path) -> None:
        key.unlink()
        key.mkdir()

        answer = office_cli(*SUBMIT)

        assert answer.code == 3
        assert "是目录，不是文件" in answer.err

    @pytest.mark.parametrize("mistyped", [b"", b"short", b"\n\n"])
    def test_that_is_too_short_is_told(self, office_cli: Cli, key: Path, mistyped: bytes) -> None:
        key.write_bytes(mistyped)

        answer = office_cli("show", PROJECT)

        assert answer.code == 3
        assert "过短" in answer.err
        assert key.read_bytes() == mistyped


READS = (("show", PROJECT), ("to-do", "water"), ("projects",), ("clock", PROJECT, "P05"))
WRITES = (
    SUBMIT,
    ("watch",),
    ("week", "open", "--by", "dispatch-01"),
    ("brief",),
    ("key", "rotate", "--by", "operator-01", "--reason", "试试"),
)
CHECKS = (("verify",), ("anchor",), ("rebuild",))
ANOTHER = b"another key of thirty-two bytes, or a slip of the pen"


def _lost(key: Path) -> None:
    key.unlink()


def _swapped(key: Path) -> None:
    key.write_bytes(ANOTHER)


def _mistyped(key: Path) -> None:
    held = key.read_bytes()
    key.write_bytes(held[:-1] + (b"0" if held[-1:] != b"0" else b"1"))


def _unreadable(key: Path) -> None:
    key.unlink()
    key.mkdir()


class TestEveryWayToLoseAKey:
    """Lost, swapped, mistyped or unreadable, at every command that reads, checks or writes."""

    @pytest.mark.parametrize(
        ("spoil", "read", "checked", "said"),
        [
            pytest.param(_lost, 3, 3, "找不到签章密钥", id="lost"),
            pytest.param(_swapped, 0, 4, "签章密钥与台账不符", id="swapped"),
            pytest.param(_mistyped, 0, 4, "签章密钥与台账不符", id="mistyped"),
            pytest.param(_unreadable, 3, 3, "是目录，不是文件", id="unreadable"),
        ],
    )
    def test_ends_as_the_table_says_and_writes_nothing(
        self,
        office_cli: Cli,
        key: Path,
        spoil: Callable[[Path], None],
        read: int,
        checked: int,
        said: str,
    ) -> None:
        held = key.read_bytes()
        before = head(office_cli)
        spoil(key)

        codes = {words: office_cli(*words).code for words in (*READS, *CHECKS)}
        refused = {words: office_cli(*words) for words in WRITES}

        assert codes == dict.fromkeys(READS, read) | dict.fromkeys(CHECKS, checked)
        for words, answer in refused.items():
            assert (answer.code, said in answer.err) == (3, True), (words, answer.err)
        if key.is_dir():
            key.rmdir()
        key.write_bytes(held)
        assert head(office_cli) == before
        assert office_cli("verify").code == 0


class TestAnEmptyLedger:
    def test_gets_a_key_that_only_its_owner_reads(
        self, cli: Cli, tmp_path: Path, real_folder: object
    ) -> None:
        from tests.conftest import CAMPAIGN_DIR

        assert cli("load", str(CAMPAIGN_DIR)).code == 0

        key = tmp_path / "home" / "audit.key"
        assert key.stat().st_mode & 0o777 == 0o600
        assert len(key.read_bytes()) == 64


class TestRotating:
    ROTATE = ("key", "rotate", "--by", "operator-01", "--reason", "管理人员离任")

    def test_seals_with_a_new_key_and_leaves_everything_provable(
        self, office_cli: Cli, key: Path
    ) -> None:
        before = key.read_bytes()
        assert office_cli(*SUBMIT).code == 0

        told = office_cli(*self.ROTATE)

        assert told.code == 0
        assert "已更换签章密钥" in told.out
        assert key.read_bytes() != before
        assert key.stat().st_mode & 0o777 == 0o600
        assert office_cli("verify").code == 0
        assert office_cli("act", PROJECT, "P05", "withdraw", "--by", LIAISON).code == 0
        assert office_cli(*self.ROTATE).code == 0
        assert office_cli("verify").code == 0

    def test_lets_nothing_be_written_with_the_old_key(self, office_cli: Cli, key: Path) -> None:
        before = key.read_bytes()
        assert office_cli(*self.ROTATE).code == 0
        key.write_bytes(before)

        assert office_cli(*SUBMIT).code == 3
        assert office_cli("verify").code == 4

    def test_holds_where_the_former_key_was_not_kept(self, office_cli: Cli, key: Path) -> None:
        assert office_cli(*self.ROTATE).code == 0
        key.with_name("audit.key.former").unlink()

        assert office_cli("verify").code == 0

    def test_that_was_interrupted_goes_on(
        self, office_cli: Cli, key: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr("casework.access.key_rotation.replace_key", interrupted)
            with pytest.raises(SystemExit):
                office_cli(*self.ROTATE)
        assert office_cli(*SUBMIT).code == 3

        assert office_cli(*self.ROTATE).code == 0

        assert office_cli("verify").code == 0
        assert office_cli(*SUBMIT).code == 0

    @pytest.mark.parametrize("name", ["server", "worker", "portal", "supervisor"])
    def test_waits_until_nothing_runs_that_holds_the_old_key(
        self, office_cli: Cli, key: Path, name: str
    ) -> None:
        before = key.read_bytes()
        service = Service(name, key.parent)
        service.start(["sleep", "300"], cwd=key.parent, env=os.environ)
        try:
            told = office_cli(*self.ROTATE)
        finally:
            service.stop()

        assert told.code == 3
        assert "服务正在运行，持有原密钥" in told.err
        assert key.read_bytes() == before

    def test_is_for_operators(self, office_cli: Cli, key: Path) -> None:
        before = key.read_bytes()

        told = office_cli("key", "rotate", "--by", "water-01", "--reason", "试试")

        assert told.code == 1
        assert "无权更换签章密钥" in told.err
        assert key.read_bytes() == before
