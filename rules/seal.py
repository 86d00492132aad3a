"""How the ledger is sealed (台账防篡改): hash, keyed seal, Merkle root.

SHA-256 throughout; the root over all heads is given in SM3 (GB/T 32905-2016) as well.

The hash covers the canonical entry and the hash before it: the same history gives the
same hash, and anyone can check it. The seal is an HMAC of the hash with a key kept
outside the database: nobody with only the database can forge a chain.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

GENESIS = "0" * 64
"""What stands before the first entry of a stream."""


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Mapping[str, Any]) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, UTF-8 kept."""
    return _CANONICAL(value)


def instant(at: datetime) -> str:
    """Return an instant as UTC text with microseconds, as it is hashed and stored."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def entry_hash(
    *,
    prev: str,
    stream: str,
    version: int,
    kind: str,
    payload: str,
    at: str,
    on: str,
    by: str,
    via: str,
    key: str | None,
    person: str = "",
) -> str:
    """Return the SHA-256 of an entry chained to the one before it, in hex.

    Who acted is hashed where it is said, so that what was written before still holds.
    """
    said = {"person": person} if person else {}
    text = canonical(
        {
            **said,
            "prev": prev,
            "stream": stream,
            "version": version,
            "kind": kind,
            "payload": payload,
            "at": at,
            "on": on,
            "by": by,
            "via": via,
            "key": key,
        }
    )
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_text(hash_: str, payload: str, stored: str) -> str:
    """Return what an entry's seal covers: its hash, and how its payload lies there if packed."""
    return hash_ if stored == payload else f"{hash_}\n{stored}"


def seal(hash_: str, key: bytes) -> str:
    """Return the keyed seal of an entry's hash, in hex."""
    sealing = _sealing(key).copy()  # to lay the key in costs as much as sealing
    sealing.update(hash_.encode())
    return sealing.hexdigest()


@lru_cache(maxsize=8)
def _sealing(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod="sha256")


def merkle_root(heads: Iterable[tuple[str, int, str]], *, algorithm: str = "sha256") -> str:
    """Return the root over ``(stream, version, hash)`` of every stream's head, in hex.

    Leaves are sorted by stream; an odd node is promoted unchanged; inner nodes and
    leaves are told apart by a prefix byte (RFC 6962 §2.1).
    """

    def node(message: bytes) -> bytes:
        return hashlib.new(algorithm, message).digest()

    level = [
        node(b"\x00" + f"{stream}\n{version}\n{hash_}".encode())
        for stream, version, hash_ in sorted(heads)
    ]
    if not level:
        return GENESIS
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [node(b"\x01" + left + right) for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0].hex()


HAS_SM3 = "sm3" in hashlib.algorithms_available
"""Some builds of OpenSSL leave it out."""


def sm3_root(heads: Iterable[tuple[str, int, str]]) -> str:
    """Return :func:`merkle_root` in SM3; empty where this machine has none."""
    return merkle_root(heads, algorithm="sm3") if HAS_SM3 else ""


SHORT = 32
"""Digits of a seal that is kept: half of an HMAC is as much as forging it takes (RFC 2104 §5)."""


def entry_seal(hash_: str, payload: str, stored: str, audit_key: bytes) -> str:
    """Return the seal that an entry carries, in hex."""
    return seal(sealed_text(hash_, payload, stored), audit_key)[:SHORT]


def row_seal(table: str, row: Mapping[str, Any], audit_key: bytes) -> str:
    """Return the whole seal of a row that may change, in hex: of every column not empty.

    A row carries its first :data:`SHORT` digits, or all of them as rows once did.
    """
    said = {name: value for name, value in row.items() if value is not None}
    return seal(canonical({"": table, **said}), audit_key)


def seals(mac: str, whole: str) -> bool:
    """Tell whether what a row carries is its seal, short or whole."""
    return mac in (whole[:SHORT], whole)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things there are, and which (计数): the same whatever the order they came in.

    The names are added up as numbers of 256 bits. Whoever could choose names might find others
    with the same sum; a tally is sealed, and its names are not for anybody to choose.
    """

    count: int = 0
    names: str = GENESIS

    def plus(self, names: Iterable[str]) -> "Tally":
        """Return the tally with more names."""
        count, total = self.count, int(self.names, 16)
        for name in names:
            count += 1
            total += int.from_bytes(hashlib.sha256(name.encode()).digest())
        return Tally(count, f"{total % 2**256:064x}")

    def __str__(self) -> str:
        """Return it as one text."""
        return f"{self.count}:{self.names}"


def head_seal(stream: str, version: int, hash_: str, audit_key: bytes) -> str:
    """Return the seal of a stream's head."""
    return seal(f"{stream}\n{version}\n{hash_}", audit_key)
