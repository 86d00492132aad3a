"""Whoever writes a version of a stream first has it (先记为准)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

HURT = re.compile(r"\b(uq_entries|pk_heads|pk_tallies|entries\.|heads\.|tallies\.)")
"""What either database says of it: which constraint was hurt, or which columns."""


TRIES = 5
"""How often an act is judged anew when somebody else wrote in the same instant."""

T = TypeVar("T")


class VersionTaken(Exception):
    """Somebody else wrote that version of the stream, or that key, first."""


@contextmanager
def claiming() -> Iterator[None]:
    """Raise :class:`VersionTaken` where what is added here is there already.

    PostgreSQL may tell it only at the end of what is sent to it together with the entry.
    """
    try:
        yield
    except IntegrityError as taken:
        if HURT.search(str(taken.orig)):
            raise VersionTaken(str(taken.orig)) from taken
        raise


def judged_anew(act: Callable[[], T]) -> T:
    """Carry out an act, from its beginning when somebody else wrote in the same instant."""
    for _ in range(TRIES - 1):
        try:
            return act()
        except VersionTaken:
            continue
    return act()
