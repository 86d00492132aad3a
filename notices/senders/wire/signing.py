"""Signatures of robots (加签): they hold for an hour of real time, so here a clock is read.

The office clock may be a rehearsal's; a platform knows only its own.
"""

import base64
import hashlib
import hmac
from time import time


def dingtalk_signature(secret: str) -> tuple[str, str]:
    """Return timestamp (ms) and signature: HMAC of both under the secret (钉钉加签)."""
    timestamp = str(round(time() * 1000))
    return timestamp, _digest(secret.encode(), f"{timestamp}\n{secret}".encode())


def feishu_signature(secret: str) -> tuple[str, str]:
    """Return timestamp (s) and signature: HMAC of nothing under both (飞书签名校验)."""
    timestamp = str(int(time()))
    return timestamp, _digest(f"{timestamp}\n{secret}".encode(), b"")


def _digest(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
