"""The seal: golden values, so that a ledger written today can be checked by anyone, any time."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives import hashes

from rules.seal import GENESIS, canonical, entry_hash, instant, merkle_root, seal, sm3_root

ENTRY = {
    "prev": GENESIS,
    "stream": "2020-230112-39-03-000001",
    "version": 1,
    "kind": "accepted",
    "payload": '{"procedure":"A01"}',
    "at": "2020-06-01T01:00:00.000000Z",
    "on": "2020-06-01",
    "by": "planning-01",
    "via": "console",
    "key": None,
}


def node(prefix: bytes, content: bytes) -> bytes:
    return hashlib.sha256(prefix + content).digest()


def leaf(stream: str, version: int, hash_: str) -> bytes:
    return node(b"\x00", f"{stream}\n{version}\n{hash_}".encode())


class TestTheCanonicalText:
    def test_sorts_keys_leaves_no_blanks_and_keeps_chinese(self) -> None:
        assert (
            canonical({"b": [1, None], "a": {"名": "容缺"}}) == '{"a":{"名":"容缺"},"b":[1,null]}'
        )

    def test_of_an_instant_is_in_utc_to_the_microsecond(self) -> None:
        shanghai = timezone(timedelta(hours=8))

        assert instant(datetime(2020, 6, 1, 9, tzinfo=shanghai)) == "2020-06-01T01:00:00.000000Z"
        assert (
            instant(datetime(2020, 6, 1, 1, 2, 3, 4, tzinfo=UTC)) == "2020-06-01T01:02:03.000004Z"
        )


class TestTheRootInSm3:
    def test_is_made_of_the_same_leaves(self) -> None:
        def sm3(message: bytes) -> bytes:
            digest = hashes.Hash(hashes.SM3())
            digest.update(message)
            return digest.finalize()

        heads = [("b", 2, "y"), ("a", 1, "x"), ("c", 3, "z")]
        one, two, three = (sm3(b"\x00" + leaf) for leaf in (b"a\n1\nx", b"b\n2\ny", b"c\n3\nz"))

        assert sm3_root(heads) == sm3(b"\x01" + sm3(b"\x01" + one + two) + three).hex()
        assert sm3_root([]) == GENESIS


class TestTheHash:
    def test_of_an_entry_is_this_for_ever(self) -> None:
        assert entry_hash(**ENTRY) == (
            "5f0532ac57544b4499b8bd08777ab2418eff08787f12d6c8d77e2e0fa3f98826"
        )

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("prev", "1" * 64),
            ("stream", "2020-230112-39-03-000002"),
            ("version", 2),
            ("kind", "declined"),
            ("payload", '{"procedure":"A02"}'),
            ("at", "2020-06-01T01:00:00.000001Z"),
            ("on", "2020-06-02"),
            ("by", "planning-02"),
            ("via", "portal"),
            ("key", ""),
            ("person", "li.ming"),
        ],
    )
    def test_changes_with_every_field(self, field: str, value: object) -> None:
        assert entry_hash(**{**ENTRY, field: value}) != entry_hash(**ENTRY)


class TestTheSeal:
    def test_is_an_hmac_that_only_the_key_gives(self) -> None:
        expected = hmac.new(b"key", b"hash", hashlib.sha256).hexdigest()

        assert seal("hash", b"key") == expected
        assert seal("hash", b"other key") != expected


class TestTheRoot:
    HEADS = (("a", 1, "x"), ("b", 2, "y"), ("c", 3, "z"))

    def test_of_nothing_is_the_genesis(self) -> None:
        assert merkle_root([]) == GENESIS

    def test_of_one_stream_is_its_leaf(self) -> None:
        assert merkle_root([("a", 1, "x")]) == leaf("a", 1, "x").hex()

    def test_of_three_promotes_the_odd_one(self) -> None:
        left = node(b"\x01", leaf("a", 1, "x") + leaf("b", 2, "y"))

        assert merkle_root(self.HEADS) == node(b"\x01", left + leaf("c", 3, "z")).hex()

    def test_of_three_streams_is_this_for_ever(self) -> None:
        assert merkle_root(self.HEADS) == (
            "8a3c7ffcb19bc81c695f00f8e47b59c88686eefb0ceec74922645ba948020ce2"
        )

    def test_does_not_depend_on_the_order_of_reading(self) -> None:
        assert merkle_root(reversed(self.HEADS)) == merkle_root(self.HEADS)

    def test_changes_when_a_stream_is_cut_short_or_removed(self) -> None:
        roots = {
            merkle_root(self.HEADS),
            merkle_root(self.HEADS[:2]),
            merkle_root((*self.HEADS[:2], ("c", 2, "z"))),
            merkle_root((*self.HEADS[:2], ("c", 3, "y"))),
        }

        assert len(roots) == 4
