"""Initials of names: against the dictionary of the first level, and as people type."""

import pytest

from rules.doors.initials import begins_somewhere, initials


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("llwl", "阿城区冷链物流园项目"),
        ("acq", "阿城区冷链物流园项目"),
        ("HDJS", "河东金属制品加工园"),
        ("cqdx", "重庆大厦"),
        ("zqdx", "重庆大厦"),
        ("3hcf", "3号厂房"),
        ("yyzx", "哈尔滨（阿城）医养中心"),
        ("wl", "物流"),
    ],
)
def test_find_a_name(typed: str, name: str) -> None:
    assert begins_somewhere(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"), [("lwx", "冷链物流园"), ("wly2", "物流园"), ("x", "阿城")]
)
def test_do_not_find_another(typed: str, name: str) -> None:
    assert not begins_somewhere(typed, name)


def test_follow_the_order_of_the_first_level() -> None:
    """Characters whose first letter is known by heart, from both ends of each letter."""
    known = {
        "a": "啊澳", "b": "芭簿", "c": "擦错", "d": "搭堕", "e": "蛾贰", "f": "发覆", "g": "噶过",
        "h": "哈霍", "j": "击骏", "k": "喀阔", "l": "垃络", "m": "妈穆", "n": "拿诺", "o": "哦沤",
        "p": "啪曝", "q": "期群", "r": "然弱", "s": "撒所", "t": "塌唾", "w": "挖误", "x": "昔迅",
        "y": "压孕", "z": "匝座",
    }  # fmt: skip
    for letter, characters in known.items():
        assert all(one.startswith(letter) for one in initials(characters)), letter


def test_may_be_any_letter_for_a_rare_character() -> None:
    assert begins_somewhere("kss", "崁山寺") or begins_somewhere("ss", "崁山寺")
    assert begins_somewhere("qs", "衢山")
