"""The office clock (办公时钟): real time in Asia/Shanghai, or a rehearsal's.

The one place inside the house that reads the machine's clock; doors and runs ask it
and hand the instant down.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime

from models.vocabulary import Value
from store.files.private_files import make_private_folder

CLOCK_FILE = "clock.json"
"""Where a rehearsal's time stands in the data directory."""

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""No calendar of ours reaches further."""


class RehearsalTime(Value):
    """A rehearsal's time (演练时间): an instant of the office tied to one of the machine."""

    office: AwareDatetime
    machine: AwareDatetime
    speed: float = 1.0


class ClockDamaged(Exception):
    """The clock of a rehearsal cannot be read, and is not guessed (办公时钟文件损坏)."""

    def __init__(self, path: Path) -> None:
        self.message = (
            f"办公时钟文件 {path} 已损坏，无从知道演练到了哪一日：请从备份取回；"
            "没有备份的，删除该文件后按当前真实时间续走；本次未写入任何内容"
        )
        super().__init__(self.message)


class OfficeClock:
    """Tells the instant of the office; real time goes on where no rehearsal was set."""

    def __init__(self, home: Path, *, rehearsal: bool) -> None:
        self._path = home / CLOCK_FILE
        self._rehearsal = rehearsal
        self._read: tuple[tuple[int, ...], RehearsalTime] | None = None

    def now(self) -> datetime:
        """Return the instant of the office, in UTC. Raises :class:`ClockDamaged`."""
        machine = datetime.now(UTC)
        if not self._rehearsal:
            return machine
        try:
            tied = self._tied()
            told = (tied.office + (machine - tied.machine) * tied.speed).astimezone(UTC)
        except (FileNotFoundError, NotADirectoryError):
            return machine
        except (IsADirectoryError, ValueError, OverflowError) as wrong:
            raise ClockDamaged(self._path) from wrong
        if not FIRST_YEAR <= told.year <= LAST_YEAR:
            raise ClockDamaged(self._path)
        return told

    def _tied(self) -> RehearsalTime:
        """Return what the file says; it is read again when it is another than last time."""
        seen = self._path.stat()
        version = (seen.st_ino, seen.st_mtime_ns, seen.st_size)
        if self._read is None or self._read[0] != version:
            tied = RehearsalTime.model_validate_json(self._path.read_bytes())
            self._read = version, tied
        return self._read[1]

    def set(self, office: datetime, *, speed: float = 1.0) -> None:
        """Tie an instant of the office to this moment; the clock goes on from there."""
        tied = RehearsalTime(office=office, machine=datetime.now(UTC), speed=speed)
        make_private_folder(self._path.parent)
        written = self._path.with_suffix(".new")
        written.write_text(json.dumps(tied.model_dump(mode="json")), encoding="utf-8")
        written.replace(self._path)


def machine_time() -> datetime:
    """Return the real instant, also in a rehearsal: for what watches the machine itself."""
    return datetime.now(UTC)
