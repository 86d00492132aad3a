"""Pinyin initials of names (拼音首字母), for searching as people type: ``hdjs`` finds 河东金属.

The 3,755 characters of the first level of GB 2312—80 stand in the order of their pinyin,
so the bytes of a character tell its initial; nothing else need be known. Characters of the
second level stand by their radicals and may begin with any letter; of those that are read
in two ways the common ones are named.
"""

from bisect import bisect_right

_FIRST_OF = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
"""The first code of each letter: 啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝."""
_CODES = [code for code, _ in _FIRST_OF]
_LAST = 0xD7F9
_READ_OTHERWISE = {
    "重": "c",
    "长": "z",
    "行": "h",
    "乐": "y",
    "厦": "x",
    "校": "j",
    "会": "k",
    "调": "t",
    "朝": "z",
    "区": "o",
    "车": "j",
    "单": "s",
    "石": "d",
    "曾": "z",
    "解": "x",
    "盛": "c",
    "藏": "z",
    "降": "x",
    "传": "z",
    "弹": "d",
    "阿": "e",
    "番": "p",
    "堡": "p",
    "泊": "b",
    "广": "a",
    "圈": "j",
    "沈": "c",
}
"""A second reading."""
_ANY = "abcdefghijklmnopqrstuvwxyz"


def initials(text: str) -> list[str]:
    """Return for each letter, digit or character of a text the initials that it may have."""
    return [_initial(one) for one in text.lower() if one.isalnum()]


def begins_somewhere(typed: str, name: str) -> bool:
    """Tell whether typed letters are the initials of characters in a row of a name."""
    wanted = typed.lower()
    found = initials(name)
    return any(
        all(letter in may for letter, may in zip(wanted, found[start:], strict=False))
        for start in range(len(found) - len(wanted) + 1)
    )


def _initial(character: str) -> str:
    if character.isascii():
        return character
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return _ANY
    if not _CODES[0] <= code <= _LAST:
        return _ANY
    letter = _FIRST_OF[bisect_right(_CODES, code) - 1][1]
    return letter + _READ_OTHERWISE.get(character, "")
