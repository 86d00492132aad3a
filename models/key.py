"""That the key of the ledger was replaced (更换签章密钥)."""

from typing import ClassVar, Literal

from pydantic import Field

from models.vocabulary import Value

FINGERPRINT = r"^[0-9a-f]{16}$"


class KeyRotated(Value):
    """A new key seals the ledger from here on (已更换签章密钥); the old one sealed this entry."""

    label: ClassVar[str] = "更换签章密钥"
    kind: Literal["key_rotated"] = "key_rotated"
    former: str = Field(pattern=FINGERPRINT)
    """Fingerprint of the key that was in use."""
    new: str = Field(pattern=FINGERPRINT)
    """Fingerprint of the key that is."""
    anchor: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Root over the heads of all streams right before."""
    reason: str
