"""What is costly to make is made once in a test run, as a template that every worker copies.

Who is second waits for who is first, under a lock that a dead process gives back.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def copied(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a copy of its own of the folder that ``make`` fills."""
    template = made(factory, name, make)
    return shutil.copytree(template, factory.mktemp(name) / "home")


def made(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that ``make`` fills, the same for every worker: to be copied."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    template, done = shared / f"made-{name}", shared / f"made-{name}.done"
    with (shared / f"made-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(template, ignore_errors=True)  # left half made by one who failed
            template.mkdir(mode=0o700)
            make(template)
            done.touch()
    return template
