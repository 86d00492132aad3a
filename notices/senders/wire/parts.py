"""Long messages in parts (分条): at a line's end, else a sentence's, never inside a character."""

from collections.abc import Callable, Iterator
from functools import partial

_ENDS = "。；！？，、 "
"""Where a line may be cut, where it has to be."""

Measure = Callable[[str], int]


def utf8(text: str) -> int:
    """Return how many bytes a text takes."""
    return len(text.encode())


def in_parts(text: str, limit: int, measure: Measure = utf8) -> tuple[str, ...]:
    """Return a text in parts of at most ``limit``, numbered （1/3） where there are several.

    ``measure`` says how much of the limit a part takes as it is sent, number included:
    bytes, or the bytes of the whole request.
    """
    if measure(text) <= limit:
        return (text,)
    digits = 1
    while True:
        mark = "（" + "9" * digits + "/" + "9" * digits + "）"
        if measure(mark + "汉汉汉") > limit:
            raise ValueError(f"a limit of {limit} leaves no room for a part")
        pieces = tuple(_pieces(text, partial(_fits, mark, limit, measure)))
        if len(str(len(pieces))) <= digits:
            total = len(pieces)
            return tuple(f"（{n}/{total}）{piece}" for n, piece in enumerate(pieces, start=1))
        digits += 1


def _fits(mark: str, limit: int, measure: Measure, piece: str) -> bool:
    return measure(mark + piece) <= limit


def _pieces(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    left = text.strip("\n")
    while left:
        if fits(left):
            yield left
            return
        head = left[: _most(left, fits)]
        cut = _boundary(head)
        yield left[:cut].rstrip("\n")
        left = left[cut:].lstrip("\n")


def _most(text: str, fits: Callable[[str], bool]) -> int:
    """Return how many characters fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(text[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def _boundary(head: str) -> int:
    """Return where to cut: a line's end in the last two thirds, else a sentence's, else here."""
    least = len(head) // 3
    line = head.rfind("\n")
    if line > least:
        return line + 1
    for end in _ENDS:
        found = head.rfind(end)
        if found > least:
            return found + 1
    return len(head)
