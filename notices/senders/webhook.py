"""A webhook of one's own (自建接口): JSON by POST, any 2xx is a delivery.

Addresses: ``json://host/path``, ``jsons://…``; key and instant go along, so that a
receiver drops what comes twice.
"""

from typing import Any

from apprise.plugins.custom_json import NotifyJSON

from notices.senders.wire.checked import Checked, Part
from notices.senders.wire.http import ask


class Webhook(Checked, NotifyJSON):  # type: ignore[misc]
    """Posts title and text."""

    @property
    def base(self) -> str:
        """Return the server that the address names."""
        port = f":{self.port}" if isinstance(self.port, int) else ""
        return f"{'https' if self.secure else 'http'}://{self.host}{port}"

    def hand_over(self, part: Part) -> None:
        """Post one message in the shape that Apprise gives it."""
        message: dict[str, Any] = {
            "version": self.json_version,
            "title": part.title,
            "message": part.text,
            "attachments": [],
            "type": "info",
            **self.payload_extras,
            "key": self.notice,
            "at": self.at.isoformat(),
        }
        ask(
            f"{self.base}{self.fullpath}",
            query=self.params,
            json_body=message,
            headers=self.headers,
            auth=(self.user, self.password or "") if self.user else None,
            method=self.method,
        )
