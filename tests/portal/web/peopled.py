"""An office of a test's own, into whose portal everybody may sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from casework.access import passwords
from casework.access.demonstration import seed
from casework.office.clock import machine_time
from portal.premises import Premises, opened
from tests.portal.conftest import use
from tests.portal.web.browser import PASSWORD

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""A hash tells by itself what it takes to check it: thousands of tests begin with signing in."""


@contextmanager
def opened_at(home: Path, *, port: int | None = None) -> Iterator[Premises]:
    """Open the office of a data directory; a portal that is really served has a ``port``."""
    with pytest.MonkeyPatch.context() as patch:
        use(patch, home)
        if port is not None:
            patch.setenv("GREENCHANNEL_PORTAL_PORT", str(port))
        with opened() as premises:
            yield premises


def let_everybody_in(home: Path) -> Path:
    """Let every account of a data directory sign in, as in the demonstration."""
    with opened_at(home) as premises, pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", QUICK)
        first_day, at = premises.today(), machine_time()
        seed(premises.office, password=PASSWORD, anew=False, first_day=first_day, at=at)
    return home
