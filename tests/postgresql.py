"""A PostgreSQL of the tests' own: nothing of it outlives them, so nothing waits for a disk."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL

from tests.prefect_server import free_port, wait_until

PASSWORD = "a password that nobody types"
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def initdb() -> Path | None:
    """Return where PostgreSQL's own programs lie, if they do."""
    found = [Path(one) for one in (shutil.which("initdb"),) if one]
    return next(iter([*found, *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]), None)


@contextmanager
def running_postgresql(program: Path, *, ask: bool = False) -> Iterator[URL]:
    """Run a server on a free loopback port; ``ask`` = it lets nobody in without a password.

    Its administrator is ``owner``. PostgreSQL refuses to be run by root, and is then run as
    the user that its package makes.
    """
    who = {"user": "postgres"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="greenchannel-postgresql-"))
    if who:
        shutil.chown(folder, "postgres")
    secret = folder / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    data, port = folder / "data", free_port()
    quiet: dict[str, Any] = {**who, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    kind = "scram-sha-256" if ask else "trust"
    words = ("-D", data, "-U", "owner", "-A", kind, f"--pwfile={secret}", "-N")
    subprocess.run([program, *words], check=True, cwd=folder, **quiet)
    options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", **HASTE}
    server = subprocess.Popen(
        [program.with_name("postgres"), "-D", data, "-p", str(port),
         *(part for name, value in options.items() for part in ("-c", f"{name}={value}"))],
        cwd=folder, **quiet,
    )  # fmt: skip
    url = URL.create(
        "postgresql+psycopg", "owner", host="127.0.0.1", port=port, database="postgres"
    )
    try:
        wait_until(lambda: server.poll() is None and _lets_in(url), "PostgreSQL to let in", 60)
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
        shutil.rmtree(folder)


def _lets_in(url: URL) -> bool:
    """Tell that the server answers its administrator: listening alone is not yet started."""
    try:
        psycopg.connect(
            host=url.host, port=url.port, user=url.username, password=PASSWORD, dbname=url.database
        ).close()
    except psycopg.OperationalError:
        return False
    return True
