"""Columns that lie shorter than they are read (紧凑存储): texts outside, bytes or numbers inside.

Who reads and writes rows gives and gets the texts that are hashed and sealed; only the database
holds another form of them, one for each text. What somebody wrote over it is read as far as it
can be, and :meth:`Compact.lies_well` tells that it is none of ours.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, Table
from sqlalchemy.types import TypeDecorator, TypeEngine

PACKED_MARK, PACKED_BYTE = "~", b"\xff"
"""Before a packed text (`store/rows/packing.py`), and before its bytes: no UTF-8 has that byte."""

SUM = 16
"""Bytes of a sum of names that is kept with a row (`rules/seal.py`: `SHORT`)."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Lying = bytes | int
"""What lies in the database."""


class Compact(TypeDecorator[str]):
    """A column of texts in another form."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = LargeBinary
    cache_ok = True
    form: type[Lying] = bytes

    @property
    def python_type(self) -> type[str]:
        """What rows hold."""
        return str

    def laid(self, text: str) -> Lying:
        """Return how a text lies; raises :class:`ValueError` where it cannot lie so."""
        raise NotImplementedError

    def read(self, lying: Any) -> str:
        """Return the text of what lies there, of whatever kind that is."""
        raise NotImplementedError

    def lies_well(self, lying: object) -> bool:
        """Tell whether it lies there as this house lays it."""
        try:
            return isinstance(lying, self.form) and self.laid(self.read(lying)) == lying
        except ValueError:
            return False

    def bind_processor(self, dialect: object) -> Callable[[str | None], Lying | None]:  # noqa: ARG002
        """Return what the database is given for a text: asked for every column of every act."""
        laid = self.laid
        return lambda text: None if text is None else laid(text)

    def result_processor(
        self,
        dialect: object,  # noqa: ARG002
        coltype: object,  # noqa: ARG002
    ) -> Callable[[Any], str | None]:
        """Return what is read of what it gives."""
        read = self.read
        return lambda lying: None if lying is None else read(lying)


class Digest(Compact):
    """A hash or a seal: hexadecimal digits outside, half as many bytes inside."""

    cache_ok = True

    def laid(self, text: str) -> bytes:
        """Return the bytes of lower-case digits."""
        return bytes.fromhex(text)

    def read(self, lying: Any) -> str:
        """Return the digits."""
        return lying.hex() if isinstance(lying, bytes) else str(lying)

    def lies_well(self, lying: object) -> bool:
        """Tell whether they are bytes: any have digits, and those have no other bytes."""
        return isinstance(lying, bytes)


class Packed(Compact):
    """A text, packed or not: without the letters in which bytes are laid down as text."""

    cache_ok = True

    def laid(self, text: str) -> bytes:
        """Return its bytes, behind a mark and the edition of the phrases if it is packed."""
        if text.startswith(PACKED_MARK):
            _, edition, short = f"{text}{PACKED_MARK * 2}".split(PACKED_MARK, 3)[:3]
            try:
                found = PACKED_BYTE + bytes((int(edition),)) + b64decode(short, validate=True)
            except ValueError:
                return text.encode()
            if self.read(found) == text:
                return found
        return text.encode()

    def read(self, lying: Any) -> str:
        """Return the text, a packed one packed."""
        if not isinstance(lying, bytes):
            return str(lying)
        if lying.startswith(PACKED_BYTE) and len(lying) > 1:
            return f"{PACKED_MARK}{lying[1]}{PACKED_MARK}{b64encode(lying[2:]).decode()}"
        return lying.decode(errors="replace")


class Counted(Compact):
    """A number and a sum of names, ``2:0ae2…``: the sum as bytes, then those of the number."""

    cache_ok = True

    def laid(self, text: str) -> bytes:
        """Return the bytes of number and sum behind a mark; of another text, its own."""
        many, _, names = text.partition(":")
        if len(names) == 2 * SUM and many.isdecimal():
            try:
                found = PACKED_BYTE + bytes.fromhex(names) + _bytes_of(int(many))
            except ValueError:
                return text.encode()
            if self.read(found) == text:
                return found
        return text.encode()

    def read(self, lying: Any) -> str:
        """Return the text."""
        if not isinstance(lying, bytes):
            return str(lying)
        if lying.startswith(PACKED_BYTE) and len(lying) > 1 + SUM:
            return f"{int.from_bytes(lying[1 + SUM :])}:{lying[1 : 1 + SUM].hex()}"
        return lying.decode(errors="replace")


def _bytes_of(number: int) -> bytes:
    return number.to_bytes(max(1, (number.bit_length() + 7) // 8))


class Moment(Compact):
    """An instant: UTC text outside (`rules/seal.py:instant`), microseconds since 1970 inside."""

    impl = BigInteger
    cache_ok = True
    form = int

    def laid(self, text: str) -> int:
        """Return the microseconds."""
        return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND

    def read(self, lying: Any) -> str:
        """Return the instant as text."""
        try:
            at = EPOCH + timedelta(microseconds=lying)
        except (TypeError, OverflowError):
            return str(lying)
        return f"{at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


@cache
def compact_columns(table: Table) -> tuple[tuple[str, Compact], ...]:
    """Return the compact columns of a table by name."""
    return tuple((one.name, one.type) for one in table.columns if isinstance(one.type, Compact))
