"""A backup of the office, and an office out of a backup (备份与恢复).

What was still to be sent when a backup was made may have been sent since. It is not sent again
unless that is wanted: the receipts say that nobody knows.
"""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import make_url

from casework.office import Office
from casework.office.integrity import check_anchor, verify
from casework.office.settings import Settings, open_office
from models.refusal import Refused
from store.backup.archive import Manifest, NotABackup, Tell, Writer, unpacked
from store.backup.database import FILE, copied, put_back
from store.engine import Store, newest_revision, revision, untouched
from store.files.private_files import make_private_folder, pour_private, write_private
from store.outgoing import claims
from store.seals.audit_key import KeyUnusable, fingerprint, former_keys, read_key
from store.verifying import verification

SINCE_THE_BACKUP = "由备份恢复：作备份时尚未送达，此后是否已经送达不明，不再发送"


class NotEmpty(Refused):
    """A backup is put back where nothing is (台账不为空)."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back (恢复结果)."""

    manifest: Manifest
    found: verification.Verification
    unclear: int
    """Deliveries of which nobody knows whether they were sent since."""
    behind: bool
    """Its anchor knows of entries that were made after the backup."""


def back_up(
    office: Office, settings: Settings, to: IO[bytes], *, meanwhile: Path, at: datetime, tell: Tell
) -> tuple[Manifest, verification.Verification]:
    """Write the office of one moment as an archive; return what it is of, and how its chains hold.

    Others may go on working. Files beside cases are kept before an entry names them and never
    change, so those of the moment are all there when the database has been copied: into a folder
    in ``meanwhile``, for the disk of the office may be full.
    """
    key = office.store.audit_key
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=meanwhile) as made:
        folder = Path(made)
        with office.store.snapshot() as connection:
            found = verification.verify(connection, audit_key=key, former=office.store.former_keys)
            columns = copied(connection, folder)
            manifest = Manifest(
                at=at,
                database="postgresql" if columns else "sqlite",
                revision=revision(connection) or "",
                entries=found.entries,
                head=found.head,
                key=fingerprint(key),
                columns=columns,
            )
        writer = Writer(to, at, tell)
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            writer.add(str(path.relative_to(folder)), path)
        for path in sorted(settings.attachments.glob("??/*")):
            writer.add(f"attachments/{path.parent.name}/{path.name}", path)
        for name, path in _beside(settings).items():
            if path.exists():
                writer.add(name, path)
        return writer.finish(manifest), found


def restore(settings: Settings, archive: Path, *, resend: bool, tell: Tell, place: str) -> Restored:
    """Put a backup back where nothing has been written yet, and check everything.

    Raises :class:`NotEmpty`, :class:`store.backup.archive.NotABackup` and
    :class:`store.seals.audit_key.KeyUnusable` before anything is changed. The database comes
    last: who is killed before it has an empty office as before.
    """
    if not untouched(settings.url):
        raise NotEmpty("台账已有记录：恢复只用于空的数据目录和空的数据库，请另设 GREENCHANNEL_HOME")
    home = settings.home.resolve()
    make_private_folder(home)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as made:
        folder = Path(made)
        manifest = unpacked(archive, folder, tell, place=place)
        _must_fit(settings, manifest, archive, place)
        key = _key_of(settings, manifest)
        _put_files(settings, folder)
        if manifest.database == "sqlite":
            _put_sqlite(Path(str(make_url(settings.url).database)), folder / FILE)
        else:
            store = Store(settings.url, audit_key=key, former_keys=former_keys(settings.key_file))
            store.migrate(manifest.revision)
            with store.writing() as connection:
                put_back(connection, folder, manifest.columns, tell)
            store.close()
    office = open_office(settings)
    unclear = 0
    if not resend:
        with office.store.writing() as connection:
            unclear = claims.give_over_all(connection, error=SINCE_THE_BACKUP)
    found = verify(office, anchor=settings.anchor, files=settings.attachments)
    behind = check_anchor(office, settings.anchor) is not None
    office.store.close()
    return Restored(manifest, found, unclear, behind)


def _key_of(settings: Settings, manifest: Manifest) -> bytes:
    """Return the key that sealed the backup, from where it is kept apart."""
    path = settings.key_file
    key = read_key(path)
    if key is None or fingerprint(key) != manifest.key:
        wrong = f"找不到签章密钥 {path}" if key is None else f"{path} 不是这份备份的签章密钥"
        raise KeyUnusable(
            f"{wrong}：请先把另行保存的密钥（指纹 {manifest.key}）放到该处，"
            "或以环境变量 GREENCHANNEL_AUDIT_KEY_FILE 指明其所在；本次未写入任何内容"
        )
    return key


def _must_fit(settings: Settings, manifest: Manifest, archive: Path, place: str) -> None:
    here = make_url(settings.url).get_backend_name()
    if here != manifest.database:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise NotABackup(
            place,
            f"“{archive}”出自 {names[manifest.database]}，而现在设置的是 {names.get(here, here)}",
        )
    if manifest.revision > newest_revision():
        raise NotABackup(place, f"“{archive}”出自更新的版本，请先升级本系统")


def _beside(settings: Settings) -> dict[str, Path]:
    """Return what a backup calls the files beside the database, and where each lies."""
    return {"anchor.jsonl": settings.anchor, "clock.json": settings.clock_file}


def _put_files(settings: Settings, folder: Path) -> None:
    """Put what lies beside the database; an anchor or a clock that is there already stays."""
    if (attachments := folder / "attachments").exists():
        shutil.copytree(attachments, settings.attachments, dirs_exist_ok=True)
    for name, path in _beside(settings).items():
        if (folder / name).exists() and not path.exists():
            make_private_folder(path.parent)
            write_private(path, (folder / name).read_bytes())


def _put_sqlite(path: Path, copy: Path) -> None:
    """Put the database in its place as a whole; what an empty one left behind is not of it."""
    make_private_folder(path.parent)
    draft = path.with_name(f".{path.name}.restored")
    draft.unlink(missing_ok=True)
    with copy.open("rb") as source:  # the place may be on another disk than the data directory
        pour_private(draft, source)
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    draft.replace(path)
