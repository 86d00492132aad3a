"""The key that seals the ledger (签章密钥): a file outside the database.

It is made for an empty ledger only. A key that is lost, mistyped or swapped is never
replaced: a second key would seal beside the first, and the ledger would count as damaged
for ever.
"""

import hashlib
import os
import secrets
from pathlib import Path

from store.files.private_files import make_private_folder

LEAST = 32
"""Bytes of a key; fewer are a slip of the pen."""
MOST = 4096
"""Bytes of a key; more are another file."""

_BACK = (
    "请从备份取回原密钥文件放回原处，或以环境变量 GREENCHANNEL_AUDIT_KEY_FILE 指明其所在；"
    "本次未写入任何内容"
)


class KeyUnusable(Exception):
    """The key is not there, cannot be read, or does not fit the ledger (签章密钥不可用)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_key(path: Path) -> bytes | None:
    """Return the key; ``None`` where there is no file. Raises :class:`KeyUnusable`."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise KeyUnusable(f"签章密钥 {path} 不是普通文件。{_BACK}")
        with path.open("rb") as file:
            key = file.read(MOST + 1).strip()
    except FileNotFoundError:
        return None
    except IsADirectoryError as wrong:
        raise KeyUnusable(f"签章密钥 {path} 是目录，不是文件。{_BACK}") from wrong
    except PermissionError as wrong:
        raise KeyUnusable(
            f"无权读取签章密钥 {path}：请以建立数据目录的用户运行，或由其授予读取权限；"
            "本次未写入任何内容"
        ) from wrong
    except OSError as wrong:
        raise KeyUnusable(f"无法读取签章密钥 {path}（{wrong.strerror}）。{_BACK}") from wrong
    if len(key) < LEAST:
        raise KeyUnusable(f"签章密钥 {path} 过短，至少 {LEAST} 字节。{_BACK}")
    if len(key) > MOST:
        raise KeyUnusable(f"签章密钥 {path} 过长，不像密钥文件，至多 {MOST} 字节。{_BACK}")
    return key


def make_key(path: Path) -> bytes:
    """Make the key of an empty ledger, its owner's only; who comes second reads the first's."""
    make_private_folder(path.parent)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(secrets.token_hex(32).encode())
            new.flush()
            os.fsync(new.fileno())
    except FileExistsError:
        pass
    key = read_key(path)
    assert key is not None
    return key


def fingerprint(key: bytes) -> str:
    """Return the short name of a key: it tells keys apart and gives nothing away."""
    return hashlib.sha256(b"audit key\n" + key).hexdigest()[:16]


def next_file(path: Path) -> Path:
    """Return where the next key lies while it takes the place of the one in use."""
    return path.with_name(f"{path.name}.next")


def former_file(path: Path) -> Path:
    """Return where the keys lie that sealed before, one a line in hex, oldest first."""
    return path.with_name(f"{path.name}.former")


def former_keys(path: Path) -> tuple[bytes, ...]:
    """Return the keys that sealed before; none where they were not kept.

    Entries from before a change of keys hold by their chain: the head of every stream is
    sealed with the key in use. With the former keys their own seals are checked as well.
    """
    try:
        text = former_file(path).read_text(encoding="ascii")
        return tuple(bytes.fromhex(line) for line in text.split())
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as wrong:
        raise KeyUnusable(f"原签章密钥文件 {former_file(path)} 无法读取。{_BACK}") from wrong


def replace_key(path: Path, former: bytes) -> None:
    """Put the next key in the place of the one in use, which is kept among the former."""
    if former not in former_keys(path):
        kept = former_file(path)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
            file.write(f"{former.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
    next_file(path).replace(path)


def lost(path: Path) -> KeyUnusable:
    """Say that the key of a ledger in use is not there, and what to do."""
    return KeyUnusable(f"找不到签章密钥 {path}：台账已有记录，不另造新密钥。{_BACK}")


def unfit() -> KeyUnusable:
    """Say that the key is not the one that sealed the ledger, and what to do."""
    return KeyUnusable(
        f"签章密钥与台账不符：密钥文件可能被更换或误写。{_BACK}；"
        "更换密钥中途停下的，运行 greenchannel key rotate 续办；以 greenchannel verify 核对台账"
    )
