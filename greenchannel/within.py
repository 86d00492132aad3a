"""``python -m greenchannel.within MODULE …``: a program of its own, begun inside the house.

Server, worker, supervisor and reader of workbooks are started so; Python alone would look for
their rooms wherever the environment says.
"""

import runpy
import sys

from greenchannel.house import Occupied, enter
from greenchannel.start import said


def main() -> None:
    """Enter, then run the module as Python's ``-m`` would."""
    try:
        enter()
    except Occupied as taken:
        sys.exit(said(taken))
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
