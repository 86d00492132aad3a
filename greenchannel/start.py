"""The command ``greenchannel``: enter the house, then ask its command line."""

import sys

from greenchannel.house import Occupied, enter

NOT_REACHABLE = 3


def main() -> None:
    """Carry out the command line of this process."""
    try:
        enter()
    except Occupied as taken:
        sys.exit(said(taken))
    from portal.console import main as answer

    answer()


def said(taken: Occupied) -> int:
    """Say that a name is taken, and return the exit code."""
    sys.stderr.write(f"{taken}\n")
    return NOT_REACHABLE
