"""What must hold when a department decides (决定、送达、撤销), and when its clock is touched.

The system never decides: it checks that the person who signs may sign now.
"""

from datetime import date

from models.act_requests import Deliver, Extend, Pause
from models.catalogue import Bound, RequirementLevel, Unit
from models.certificate import CertificateExtended, ExtendCertificate
from models.refusal import Refused
from models.rulebook import AHEAD
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.deferral import grade
from rules.acceptance.documents import DateOutOfRange, DocumentsMissing
from rules.acceptance.regime import regime_of
from rules.acting.consequences import PrerequisiteOpen
from rules.clocks.clock import earliest_conclusion, read_clock
from rules.clocks.expiry import expires_on, months_after
from rules.days.last_day import last_day, passed
from rules.fold.waiting import lacking_prerequisites


class DocumentsStillOwed(Refused):
    """No certificate before every owed document is in (补齐前不得出证)."""


class NoticePeriodRunning(Refused):
    """The notice period (公告期) is not over and cannot be compressed."""


class ConditionalDecisionForbidden(Refused):
    """Neither the profile nor the procedure lets a decision precede its documents."""


class ExtensionForbidden(Refused):
    """The limit may not be extended, not again, or not by so much (不得延长)."""


class PauseForbidden(Refused):
    """The special procedure does not stop the clock, or not for so long (不得暂停计时)."""


class AlreadyDelivered(Refused):
    """The decision has been handed over (已送达)."""


def prerequisites_are_concluded(given: Circumstances) -> Refused | None:
    """A decision needs every prerequisite, also those tolerated on acceptance (前置容缺;滨州16)."""
    if waiting := lacking_prerequisites(given.file, given.procedure.code):
        return PrerequisiteOpen(
            f"前置事项尚未办结，不能作出决定：{'、'.join(waiting)}"
            f"{'（等待期间暂停计时，前置事项办结之日恢复）' if given.case.awaits_upstream else ''}",
            procedures=waiting,
        )
    return None


def nothing_is_owed(given: Circumstances) -> Refused | None:
    """A certificate only after every document is in (容缺受理,补齐后才出证)."""
    if owed := tuple(one.document for one in given.case.outstanding):
        return DocumentsStillOwed(
            f"容缺材料{given.named(owed)}尚未补齐，补齐前不得作出准予决定", documents=owed
        )
    return None


def file_is_complete(given: Circumstances) -> Refused | None:
    """Also a case that was deemed accepted is decided on a complete file (行政许可法 34, 38)."""
    owed = {one.document for one in given.case.owed}
    lacking = tuple(
        code
        for level in (RequirementLevel.PRINCIPAL, RequirementLevel.DEFERRABLE)
        for code in given.absent(level)
        if code not in owed
    )
    if lacking:
        return DocumentsMissing(f"申请材料仍缺{given.named(lacking)}", documents=lacking)
    return None


def notice_period_is_over(given: Circumstances) -> Refused | None:
    """A minimum notice period cannot be compressed (土地管理法 47 及实施条例 26–28 等)."""
    limits = given.case.limits
    if limits is None:
        return None
    earliest = earliest_conclusion(given.case, limits.statutory, days=given.days)
    if earliest is not None and given.on < earliest:
        return NoticePeriodRunning(
            f"法定公告期未满，最早 {earliest} 方可办结（{limits.statutory.source}）",
            earliest=earliest,
        )
    return None


def profile_lets_decide_early(given: Circumstances) -> Refused | None:
    """容缺审批 needs both the profile and the procedure to say so (上海2020 35;重庆2021 47)."""
    profile = given.regulations.deferral_of(given.case)
    if not profile.issues_before_makeup:
        return ConditionalDecisionForbidden(
            f"现行容缺办法“{profile.name}”只许容缺受理，不许容缺审批，补齐后才可出证"
        )
    if grade(given.procedure, profile) not in AHEAD:
        return ConditionalDecisionForbidden(f"{given.procedure.name}不适用容缺审批")
    return None


def extension_is_allowed(given: Circumstances) -> Refused | None:
    """Once, in time, by the days the law gives, applicant informed (行政许可法 42).

    What is extended is the limit of the law: a promise that was missed bars nothing. Only
    where the law sets none is the promise the limit.
    """
    rule = regime_of(given.procedure, given.regulations.rulebook.clock).extension
    if rule is None:
        return ExtensionForbidden(f"{given.procedure.name}没有可以延长期限的依据")
    if given.case.extensions >= rule.times:
        return ExtensionForbidden(f"期限只能延长{rule.times}次，本件已延长（{rule.source}）")
    wanted = given.asked(Extend)
    if wanted.days > rule.days:
        return ExtensionForbidden(
            f"最多延长{rule.days}日（{rule.source}），不能延长{wanted.days}日", most=rule.days
        )
    if not wanted.applicant_informed:
        return ExtensionForbidden("延长期限的理由应当告知申请人（行政许可法第四十二条）")
    limits = given.case.limits
    if limits is None:
        return None
    lawful = limits.statutory.value is not None and limits.statutory.bound is Bound.MAX
    limit = limits.statutory if lawful else limits.promised
    reading = read_clock(given.case, limit, on=given.on, days=given.days)
    if reading is not None and reading.overdue:
        called = "法定期限" if lawful else "期限"
        return ExtensionForbidden(f"{called}已于 {reading.due_on} 届满，不能再延长")
    return None


def special_procedure_is_listed(given: Circumstances) -> Refused | None:
    """A listed one stops the clock where the list says so, and no longer (行政许可法 45)."""
    wanted = given.asked(Pause)
    known = [one for one in given.procedure.special_procedures if one.kind is wanted.procedure_kind]
    if not known:
        clock = given.regulations.rulebook.clock
        by_law = regime_of(given.procedure, clock).stops
        if by_law and wanted.procedure_kind in clock.special_procedures_stop:
            return None
        return PauseForbidden(
            f"“{wanted.procedure_kind.label}”既非行政许可法第四十五条所列，"
            f"也不是{given.procedure.name}目录列明的特别程序，不得暂停计时",
            kind=wanted.procedure_kind.value,
        )
    stopping = [one for one in known if one.clock_stops]
    if not stopping:
        source = known[0].source or "审批事项目录"
        return PauseForbidden(f"{known[0].name}计入办理时限，不得暂停计时（{source}）")
    if any(one.max_days is None for one in stopping):
        return None
    longest = max(stopping, key=lambda one: _ends(given, one.max_days or 0, one.unit))
    most = longest.max_days or 0
    if _ends(given, wanted.limit_days, wanted.limit_unit) > _ends(given, most, longest.unit):
        return PauseForbidden(
            f"{longest.name}最长{most}{longest.unit.label}，不能写明{wanted.limit_days}"
            f"{wanted.limit_unit.label}（{longest.source or '审批事项目录'}）",
            most=most,
        )
    return None


def certificate_may_be_extended(given: Circumstances) -> Refused | None:
    """As often and as far as the law lets, asked for in time, before anybody builds (建筑法 9)."""
    expiry = expires_on(given.case, on=given.on, regulations=given.regulations)
    months = expiry.term.extension_months if expiry is not None else None
    if expiry is None or months is None:
        return ExtensionForbidden(f"{given.procedure.result_document}没有延期的规定")
    if given.file.started_on is not None:
        return ExtensionForbidden(f"项目已于 {given.file.started_on} 开工，证件无须延期")
    term, wanted = expiry.term, given.asked(ExtendCertificate)
    if len(given.case.extended_until) >= term.extension_times:
        return ExtensionForbidden(f"已延期{term.extension_times}次，不得再延（{term.source}）")
    asked = wanted.applied_on or given.on
    latest = given.days.back(expiry.due_on, term.apply_before_workdays, Unit.WORKDAY)
    if passed(latest, on=asked, days=given.days) or asked > given.on:
        return ExtensionForbidden(
            f"有效期至 {expiry.due_on}，最迟 {last_day(latest, given.days)} 申请延期，"
            f"申请日 {asked} 不合规定（{term.source}）",
            latest=latest,
        )
    most = months_after(expiry.due_on, months)
    if not expiry.due_on < wanted.until <= most:
        return ExtensionForbidden(
            f"延期应至 {expiry.due_on} 之后、{most} 以前（含当日），不能延至 {wanted.until}"
            f"（{term.source}）",
            most=most,
        )
    return None


def prolonged(given: Circumstances) -> CertificateExtended:
    """Return the entry that a certificate holds longer."""
    wanted = given.asked(ExtendCertificate)
    expiry = expires_on(given.case, on=given.on, regulations=given.regulations)
    assert expiry is not None
    return CertificateExtended(
        procedure=given.case.procedure,
        until=wanted.until,
        reason=wanted.reason,
        applied_on=wanted.applied_on or given.on,
        article=expiry.term.source,
    )


def _ends(given: Circumstances, days: int, unit: Unit) -> date:
    return given.days.add(given.on, days, unit).due_on


def delivery_is_due(given: Circumstances) -> Refused | None:
    """A decision is handed over once, not before it was made and not in the future."""
    if given.case.delivered_on is not None:
        return AlreadyDelivered(f"决定已于 {given.case.delivered_on} 送达")
    served = given.asked(Deliver).served_on or given.on
    made = given.case.concluded_on or given.case.ended_on or given.on
    if not made <= served <= given.on:
        return DateOutOfRange(f"送达日 {served} 应在决定日 {made} 与今日 {given.on} 之间")
    return None
