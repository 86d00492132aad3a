"""Entries of the weekly round (周报告制度)."""

from typing import Literal

from models.vocabulary import Value


class RoundOpened(Value):
    """The weekly round of an ISO week began (周报已启动)."""

    kind: Literal["round_opened"] = "round_opened"
    week: str
    units: tuple[str, ...]
    late: bool = False


class RoundClosed(Value):
    """The weekly round ended; who had not answered is named (周报已截止)."""

    kind: Literal["round_closed"] = "round_closed"
    week: str
    missing: tuple[str, ...]
    late: bool = False
