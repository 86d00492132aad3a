"""Compact columns: a text comes back to the letter, and what is no text of ours is told apart."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.tables.compact import Compact, Digest, Moment, Packed
from rules.seal import instant
from store.rows.packing import packed


@given(st.text())
@example("~")
@example("~1~")
@example("~1~AA==")
@example("~1~AB==")  # another text of the same bytes
@example("~01~AA==")
@example("~300~AA==")
@example("~1~AA==~")
def test_every_text_comes_back_to_the_letter(text: str) -> None:
    packing = Packed()
    for one in (text, packed(text) if not text.startswith("~") else text):
        assert packing.read(packing.laid(one)) == one
        assert packing.lies_well(packing.laid(one))


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_two_forms_never_say_the_same_text(one: bytes, other: bytes) -> None:
    packing = Packed()
    if one != other and packing.lies_well(one) and packing.lies_well(other):
        assert packing.read(one) != packing.read(other)


@given(st.binary(max_size=40))
def test_digits_take_half_as_many_bytes(digest: bytes) -> None:
    assert Digest().laid(digest.hex()) == digest
    assert Digest().read(digest) == digest.hex()


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_is_a_number_that_sorts_like_it(at: datetime) -> None:
    moment, before = Moment(), "2020-06-01T00:00:00.000000Z"
    assert moment.read(moment.laid(instant(at))) == instant(at)
    assert (moment.laid(before) < moment.laid(instant(at))) == (before < instant(at))


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Digest(), "ab"),
        (Digest(), 7),
        (Packed(), "正文"),
        (Packed(), b"\xff"),
        (Packed(), b"\xe6\xad"),
        (Moment(), b"7"),
        (Moment(), "7"),
        (Moment(), 10**18),
        (Moment(), 7.5),
    ],
)
def test_what_somebody_wrote_over_it_is_read_and_told_apart(kind: Compact, wrong: object) -> None:
    assert isinstance(kind.read(wrong), str)
    assert not kind.lies_well(wrong)
