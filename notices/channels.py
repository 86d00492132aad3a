"""How notices leave the house (通知渠道): through Apprise, one message at a time.

Who may be reached how is configuration: an account, an office, a role or ``*`` → the
addresses of its channels. A send tells how it went and never raises for a failed
delivery; what a platform calls success without delivering is not let in.
"""

import logging
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from apprise import Apprise, AppriseAsset, NotifyFormat, NotifyType

from models.notice import DeliveryState
from models.people import Account
from models.refusal import BadInput
from notices.inbox import NotifyInbox
from notices.neutral import neutral, shortened

SCHEMES = frozenset({"inbox", "json", "jsons", "mailto", "mailtos"})
"""What may be configured. Robots of DingTalk, WeCom, Feishu and ServerChan are not among
them: Apprise reports success for them even when the platform refused the message."""

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_STATUS = re.compile(r"\berror=(\d{3})\b")
_WORTH_ANOTHER_TRY = frozenset({408, 425, 429})


class SendResult(NamedTuple):
    """How an attempt went (送达结果)."""

    state: DeliveryState
    """Delivered, temporary failure, or permanent failure: trying again is no use."""
    reason: str = ""
    """Why not, in one line and without secrets."""

    @property
    def ok(self) -> bool:
        """Tell whether it was delivered."""
        return self.state is DeliveryState.DELIVERED


class Channels:
    """The configured addresses of all readers (通知渠道配置).

    ``{account}`` and ``{office}`` in an address stand for the reader's. The most
    telling key wins: account number, code of the office, role, ``*``.
    """

    def __init__(self, configured: Mapping[str, Sequence[str]]) -> None:
        self._configured = {key: tuple(urls) for key, urls in configured.items()}
        for key, urls in self._configured.items():
            for url in urls:
                _check(key, _filled(url, account="a", office="b"))

    def channels_for(self, account: Account) -> list[tuple[str, str]]:
        """Return the name and address of each of an account's channels.

        A name is the scheme, numbered where there are several: it holds no secret and
        stays when a password changes.
        """
        for key in (account.number, account.office, account.role.value, "*"):
            if key and key in self._configured:
                break
        else:
            return []
        named: list[tuple[str, str]] = []
        for url in self._configured[key]:
            scheme = _scheme(url)
            before = sum(1 for _, other in named if _scheme(other) == scheme)
            address = _filled(url, account=account.number, office=account.office)
            named.append((f"{scheme}-{before + 1}" if before else scheme, address))
        return named

    def address(self, account: Account, channel: str) -> str | None:
        """Return the address behind a channel's name; ``None`` when it is no longer configured."""
        return dict(self.channels_for(account)).get(channel)


def send(url: str, title: str, body: str, *, at: datetime, key: str = "") -> SendResult:
    """Send one message to one address, once, and say how it went.

    ``key`` goes along where the channel can carry it (inbox, json), so that a receiver
    drops what comes twice. Nothing waits: rates are the caller's business. Of the
    address a reason names scheme and host only: paths and parameters hold tokens.
    """
    if not body.strip():
        raise ValueError("a message without a body")
    plugin = _plugin(url)
    if plugin is None:
        return SendResult(DeliveryState.PERMANENT_FAILURE, "通知渠道地址无法识别")
    if isinstance(plugin, NotifyInbox):
        plugin.at, plugin.key = at.isoformat(), key
    elif _scheme(url) in {"json", "jsons"}:
        plugin.payload_extras = {**plugin.payload_extras, "key": key, "at": at.isoformat()}
    carrier = Apprise(asset=plugin.asset)
    carrier.add(plugin)
    with _warnings() as said:
        sent = carrier.notify(
            title=title, body=body, body_format=NotifyFormat.TEXT, notify_type=NotifyType.INFO
        )
    if sent:
        return SendResult(DeliveryState.DELIVERED)
    words = " ".join(said) or "通知渠道未说明原因"
    if plugin.password:
        words = words.replace(plugin.password, "****")
    status = _STATUS.search(words)
    hopeless = bool(
        status and 400 <= int(status[1]) < 500 and int(status[1]) not in _WORTH_ANOTHER_TRY
    )
    state = DeliveryState.PERMANENT_FAILURE if hopeless else DeliveryState.TEMPORARY_FAILURE
    where = f"{_scheme(url)}://{plugin.host or ''}"
    return SendResult(state, shortened(" ".join(f"{where} {words}".split()), 300))


def _plugin(url: str) -> Any | None:
    """Return a fresh sender for an address: its own clock, its own limits; or nothing.

    Redirects are not followed: a sign-in page that answers 200 is no delivery.
    """
    if _scheme(url) not in SCHEMES:
        return None
    asset = AppriseAsset(app_id="GreenChannel", app_desc="绿色通道", app_url="", async_mode=False)
    plugin = Apprise.instantiate(url, asset=asset)
    if plugin is not None:
        plugin.request_rate_per_sec = 0
        plugin.socket_connect_timeout = CONNECT_SECONDS
        plugin.socket_read_timeout = READ_SECONDS
        plugin.redirects = False
    return plugin


def _check(key: str, url: str) -> None:
    """Refuse an address that would fail, or would only seem to work, when it is needed."""
    place = f"通知渠道 {key}"
    scheme = _scheme(url)
    if scheme not in SCHEMES:
        raise BadInput(place, f"不支持“{neutral(scheme, 20)}”，只可用 {'、'.join(sorted(SCHEMES))}")
    plugin = _plugin(url)
    if plugin is None:
        raise BadInput(place, f"{scheme} 地址无法识别")
    if scheme in {"mailto", "mailtos"}:
        asked = parse_qs(urlsplit(url).query)
        server, mode = asked.get("smtp", [""])[0], asked.get("mode", [""])[0]
        if not server or not mode:
            raise BadInput(place, "邮件地址须写明 smtp 和 mode，否则可能走不加密的 25 端口")
        if mode not in {"ssl", "starttls"} and server not in _LOOPBACK:
            raise BadInput(place, "邮件须加密发送：mode=ssl 或 mode=starttls")


def _filled(url: str, *, account: str, office: str) -> str:
    """Put a reader's codes, which are plain ASCII, into an address."""
    return url.replace("{account}", account).replace("{office}", office)


def _scheme(url: str) -> str:
    return url.partition("://")[0].strip().lower()


class _Heard(logging.Handler):
    """Keeps what is logged in one thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line of this thread."""
        if record.thread == self._thread:
            self.said.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect the reasons that Apprise only logs."""
    heard, logger = _Heard(), logging.getLogger("apprise")
    logger.addHandler(heard)
    try:
        yield heard.said
    finally:
        logger.removeHandler(heard)
