"""The weekly report of a project (项目周报): what a responsible unit says, and its entry.

Money is in yuan inside; 万元 belongs to the edges.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from models.changing import NOTHING
from models.labelled import Labelled
from models.project import Yuan
from models.vocabulary import Line, Text, Value


class WorkStatus(Labelled):
    """How far the works have come (开工状态)."""

    NOT_STARTED = "not_started", "未开工"
    STARTED = "started", "已开工"
    RESUMED = "resumed", "已复工"
    SUSPENDED = "suspended", "停工"
    COMPLETED = "completed", "已竣工"
    IN_PRODUCTION = "in_production", "已投产"


class LandStatus(Labelled):
    """How far the land has come (用地状态)."""

    NOT_APPLIED = "not_applied", "未报批"
    FILE_IN_PREPARATION = "file_in_preparation", "组卷中"
    APPLIED = "applied", "已报批未批"
    APPROVED_NOT_SUPPLIED = "approved_not_supplied", "批而未供"
    SUPPLIED_NOT_DELIVERED = "supplied_not_delivered", "已供未交地"
    CLEARED_DELIVERED = "cleared_delivered", "净地已交付"
    SUPPLIED_NOT_USED = "supplied_not_used", "供而未用"
    IN_USE = "in_use", "已动工"


class Utility(Labelled):
    """What a site has to be connected to (配套要素)."""

    WATER = "water", "水"
    POWER = "power", "电"
    GAS = "gas", "气"
    HEAT = "heat", "热"
    DRAINAGE = "drainage", "排水"
    TELECOM = "telecom", "通信"


class Bottleneck(Value):
    """What holds one outstanding procedure up (未办结手续卡点)."""

    procedure: str
    sticking_point: Text = Field(default="", max_length=500)
    expected_on: date | None = None
    """When the unit expects it to be concluded (预计办结)."""


class ReportedProblem(Value):
    """A problem that the unit reports (存在问题)."""

    text: Text = Field(min_length=2, max_length=500)
    needs: Text = Field(default="", max_length=500)
    """What has to be coordinated (需协调事项)."""
    office: str = ""
    """Code of the department or unit that should act (建议协调单位)."""


class ProgressReport(Value):
    """What a unit reports of a project for one week (项目周报)."""

    invested_week: Yuan
    """本周完成投资."""
    invested_year: Yuan
    """年初至今完成投资."""
    invested_total: Yuan
    """开工至今累计完成投资."""
    physical_work: Text
    """形象进度, in words."""
    status: WorkStatus
    started_on: date | None = None
    """实际开工."""
    completion_expected_on: date | None = None
    """计划竣工投产."""
    statistics_entered_on: date | None = None
    """When it entered the investment statistics (统计入库)."""
    land_status: LandStatus
    funds_arrived: Yuan
    """资金到位, cumulative."""
    funds_paid: Yuan
    """资金拨付 (支付), cumulative."""
    utility_gaps: tuple[Utility, ...] = ()
    """要素缺口(水电气热)."""
    bottlenecks: tuple[Bottleneck, ...] = ()
    """前期手续未办结清单, as far as the unit has something to say about it."""
    problems: tuple[ReportedProblem, ...] = ()
    last_problems: Text = ""
    """上周问题办理结果."""
    next_week: Text = ""
    """下周计划."""
    explanation: Text = ""
    """Why a figure jumped or a date was missed (情况说明)."""
    filled_by: Line = Field(max_length=60)
    """填报人."""
    checked_by: Line = Field(default="", max_length=60)
    """审核人."""


class ProgressReported(Value):
    """A unit reported a project's progress for an ISO week (周报已填报)."""

    label: ClassVar[str] = "填报周报"
    kind: Literal["progress_reported"] = "progress_reported"
    week: str = Field(pattern=r"^\d{4}-W\d{2}$")
    report: ProgressReport
    late: bool = False
    """The first of its week came after the round was closed; a correction says the same."""
    doubts: tuple[str, ...] = ()
    """Codes of the contradictions that stood when it was sent (存疑事项)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the weekly reports of a project add up to (进展)."""

    reports: Mapping[str, ProgressReported] = field(default_factory=lambda: NOTHING)
    """Week → the last report of that week, oldest week first."""
    late: frozenset[str] = frozenset()
    """Weeks whose first report came after the round was closed (迟报)."""

    @property
    def last(self) -> ProgressReport | None:
        """Return the newest report, if any."""
        newest = max(self.reports, default=None)
        return self.reports[newest].report if newest is not None else None

    def before(self, week: str) -> ProgressReported | None:
        """Return the newest report of an earlier week, if any."""
        earlier = max((one for one in self.reports if one < week), default=None)
        return self.reports[earlier] if earlier is not None else None

    def after(self, week: str) -> ProgressReported | None:
        """Return the oldest report of a later week, if any."""
        later = min((one for one in self.reports if one > week), default=None)
        return self.reports[later] if later is not None else None
