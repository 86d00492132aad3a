"""An office comes back out of its backup as it was, whatever went on meanwhile (T18)."""

import io
import tarfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest

from casework.intake.attaching import Handed, attach, attached
from casework.office import Office
from casework.office.backup import Restored, back_up, restore
from casework.office.integrity import dump, verify
from casework.office.settings import Settings, open_office
from models.act import Act
from models.notice import DeliveryState
from models.refusal import Refused
from store.backup.archive import NotABackup
from store.seals.audit_key import KeyUnusable
from tests.casework.posting import states
from tests.conftest import AUDIT_KEY
from tests.world import LIAISON, OFFICER, PROJECT, at, do, june, stamp

NOW = at(june(3))
SQLITE, POSTGRESQL = "sqlite", "postgresql"
ALIKE = [
    pytest.param(SQLITE, SQLITE, id=SQLITE),
    pytest.param(POSTGRESQL, POSTGRESQL, id=POSTGRESQL, marks=pytest.mark.postgres),
]
UNLIKE = [(SQLITE, POSTGRESQL), (POSTGRESQL, SQLITE)]
PAPER = b"%PDF-1.4\n%%EOF"


def quiet(_: int) -> None:
    """Tell nobody."""


def kept(home: Path, url: str, *, key: bytes = AUDIT_KEY) -> Settings:
    """Settings of a data directory with a key in it."""
    home.mkdir(mode=0o700)
    (home / "audit.key").write_bytes(key)
    return Settings(home=home, database_url=url, clock="real", anchor_file=home / "anchor.jsonl")


@pytest.fixture
def here(tmp_path: Path, database: str) -> Settings:
    return kept(tmp_path / "here", database)


@pytest.fixture
def there(tmp_path: Path, fresh_database: str) -> Settings:
    return kept(tmp_path / "there", fresh_database)


def backed_up(office: Office, settings: Settings, at: datetime = NOW) -> Path:
    """Return the archive of an office."""
    path = settings.home.with_name("backup.tar")
    with path.open("wb") as to:
        back_up(office, settings, to, meanwhile=path.parent, at=at, tell=quiet)
    return path


def put_back(settings: Settings, archive: Path, *, resend: bool = False) -> Restored:
    return restore(settings, archive, resend=resend, tell=quiet, place="参数 FILE")


def rewritten(archive: Path, name: str, content: bytes | None, *, more: str = "") -> Path:
    """Return the archive with one member otherwise, or left out, or one more behind it."""
    changed = archive.with_name("changed.tar")
    with tarfile.open(archive) as old, tarfile.open(changed, "w") as new:
        for member in old:
            said = old.extractfile(member)
            assert said is not None
            told = content if member.name == name else said.read()
            if told is not None:
                member.size = len(told)
                new.addfile(member, io.BytesIO(told))
        if more:
            new.addfile(tarfile.TarInfo(more), io.BytesIO())
    return changed


@pytest.mark.parametrize(("database", "fresh_database"), ALIKE, indirect=True)
class TestAnOffice:
    def test_comes_back_as_it_was(self, office: Office, here: Settings, there: Settings) -> None:
        do(office, Act.SUBMIT, on=june(2))
        archive = backed_up(office, here)

        came = put_back(there, archive, resend=True)

        assert came.found.ok
        assert came.found.head == verify(office).head == came.manifest.head
        again = open_office(there)
        assert dump(again) == dump(office)
        assert states(again) == states(office)
        assert do(again, Act.ACCEPT, on=june(3))
        assert verify(again).ok
        again.store.close()

    def test_sends_nothing_again_that_may_have_been_sent(
        self, office: Office, here: Settings, there: Settings
    ) -> None:
        do(office, Act.SUBMIT, on=june(2))
        waiting = [one for one, state in states(office).items() if state == DeliveryState.PENDING]
        archive = backed_up(office, here)

        came = put_back(there, archive)

        again = open_office(there)
        assert came.unclear == len(waiting) > 0
        assert {states(again)[one] for one in waiting} == {DeliveryState.UNKNOWN}
        assert verify(again).ok
        again.store.close()

    def test_is_copied_beside_its_file_for_its_own_disk_may_be_full(
        self, office: Office, here: Settings, tmp_path: Path, fresh_database: str
    ) -> None:
        seen: set[Path] = set()
        away = tmp_path / "away"
        away.mkdir()

        def look(_: int) -> None:
            seen.update(one.parent for one in tmp_path.rglob(".backup-*"))

        with (away / "backup.tar").open("wb") as to:
            back_up(office, here, to, meanwhile=away, at=NOW, tell=look)

        assert seen == {away}
        assert [one.name for one in away.iterdir()] == ["backup.tar"]

    def test_may_work_on_while_it_is_backed_up(
        self, office: Office, here: Settings, there: Settings
    ) -> None:
        """What is backed up is one moment: a prefix of what was done, whole."""
        begun, over = Event(), Event()

        def work() -> None:
            deeds = [(Act.SUBMIT, OFFICER), (Act.WITHDRAW, LIAISON)]
            for number in range(200):
                act, by = deeds[number % 2]
                do(office, act, by=by, on=june(2))
                begun.set()
                if over.is_set():
                    break

        with ThreadPoolExecutor(1) as aside:
            working = aside.submit(work)
            assert begun.wait(30)
            archive = backed_up(office, here)
            over.set()
            working.result()

        came = put_back(there, archive)

        assert came.found.ok
        assert came.found.entries <= verify(office).entries


@pytest.mark.postgres
@pytest.mark.parametrize(("database", "fresh_database"), UNLIKE, indirect=True)
def test_one_kind_of_database_does_not_become_another(
    office: Office, here: Settings, there: Settings
) -> None:
    archive = backed_up(office, here)

    with pytest.raises(NotABackup, match="而现在设置的是"):
        put_back(there, archive)

    assert not there.attachments.exists()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
class TestABackup:
    """The archive is the same, whatever database lies in it."""

    @pytest.fixture
    def archive(self, office: Office, here: Settings) -> Path:
        paper = Handed("批复.pdf", PAPER)
        attach(
            office,
            here.attachments,
            project=PROJECT,
            procedure="A01",
            handed=[paper],
            stamp=stamp(june(2), OFFICER),
        )
        return backed_up(office, here)

    @pytest.fixture
    def empty(self, tmp_path: Path) -> Settings:
        return kept(tmp_path / "empty", "")

    def test_holds_the_files_beside_cases(self, archive: Path, empty: Settings) -> None:
        came = put_back(empty, archive)

        assert came.found.ok
        again = open_office(empty)
        (one,) = attached(again, project=PROJECT, procedure="A01")
        file = empty.attachments / one.file.sha256[:2] / one.file.sha256
        assert file.read_bytes() == PAPER
        assert (file.stat().st_mode | file.parent.stat().st_mode) & 0o077 == 0
        again.store.close()

    def test_holds_no_key(self, archive: Path, empty: Settings) -> None:
        assert AUDIT_KEY not in archive.read_bytes()
        empty.key_file.unlink()

        with pytest.raises(KeyUnusable, match="找不到签章密钥"):
            put_back(empty, archive)

        assert not (empty.home / "greenchannel.sqlite").exists()

    def test_does_not_come_back_under_another_key(self, archive: Path, empty: Settings) -> None:
        empty.key_file.write_bytes(b"another key, of another office...")

        with pytest.raises(KeyUnusable, match="不是这份备份的签章密钥"):
            put_back(empty, archive)

        assert not (empty.home / "greenchannel.sqlite").exists()

    def test_is_not_put_over_anything(self, archive: Path, empty: Settings) -> None:
        put_back(empty, archive)

        with pytest.raises(Refused, match="台账已有记录"):
            put_back(empty, archive)

    @pytest.mark.parametrize("name", ["database.sqlite", "manifest.json"])
    @pytest.mark.parametrize("content", [None, b"{}"], ids=["left out", "otherwise"])
    def test_that_is_not_what_it_says_is_refused(
        self, archive: Path, empty: Settings, name: str, content: bytes | None
    ) -> None:
        with pytest.raises(NotABackup, match="备份"):
            put_back(empty, rewritten(archive, name, content))

        assert sorted(one.name for one in empty.home.iterdir()) == ["audit.key"]

    @pytest.mark.parametrize(
        "name", ["../over", "/etc/over", "attachments/ab/../../over", "audit.key", "tables/a/b"]
    )
    def test_with_something_strange_in_it_is_refused(
        self, archive: Path, empty: Settings, name: str
    ) -> None:
        with pytest.raises(NotABackup, match="不明内容"):
            put_back(empty, rewritten(archive, "", None, more=name))

        assert sorted(one.name for one in empty.home.iterdir()) == ["audit.key"]
        assert not (empty.home.parent / "over").exists()

    @pytest.mark.parametrize("share", [0, 0.3, 0.9])
    def test_that_was_cut_short_is_refused(
        self, archive: Path, empty: Settings, share: float
    ) -> None:
        archive.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * share)])

        with pytest.raises(NotABackup, match="不完整"):
            put_back(empty, archive)

        assert sorted(one.name for one in empty.home.iterdir()) == ["audit.key"]
