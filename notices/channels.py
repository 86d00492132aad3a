"""How notices leave the house (通知渠道): through Apprise, one message at a time.

Who may be reached how is configuration: an account, an office, a role or ``*`` → the
addresses of its channels. A send tells how it went and never raises for a failed
delivery; what a platform calls success without delivering is not let in.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from models.notice import DeliveryState, Destination
from models.one_line import shortened
from models.people import Account, Role
from models.refusal import BadInput
from notices.neutral import neutral
from notices.senders.schemes import LOOPBACK, SCHEMES, SILENT

if TYPE_CHECKING:
    from notices.senders.wire.checked import Checked

RESERVE = "reserve+"
"""Before an address: used only where the reader's others have failed for good (备用渠道)."""

_LINK = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,100}(/[A-Za-z0-9._~/\-]{0,80})?")


class SendResult(NamedTuple):
    """How an attempt went (送达结果)."""

    state: DeliveryState
    """Delivered, temporary failure, or permanent failure: trying again is no use."""
    reason: str = ""
    """Why not, in one line and without secrets."""
    parts: int = 0
    """How many parts of the message are delivered, this time or before."""
    retry_after: timedelta | None = None
    """How long the platform asks to be left alone."""
    unreachable: bool = False
    """Nobody answered."""
    timed_out: bool = False
    """Nobody answered in time: the next one would hang as well."""
    too_fast: bool = False
    """Whatever goes to the same robot has to wait."""

    @property
    def ok(self) -> bool:
        """Tell whether it was delivered."""
        return self.state is DeliveryState.DELIVERED


class Traits(NamedTuple):
    """What is to be known of an address without its secrets (渠道特征)."""

    lane: str
    """Scheme and server: what fails together."""
    robot: str
    """A fingerprint of the whole address: who gets the same message in the same place."""
    per_minute: int | None
    per_second: int | None = None
    joined: bool = False
    """Whether all parts of a message go out in one talk."""


class Channels:
    """The configured addresses of all readers (通知渠道配置).

    ``{account}`` and ``{office}`` in an address stand for the reader's. The most
    telling key wins: account number, code of the office, role, ``*``. An address after
    ``reserve+`` is used only where the others failed for good.
    """

    def __init__(self, configured: Mapping[str, Sequence[str]], *, base_url: str = "") -> None:
        self._configured = {key: tuple(urls) for key, urls in configured.items()}
        for key, urls in self._configured.items():
            for url in urls:
                _check(key, _filled(url.removeprefix(RESERVE), account="a", office="b"))
        if base_url and not _LINK.fullmatch(base_url):
            raise BadInput("门户地址 BASE_URL", "应为本系统门户的 http 或 https 地址，不带参数")
        self._base_url = base_url.rstrip("/")
        self._addressees: dict[tuple[str, str, Role, bool], Sequence[Destination]] = {}

    def link(self, project: str) -> str:
        """Return the address of a project's page in our own portal; empty when none is set."""
        return f"{self._base_url}/projects/{project}" if self._base_url and project else ""

    def home(self) -> str:
        """Return the address of our own portal; empty when none is set."""
        return f"{self._base_url}/" if self._base_url else ""

    def decide(self, token: str) -> str:
        """Return the address by which the reader of a message decides; empty when none is set."""
        return f"{self._base_url}/decide?t={token}" if self._base_url else ""

    def addressees(self, account: Account, *, reserves: bool = False) -> Sequence[Destination]:
        """Return where an account is reached, or what it has in reserve.

        A channel is named by its scheme, numbered where there are several: the name holds no
        secret and stays when a password changes.
        """
        key = (account.number, account.office, account.role, reserves)
        if key not in self._addressees:
            self._addressees[key] = [
                Destination(account.number, name, traits(url).lane, traits(url).robot)
                for name, url, reserve in self._named(account)
                if reserve == reserves
            ]
        return self._addressees[key]

    def address(self, account: Account, channel: str) -> str | None:
        """Return the address behind a channel's name; ``None`` when it is no longer configured."""
        return next((url for name, url, _ in self._named(account) if name == channel), None)

    def _named(self, account: Account) -> list[tuple[str, str, bool]]:
        for key in (account.number, account.office, account.role.value, "*"):
            if key and key in self._configured:
                break
        else:
            return []
        named: list[tuple[str, str, bool]] = []
        for given in self._configured[key]:
            url = given.removeprefix(RESERVE)
            scheme = _scheme(url)
            before = sum(1 for _, other, _ in named if _scheme(other) == scheme)
            address = _filled(url, account=account.number, office=account.office)
            name = f"{scheme}-{before + 1}" if before else scheme
            named.append((name, address, url != given))
        return named


@lru_cache(maxsize=8192)
def traits(url: str) -> Traits:
    """Return what sweeps need to know of an address."""
    scheme = _scheme(url)
    if scheme == SILENT and _is_inbox(url):
        return Traits(scheme, _fingerprint(url), None)
    sender = _sender(url)
    server = sender.server if sender is not None else ""
    lane = f"{scheme}:{server}"[:120] if server else scheme
    robot = _fingerprint(url)
    if sender is None:
        return Traits(lane, robot, None)
    return Traits(lane, robot, sender.per_minute, sender.per_second, sender.joined)


def _fingerprint(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def count_parts(url: str, title: str, body: str, *, line: str = "") -> int:
    """Return how many messages a notice takes at an address."""
    sender = _sender(url)
    if sender is None:
        return 1
    sender.line = line
    return len(sender.parts(title, body))


def send(
    url: str,
    title: str,
    body: str,
    *,
    at: datetime,
    key: str = "",
    line: str = "",
    skip: int = 0,
    most: int | None = None,
) -> SendResult:
    """Send one message to one address, once, and say how it went.

    ``line`` is the short form for channels that have room for no more. ``skip`` parts
    were delivered before, at most ``most`` are sent now; while there are others, the result
    is pending. ``key`` goes along where the channel can carry it, so that a
    receiver drops what comes twice. Nothing waits: rates are the caller's business. Of
    the address a reason names scheme and server only: paths and parameters hold tokens.
    """
    if not body.strip():
        raise ValueError("a message without a body")
    sender = _sender(url)
    if sender is None:
        return SendResult(DeliveryState.PERMANENT_FAILURE, "通知渠道地址无法识别")
    sender.at, sender.notice, sender.line = at, key, line
    sender.skip, sender.most = skip, most
    # Not through Apprise's own carrier: it hands a sender to another thread, stops waiting
    # for it after a time of its own, and the message goes out all the same.
    try:
        sent = sender.send(body.rstrip(), title.strip())
    except ValueError:
        return SendResult(DeliveryState.PERMANENT_FAILURE, "通知内容含无法发送的字符")
    if sent and sender.failure is None:
        state = DeliveryState.PENDING if sender.left else DeliveryState.DELIVERED
        return SendResult(state, parts=sender.done)
    failure = sender.failure
    where = f"{_scheme(url)}://{sender.server}"
    if failure is None:
        return SendResult(DeliveryState.TEMPORARY_FAILURE, f"{where} 通知渠道未说明原因")
    hopeless = failure.hopeless
    return SendResult(
        DeliveryState.PERMANENT_FAILURE if hopeless else DeliveryState.TEMPORARY_FAILURE,
        shortened(neutral_reason(f"{where} {failure.reason}", sender), 300),
        sender.done,
        failure.retry_after,
        failure.unreachable,
        failure.timed_out,
        failure.too_fast,
    )


def neutral_reason(reason: str, sender: "Checked") -> str:
    """Return a reason in one line, with every secret of its sender struck out."""
    words = " ".join(reason.split())
    for secret in sender.secrets():
        words = words.replace(secret, "****")
    return words


def _sender(url: str) -> "Checked | None":
    """Return a fresh sender for an address: its own clock, its own limits; or nothing."""
    pristine = _pristine(url)
    return copy(pristine) if pristine is not None else None


@lru_cache(maxsize=1024)
def _pristine(url: str) -> "Checked | None":
    """Return a sender that sends nothing itself: reading an address takes longer than using it."""
    if _scheme(url) not in SCHEMES:
        return None
    from apprise import Apprise, AppriseAsset  # slow to import, needed by whoever sends

    from notices.senders import registry  # noqa: F401 - puts our senders into Apprise's places
    from notices.senders.wire.checked import Checked

    asset = AppriseAsset(app_id="GreenChannel", app_desc="绿色通道", app_url="", async_mode=False)
    sender = Apprise.instantiate(url, asset=asset)
    return sender if isinstance(sender, Checked) else None


def _check(key: str, url: str) -> None:
    """Refuse an address that would fail, or would only seem to work, when it is needed."""
    place = f"通知渠道 {key}"
    scheme = _scheme(url)
    if scheme not in SCHEMES:
        known = "、".join(sorted(SCHEMES))
        raise BadInput(place, f"不支持“{neutral(scheme, 20)}”，只可用 {known}")
    asked = parse_qs(urlsplit(url).query)
    if asked.get("verify", ["yes"])[0].lower() not in {"yes", "true", "1"}:
        raise BadInput(place, "不得关闭证书校验（verify）")
    if scheme in {"mailto", "mailtos"}:
        server, mode = asked.get("smtp", [""])[0], asked.get("mode", [""])[0]
        if not server or not mode:
            raise BadInput(place, "邮件地址须写明 smtp 和 mode，否则可能走不加密的 25 端口")
        if mode not in {"ssl", "starttls"} and server not in LOOPBACK:
            raise BadInput(place, "邮件须加密发送：mode=ssl 或 mode=starttls")
    if not (scheme == SILENT and _is_inbox(url)) and _sender(url) is None:
        raise BadInput(place, f"{scheme} 地址无法识别；一个地址只写一个收信人")


def _is_inbox(url: str) -> bool:
    """Tell whether an address is a file on this machine: that is seen without its sender."""
    address = urlsplit(url)
    return not address.netloc and address.path.startswith("/")


def _filled(url: str, *, account: str, office: str) -> str:
    """Put a reader's codes, which are plain ASCII, into an address."""
    return url.replace("{account}", account).replace("{office}", office)


def _scheme(url: str) -> str:
    return url.partition("://")[0].strip().lower()
