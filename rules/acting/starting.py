"""Acts on the whole project (项目层面的办理): conditions, the pinned date, the start itself."""

from datetime import timedelta

from models.catalogue import GateConfirmation
from models.light_rules import JustifyDelay
from models.milestone import ConditionConfirmed, ConfirmCondition, PinStart, ReportStart
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.documents import DateOutOfRange
from rules.clocks.expiry import void_on
from rules.days.start_day import unfit_start
from rules.in_force.gates import missing

JUSTIFIED_DAYS = 366
"""How long a justified reason may hold before it is looked at anew (assumed)."""


class ConditionUnknown(Refused):
    """The gate has no such condition (无此条件)."""


class BookNotThere(Refused):
    """A line of the book that proves the condition has not got there yet (清单条目未到位)."""


class AlreadyDone(Refused):
    """It has been done before (已经办过)."""


class GateShut(Refused):
    """Conditions of starting are still missing (开工条件不齐)."""


class NotExplained(Refused):
    """A missed start has not been explained yet (未说明未按期开工的原因)."""


class ReasonMissing(Refused):
    """A moved start date needs a reason (须说明理由)."""


def condition_is_open(given: Circumstances) -> Refused | None:
    """The condition is one of the gate's confirmations, and not confirmed yet."""
    found = _condition(given)
    if found is None:
        wanted = given.asked(ConfirmCondition).condition
        listed = "、".join(one.name for one in given.gate.confirmations)
        return ConditionUnknown(f"{given.gate.name}没有条件“{wanted}”，可确认的是：{listed}")
    if f"{given.gate.code}.{found.code}" in given.file.confirmed:
        return AlreadyDone(f"{found.name}已经确认过")
    return None


def its_book_says_so(given: Circumstances) -> Refused | None:
    """Where a book keeps what proves a condition, every line of the project has got there."""
    found = _condition(given)
    if found is None or not found.book:
        return None
    waiting = [
        line
        for line in given.books.get(found.book, {}).values()
        if line.text("project") == given.file.project.code
        and not any(state in found.reached for state, _ in line.reached)
    ]
    if not waiting:
        return None
    listed = "、".join(f"第{line.number}号" for line in waiting)
    return BookNotThere(f"{found.name}以专项清单为准：{listed}条目尚未由主管部门确认，请先更新清单")


def _condition(given: Circumstances) -> GateConfirmation | None:
    """Return the condition that was named, by its code or as people call it."""
    wanted = given.asked(ConfirmCondition).condition.strip()
    return next((one for one in given.gate.confirmations if wanted in (one.code, one.name)), None)


def confirmed(given: Circumstances) -> ConditionConfirmed:
    """A condition is met that no procedure proves (条件确认)."""
    found = _condition(given)
    assert found is not None
    return ConditionConfirmed(
        gate=given.gate.code,
        condition=found.code,
        evidence=given.asked(ConfirmCondition).evidence,
    )


def date_is_a_working_day_ahead(given: Circumstances) -> Refused | None:
    """A pinned start lies on a working day, not in the past."""
    unfit = unfit_start(given.asked(PinStart).start_on, on=given.on, days=given.regulations.days)
    return DateOutOfRange(unfit) if unfit else None


def moving_it_is_explained(given: Circumstances) -> Refused | None:
    """The first date may be fixed plainly; moving it needs a reason (卡住开工时间节点)."""
    wanted = given.asked(PinStart)
    if given.file.pinned_start == wanted.start_on:
        return AlreadyDone(f"开工日期已经锁定为 {wanted.start_on}")
    if given.file.pinned_start is not None and not wanted.reason.strip():
        return ReasonMissing(f"开工日期已锁定为 {given.file.pinned_start}，调整须说明理由")
    return None


def a_missed_date_is_explained(given: Circumstances) -> Refused | None:
    """A new date follows an explanation of the missed one, where the ladder is in force."""
    pinned = given.file.pinned_start
    missed = pinned is not None and pinned < given.on and pinned not in given.file.explained
    if missed and given.regulations.rulebook.escalation is not None:
        return NotExplained(
            f"锁定的开工时间节点 {pinned} 已过，应先由责任单位说明原因、措施和拟定日期"
            "（动作：说明未按期开工），再重新锁定"
        )
    return None


def not_started_yet(given: Circumstances) -> Refused | None:
    """A project starts once."""
    if given.file.started_on is not None:
        return AlreadyDone(f"项目已于 {given.file.started_on} 开工")
    return None


def gate_is_passed(given: Circumstances) -> Refused | None:
    """No start before every condition is met (建筑法 7, 64;环评法 25)."""
    lacking = missing(given.file, given.gate, {})
    if lacking:
        listed = "、".join(one.name for one in lacking)
        return GateShut(f"{given.gate.name}尚缺：{listed}，不得开工", missing=listed)
    return None


def nothing_is_void(given: Circumstances) -> Refused | None:
    """Nobody starts on a permit that ran out unused (建筑法 9;核准和备案管理条例 12)."""
    started, regulations = given.asked(ReportStart).started_on, given.regulations
    for code, case in given.file.cases.items():
        expiry = void_on(case, on=started, regulations=regulations)
        if expiry is not None:
            name = regulations.procedures(given.file.project, on=given.on)[code].name
            return GateShut(
                f"{code} {name}的有效期至 {expiry.due_on}：{expiry.term.effect}"
                f"（{expiry.term.source}），不得据以开工；已准延期的，先由发证机关登记“证件延期”",
                missing=code,
            )
    return None


def start_is_not_ahead(given: Circumstances) -> Refused | None:
    """What is reported has happened, and not before the gate was passed."""
    started = given.asked(ReportStart).started_on
    passed = given.file.passed.get(given.gate.code, given.on)
    if not passed <= started <= given.on:
        return DateOutOfRange(f"开工日 {started} 应在 {passed} 与今日 {given.on} 之间")
    return None


MAY_START = (not_started_yet, gate_is_passed, start_is_not_ahead, nothing_is_void)
"""What must hold when a start is reported, in order."""


def reason_holds_for_a_while(given: Circumstances) -> Refused | None:
    """A justified reason ends on a day, not in the past and within a year (assumed)."""
    until = given.asked(JustifyDelay).until
    last = given.on + timedelta(days=JUSTIFIED_DAYS)
    if not given.on <= until <= last:
        return DateOutOfRange(f"正当理由的截止日 {until} 应在今日 {given.on} 与 {last} 之间")
    return None
