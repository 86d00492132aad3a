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

from notices.senders.checked import Checked, Part
from notices.senders.failure import SendFailure

SECONDS = 5.0


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
        try:
            self._submit(message)
        except smtplib.SMTPRecipientsRefused as failure:
            raise _said(*next(iter(failure.recipients.values())), "收信地址被拒") from None
        except smtplib.SMTPAuthenticationError as failure:
            raise SendFailure(f"邮箱登录被拒 {failure.smtp_code}", hopeless=True) from None
        except smtplib.SMTPResponseException as failure:
            raise _said(failure.smtp_code, failure.smtp_error, "邮件服务器拒收") from None
        except ssl.SSLError:
            raise SendFailure("TLS 证书或者握手未通过", unreachable=True) from None
        except TimeoutError:
            raise SendFailure("邮件服务器应答超时", timed_out=True) from None
        except (OSError, smtplib.SMTPException) as failure:
            if "timed out" in str(failure):  # smtplib calls a silent server a closed link
                raise SendFailure("邮件服务器应答超时", timed_out=True) from None
            raise SendFailure("邮件服务器无法连接或者连接中断", unreachable=True) from None

    def _submit(self, message: Any) -> None:
        context = None if self.secure_mode == "insecure" else ssl.create_default_context()
        if self.secure_mode == "ssl":
            link: smtplib.SMTP = smtplib.SMTP_SSL(
                self.smtp_host, self.port, timeout=SECONDS, context=context
            )
        else:
            link = smtplib.SMTP(self.smtp_host, self.port, timeout=SECONDS)
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


def _said(code: int, _: object, words: str) -> SendFailure:
    """Tell 5xx, which stays, from 4xx, which passes (grey listing)."""
    return SendFailure(f"{words} {code}", hopeless=500 <= code < 600)
