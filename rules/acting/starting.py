"""Acts on the whole project (项目层面的办理): conditions, the pinned date, the start itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

from models.acts import Act, ConfirmCondition, PinStart, ReportStart
from models.catalogue import GateConfirmation
from models.ledger import Payload
from models.milestone import ConditionConfirmed, Started, StartPinned
from models.project_lights import DelayJustified, JustifyDelay
from models.refusal import Refused
from rules.acceptance.circumstances import GateCircumstances
from rules.acceptance.documents import DateOutOfRange
from rules.acceptance.issues import ISSUE_CONDUCT
from rules.days.start_day import unfit_start
from rules.in_force.gates import missing
from rules.supervision.acts import SUPERVISION_CONDUCT

JUSTIFIED_DAYS = 366
"""How long a justified reason may hold before it is looked at anew (assumed)."""

GateRule = Callable[[GateCircumstances], Refused | None]


class ConditionUnknown(Refused):
    """The gate has no such condition (无此条件)."""

    code: ClassVar[str] = "condition_unknown"


class AlreadyDone(Refused):
    """It has been done before (已经办过)."""

    code: ClassVar[str] = "already_done"


class GateShut(Refused):
    """Conditions of starting are still missing (开工条件不齐)."""

    code: ClassVar[str] = "gate_shut"


class NotExplained(Refused):
    """A missed start has not been explained yet (未说明未按期开工的原因)."""

    code: ClassVar[str] = "not_explained"


class ReasonMissing(Refused):
    """A moved start date needs a reason (须说明理由)."""

    code: ClassVar[str] = "reason_missing"


def condition_is_open(now: GateCircumstances) -> Refused | None:
    """The condition is one of the gate's confirmations, and not confirmed yet."""
    found = _condition(now)
    if found is None:
        wanted = now.asked(ConfirmCondition).condition
        listed = "、".join(one.name for one in now.gate.confirmations)
        return ConditionUnknown(f"{now.gate.name}没有条件“{wanted}”，可确认的是：{listed}")
    if f"{now.gate.code}.{found.code}" in now.file.confirmed:
        return AlreadyDone(f"{found.name}已经确认过")
    return None


def _condition(now: GateCircumstances) -> GateConfirmation | None:
    """Return the condition that was named, by its code or as people call it."""
    wanted = now.asked(ConfirmCondition).condition.strip()
    return next((one for one in now.gate.confirmations if wanted in (one.code, one.name)), None)


def _confirmed(now: GateCircumstances) -> Payload:
    found = _condition(now)
    assert found is not None
    return ConditionConfirmed(
        gate=now.gate.code,
        condition=found.code,
        evidence=now.asked(ConfirmCondition).evidence,
    )


def date_is_a_working_day_ahead(now: GateCircumstances) -> Refused | None:
    """A pinned start lies on a working day, not in the past."""
    unfit = unfit_start(now.asked(PinStart).start_on, on=now.on, days=now.regulations.days)
    return DateOutOfRange(unfit) if unfit else None


def moving_it_is_explained(now: GateCircumstances) -> Refused | None:
    """The first date may be fixed plainly; moving it needs a reason (卡住开工时间节点)."""
    wanted = now.asked(PinStart)
    if now.file.pinned_start == wanted.start_on:
        return AlreadyDone(f"开工日期已经锁定为 {wanted.start_on}")
    if now.file.pinned_start is not None and not wanted.reason.strip():
        return ReasonMissing(f"开工日期已锁定为 {now.file.pinned_start}，调整须说明理由")
    return None


def a_missed_date_is_explained(now: GateCircumstances) -> Refused | None:
    """A new date follows an explanation of the missed one, where the ladder is in force."""
    pinned = now.file.pinned_start
    missed = pinned is not None and pinned < now.on and pinned not in now.file.explained
    if missed and now.regulations.rulebook.escalation is not None:
        return NotExplained(
            f"锁定的开工时间节点 {pinned} 已过，应先由责任单位说明原因、措施和拟定日期"
            "（动作：说明未按期开工），再重新锁定"
        )
    return None


def not_started_yet(now: GateCircumstances) -> Refused | None:
    """A project starts once."""
    if now.file.started_on is not None:
        return AlreadyDone(f"项目已于 {now.file.started_on} 开工")
    return None


def gate_is_passed(now: GateCircumstances) -> Refused | None:
    """No start before every condition is met (建筑法 7, 64;环评法 25)."""
    lacking = missing(now.file, now.gate, {})
    if lacking:
        listed = "、".join(one.name for one in lacking)
        return GateShut(f"{now.gate.name}尚缺：{listed}，不得开工", missing=listed)
    return None


def start_is_not_ahead(now: GateCircumstances) -> Refused | None:
    """What is reported has happened, and not before the gate was passed."""
    started = now.asked(ReportStart).started_on
    passed = now.file.passed.get(now.gate.code, now.on)
    if not passed <= started <= now.on:
        return DateOutOfRange(f"开工日 {started} 应在 {passed} 与今日 {now.on} 之间")
    return None


def reason_holds_for_a_while(now: GateCircumstances) -> Refused | None:
    """A justified reason ends on a day, not in the past and within a year (assumed)."""
    until = now.asked(JustifyDelay).until
    last = now.on + timedelta(days=JUSTIFIED_DAYS)
    if not now.on <= until <= last:
        return DateOutOfRange(f"正当理由的截止日 {until} 应在今日 {now.on} 与 {last} 之间")
    return None


GATE_CONDUCT: dict[Act, tuple[tuple[GateRule, ...], Callable[[GateCircumstances], Payload]]] = {
    Act.CONFIRM_CONDITION: (
        (condition_is_open,),
        _confirmed,
    ),
    Act.PIN_START: (
        (
            not_started_yet,
            date_is_a_working_day_ahead,
            moving_it_is_explained,
            a_missed_date_is_explained,
        ),
        lambda now: StartPinned(
            start_on=now.asked(PinStart).start_on, reason=now.asked(PinStart).reason
        ),
    ),
    Act.REPORT_START: (
        (not_started_yet, gate_is_passed, start_is_not_ahead),
        lambda now: Started(started_on=now.asked(ReportStart).started_on),
    ),
    Act.JUSTIFY_DELAY: (
        (reason_holds_for_a_while,),
        lambda now: DelayJustified(
            **now.asked(JustifyDelay).model_dump(exclude={"act"}),
        ),
    ),
    **SUPERVISION_CONDUCT,
    **ISSUE_CONDUCT,
}
"""Act → rules and record, for acts that name a gate."""


def examine_gate(now: GateCircumstances) -> Refused | None:
    """Return the first refusal that stands against an act on a gate, or ``None``."""
    rules, _ = GATE_CONDUCT[now.request.act]
    for rule in rules:
        if refused := rule(now):
            return refused
    return None
