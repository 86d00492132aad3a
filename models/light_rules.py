"""The lights of a whole project as data (项目亮灯): rule sets, and the delay that is justified."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from models.act import Act
from models.labelled import Labelled
from models.light import Light
from models.project import FundKind
from models.vocabulary import Line, Reason, Sourced, Value
from models.written import Day

Share = Annotated[Decimal, Field(ge=0, le=1)]


class LightSubject(Labelled):
    """What a project light is about (亮灯事项)."""

    START = "start", "开工"
    INVESTMENT = "investment", "投资"
    FUNDS = "funds", "资金支付"
    STATISTICS = "statistics", "统计入库"


class StartLightRule(Sourced):
    """When a start that is overdue lights up (应开未开): months after the pinned day."""

    red_months: int = Field(ge=1)
    """连续几个月应开未开; before that it is yellow."""


class InvestmentLightRule(Sourced):
    """When investment behind the plan lights up (投资偏差): by points or by ratio, not both."""

    yellow_points: Decimal | None = Field(default=None, ge=0)
    """低于序时进度的百分点, from which it is yellow."""
    red_points: Decimal | None = Field(default=None, ge=0)
    """Above so many it is red."""
    yellow_ratio: Decimal | None = Field(default=None, gt=0)
    """Below this share of the planned progress it is yellow."""
    red_ratio: Decimal | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        points = (self.yellow_points is not None, self.red_points is not None)
        ratio = (self.yellow_ratio is not None, self.red_ratio is not None)
        if sorted((points, ratio)) != [(False, False), (True, True)]:
            raise ValueError("须写明黄灯、红灯的百分点，或者黄灯、红灯的比率")
        return self


class FundsLightRule(Sourced):
    """When public money that is paid out too slowly lights up (资金支付)."""

    kinds: tuple[FundKind, ...] = Field(min_length=1)
    """Projects without such money have no such light."""
    paid_share: Share
    """支付率 that is asked of what has arrived."""
    by: date
    """Below it after this day: red; behind the straight line towards it: yellow."""


class StatisticsLightRule(Sourced):
    """When a start that has not entered the statistics lights up (统计入库)."""

    yellow_months: int = Field(ge=0)
    red_months: int = Field(ge=1)


class ProjectLightRules(Sourced):
    """One practice of lighting projects (项目亮灯办法)."""

    name: str
    start: StartLightRule
    investment: InvestmentLightRule
    funds: FundsLightRule | None = None
    statistics: StatisticsLightRule | None = None
    yellows_for_red: int | None = Field(default=None, ge=2)
    """So many yellow lights at once make red (两黄转红)."""


class ProjectLightBook(Value):
    """The practices that are known, and the one in force (项目亮灯规则)."""

    in_force: str
    sets: Mapping[str, ProjectLightRules]

    @model_validator(mode="after")
    def _knows_its_own(self) -> Self:
        if self.in_force not in self.sets:
            raise ValueError(f"项目亮灯办法“{self.in_force}”没有定义")
        return self

    @property
    def rules(self) -> ProjectLightRules:
        """Return the practice in force."""
        return self.sets[self.in_force]


class JustifyDelay(Value):
    """Recognise a justified reason for a light, until a day (正当理由认定)."""

    act: Literal[Act.JUSTIFY_DELAY] = Act.JUSTIFY_DELAY
    about: LightSubject = Field(title="亮灯事项")
    reason: Reason
    evidence: Reason = Field(title="佐证材料")
    approved_by: Line = Field(min_length=2, max_length=60, title="批准人")
    until: Day = Field(title="截止日")


class LightChanged(Value):
    """A light of a project changed (亮灯变化), as the daily reading found it."""

    label: ClassVar[str] = "亮灯变化"
    kind: Literal["light_changed"] = "light_changed"
    about: LightSubject
    light: Light
    before: Light
    reason: str = ""


class LightsRead(Value):
    """The lights of all projects were read for a day (亮灯已核)."""

    label: ClassVar[str] = "核对亮灯"
    kind: Literal["lights_read"] = "lights_read"
    projects: int
    changed: int


class DelayJustified(Value):
    """A justified reason turns a light blue until a day; the deviation stays (正当理由已认定)."""

    label: ClassVar[str] = "正当理由认定"
    kind: Literal["delay_justified"] = "delay_justified"
    about: LightSubject
    reason: str
    evidence: str
    approved_by: str
    until: date
