"""Rehearsed campaigns to learn from (演练样本): played once, kept as entries, read back quickly.

Nothing of them reaches the office's own ledger: each is played in a scratch database that
is thrown away. What is kept is named by the campaign's folder and by the code that played
it: whoever changes either gets new ones.
"""

import gzip
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import casework
import models
import rehearsal
import rules
from casework.office import CAMPAIGN
from casework.office.settings import Settings, open_office
from models.act_requests import Via
from models.case import CaseFile
from models.ledger import PAYLOADS, Draft
from rehearsal.play import rehearse
from rules.chance.timings import TURNS, Happened, about
from rules.fold.file import as_it_stood
from store import ledger
from store.engine import hurry
from store.intake.campaign_folder import read_campaign_folder


@dataclass(frozen=True, slots=True)
class Past:
    """One rehearsed campaign: project → its entries, in order (演练样本)."""

    seed: int
    streams: Mapping[str, Sequence[Draft]]

    def happened(self) -> dict[str, list[Happened]]:
        """Return project → the turns of its cases."""
        return {
            project: [
                Happened(one.on, TURNS[one.payload.kind], about(one.payload.model_dump()))
                for one in entries
                if one.payload.kind in TURNS
            ]
            for project, entries in self.streams.items()
        }

    def mornings(self, project: str, days: Sequence[date]) -> list[CaseFile | None]:
        """Return a project's file as it stood on each of some mornings, earliest first."""
        return as_it_stood(self.streams[project], days)


def past_campaign(directory: Path, keep: Path, *, seed: int, until: date) -> Past:
    """Return a rehearsed campaign, playing it where it is not kept yet."""
    kept = keep / f"{digest(directory)}-{until}-{seed}.jsonl.gz"
    if not kept.exists():
        _write(kept, _played(directory, seed=seed, until=until))
    return _read(kept, seed)


def digest(directory: Path) -> str:
    """Name a campaign's folder and the code that plays it."""
    told = hashlib.sha256()
    files = sorted(directory.glob("*.yaml"))
    for room in (models, rules, casework, rehearsal):
        files.extend(sorted(Path(room.__path__[0]).rglob("*.py")))
    for file in files:
        told.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()[:12]


def _played(directory: Path, *, seed: int, until: date) -> list[str]:
    folder = read_campaign_folder(directory)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), database_url="", audit_key_file=None, anchor_file=None)
        office = open_office(settings)
        hurry(office.store)
        rehearse(office, folder, until=until, seed=seed, deliver_notices=False)
        with office.store.reading() as connection:
            lines = [
                json.dumps(
                    [
                        *(
                            one.stream,
                            one.at.isoformat(),
                            one.on.isoformat(),
                            one.by,
                            one.via.value,
                        ),
                        one.payload.model_dump(mode="json"),
                    ],
                    ensure_ascii=False,
                )
                for one in ledger.everything(connection)
                if one.stream != CAMPAIGN
            ]
        office.store.close()
    return lines


def _write(kept: Path, lines: Sequence[str]) -> None:
    """Keep the entries; whatever interrupts leaves nothing half written."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as scratch:
        scratch.write(gzip.compress("\n".join(lines).encode(), compresslevel=5, mtime=0))
    Path(scratch.name).replace(kept)


def _read(kept: Path, seed: int) -> Past:
    streams: dict[str, list[Draft]] = defaultdict(list)
    for line in gzip.decompress(kept.read_bytes()).decode().split("\n"):
        stream, at, on, by, via, payload = json.loads(line)
        drafts = streams[stream]
        drafts.append(
            Draft(
                PAYLOADS.validate_json(json.dumps(payload)),
                datetime.fromisoformat(at),
                date.fromisoformat(on),
                by,
                Via(via),
            )
        )
    return Past(seed, streams)
