"""What all checked senders share (送达核验): parts, limits, and a verdict instead of a belief.

Each is an Apprise sender of its platform — address syntax, secrets masked in
``url(privacy=True)`` — whose talk with the platform is replaced: the answer's body is
read, and only an explicit yes is a delivery.
"""

from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

from apprise import NotifyFormat

from notices.senders.schemes import LOOPBACK
from notices.senders.wire.failure import SendFailure
from notices.senders.wire.parts import in_parts, utf8
from notices.senders.wire.refusals import Refusals

_ACTIVE = str.maketrans(
    {"@": "＠", "<": "＜", ">": "＞", "[": "［", "]": "］", "*": "＊", "`": "｀"}
)
"""Mentions, tags and Markdown of chat programs. Notices hold none: the last of two guards."""


_NOT_ASKED = ("format", "overflow", "retry", "wait", "optional")
"""What Apprise lets an address ask for and we do not: mark-up, its cuts, its own retries,
and calling a failure a success."""


def inert(text: str) -> str:
    """Return a text in which no chat program finds a mention, a tag or a Markdown link."""
    return text.translate(_ACTIVE)


class Part(NamedTuple):
    """One message of a notice (分条)."""

    title: str
    text: str
    number: int
    of: int

    @property
    def numbered_title(self) -> str:
        """Return the title, with the part's number where there are several."""
        return f"（{self.number}/{self.of}）{self.title}" if self.of > 1 else self.title


class Checked:
    """Mixed into an Apprise sender: sends in parts and remembers how it went."""

    base_url: ClassVar[str] = ""
    """Where the platform answers, unless the address names a ``gateway``."""
    short: ClassVar[bool] = False
    """Gets the short line of a notice instead of title and text."""
    per_second: ClassVar[int | None] = None
    per_minute: ClassVar[int | None] = None
    """How many messages one robot may send in a second and in a minute."""
    refusals: ClassVar[Refusals | None] = None
    """What the platform's codes mean."""
    joined: ClassVar[bool] = False
    """Whether the parts of a message go out together, in one talk."""
    part_limit: ClassVar[int] = 1_000_000
    title_limit: ClassVar[int] = 250
    title_maxlen: ClassVar[int] = 250
    body_maxlen: ClassVar[int] = 1_000_000
    notify_format = NotifyFormat.TEXT
    request_rate_per_sec = 0

    logger: Any
    asset: Any
    at: datetime
    """The instant of the office clock; the carrier sets it."""

    def __init__(self, *args: Any, gateway: str = "", **kwargs: Any) -> None:
        for name in _NOT_ASKED:
            kwargs.pop(name, None)
        super().__init__(*args, **kwargs)
        self.gateway = _gateway(gateway)
        self.line = ""
        self.notice = ""
        """The key of the notice, for receivers that drop what comes twice."""
        self.skip = 0
        """Parts that an earlier attempt has delivered."""
        self.most: int | None = None
        """How many parts to send now, where they do not go out together."""
        self.left = 0
        """Parts that are still to be sent."""
        self.done = 0
        """Parts that are delivered now, earlier attempts included."""
        self.failure: SendFailure | None = None

    @classmethod
    def parse_url(cls, url: str) -> dict[str, Any] | None:
        """Read an address; ``?gateway=`` names another server of the same platform."""
        parts: dict[str, Any] | None = super().parse_url(url)  # type: ignore[misc]
        if parts is not None:
            parts["gateway"] = parts["qsd"].get("gateway", "")
        return parts

    @property
    def base(self) -> str:
        """Return where the platform answers, without a slash at the end."""
        return self.gateway or self.base_url

    @property
    def server(self) -> str:
        """Return host and port of the other side: no secret, the name of its lane."""
        return urlsplit(self.base).netloc

    def secrets(self) -> tuple[str, ...]:
        """Return what no reason may show, should a platform repeat it."""
        names = ("password", "token", "key", "secret", "corpsecret", "user")
        found = (getattr(self, name, None) for name in names)
        return tuple(one for one in found if isinstance(one, str) and len(one) > 3)

    def text(self, title: str, body: str) -> str:
        """Return what is sent of a notice."""
        if self.short:
            return inert(self.line or f"{title}\n{body}")
        return body

    def measure(self, text: str) -> int:
        """Return how much of ``part_limit`` the request takes that carries a text."""
        return utf8(text)

    def parts(self, title: str, body: str) -> tuple[str, ...]:
        """Return the messages that a notice takes."""
        return in_parts(self.text(title, body), self.part_limit, self.measure)

    def send(self, body: str, title: str = "", **_: Any) -> bool:
        """Send what is still to be sent of a notice; the reason of a failure is kept."""
        parts = self.parts(title, body)
        self.done = min(self.skip, len(parts))
        now = parts[self.done :] if self.joined else parts[self.done :][: self.most]
        self.left = len(parts) - self.done - len(now)
        for number, part in enumerate(now, start=self.done + 1):
            try:
                self.hand_over(Part(title, part, number, len(parts)))
            except SendFailure as failure:
                self.failure = failure
                return False
            self.done = number
        return True

    def hand_over(self, part: Part) -> None:
        """Give one message to the platform, or raise :class:`SendFailure`."""
        raise NotImplementedError


def _gateway(given: str) -> str:
    """Return a gateway's base address; in clear only on this machine."""
    if not given:
        return ""
    parts = urlsplit(given)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise TypeError("a gateway is an https address")
    return given.rstrip("/")
