"""The keys that have sealed the ledger (历任签章密钥): which of them a seal is from."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from models.key import KeyRotated
from models.tables.rows import EntryRow
from rules.seal import seal, seals
from store.rows.packing import unpacked
from store.seals.audit_key import fingerprint

KIND = "key_rotated"


class SealKeys:
    """The keys that have sealed, oldest first: in a chain none comes back."""

    def __init__(self, keys: Sequence[bytes], *, lenient: bool) -> None:
        self._keys, self._lenient = keys, lenient
        """Lenient: a former key was not kept. What it sealed holds by the chain alone, up to an
        end that is sealed with the key in use."""
        self._chain, self._used, self._begun = "", 0, False

    def sealed(self, chain: str, text: str, mac: str) -> bool:
        """Tell whether the key in use, or one that came after it, sealed a link of a chain."""
        if chain != self._chain:
            self._chain, self._used, self._begun = chain, 0, False
        for number in range(self._used, len(self._keys)):
            if seals(mac, seal(text, self._keys[number])):
                self._used, self._begun = number, True
                return True
        return self._lenient and not self._begun


def seal_keys(connection: Connection, *, audit_key: bytes, former: Sequence[bytes]) -> SealKeys:
    """Return the keys to check with, lenient where the ledger names one that is not at hand.

    Read before anything is known to hold: an entry that was forged to say so breaks a chain.
    """
    keys = (*former, audit_key)
    known = {fingerprint(key) for key in keys}
    named = select(EntryRow.payload).where(EntryRow.kind == KIND)
    former_ones = {_former(payload) for payload in connection.execute(named).scalars()}
    return SealKeys(keys, lenient=bool(former_ones - known - {""}))


def _former(payload: str) -> str:
    try:
        return KeyRotated.model_validate_json(unpacked(payload)).former
    except ValueError:  # whatever somebody wrote there
        return ""
