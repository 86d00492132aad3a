"""Mail (电子邮件): one reader a message; what the server says of that reader counts.

Address: ``mailto://{user}:{password}@{domain}/{reader}?smtp=…&mode=starttls``. Apprise
writes the message; the talk is ours, for Apprise takes a partly refused message for
delivered and keeps the server's code to itself.
"""

import hashlib
import smtplib
import ssl
from contextlib import suppress
from typing import Any

from apprise.plugins.email.base import NotifyEmail

from notices.senders.wire.checked import Checked, Part
from notices.senders.wire.deadline import Deadline
from notices.senders.wire.failure import SendFailure
from notices.senders.wire.refusals import speaks_of_speed
from notices.senders.wire.smtp_talk import SecretTalk, Talk

SECONDS = 5.0
TALK = 4
"""So many times as long as one answer may a whole talk take."""

_TOO_OFTEN = ("HL:IFC", "HL:ICC", "MI:SFQ", "MI:DMC", "RP:DRC", "RP:QRC")
"""NetEase's marks of sending too often, whatever the number before them."""


class Mail(Checked, NotifyEmail):  # type: ignore[misc]
    """Sends a message to one mailbox."""

    protocol = "mailto"
    secure_protocol = "mailtos"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.targets) != 1 or self.cc or self.bcc:
            raise TypeError("an address has one reader")

    @property
    def server(self) -> str:
        """Return host and port of the mail server."""
        return f"{self.smtp_host}:{self.port}"

    def hand_over(self, part: Part) -> None:
        """Hand one message to the mail server; done when it said 250 to the text."""
        (message,) = NotifyEmail.prepare_emails(
            subject=part.title,
            body=part.text,
            notify_format=self.notify_format,
            from_addr=self.from_addr,
            to=self.targets,
            reply_to=self.reply_to,
            smtp_host=self.smtp_host,
            headers={"X-Application": self.app_id, **self._marks(), **self.headers},
            names=self.names,
            tzinfo=self.tzinfo,
        )
        deadline = Deadline(TALK * SECONDS)
        try:
            with deadline:
                self._submit(message, deadline)
        except (OSError, smtplib.SMTPException) as failure:
            raise _lost(failure, cut=deadline.passed) from None

    def _submit(self, message: Any, deadline: Deadline) -> None:
        context = None if self.secure_mode == "insecure" else ssl.create_default_context()
        if self.secure_mode == "ssl":
            link: smtplib.SMTP = SecretTalk(
                deadline, self.smtp_host, self.port, timeout=SECONDS, context=context
            )
        else:
            link = Talk(deadline, self.smtp_host, self.port, timeout=SECONDS)
        try:
            if self.secure_mode == "starttls":
                link.starttls(context=context)
            if self.user and self.password:
                link.login(self.user, self.password)
            link.sendmail(self.from_addr[1], message.to_addrs, message.body)
            # One reader: a refused one has raised. What follows does not undo a 250.
            with suppress(OSError, smtplib.SMTPException):
                link.quit()
        finally:
            link.close()

    def _marks(self) -> dict[str, str]:
        """Return headers by which a mail program knows a repetition and a machine's mail."""
        words = f"{self.notice}\n{self.targets[0][1]}".encode()
        return {
            "X-Notice": hashlib.sha256(words).hexdigest()[:32],
            "Auto-Submitted": "auto-generated",
        }


def _lost(failure: Exception, *, cut: bool) -> SendFailure:
    """Say why the message was not taken."""
    if cut or isinstance(failure, TimeoutError):
        return SendFailure("邮件服务器应答超时", timed_out=True)
    match failure:
        case smtplib.SMTPRecipientsRefused():
            return _said(*next(iter(failure.recipients.values())), "收信地址被拒")
        case smtplib.SMTPAuthenticationError():
            return _said(failure.smtp_code, failure.smtp_error, "邮箱登录被拒")
        case smtplib.SMTPResponseException():
            return _said(failure.smtp_code, failure.smtp_error, "邮件服务器拒收")
        case ssl.SSLError():
            return SendFailure("TLS 证书或者握手未通过", unreachable=True)
        case _ if "timed out" in str(failure):  # smtplib calls a silent server a closed link
            return SendFailure("邮件服务器应答超时", timed_out=True)
        case _:
            return SendFailure("邮件服务器无法连接或者连接中断", unreachable=True)


def _said(code: int, said: bytes | str, words: str) -> SendFailure:
    """Tell 5yz, which stays, from 4yz, which passes (RFC 5321, 4.2.1).

    Chinese mail houses say “too often” under 550 and 554 (“550 Domain frequency limited”):
    whatever the number, words of speed pass.
    """
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    too_fast = speaks_of_speed(text) or any(mark in text for mark in _TOO_OFTEN)
    hopeless = 500 <= code < 600 and not too_fast
    return SendFailure(f"{words} {code}", hopeless=hopeless, too_fast=too_fast)
