"""When an officer may accept conditionally (容缺受理): an ordered list, first refusal wins.

The order is that of `deferral.eligibility` in the campaign's rules; each rule names
the practice or law it comes from. What every place shares is fixed here: principal
documents are never deferred, a promise is signed, bad credit closes the door.
"""

from datetime import date

from models.act_requests import AcceptConditionally, PromisedDocument
from models.case_entries import ConditionallyAccepted
from models.catalogue import Bound, CountsFrom, DeferralMode, Procedure, RequirementLevel, Unit
from models.refusal import Refused
from models.rulebook import ClockStart, DeferralProfile, MakeUpCap
from rules.acceptance.circumstances import Circumstances
from rules.days.last_day import last_day


class PrincipalDocumentMissing(Refused):
    """A principal document (主件) cannot be deferred."""


class NotDeferrable(Refused):
    """The document is not on the procedure's deferrable list (不在可容缺清单)."""


class NothingToDefer(Refused):
    """Nothing is missing: accept it plainly (材料齐全)."""


class PromiseUnsigned(Refused):
    """The applicant has not signed the letter of commitment (承诺书未签)."""


class CreditImpaired(Refused):
    """The applicant has an unrepaired breach (失信未修复)."""


class DeferralExcluded(Refused):
    """Safety and environment papers, or this procedure, may not be deferred (不适用容缺)."""


class PromiseTooLate(Refused):
    """The promised day lies beyond what the rules allow (承诺期限超限)."""


def main_complete(given: Circumstances) -> Refused | None:
    """Every principal document is present (兰州2020;广东条例32;河南条例35;滨州11)."""
    wanted = given.asked(AcceptConditionally)
    for promised in wanted.owed:
        document = given.procedure.document(promised.document)
        if document is not None and document.level is RequirementLevel.PRINCIPAL:
            return PrincipalDocumentMissing(
                f"《{document.name}》是主件，不得容缺", document=document.code
            )
    if principal := given.absent(RequirementLevel.PRINCIPAL):
        return PrincipalDocumentMissing(
            f"缺主件{given.named(principal)}，不符合容缺受理条件", documents=principal
        )
    return None


def only_listed(given: Circumstances) -> Refused | None:
    """Only listed documents are missing, and the promise covers them (浙江11;滨州11;青岛24)."""
    missing = set(given.absent(RequirementLevel.DEFERRABLE))
    if not missing:
        return NothingToDefer("材料已经齐全，请直接受理")
    named = [given.document(one.document) for one in given.asked(AcceptConditionally).owed]
    promised = set(named)
    if twice := next((code for code in named if named.count(code) > 1), None):
        return NotDeferrable(f"《{given.document_name(twice)}》在承诺中重复", document=twice)
    for code in sorted(promised - missing):
        document = given.procedure.document(code)
        if document is None or document.level is not RequirementLevel.DEFERRABLE:
            return NotDeferrable(
                f"“{given.document_name(code)}”不在本事项可容缺材料清单", document=code
            )
        return NotDeferrable(f"《{document.name}》已经提交，无须承诺", document=code)
    if promised and (left := tuple(sorted(missing - promised))):
        return NotDeferrable(f"{given.named(left)}尚缺，也未列入承诺", documents=left)
    return None


def voluntary(given: Circumstances) -> Refused | None:
    """The applicant asked for it and signed the letter (正蓝旗2022;西安2023;广东32)."""
    wanted = given.asked(AcceptConditionally)
    if not wanted.signed_by.strip():
        return PromiseUnsigned("申请人尚未签署承诺书，请填写签署人（法定代表人或授权委托人）")
    if given.regulations.deferral.dual_signature and wanted.signed_by.strip() in (
        given.by.number,
        given.by.name,
    ):
        return PromiseUnsigned("承诺书须双方签字：申请人一方不能由经办人代签（化州2025）")
    if wanted.signed_on is not None and wanted.signed_on > given.on:
        return PromiseUnsigned(f"承诺书签署日 {wanted.signed_on} 晚于今日（{given.on}）")
    if wanted.signed_on is not None and given.case.submitted_on is not None:
        earliest = given.case.submitted_on
        if wanted.signed_on < earliest:
            return PromiseUnsigned(f"承诺书签署日 {wanted.signed_on} 早于申报日（{earliest}）")
    return None


def credit_ok(given: Circumstances) -> Refused | None:
    """No unrepaired breach stands against the applicant (西安2023;阜新2022)."""
    if given.regulations.deferral.credit_gate and given.open_breaches:
        return CreditImpaired(
            f"{given.file.project.applicant.name}有未修复的失信记录，修复前不适用容缺受理："
            + "；".join(given.open_breaches),
            credit_code=given.file.project.applicant.credit_code,
        )
    return None


def not_excluded(given: Circumstances) -> Refused | None:
    """No safety or environment paper is put off where the profile excludes them (化州2025)."""
    profile = given.regulations.deferral
    if profile.excludes_safety_and_environment and given.procedure.safety_or_environment:
        return DeferralExcluded(f"{given.procedure.name}涉及安全、环保等强制材料，不得容缺")
    return None


def item_allowed(given: Circumstances) -> Refused | None:
    """The catalogue lets this procedure be deferred at all (事项容缺方式)."""
    if grade(given.procedure, given.regulations.deferral) is DeferralMode.NONE:
        return DeferralExcluded(f"{given.procedure.code} {given.procedure.name}不适用容缺受理")
    return None


def not_instant_or_uplevel(given: Circumstances) -> Refused | None:
    """Neither settled on the spot nor forwarded to a superior level (兰州2020)."""
    if given.procedure.instant:
        return DeferralExcluded(f"{given.procedure.name}是即办件，不适用容缺受理")
    if given.procedure.decided_by_superior:
        return DeferralExcluded(f"{given.procedure.name}须上报上级决定，不适用容缺受理")
    return None


def within_scope(given: Circumstances) -> Refused | None:
    """A profile for major works is for those only (上海2020 35;重庆2021 47: 重大工程)."""
    profile = given.regulations.deferral
    if profile.tiers and given.file.project.tier not in profile.tiers:
        return DeferralExcluded(f"“{profile.name}”容缺办法只适用于重大工程，本项目不在其列")
    return None


def promised_in_time(given: Circumstances) -> Refused | None:
    """Each promised day is after signature and within the smaller of both limits (台州2019)."""
    signed = given.asked(AcceptConditionally).signed_on or given.on
    owed = promised_documents(given)
    amiss = {
        number: said for number, one in enumerate(owed) if (said := _day_amiss(given, one, signed))
    }
    if not amiss:
        return None
    return PromiseTooLate(
        "；".join(amiss.values()),
        fields={f"owed.{number}.due_on": said for number, said in amiss.items()},
        latest=latest_make_up(given, owed[min(amiss)].document),
    )


def _day_amiss(given: Circumstances, promised: PromisedDocument, signed: date) -> str:
    """Say what is wrong with a promised day, or nothing."""
    latest = latest_make_up(given, promised.document)
    if latest is not None and latest <= signed:
        return (
            f"办结时限自收到申请之日起算，{latest} 届满，已没有可以承诺的补交日；"
            f"请一次性告知补正《{given.document_name(promised.document)}》"
        )
    said = f"《{given.document_name(promised.document)}》的补交日 {promised.due_on} "
    if promised.due_on <= signed:
        return said + "应晚于承诺书签署日"
    if promised.due_on < given.on:
        return said + f"已过（今日 {given.on}），请重新签署承诺书"
    if latest is not None and promised.due_on > latest:
        return said + f"超过上限，最迟 {latest}"
    return ""


ELIGIBILITY = (
    main_complete,
    only_listed,
    voluntary,
    credit_ok,
    not_excluded,
    item_allowed,
    not_instant_or_uplevel,
)
"""In the order of the campaign's `deferral.eligibility`; a test holds the two together."""

MAY_DEFER = (*ELIGIBILITY, within_scope, promised_in_time)

GRADES = (
    DeferralMode.NONE,
    DeferralMode.PREVIEW,
    DeferralMode.ACCEPT_ONLY,
    DeferralMode.APPROVE_THEN_SUPPLEMENT,
    DeferralMode.COMMITMENT,
)
"""From what goes least far ahead of its documents to what goes farthest."""


def grade(procedure: Procedure, profile: DeferralProfile) -> DeferralMode:
    """Return how far a case may go ahead of its documents: the lesser of place and procedure.

    Fire and hazardous chemicals are never deferred, whatever place or catalogue say
    (国办发〔2020〕42号: 直接涉及公共安全、生命财产安全的不适用).
    """
    if procedure.fire_or_hazard:
        return DeferralMode.NONE
    return min(procedure.deferral_mode, profile.mode, key=GRADES.index)


def latest_make_up(given: Circumstances, document: str) -> date | None:
    """Return the last day on which a document may be promised; ``None`` = no limit known.

    The smaller of the document's own make-up period and the profile's cap
    (`deferral.makeup_limit`: 台州2019 the promised limit, 化州2025 the statutory one),
    both counted from the signature; a limit that runs from receipt (建筑法 8) caps from there:
    nothing is promised for a day on which the case is late.
    """
    signed = given.asked(AcceptConditionally).signed_on or given.on
    required = given.procedure.document(document)
    ends = []
    if required is not None and required.makeup_days is not None:
        ends.append(given.days.add(signed, required.makeup_days, Unit.WORKDAY).due_on)
    cap = given.regulations.deferral.cap
    limit = {
        MakeUpCap.PROMISED: given.procedure.promised,
        MakeUpCap.STATUTORY: given.procedure.statutory,
        MakeUpCap.NONE: None,
    }[cap]
    if limit is not None and limit.value is not None and limit.bound is Bound.MAX:
        start = signed
        if limit.counts_from is CountsFrom.RECEIPT and given.case.received_on is not None:
            start = min(signed, given.case.received_on)
        ends.append(given.days.add(start, limit.value, limit.unit).due_on)
    return min(ends, default=None)


def promised_documents(given: Circumstances) -> tuple[PromisedDocument, ...]:
    """Return what is owed by when; a request that names nothing promises all at the latest day."""
    wanted = given.asked(AcceptConditionally)
    if wanted.owed:
        return tuple(
            PromisedDocument(
                document=given.document(one.document), due_on=last_day(one.due_on, given.days)
            )
            for one in wanted.owed
        )
    fallback = given.days.add(given.on, 5, Unit.WORKDAY).due_on
    return tuple(
        PromisedDocument(document=code, due_on=latest_make_up(given, code) or fallback)
        for code in given.absent(RequirementLevel.DEFERRABLE)
    )


def conditionally_accepted(given: Circumstances) -> ConditionallyAccepted:
    """Record what is owed by when, who signed, under which profile and how far it may go."""
    wanted, profile = given.asked(AcceptConditionally), given.regulations.deferral
    signed = wanted.signed_on or given.on
    return ConditionallyAccepted(
        procedure=given.case.procedure,
        owed=promised_documents(given),
        signed_by=wanted.signed_by.strip(),
        signed_on=signed,
        countersigned_by=given.by.number,
        profile=given.regulations.rulebook.profile,
        terms=profile,
        promised=given.procedure.promised,
        statutory=given.procedure.statutory,
        opinion=wanted.opinion,
        mode=grade(given.procedure, profile),
        clock_from=given.on if profile.clock_start is ClockStart.ACCEPTED else signed,
    )
