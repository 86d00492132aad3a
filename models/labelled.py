"""Coded values that say themselves what people call them (代码与用语)."""

import re
from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code and its Chinese word (带用语的代码): ``MEMBER = "code", "用语"``."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Return a member by its code; its label is not part of its value."""
        one = str.__new__(cls, code)
        one._value_, one.label = code, label
        return one

    @classmethod
    def words(cls) -> dict[Self, str]:
        """Return every member with its word, in order."""
        return {one: one.label for one in cls}

    @classmethod
    def told_apart(cls, text: str) -> list[str]:
        """Return words written one behind the other, 水电气热, each by itself.

        A text that holds anything else comes back as it is.
        """
        each = "|".join(sorted((re.escape(one.label) for one in cls), key=len, reverse=True))
        return re.findall(each, text) if re.fullmatch(f"({each})+", text) else [text]
