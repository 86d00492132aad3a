"""The inbox on this machine (本地收件箱): a channel that only writes a file.

It stands in for mail and chat where there are none: one JSON line per message, with
`at`, `to`, `title`, `body` and `key`. Addresses read ``inbox:///absolute/file?to=account``.
"""

import errno
import fcntl
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from apprise import NotifyBase

from notices.senders.wire.checked import Checked, Part
from notices.senders.wire.failure import SendFailure


class NotifyInbox(Checked, NotifyBase):  # type: ignore[misc]
    """Appends messages to a file, whole lines only, from as many processes as like to."""

    service_name = "本地收件箱"
    protocol = "inbox"
    setup_url = ""
    templates = ("{schema}:///{path}",)

    def __init__(self, path: str, to: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not path.startswith("/"):
            raise TypeError("an inbox is an absolute file")
        self.path = path
        self.to = to

    @property
    def server(self) -> str:
        """Return nothing: a file has no other side."""
        return ""

    def hand_over(self, part: Part) -> None:
        """Append one message and see it on disk; a full or missing disk fails for now."""
        message = {
            "at": self.at.isoformat(),
            "to": self.to,
            "title": part.title,
            "body": part.text,
            "key": self.notice,
        }
        try:
            append(Path(self.path), json.dumps(message, ensure_ascii=False))
        except OSError as failure:
            raise SendFailure(f"本地收件箱无法写入：{failure.strerror}") from None

    def url(self, privacy: bool = False, *args: object, **kwargs: object) -> str:
        """Return the address that leads to the same inbox."""
        parameters = {"to": self.to} | self.url_parameters(*args, privacy=privacy, **kwargs)
        return f"inbox://{self.quote(self.path)}?{self.urlencode(parameters)}"

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """Read an address."""
        parts: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        address = urlsplit(url)  # Apprise takes the first folder for a host
        if parts is None or address.netloc:
            return None
        parts["path"] = NotifyBase.unquote(address.path)
        parts["to"] = NotifyBase.unquote(parts["qsd"].get("to", ""))
        return parts


def append(path: Path, line: str) -> None:
    """Append one line to a file and flush it to disk.

    One write under O_APPEND and a lock: lines of several processes never mix. A line
    that the disk took only in part is cut off again; one that a power cut left torn
    is closed before the next.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o640), "r+b", buffering=0) as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        size = opened.seek(0, os.SEEK_END)
        torn = size > 0 and os.pread(opened.fileno(), 1, size - 1) != b"\n"
        data = (b"\n" if torn else b"") + line.encode() + b"\n"
        if opened.write(data) != len(data):
            opened.truncate(size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(opened.fileno())
