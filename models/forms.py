"""The forms of the Prefect UI (填报表单): Chinese titles, plain text fields, ASCII class names.

A form is filled in by hand; what is typed for an act becomes its request in
`models/act_fields.py`.
"""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from models.act_fields import RECOMMENDS, ActChoice, ActFields
from models.act_requests import Act
from models.written import ItemCode, OfficeCode, PlainCode


class ActForm(ActFields):
    """One act by an officer or a program (办理一个事项)."""

    project: PlainCode = Field(
        title="项目代码", description="如 2020-230112-39-03-000001", max_length=40
    )
    procedure: ItemCode = Field(
        title="事项编码",
        description="如 S05；确认条件、锁定开工时间节点、报告开工、督办等填“开工条件”",
        max_length=40,
    )
    act: ActChoice = Field(title="办理动作")
    officer: OfficeCode = Field(title="经办人账号", description="如 housing-01", max_length=40)
    key: str = Field(
        "", title="幂等键", description="程序调用时填写，重复提交只记一次", max_length=120
    )

    @field_validator("act", mode="before")
    @classmethod
    def _called_by_nature(cls, typed: Any) -> Any:
        """Take the word that the nature of an item has for refusing it."""
        against = isinstance(typed, str) and RECOMMENDS.get(typed) == "refuse"
        return Act.REFUSE.label if against else typed

    def chosen(self) -> Act:
        """Return the act that was chosen."""
        return Act[ActChoice(self.act).name]


class CaseRunForm(BaseModel):
    """Which project a case run shows (项目办理)."""

    model_config = ConfigDict(extra="forbid")

    project: PlainCode = Field(title="项目代码", max_length=40)
    week: str = Field(title="周次", description="由系统填写", pattern=r"^\d{4}-W\d{2}$")


class RoundStep(StrEnum):
    """A step of the weekly round (周报环节)."""

    DUE = "到点办理"
    OPEN = "启动"
    CHASE = "催报"
    CLOSE = "截止"
    PUBLISH = "发布"


class RoundForm(BaseModel):
    """Which step of which weekly round (周报告)."""

    model_config = ConfigDict(extra="forbid")

    step: RoundStep = Field(
        RoundStep.DUE, title="环节", description="到点办理：凡已到时间的环节依次办理"
    )
    week: str = Field("", title="周次", description="如 2020年第25周；空=本周", max_length=12)
