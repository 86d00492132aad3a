"""ServerChan (Server酱): to one person's WeChat, refused when ``code`` is not 0.

Address: ``schan://{sendkey}``. A title takes 32 characters; the text is read as Markdown.
"""

from apprise.plugins.serverchan import NotifyServerChan

from models.one_line import shortened
from notices.senders.checked import Checked, Part, inert, must_be
from notices.senders.http import ask_json

_HOPELESS = frozenset({40001, 40002, 40003, 40010})


class ServerChan(Checked, NotifyServerChan):  # type: ignore[misc]
    """Sends a title and a text to one person."""

    base_url = "https://sctapi.ftqq.com"
    per_minute = 20
    part_limit = 32_000
    title_limit = 32

    def text(self, title: str, body: str) -> str:
        """Return the full title and text, each line a paragraph of its own."""
        return inert("\n\n".join((title, *body.splitlines())))

    def hand_over(self, part: Part) -> None:
        """Post one message."""
        message = {
            "title": shortened(inert(part.numbered_title), self.title_limit),
            "desp": part.text,
        }
        answer = ask_json(f"{self.base}/{self.token}.send", form=message)
        must_be(answer, "code", 0, hopeless=_HOPELESS, words="message")
