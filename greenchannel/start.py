"""The command ``greenchannel``: enter the house, then ask its command line."""

import gc
import os
import sys

from greenchannel.house import Occupied, enter

NOT_REACHABLE = 3
GARBAGE = (100_000, 20, 50)
"""When Python's collector looks for what nobody holds any longer: what acts make has no cycles."""
INTERRUPTED = 130
"""What a shell expects of a program that was ended by Ctrl-C."""


def main() -> None:
    """Carry out the command line of this process."""
    try:
        _answer()
    except KeyboardInterrupt:
        told = "已中断：已记入台账的不受影响，没有记完的不写入；可以重新执行"
        sys.stderr.write(f"\n{told}\n")
        sys.exit(INTERRUPTED)


def _answer() -> None:
    try:
        enter()
    except Occupied as taken:
        sys.exit(said(taken))
    # Pydantic would look through every distribution for plugins; we have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # else it looks time and again through what is being loaded, and stays
    from portal.console import main as answer

    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()
    answer()


def said(taken: Occupied) -> int:
    """Say that a name is taken, and return the exit code."""
    sys.stderr.write(f"{taken}\n")
    return NOT_REACHABLE
