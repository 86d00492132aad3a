"""The table of holidays and make-up workdays (节假日与调休表)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from models.labelled import Labelled
from models.vocabulary import Line, Name, Value
from models.written import Day, written_day

ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of the office."""
WEEKDAYS = "一二三四五六日"
"""From Monday on, as they are written after 周 and 星期."""


class DayKind(StrEnum):
    """How a day departs from an ordinary Monday-to-Friday week (日类)."""

    OFF = "off"
    """放假: a weekday on which offices are closed, or a holiday on a weekend."""
    MAKE_UP_WORKDAY = "make_up_workday"
    """调休上班: a weekend day on which offices are open."""


class SpecialDay(Value):
    """One day that departs from the ordinary week (节假日或调休)."""

    kind: DayKind
    name: str
    notice: str = ""
    """The notice that says so (通知文号)."""


class DayTable(Value):
    """Every special day of the covered years (工作日历): versioned, kept in the ledger."""

    version: str
    first_year: int
    last_year: int
    days: Mapping[date, SpecialDay]


class DayNotice(Value):
    """A notice that adds or changes days (节假日安排通知), as a file gives it."""

    notice: Name
    year: int = Field(ge=2004, le=2100)
    complete: bool = False
    """Whether it settles the whole year (年度安排) or only adds days (地方补充)."""
    off: Mapping[Day, Line] = {}
    make_up_workdays: Mapping[Day, Line] = {}

    @field_validator("off", "make_up_workdays", mode="before")
    @classmethod
    def _each_day_once(cls, value: object) -> object:
        """Refuse a day that is written twice, each time otherwise: one name would be lost."""
        found: dict[str, str] = {}
        for key in value if isinstance(value, Mapping) else ():
            day = str(key)
            with suppress(ValueError):
                day = written_day(day).isoformat()
            if day in found:
                raise ValueError(f"{day}写了两遍（“{found[day]}”和“{key}”）")
            found[day] = str(key)
        return value


class DateKind(Labelled):
    """Which day of a case or project a change of calendar or rules moves (日期种类)."""

    PROMISED_DUE = "promised_due", "承诺时限到期日"
    STATUTORY_DUE = "statutory_due", "法定时限到期日"
    NOTICE_PERIOD_END = "notice_period_end", "公告期满日"
    """公告期满: before it the case may not be concluded."""
    SPECIAL_PROCEDURE_END = "special_procedure_end", "特别程序期满日"
    """The last day of the length that was stated for a special procedure."""
    DELIVERY_DUE = "delivery_due", "送达到期日"
    """送达到期: the last day to hand a decision over."""
    HEARING_REQUEST_DUE = "hearing_request_due", "申请听证截止日"
    """The last day to ask for a hearing after being told of the right."""
    HEARING_DUE = "hearing_due", "组织听证到期日"
    """The last day to hold the hearing that was asked for."""
    DEEMED_ACCEPTANCE = "deemed_acceptance", "视为受理日"
    """视为受理: when silence takes an application in."""
    PROMISE_DUE = "promise_due", "承诺补交最后一日"
    """The last day to hand in a document that was promised."""
    CORRECTION_DUE = "correction_due", "补正期限最后一日"
    RECTIFICATION_DUE = "rectification_due", "整改期限最后一日"
    GRACE_END = "grace_end", "宽限期最后一日"
    DEFENCE_DUE = "defence_due", "陈述申辩期最后一日"
    """The last day to state a case against an announced measure (陈述申辩)."""
    LONG_STOP_DUE = "long_stop_due", "证后期限最后一日"
    """The last day of what must follow a decision (证后期限)."""
    ISSUE_DUE = "issue_due", "问题解决期限最后一日"
    REPLY_DUE = "reply_due", "督办反馈期限最后一日"
    """The last day to answer a slip of supervision."""
    SETTLE_DUE = "settle_due", "督办承诺办结最后一日"
    """The last day of what an answer promised."""
    REVIEW_REQUEST_DUE = "review_request_due", "申请复核截止日"
    REVIEW_DUE = "review_due", "作出复核决定截止日"
    """The last day to decide a review that was asked for."""
    ROUND_CUTOFF = "round_cutoff", "周报截止日"
    """When the reports of a week are due."""
    BULLETIN_DUE = "bulletin_due", "督办通报拟制日"
    REMINDER = "reminder", "提醒日"
    START_FORECAST = "start_forecast", "预计开工日"
    START_REMINDER = "start_reminder", "开工预警日"


class MovedDate(Value):
    """A day that moved: from where, to where, and why (日期变动)."""

    what: DateKind
    procedure: str = ""
    """Empty = of the project as a whole."""
    before: date | None
    after: date | None
    because: tuple[date, ...] = ()
    """The days of the notice that lie in its count."""
    about: str = ""
    """Which of several: the number of a matter or issue, a week, a month."""
    article: str = ""
    """By what a day that was named ends on the next working day; empty = it is counted."""
    office: str = ""
    """Whose day it is, where no department of a procedure is meant."""


class DueDatesMoved(Value):
    """A change of calendar or rules moved days of open cases (期限已随之调整)."""

    label: ClassVar[str] = "期限随日历调整"
    kind: Literal["due_dates_moved"] = "due_dates_moved"
    basis: str
    """The notice, or the version of catalogue and rules, that moved them."""
    calendar: str
    """The version of the calendar that they are counted by from now on."""
    moves: tuple[MovedDate, ...] = Field(min_length=1)
