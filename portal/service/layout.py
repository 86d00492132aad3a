"""Where the processes of one machine live (运行布局), and what they are told."""

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from casework.office.settings import Settings
from portal.door_password import make_password, password_of
from portal.edge import Unreachable
from portal.prefect_client import CALL_SECONDS, PrefectClient, local_api
from portal.premises import ROOT, campaign_folder
from portal.service.processes import Service
from store.files.private_files import make_private_folder, write_private

HOST = "127.0.0.1"
WITHIN = (sys.executable, "-m", "greenchannel.within")
"""How a process of ours begins: inside the house, whatever else the environment holds."""
POOL, POOL_KIND = "office", "green-channel-warm"
HEARTBEAT_SECONDS = 30
"""Prefect's least; three missed ones are a silence (``deployments/automations.yaml``)."""

KEPT = frozenset(
    {
        "PREFECT_API_DATABASE_CONNECTION_URL",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL",
        "PREFECT_LOGGING_LEVEL",
    }
)
"""What of Prefect's own settings is handed on; a profile of the user's is not ours."""

UNTOLD = frozenset({"home", "campaign", "token", "token_file"})
"""Settings of no matter to what runs: where it lies, what an empty ledger takes, who types."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The data directory and the processes that belong to it (数据目录)."""

    settings: Settings

    @property
    def home(self) -> Path:
        """Return the data directory."""
        return self.settings.home.resolve()

    @property
    def server(self) -> Service:
        """Return Prefect's server."""
        return Service("server", self.home)

    @property
    def worker(self) -> Service:
        """Return the warm worker."""
        return Service("worker", self.home)

    @property
    def portal(self) -> Service:
        """Return the web portal."""
        return Service("portal", self.home)

    @property
    def supervisor(self) -> Service:
        """Return who looks after them."""
        return Service("supervisor", self.home)

    @property
    def running(self) -> bool:
        """Tell whether any of them runs here."""
        services = (self.server, self.worker, self.portal, self.supervisor)
        return any(service.pid() is not None for service in services)

    @property
    def pages(self) -> str:
        """Return the address of the portal."""
        return f"http://{HOST}:{self.settings.portal_port}"

    @property
    def api(self) -> str:
        """Return the address of Prefect's API."""
        return local_api(self.settings.prefect_port)

    @property
    def ui(self) -> str:
        """Return the address of Prefect's pages."""
        return self.api.removesuffix("/api")

    def prefect(self, *, seconds: float = CALL_SECONDS) -> PrefectClient:
        """Return a connection to Prefect's API, with its password."""
        return PrefectClient(self.api, password_of(self.settings), seconds=seconds)

    def environment(self) -> dict[str, str]:
        """Return what the processes are told; paths are absolute, since they start elsewhere."""
        settings = self.settings
        password = make_password(settings)
        told = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PREFECT_") or name in KEPT
        }
        told |= {
            "GREENCHANNEL_HOME": str(self.home),
            "GREENCHANNEL_CAMPAIGN": str(campaign_folder(settings).resolve()),
            "PREFECT_HOME": str(self.home / "prefect"),
            # Else it writes them among its own modules, which may be another user's.
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(self.home / "prefect" / "ui"),
            "PREFECT_API_URL": self.api,
            "PREFECT_API_AUTH_STRING": password,
            "PREFECT_SERVER_API_AUTH_STRING": password,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
            "DO_NOT_TRACK": "1",
            "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), HOST))),
        }
        if settings.anchor_file is not None:
            told["GREENCHANNEL_ANCHOR_FILE"] = str(settings.anchor)
        if settings.audit_key_file is not None:
            told["GREENCHANNEL_AUDIT_KEY_FILE"] = str(settings.audit_key_file.resolve())
        return told

    def start_server(self) -> None:
        """Start Prefect's server."""
        port = str(self.settings.prefect_port)
        self._start(self.server, "runner.desk_server", "--host", HOST, "--port", port)

    def start_worker(self) -> None:
        """Start the warm worker; it looks for flows from the project's root."""
        self._start(self.worker, "runner.warm_worker", "--pool", POOL, "--name", POOL)

    def start_portal(self) -> None:
        """Start the web portal."""
        self._start(self.portal, "portal.web.running.serving")

    def start_supervisor(self) -> None:
        """Start who looks after server, worker and portal."""
        self._start(self.supervisor, "portal.service.supervisor")

    def _start(self, service: Service, module: str, *arguments: str) -> None:
        command = [*WITHIN, module, *arguments]
        service.start(command, cwd=ROOT, env=self.environment())

    def differing(self) -> str:
        """Say which settings differ from those that what runs here was told; empty = none."""
        try:
            known = json.loads(self._told_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return ""  # nothing was written down by an older version
        told = self._told()
        changed = [f"GREENCHANNEL_{one.upper()}" for one in told if known.get(one) != told[one]]
        if not changed or not self.running:
            return ""
        return f"运行中的各部分启动时的设置与现在不同：{'、'.join(changed)}"

    def be_told(self) -> None:
        """Write down what settings are told to what starts; refuse where others are running by."""
        if other := self.differing():
            raise Unreachable(f"{other}；请改回，或者先 greenchannel down 再 up")
        self._told_file.parent.mkdir(parents=True, exist_ok=True)
        write_private(self._told_file, json.dumps(self._told()).encode())

    @property
    def _told_file(self) -> Path:
        return self.home / "run" / "settings.json"

    def _told(self) -> dict[str, str]:
        values = {
            name: value.resolve() if isinstance(value, Path) else value
            for name, value in self.settings
            if name not in UNTOLD
        }
        return {name: sha256(repr(value).encode()).hexdigest() for name, value in values.items()}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one command at a time start or stop processes."""
        path = self.home / "run" / "lock"
        make_private_folder(self.home)
        path.parent.mkdir(exist_ok=True)
        with path.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as busy:
                raise Unreachable("另一个 up 或 down 命令正在执行，请稍后再试") from busy
            yield
