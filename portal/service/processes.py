"""Child processes that outlive the command (后台进程): a pid file each, ended by it alone.

A pid may have been given to another program since; so the file also holds the instant
at which the process began, and nothing is ended whose instant differs. It may also have been
copied with its folder; so it says for which folder it was written, and a copy ends nothing.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

STOP_SECONDS = 10.0
LOOK_SECONDS = 0.05


def folder_of(home: Path) -> str:
    """Return which folder a home is: the same when it is moved, another for a copy."""
    found = home.stat()
    return f"{found.st_dev}:{found.st_ino}"


INSTALLATION = "greenchannel-installation"
"""The header by which a portal says whose it is."""


def installation(home: Path) -> str:
    """Return the mark of an installation; it tells nothing of where it lies."""
    return sha256(folder_of(home).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Service:
    """One background process of the data directory (后台进程)."""

    name: str
    home: Path

    @property
    def pid_file(self) -> Path:
        """Return where its pid is kept."""
        return self.home / "run" / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        """Return where it writes."""
        return self.home / "logs" / f"{self.name}.log"

    def pid(self) -> int | None:
        """Return its pid while it runs."""
        try:
            known = json.loads(self.pid_file.read_text(encoding="utf-8"))
            pid, began = int(known["pid"]), str(known["began"])
            folder = folder_of(self.home)
            ours = known.get("folder", folder) == folder  # older files do not say
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return pid if ours and _began(pid) == began else None

    def start(self, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> int:
        """Start it in a session of its own and write its pid down."""
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                arguments,
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                umask=0o077,
            )
        written = self.pid_file.with_suffix(".new")
        known = {"pid": process.pid, "began": _began(process.pid), "folder": folder_of(self.home)}
        written.write_text(json.dumps(known), encoding="utf-8")
        written.replace(self.pid_file)
        process.returncode = 0  # it is not ours to wait for
        return process.pid

    def stop(self) -> bool:
        """End it by SIGTERM, by SIGKILL when that is not heeded; tell whether it ran."""
        pid = self.pid()
        if pid is not None:
            _signal(pid, signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            while self.pid() is not None and time.monotonic() < deadline:
                time.sleep(LOOK_SECONDS)
            if self.pid() is not None:
                _signal(pid, signal.SIGKILL)
        self.pid_file.unlink(missing_ok=True)
        return pid is not None

    def progress(self) -> int:
        """Return the seconds that it has computed: they grow while it works, not while it waits."""
        pid = self.pid()
        return _processor_seconds(pid) if pid is not None else 0

    def last_words(self) -> str:
        """Return the end of its log, for whoever has to find out why."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4000))
            text = log.read().decode("utf-8", errors="replace")
        return "\n".join(text.splitlines()[-5:])


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _processor_seconds(pid: int) -> int:
    """Return how many seconds a process has computed; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    user, system = fields.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) // os.sysconf("SC_CLK_TCK")


def _began(pid: int) -> str | None:
    """Return when a process began, in its system's own words; ``None`` when it is gone."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            # After the name, which may hold anything: state is the 1st field, start the 20th.
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] in "ZX" else fields[19]
    told = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or None
