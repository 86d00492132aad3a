"""The short form of a notice (短通知), for robots and short messages: one line, nothing lost.

What, whose, since when, what to do, where to look: taken from the lines of its body.
"""

from models.notice import Ground
from models.one_line import shortened

_KEPT = ("事由", "自何日起", "应办事项", "详情")
LINE_LENGTH = 300


def short_line(ground: Ground, title: str, body: str) -> str:
    """Return a notice in one line; a digest is a list and has none."""
    if ground is Ground.DAILY_BRIEF:
        return ""
    said: dict[str, str] = {}
    for line in body.splitlines():
        heading, found, words = line.partition("：")
        if found and heading in _KEPT:
            said.setdefault(heading, words.strip())
    link = said.pop("详情", "")
    since = f"自{said['自何日起']}起。" if "自何日起" in said else ""
    told = f"{said.get('事由', '')}{since}{said.get('应办事项', '')}"
    line = shortened(f"{title} {told}".strip(), LINE_LENGTH)
    return f"{line} {link}".strip()
