"""A backup by the command line, and the office that comes out of it."""

import shutil
from pathlib import Path

import pytest

from casework.office.settings import Settings, open_office
from models.access import AccessKind
from store.people import access_log
from tests.portal.conftest import LIAISON, PROJECT, Cli, head, use

SUBMIT = ("act", PROJECT, "P05", "submit", "--by", LIAISON)


@pytest.fixture
def archive(office_cli: Cli, tmp_path: Path) -> Path:
    path = tmp_path / "备份.tar"
    told = office_cli("backup", str(path))
    assert told.code == 0, told.err
    assert office_cli("verify", "--json").json()["head"] in told.out
    return path


@pytest.fixture
def elsewhere(home: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another data directory, empty but for the key that was kept apart."""
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    shutil.copy(home / "audit.key", other)
    use(monkeypatch, other)
    return other


class TestABackup:
    def test_becomes_an_office_in_which_work_goes_on(
        self, office_cli: Cli, archive: Path, elsewhere: Path
    ) -> None:
        told = office_cli("restore", str(archive))

        assert told.code == 0, told.err
        assert "核验无误" in told.out
        assert office_cli(*SUBMIT).code == 0
        assert office_cli("verify", "--json").json()["ok"]

    def test_is_for_nobody_else(self, archive: Path) -> None:
        assert archive.stat().st_mode & 0o077 == 0

    def test_says_in_json_what_it_is_of(self, office_cli: Cli, tmp_path: Path) -> None:
        told = office_cli("backup", str(tmp_path / "b.tar"), "--json").json()

        assert told["head"] == office_cli("verify", "--json").json()["head"]
        assert (told["ok"], told["database"]) == (True, "sqlite")

    def test_is_put_over_nothing(self, office_cli: Cli, archive: Path) -> None:
        before = head(office_cli)

        told = office_cli("restore", str(archive))

        assert (told.code, "台账已有记录" in told.err) == (1, True)
        assert head(office_cli) == before

    def test_stands_in_the_log_of_the_door_and_so_does_its_return(
        self, office_cli: Cli, archive: Path, elsewhere: Path
    ) -> None:
        office_cli("restore", str(archive))

        office = open_office(Settings(home=elsewhere))
        with office.store.reading() as connection:
            lines = access_log.events(connection, most=5)
        office.store.close()
        assert [one.kind for one in lines] == [AccessKind.RESTORED]

    def test_of_before_the_anchor_says_what_to_do(
        self,
        office_cli: Cli,
        home: Path,
        archive: Path,
        elsewhere: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("GREENCHANNEL_HOME", str(home))
        assert office_cli(*SUBMIT).code == 0
        assert office_cli("anchor").code == 0
        shutil.copy(home / "anchor.jsonl", elsewhere)
        monkeypatch.setenv("GREENCHANNEL_HOME", str(elsewhere))

        told = office_cli("restore", str(archive))

        assert told.code == 4
        assert "anchor --after-restore" in told.out
        assert office_cli("anchor", "--after-restore", "硬盘故障").code == 0
        assert office_cli("verify").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backup", "备份.zip"), "应以 .tar 结尾"),
        (("backup", "没有这个目录/备份.tar"), "无法写入"),
    ],
)
def test_a_wrong_file_is_named(office_cli: Cli, words: tuple[str, str], said: str) -> None:
    told = office_cli(*words)

    assert (told.code, said in told.err) == (2, True), told


def test_what_is_no_backup_is_refused(office_cli: Cli, elsewhere: Path, tmp_path: Path) -> None:
    other = tmp_path / "x.tar"
    other.write_bytes(b"x" * 20_000)

    told = office_cli("restore", str(other))

    assert (told.code, "不是本系统的备份" in told.err) == (2, True)
    gone = office_cli("restore", str(tmp_path / "没有.tar"))
    assert (gone.code, "找不到文件" in gone.err) == (2, True)
    assert not (elsewhere / "greenchannel.sqlite").exists()
