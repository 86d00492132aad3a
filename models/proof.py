"""How a due date is proven day by day (时限举证): what a clock counted, why, by which article.

A proof carries its facts, so that anybody can count again without this system: its JSON
form is all that `verifier/verify_clock.py` needs.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from models.case import CaseState, Party
from models.catalogue import Bound, SpecialProcedureKind, TimeLimit, Unit
from models.days import SpecialDay
from models.labelled import Labelled
from models.nature import Nature
from models.vocabulary import Value


class ClockName(Labelled):
    """Which of the clocks of a case (时钟)."""

    PROMISED = "promised", "承诺时限"
    STATUTORY = "statutory", "法定时限"
    NOTICE = "notice", "一次性告知期限"
    """一次性告知 (行政许可法 32)."""
    SPECIAL = "special", "特别程序时限"
    """The length that was told for a special procedure (行政许可法 45), while it lasts."""
    HEARING_REQUEST = "hearing_request", "申请听证期限"
    """申请听证: from the day the right was told (行政许可法 47)."""
    HEARING = "hearing", "组织听证期限"
    """组织听证: from the request until it is held (行政许可法 47)."""
    DELIVERY = "delivery", "送达期限"
    """送达 (行政许可法 44)."""


class DayCause(StrEnum):
    """Why a day counts or does not (计日缘由)."""

    START = "start"
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP_WORKDAY = "make_up_workday"
    CALENDAR_DAY = "calendar_day"
    PAUSED = "paused"
    ROLLED = "rolled"
    """The limit is used up on a day off: it ends on the next working day."""


class ClockPhase(StrEnum):
    """Which part of a clock a day belongs to (期限阶段)."""

    START = "start"
    LIMIT = "limit"
    EXTENSION = "extension"
    OVERDUE = "overdue"


class DayLine(Value):
    """One day of a clock (逐日记录)."""

    date: datetime.date
    phase: ClockPhase
    counted: bool
    why: DayCause
    reason: str
    article: str
    used: int
    """Days of the limit's unit used up to and including this day."""
    extension_used: int = 0
    """Days of an extension that counts in another unit than its limit."""


class ProvenClock(Value):
    """One clock with every day from its start to its end (逐日时钟)."""

    clock: ClockName
    name: str
    statement: str
    days: int | None
    """The whole limit, extension included; ``None`` = no limit is set."""
    unit: Unit
    used: int
    remaining: int | None
    due_on: datetime.date | None
    limit: int | None
    bound: Bound
    source: str
    assumed: bool
    extension_days: int = 0
    extension_unit: Unit | None = None
    started_on: datetime.date | None = None
    closed_on: datetime.date | None = None
    through: datetime.date | None = None
    """The day on which it is read: the day asked for, or the one on which it ended."""
    overdue: bool = False
    provisional: bool = False
    lines: tuple[DayLine, ...] = ()


class TimerCode(StrEnum):
    """What runs on after a decision (证后期限种类)."""

    CERTIFICATE_EXPIRY = "certificate_expiry"
    LONG_STOP = "long_stop"


class Timer(Value):
    """A day after the decision that is no clock of the department (证后期限)."""

    code: TimerCode
    name: str
    counted_from: datetime.date
    due_on: datetime.date
    """The last good day."""
    effect: str
    extensions: str = ""
    article: str
    assumed: bool = False


class StopFact(Value):
    """One time during which the clock stood still (暂停计时记录)."""

    kind: SpecialProcedureKind | None
    kind_name: str
    reason: str
    started_on: datetime.date
    ended_on: datetime.date | None
    limit_days: int
    limit_unit: Unit


class LatePaperFact(Value):
    """A paper that was put off and did not come by its promised day (容缺材料逾期记录)."""

    lapsed_on: datetime.date
    came_on: datetime.date | None
    """Received, or the application ended, on that day; ``None`` = still owed."""


class HearingFact(Value):
    """The hearing on an application, as far as it has come (听证记录)."""

    offered_on: datetime.date
    apply_days: int
    requested_on: datetime.date | None
    hold_days: int
    held_on: datetime.date | None
    closed_on: datetime.date | None
    """Held, or given up, on that day."""
    unit: Unit
    article: str


class CalendarFact(Value):
    """The part of the calendar that a proof rests on (日历摘录)."""

    version: str
    first_year: int
    last_year: int
    days: Mapping[datetime.date, SpecialDay]


class ProofFacts(Value):
    """What a proof is computed from (举证事实)."""

    project: str
    project_name: str
    procedure_name: str
    department: str
    version: int
    """How many entries of the project's ledger it rests on."""
    head: str
    """Hash of the last of them, where known: `greenchannel verify` checks the chain."""
    state: CaseState
    nature: Nature
    submitted_on: datetime.date | None
    received_on: datetime.date | None
    """The day on which it came in complete: limits from receipt run from here."""
    told_on: datetime.date | None
    accepted_on: datetime.date | None
    deemed: bool
    clock_from: datetime.date | None
    concluded_on: datetime.date | None
    ended_on: datetime.date | None
    delivered_on: datetime.date | None
    promised: TimeLimit
    statutory: TimeLimit
    extension_days: int
    extension_unit: Unit
    extensions: int
    stops: tuple[StopFact, ...]
    late_papers: tuple[LatePaperFact, ...]
    """The limit does not end before the working day after the receipt of each."""
    hearing: HearingFact | None
    notice_days: int | None
    """``None`` = silence means nothing here: no licence, and no law of its own says so."""
    notice_article: str
    delivery_days: int | None
    """``None`` = 行政许可法 44 does not apply: no licence."""
    delivery_article: str
    special_article: str
    grace_article: str
    upstream_article: str
    """By what a case stands still while a prerequisite alone is missing; empty = by nothing."""
    calendar: CalendarFact
    """A settled case keeps the calendar of its day."""
    delivery_calendar: CalendarFact
    """Delivery is counted by the calendar of today."""


class ClockProof(Value):
    """The clocks of one case, each day explained (时限举证)."""

    procedure: str
    calendar_version: str
    as_of: datetime.date
    promised: ProvenClock
    statutory: ProvenClock
    others: tuple[ProvenClock, ...]
    delay: Mapping[Party, int]
    facts: ProofFacts
    timers: tuple[Timer, ...] = ()
    """Told and sealed by a digest, not among the clocks that are counted day by day."""

    @property
    def clocks(self) -> tuple[ProvenClock, ...]:
        """Return all clocks, the promised one first."""
        return (self.promised, self.statutory, *self.others)

    @property
    def days(self) -> tuple[DayLine, ...]:
        """Return the days of the promised clock."""
        return self.promised.lines

    def exported(self) -> dict[str, Any]:
        """Return its JSON form: the promised clock's days on top, a digest for each fact."""
        told = self.model_dump(mode="json")
        facts, delay = told.pop("facts"), told.pop("delay")
        others, timers = told.pop("others"), told.pop("timers")
        told |= {
            "days": told["promised"].pop("lines"),
            "others": others,
            "timers": timers,
            "delay": delay,
            "facts": facts,
        }
        names = ("procedure", "calendar_version", "as_of", "delay", "timers")
        sealed = {name: told[name] for name in names}
        sealed |= {f"facts.{name}": value for name, value in facts.items()}
        return told | {"digests": {name: _digest(value) for name, value in sealed.items()}}


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
