"""The quality of a back-schedule (排期质量): is this a plan and no mere date.

After the 14-point assessment of schedules by the DCMA (United States), put to approvals:
each check that fails takes its points off and says how it is mended. Thresholds and
weights are the campaign's (assumed until a district has set its own).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from models.case import CaseFile
from models.catalogue import Procedure, Unit
from models.people import Role
from models.schedule_quality import QualityCheck, QualityHit, ScheduleQuality, ScheduleQualityRules
from rules.in_force.connected import completion_stages, unconnected
from rules.in_force.regulations import Regulations
from rules.plan.backschedule import Schedule, ScheduledCase
from rules.plan.network import Network

C = QualityCheck


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that the checks look at."""

    file: CaseFile
    network: Network
    schedule: Schedule
    procedures: Mapping[str, Procedure]
    regulations: Regulations
    rules: ScheduleQualityRules

    @property
    def ahead(self) -> tuple[ScheduledCase, ...]:
        """Return what is left to do."""
        steps, cases = self.network.steps, self.schedule.cases
        return tuple(cases[one.procedure] for one in steps if one.finished_on is None)

    @property
    def not_taken_in(self) -> tuple[str, ...]:
        """Return what is left to do and has not been taken in yet."""
        steps = self.network.steps
        return tuple(one.procedure for one in steps if one.finished_on is None and not one.running)


Found = tuple[tuple[str, ...], str, str]
"""Procedures, what was found, how it is mended."""


def schedule_quality(
    file: CaseFile,
    network: Network,
    schedule: Schedule,
    procedures: Mapping[str, Procedure],
    regulations: Regulations,
) -> ScheduleQuality | None:
    """Score a schedule; ``None`` where the campaign has set no rules for it."""
    rules = regulations.rulebook.schedule_quality
    if rules is None:
        return None
    plan = _Plan(file, network, schedule, procedures, regulations, rules)
    hits = tuple(
        QualityHit(check, rules.weights[check], *found)
        for check, look in CHECKS.items()
        if check in rules.weights
        for found in look(plan)
    )
    return ScheduleQuality(max(100 - sum(hit.points for hit in hits), 0), hits)


def _no_pinned_date(plan: _Plan) -> Iterator[Found]:
    if plan.schedule.pinned_on is None:
        yield (
            (),
            "没有锁定开工时间节点，最迟日期只能按预计开工日推算",
            "由调度指挥中心锁定开工时间节点",
        )


def _pinned_day_off(plan: _Plan) -> Iterator[Found]:
    pinned, days = plan.schedule.pinned_on, plan.regulations.days
    if pinned is not None and not days.is_working_day(pinned):
        yield (
            (),
            f"锁定的 {pinned} 不是工作日（{days.why(pinned).label}）",
            f"改为 {days.previous_working_day(pinned)} 或 {days.next_working_day(pinned)}",
        )


def _after_campaign(plan: _Plan) -> Iterator[Found]:
    last = plan.regulations.campaign.last_day
    latest = max(plan.schedule.start_on, plan.schedule.pinned_on or plan.schedule.start_on)
    if latest > last:
        yield (
            (),
            f"开工日 {latest} 晚于专项行动结束日 {last}",
            "压缩关键线路，或报专班说明并调整目标",
        )


def _negative_float(plan: _Plan) -> Iterator[Found]:
    late = [one for one in plan.ahead if one.total_float is not None and one.total_float < 0]
    if late:
        worst = -min(one.total_float or 0 for one in late)
        yield (
            tuple(one.procedure for one in late),
            f"{len(late)}个事项的总时差为负，最多差{worst}个工作日",
            "对这些事项容缺受理、并联办理或压缩时限；做不到的，说明原因后重新锁定",
        )


def _thin_float(plan: _Plan) -> Iterator[Found]:
    schedule, least = plan.schedule, plan.rules.least_float
    if schedule.pinned_on and not schedule.slip_days and schedule.float_days < least:
        yield (
            schedule.critical,
            f"距锁定日期只余{schedule.float_days}个工作日，不足{least}个",
            "盯住关键线路，提前备齐其材料，留出机动天数",
        )


def _critical_index(plan: _Plan) -> Iterator[Found]:
    schedule, days = plan.schedule, plan.regulations.days
    length = days.between(schedule.on, schedule.start_on)
    if schedule.pinned_on is None or length <= 0:
        return
    spare = schedule.float_days - schedule.slip_days
    index = (length + spare) / length
    if index < plan.rules.least_critical_index:
        yield (
            schedule.critical,
            f"关键线路长{length}个工作日，可用{max(length + spare, 0)}个，"
            f"指数 {index:.2f} 低于 {plan.rules.least_critical_index:.2f}",
            "按现有时限难以按期，须调整方案，不能只靠催办",
        )


def _many_critical(plan: _Plan) -> Iterator[Found]:
    ahead = plan.ahead
    critical = tuple(one.procedure for one in ahead if one.critical)
    if ahead and len(critical) / len(ahead) > plan.rules.most_critical:
        yield (
            critical,
            f"{len(ahead)}个未办结事项中有{len(critical)}个在关键线路上",
            "把可以并联的事项改为同时申报",
        )


def _no_limit(plan: _Plan) -> Iterator[Found]:
    unknown = tuple(
        code
        for code in plan.not_taken_in
        if plan.procedures[code].promised.value is None
        or (plan.procedures[code].promised.value == 0 and plan.procedures[code].special_procedures)
    )
    if unknown:
        yield unknown, "没有承诺时限，或须经特别程序而按零天排期", "在目录中补填实际办理时限"


def _assumed_limits(plan: _Plan) -> Iterator[Found]:
    codes = plan.not_taken_in
    assumed = tuple(code for code in codes if plan.procedures[code].promised.assumed)
    if codes and len(assumed) / len(codes) > plan.rules.most_assumed:
        yield (
            assumed,
            f"{len(codes)}个待办事项中有{len(assumed)}个的承诺时限是占位值",
            "向审批部门核定承诺时限并更新目录",
        )


def _long_step(plan: _Plan) -> Iterator[Found]:
    days, most = plan.regulations.days, plan.rules.longest_step
    long = tuple(
        one.procedure
        for one in plan.ahead
        if days.between(one.early_start, one.early_finish) > most
    )
    if long:
        yield long, f"单个事项超过{most}个工作日", "拆成可检查的节点，分段盯办"


def _no_land_date(plan: _Plan) -> Iterator[Found]:
    delivered = f"{plan.schedule.gate}.land_delivered" in plan.file.confirmed
    if not delivered and plan.file.project.land.cleared_by is None:
        yield (), "没有净地交付日期，也未确认交付", "由自然资源部门和属地填报净地交付日期"


def _late_land(plan: _Plan) -> Iterator[Found]:
    pinned = plan.schedule.pinned_on
    if pinned is not None and plan.network.not_before > max(pinned, plan.schedule.on):
        yield (
            (),
            f"净地 {plan.network.not_before} 才能交付，晚于锁定的 {pinned}",
            "提前交地，或说明原因后重新锁定",
        )


def _no_owner(plan: _Plan) -> Iterator[Found]:
    windows = {one.office for one in plan.regulations.campaign.accounts if one.role is Role.OFFICER}
    steps = plan.network.steps
    nobody = tuple(
        one.procedure for one in steps if one.finished_on is None and one.department not in windows
    )
    if nobody:
        yield nobody, "审批部门没有经办账号", "为部门开设窗口账号并指定经办人"


def _late_document(plan: _Plan) -> Iterator[Found]:
    late = []
    for code in plan.not_taken_in:
        latest = plan.schedule.cases[code].late_start
        arrives = max(plan.file.cases[code].expected.values(), default=None)
        if latest is not None and arrives is not None and arrives > latest:
            late.append(code)
    if late:
        yield tuple(late), "材料预计取得日晚于最迟申报日", "催取材料，符合条件的容缺受理"


def _overdue_step(plan: _Plan) -> Iterator[Found]:
    stuck = tuple(
        one.procedure
        for one in plan.network.steps
        if one.counting and one.length == 0 and one.unit is Unit.WORKDAY
    )
    if stuck:
        yield stuck, "承诺时限已到或已过而未办结，只能按今日办结排期", "立即办结，或说明原因"


def _unconnected(plan: _Plan) -> Iterator[Found]:
    catalogue = plan.regulations.campaign.catalogue
    stages = completion_stages(catalogue)
    loose = tuple(
        code
        for code in unconnected(plan.file.plan.values(), catalogue.gates, stages)
        if not plan.file.concluded(code)
    )
    if loose:
        yield loose, "办结与否都不影响开工，排期看不到它们", "在目录中补上它们与后续事项的前置关系"


CHECKS: Mapping[QualityCheck, Callable[[_Plan], Iterator[Found]]] = {
    C.NO_PINNED_DATE: _no_pinned_date,
    C.PINNED_DAY_OFF: _pinned_day_off,
    C.AFTER_CAMPAIGN: _after_campaign,
    C.NEGATIVE_FLOAT: _negative_float,
    C.THIN_FLOAT: _thin_float,
    C.CRITICAL_INDEX: _critical_index,
    C.MANY_CRITICAL: _many_critical,
    C.NO_LIMIT: _no_limit,
    C.ASSUMED_LIMITS: _assumed_limits,
    C.LONG_STEP: _long_step,
    C.NO_LAND_DATE: _no_land_date,
    C.LATE_LAND: _late_land,
    C.NO_OWNER: _no_owner,
    C.LATE_DOCUMENT: _late_document,
    C.OVERDUE_STEP: _overdue_step,
    C.UNCONNECTED: _unconnected,
}
"""Every check, in the order in which it is told; a test holds it to :class:`QualityCheck`."""
