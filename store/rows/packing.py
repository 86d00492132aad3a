"""Long texts are packed (文本压缩): what was written comes back to the letter.

A text is deflated against phrases that such texts are made of and laid down in ASCII, so that
it fits a column of texts on either database. The phrases of an edition never change, whatever
becomes of forms and catalogues: what was packed with them is read with them. Others take a new
edition, and its number stands before what is packed. The first has the words of plans, the
second those of acts and notices (ADR 75).
"""

import zlib
from base64 import b64decode, b64encode
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zlib import _Compress

MARK = "~"
"""No text of ours begins with it: neither JSON nor the words of a notice."""

PLANS, ACTS = 1, 2
"""Editions of the phrases."""

A_PLAN = 1500
"""Characters of a text; what is longer has a plan in it."""

OFTEN = 100
"""Characters of a packed text that is likely to be read again: most acts say what others said."""

WINDOW = -15
"""Deflate without a frame: seal and hash say whether it is whole."""

MEMORY = 5
"""Of what it works with zlib takes a half: that is copied for every text, and ours are short."""

LONGEST = 1 << 26
"""Bytes of a text; one that unpacks to more was made to fill the memory."""


class Unreadable(ValueError):
    """A packed text that somebody wrote over (压缩文本损坏)."""


def packed(text: str) -> str:
    """Return a text as it is stored: packed where that is shorter."""
    edition = PLANS if len(text) > A_PLAN else ACTS
    pack = _packing(edition).copy()
    found = pack.compress(text.encode()) + pack.flush()
    short = f"{MARK}{edition}{MARK}{b64encode(found).decode()}"
    return short if len(short) < len(text.encode()) else text


def unpacked(stored: str) -> str:
    """Return the text of what is stored, packed or not; raises :class:`Unreadable`."""
    if not stored.startswith(MARK):
        return stored
    return _unpacked_once(stored) if len(stored) < OFTEN else _unpacked(stored)


def _unpacked(stored: str) -> str:
    try:
        _, edition, short = stored.split(MARK, 2)
        unpack = zlib.decompressobj(WINDOW, _phrases(int(edition)))
        text = unpack.decompress(b64decode(short, validate=True), LONGEST).decode()
    except (ValueError, OSError, zlib.error) as wrong:
        raise Unreadable(f"a packed text does not unpack: {wrong}") from wrong
    if not unpack.eof or unpack.unused_data:
        raise Unreadable("a packed text has no end, or more than one")
    return text


_unpacked_once = lru_cache(maxsize=2048)(_unpacked)


@cache
def _packing(edition: int) -> "_Compress":
    return zlib.compressobj(
        9, zlib.DEFLATED, WINDOW, MEMORY, zlib.Z_DEFAULT_STRATEGY, _phrases(edition)
    )


@cache
def _phrases(edition: int) -> bytes:
    return (Path(__file__).parent / f"phrases-{edition}.txt").read_bytes()
