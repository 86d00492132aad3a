"""Files are put to a case (存入附件): kept first, then named by an entry of the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from casework.desk import KeyTaken, Recorded, Stamp
from casework.office import Office, Situation
from casework.recording import record
from models.attachment import AttachedFile, FilesAttached
from models.case import CaseFile
from models.ledger import Entry, Payload
from models.one_line import one_line
from models.refusal import Refused, Unknown
from rules.in_force.authority import may_attach
from store import ledger
from store.intake import attachments
from store.intake.attachment_guard import NotKept, media_of

MOST_FILES = 100
"""So many files a case holds at most."""


class AttachmentRefused(Refused):
    """A file is not taken in (附件不予接收)."""


class AttachmentDamaged(Refused):
    """A file is gone, or is not what it was (附件缺失或被改动)."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as somebody hands it in (来件)."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a case, and by which entry it came (附件)."""

    file: AttachedFile
    version: int
    by_name: str
    at: datetime
    note: str


def attach(
    office: Office,
    folder: Path,
    *,
    project: str,
    procedure: str,
    handed: Sequence[Handed],
    note: str = "",
    key: str | None = None,
    expect: int | None = None,
    stamp: Stamp,
) -> Recorded:
    """Put files to a case, all or none; whoever may not, or what may not, is refused.

    ``expect`` is the version of the project that the person saw; :class:`KeyTaken` says that
    something else was recorded under the key.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        _must_be_entitled(situation, office.file(connection, project)[0], procedure, stamp)
    files = tuple(_kept(folder, one) for one in handed)
    if not files:
        raise AttachmentRefused("请选择要存入的文件", field="files")
    put = FilesAttached(procedure=procedure, files=files, note=one_line(note))

    def look(connection: Connection, _: CaseFile) -> frozenset[str]:
        return frozenset(one.sha256 for _, _, one in _files_of(connection, project, procedure))

    def judge(situation: Situation, file: CaseFile, known: frozenset[str]) -> Sequence[Payload]:
        _must_be_entitled(situation, file, procedure, stamp)
        hashes = set(known)
        for one in files:
            if one.sha256 in hashes:
                raise AttachmentRefused(f"“{one.name}”已在本件附件中", field="files")
            hashes.add(one.sha256)
        if len(hashes) > MOST_FILES:
            raise AttachmentRefused(f"一件最多存{MOST_FILES}个附件", field="files")
        return [put]

    recorded = record(office, project, judge, look, key=key, expect=expect, stamp=stamp)
    if recorded.repeated and recorded.entries[0].payload != put:
        raise KeyTaken.by(recorded.entries[0])
    return recorded


def attached(office: Office, *, project: str, procedure: str) -> tuple[Attached, ...]:
    """Return the files of a case, the latest first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        return tuple(reversed(_attached(connection, situation, project, procedure)))


def attachment(
    office: Office, folder: Path, *, project: str, procedure: str, sha256: str
) -> tuple[AttachedFile, bytes]:
    """Return a file of this very case with its content; one that was altered is refused."""
    files = (one.file for one in attached(office, project=project, procedure=procedure))
    found = next((one for one in files if one.sha256 == sha256), None)
    if found is None:
        raise Unknown("本件没有这个附件", sha256=sha256)
    content = attachments.read(folder, sha256)
    if content is None:
        raise AttachmentDamaged(f"附件“{found.name}”缺失或被改动，请报告系统运维人员")
    return found, content


def _attached(
    connection: Connection, situation: Situation, project: str, procedure: str
) -> list[Attached]:
    names = situation.file.campaign.holder_names
    return [
        Attached(one, entry.version, names.get(entry.by, entry.by), entry.at, note)
        for entry, note, one in _files_of(connection, project, procedure)
    ]


def _files_of(
    connection: Connection, project: str, procedure: str
) -> Iterator[tuple[Entry, str, AttachedFile]]:
    """Yield the files of a case with the entry by which each came, and what was noted of it."""
    for entry in ledger.read(connection, project):
        payload = entry.payload
        if isinstance(payload, FilesAttached) and payload.procedure == procedure:
            yield from ((entry, payload.note, one) for one in payload.files)


def _must_be_entitled(situation: Situation, file: CaseFile, procedure: str, stamp: Stamp) -> None:
    if procedure not in file.cases:
        raise Unknown(f"{file.project.name}没有事项“{procedure}”", procedure=procedure)
    known = situation.regulations.procedures(file.project, on=stamp.on)[procedure]
    refused = may_attach(
        situation.account(stamp.by),
        department=known.department,
        unit=file.project.unit,
        carers=(file.project.chief_service_officer, file.project.sponsor),
    )
    if refused:
        raise refused


def _kept(folder: Path, handed: Handed) -> AttachedFile:
    name = one_line(handed.name.replace("\\", "/").rpartition("/")[2])[-120:] or "附件"
    try:
        media = media_of(name, handed.content)
    except NotKept as why:
        raise AttachmentRefused(f"“{name}”：{why}", field="files") from why
    digest = attachments.keep(folder, handed.content)
    return AttachedFile(sha256=digest, name=name, size=len(handed.content), media=media)
