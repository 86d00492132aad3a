"""Entries of the weekly round (周报告制度), and the steps that it takes."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from models.labelled import Labelled
from models.vocabulary import Value


class RoundDuty(Labelled):
    """One step of a weekly round (周报步骤)."""

    OPEN = "open", "启动"
    CHASE = "chase", "催报"
    CLOSE = "close", "截止"
    PUBLISH = "publish", "发布"


class RoundOpened(Value):
    """The weekly round of an ISO week began (周报已启动)."""

    label: ClassVar[str] = "启动周报"
    kind: Literal["round_opened"] = "round_opened"
    week: str
    units: tuple[str, ...]
    projects: tuple[str, ...] = ()
    """The projects of which a report is asked (应报项目)."""
    cutoff_at: AwareDatetime | None = None
    """Until when the units were asked to report (截止时间)."""
    late: bool = False
    """Opened after its own cut-off: made up for after an outage (补启动)."""


class RoundChased(Value):
    """Units with reports still missing were chased before the cut-off (已催报)."""

    label: ClassVar[str] = "催报周报"
    kind: Literal["round_chased"] = "round_chased"
    week: str
    before_hours: int
    """Which of the configured chases it was."""
    units: tuple[str, ...]
    projects: tuple[str, ...]


class RoundClosed(Value):
    """The weekly round ended; who had not answered is named (周报已截止)."""

    label: ClassVar[str] = "截止周报"
    kind: Literal["round_closed"] = "round_closed"
    week: str
    missing: tuple[str, ...]
    """Units of which a report is missing (未报单位)."""
    projects: tuple[str, ...] = ()
    """Projects of which it is missing (未报项目)."""
    late: bool = False


class RoundPublished(Value):
    """What the round came to was published (周报已发布)."""

    label: ClassVar[str] = "发布周报"
    kind: Literal["round_published"] = "round_published"
    week: str
    due: int
    """应报项目数."""
    on_time: int
    late: int
    missing: int
    doubtful: int
    """Projects whose report stands in contradiction to the record (存疑)."""
    problems: int
    """Problems reported (反映问题)."""
