"""Passwords and second factors (口令与动态口令): hashed slowly, two at once and no more."""

import base64
import hashlib
import hmac
import secrets
import string
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from multiprocessing import BoundedSemaphore

import pyotp
from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet

from models.refusal import Refused

SLOTS, WAIT_SECONDS = 2, 10.0
"""A hash takes some 19 MiB and some ten milliseconds of a core."""
STEP_SECONDS = 30

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_slots = BoundedSemaphore(SLOTS)
"""Of all processes that this one forks into."""


class DoorBusy(Refused):
    """Too many sign in at this instant (登录繁忙)."""


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise DoorBusy("登录的人较多，请稍后再试")
    try:
        yield
    finally:
        _slots.release()


def hashed(password: str) -> str:
    """Return the hash of a password, as it is kept."""
    with _slot():
        return _hasher.hash(password)


def fits(password: str, kept: str) -> bool:
    """Tell whether a password is the one whose hash is kept; as slow when there is none."""
    with _slot():
        try:
            _hasher.verify(kept or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(kept)


@cache
def _nobodys() -> str:
    """Return the hash of a password that nobody knows."""
    return _hasher.hash(secrets.token_hex(32))


def random_password() -> str:
    """Return a password for the first sign-in: easily read out, not easily guessed."""
    letters = "".join(one for one in string.ascii_lowercase if one not in "ilo")
    groups = ("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))
    return "-".join((*groups, "".join(secrets.choice("23456789") for _ in range(3))))


def new_seed() -> str:
    """Return the seed of a second factor."""
    return pyotp.random_base32()


def seal_seed(seed: str, *, audit_key: bytes) -> str:
    """Return a seed as it is kept: unreadable without the key outside the database."""
    return _box(audit_key).encrypt(seed.encode()).decode()


def open_seed(kept: str, *, audit_key: bytes) -> str:
    """Return a seed that was sealed."""
    return _box(audit_key).decrypt(kept.encode()).decode()


def _box(audit_key: bytes) -> Fernet:
    key = hmac.new(audit_key, b"second factor", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def step_of(code: str, seed: str, *, at: datetime) -> int | None:
    """Return the time step that a code belongs to, one before and after included, else ``None``."""
    now = int(at.timestamp()) // STEP_SECONDS
    told = pyotp.TOTP(seed)
    plain = "".join(code.split())
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(told.generate_otp(step).encode(), plain.encode()):
            return step
    return None


def seed_address(seed: str, *, login: str) -> str:
    """Return the address by which an authenticator takes a seed over."""
    return pyotp.TOTP(seed).provisioning_uri(name=login, issuer_name="绿色通道")
