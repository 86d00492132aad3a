"""Which program derived the rows (程序版次): another one may derive others from the same ledger.

A release that reads the law otherwise needs no other tables, so no migration tells of it.
"""

import hashlib
from functools import cache
from pathlib import Path

from rules.seal import Tally
from store import ledger
from store.engine import Store
from store.rows.tallies import DERIVED, read_tallies, write_tally

ROOMS = ("models", "rules", "store", "casework")
"""What derives rows stands in these; doors and papers derive none."""
_TOP = Path(__file__).resolve().parents[2]


@cache
def edition(top: Path = _TOP) -> str:
    """Return the SHA-256 over the source of the program, in hex."""
    whole = hashlib.sha256()
    for room in ROOMS:
        for file in sorted((top / room).rglob("*.py")):
            whole.update(f"{file.relative_to(top).as_posix()}\n".encode() + file.read_bytes())
    return whole.hexdigest()


def derived_otherwise(store: Store) -> bool:
    """Tell whether rows are there that another program has derived.

    Of an empty ledger there are none: it is noted whose they will be.
    """
    with store.reading() as connection:
        known = read_tallies(connection, [DERIVED]).get(DERIVED)
        if known is not None and known.names == edition():
            return False
        if ledger.written(connection):
            return True
    with store.writing() as connection:
        write_tally(connection, DERIVED, Tally(1, edition()))
    return False
