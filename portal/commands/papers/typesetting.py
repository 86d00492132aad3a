"""Where a paper cannot be set (排版条件): what is missing and the way out, as a failure."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.edge import Unreachable
from reports.typeset.pdf import NotTypeset


@contextmanager
def typesetting() -> Iterator[None]:
    """Turn what this machine lacks for a PDF into a sentence with its exit code."""
    try:
        yield
    except NotTypeset as missing:
        raise Unreachable(missing.message, typesetting="unavailable") from missing
