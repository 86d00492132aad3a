"""The ledger's key is replaced (更换签章密钥): an act, sealed by the key that goes.

From then on the new key seals: what is written, the head of every stream, the outbox. The
old entries keep their seals; each stands below a head that the new key has sealed, so that
whoever holds the old key can change none of them.
"""

from pathlib import Path

from casework.desk import Stamp, write_campaign
from casework.office import CAMPAIGN, REGULATIONS, Office
from models.key import KeyRotated
from rules.in_force.authority import may_rotate_keys
from store.engine import hold
from store.seals.audit_key import fingerprint, make_key, next_file, replace_key
from store.seals.sealing import seal_heads, seal_rows
from store.verifying.anchor import anchor


def rotate_key(office: Office, key_file: Path, *, reason: str, stamp: Stamp) -> str:
    """Replace the key; return the fingerprint of the new one.

    The new key lies beside the old one before anything is sealed with it. What was
    interrupted after that is brought to its end when it is asked for again.
    """
    store = office.store
    former, new = store.audit_key, make_key(next_file(key_file))
    if not store.sealed_with(new):
        with store.rotating() as connection:
            hold(connection, CAMPAIGN)
            hold(connection, REGULATIONS)
            if refused := may_rotate_keys(office.situation(connection).account(stamp.by)):
                raise refused
            rotated = KeyRotated(
                former=fingerprint(former),
                new=fingerprint(new),
                anchor=anchor(connection).sha256,
                reason=reason,
            )
            write_campaign(office, connection, [rotated], stamp=stamp)
            sealing = connection.execution_options(audit_key=new)
            seal_heads(sealing)
            seal_rows(sealing)
    replace_key(key_file, former)
    store.seal_with(new)
    return fingerprint(new)
