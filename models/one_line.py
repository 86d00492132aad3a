"""Text that users typed, as one line of what people see (单行文本)."""

import unicodedata


def one_line(text: str) -> str:
    """Return only what people see: breaks are spaces, controls and direction marks are gone."""
    return " ".join(text.translate(_SEEN).split())


def shortened(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of a text, with an ellipsis where it was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


class _Seen(dict[int, str]):
    """What is seen of each character, found once."""

    def __missing__(self, code: int) -> str:
        seen = self[code] = _seen(chr(code))
        return seen


def _seen(character: str) -> str:
    """Return the character, a space for any kind of break, nothing for what nobody sees.

    Nobody sees format characters: zero-width joiners hide an address from a filter,
    and bidirectional controls show ``gpj.exe`` as a picture.
    """
    category = unicodedata.category(character)
    if character.isspace() or category in {"Zl", "Zp", "Cc"}:
        return " "
    if category in {"Cf", "Cs"} or (ord(character) & 0xFFFE) == 0xFFFE:
        return ""
    return character


_SEEN = _Seen()
