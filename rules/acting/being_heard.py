"""The right to be heard before a revocation or a credit record (陈述申辩).

行政许可法 7: the applicant may state a case; 69: what may be revoked. How long there is to
answer no law says, so it is data (`assumed`). Who tells is not who decides, and a credit
record is proposed by the department and decided by somebody else.
"""

from datetime import date

from models.act_requests import RecordBreach
from models.case import CaseState
from models.credit import BreachRecorded, CreditRepaired, RepairCredit
from models.measure import (
    AnnouncedMeasure,
    AnnounceMeasure,
    BeingHeardRules,
    Measure,
    MeasureAnnounced,
    StateDefence,
)
from models.people import Account, Role
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.days.working_days import WorkingDays
from rules.fold.lifecycle import BREACHABLE, REVOCABLE

POSSIBLE_IN = {Measure.REVOCATION: REVOCABLE, Measure.CREDIT_RECORD: BREACHABLE}
"""Measure → the states in which it can be taken."""


class NotHeardYet(Refused):
    """The applicant has not been told, or may still answer (未告知或陈述申辩期未满)."""


class MeasureAnnouncedBefore(Refused):
    """The applicant was told of this measure already (已经告知)."""


class NoSuchMeasure(Refused):
    """Nothing of the kind was announced, or it does not fit the case (没有相应的拟作处理)."""


class NotTheDecider(Refused):
    """Another person has to decide (应由他人决定)."""


def announced(given: Circumstances, measure: Measure) -> AnnouncedMeasure | None:
    """Return what was announced, if anything."""
    return next((one for one in given.case.measures if one.measure is measure), None)


def answer_until(told: AnnouncedMeasure, days: WorkingDays) -> date:
    """Return the last day to state a case: what was told, or later where holidays say so."""
    return max(told.answer_by, days.add(told.on, told.days, told.unit).due_on)


def measure_fits_the_case(given: Circumstances) -> Refused | None:
    """Only what could be done to this case is announced."""
    measure = given.asked(AnnounceMeasure).measure
    if given.case.state not in POSSIBLE_IN[measure]:
        return NoSuchMeasure(f"本件当前不能{measure.label}，无须告知")
    broken = given.case.state is CaseState.REVOKED or any(one.lapsed_on for one in given.case.owed)
    if measure is Measure.CREDIT_RECORD and not broken:
        return NoSuchMeasure("本件没有承诺逾期，也没有被撤销，不能认定失信")
    if (told := announced(given, measure)) is not None:
        until = answer_until(told, given.days)
        return MeasureAnnouncedBefore(
            f"已于 {told.on} 告知拟{measure.label}，陈述申辩期至 {until}", until=until
        )
    return None


def measure_announced(given: Circumstances) -> MeasureAnnounced:
    """Record what was told, until when a case may be stated, and by which rule of that day."""
    wanted, rules = given.asked(AnnounceMeasure), _rules(given)
    return MeasureAnnounced(
        procedure=given.case.procedure,
        measure=wanted.measure,
        reason=wanted.reason,
        answer_by=given.days.add(given.on, rules.reply_days, rules.unit).due_on,
        days=rules.reply_days,
        unit=rules.unit,
        article=rules.basis_of(wanted.measure, on=given.on),
    )


def defence_is_asked_for(given: Circumstances) -> Refused | None:
    """A case is stated about what was announced, before it is decided."""
    measure = given.asked(StateDefence).measure
    if announced(given, measure) is not None:
        return None
    return NoSuchMeasure(f"本件没有告知拟{measure.label}")


def revocation_was_announced(given: Circumstances) -> Refused | None:
    """Nothing is revoked before its holder was heard, nor by whoever told (行政许可法 7, 69)."""
    return _heard(given, Measure.REVOCATION)


def credit_record_was_announced(given: Circumstances) -> Refused | None:
    """Nobody goes on the record before being heard, nor by whoever proposed it."""
    return _heard(given, Measure.CREDIT_RECORD)


def basis_in_force(given: Circumstances, measure: Measure) -> str:
    """Return what gives a measure, by the rule that is in force on the day."""
    return _rules(given).basis_of(measure, on=given.on)


def _heard(given: Circumstances, measure: Measure) -> Refused | None:
    told, name = announced(given, measure), measure.label
    basis = basis_in_force(given, measure)
    if told is None:
        return NotHeardYet(f"{name}前应当告知当事人事由、依据，并听取陈述申辩（{basis}）")
    if given.is_by(told.by, told.person):
        return NotTheDecider(f"拟{name}由{given.by.name}提出，不得由其本人决定")
    until = answer_until(told, given.days)
    if told.stated_on is None and given.on <= until:
        return NotHeardYet(
            f"已于 {told.on} 告知拟{name}，陈述申辩期至 {until}，期满或者收到陈述申辩前不得决定"
            f"（{told.article}）",
            until=until,
        )
    return None


def credit_authority_decides(given: Circumstances) -> Refused | None:
    """The department proposes; on credit another authority decides, and repairs what it decided."""
    named = _rules(given).credit_deciders
    office = given.procedure.department
    if given.by.office != office and (not named or given.by.number in named):
        return None
    campaign = given.regulations.campaign
    accounts = [campaign.account(number) for number in named]
    who = "、".join(
        f"{one.name}（{one.number}）" for one in accounts if one is not None and _other(one, office)
    )
    return NotTheDecider(
        f"信用记录由部门提出，应由{who or '其他部门负责人或区领导'}决定，{given.by.name}不能决定"
    )


def _other(account: Account, office: str) -> bool:
    return account.role is Role.LEADER or account.office != office


def _rules(given: Circumstances) -> BeingHeardRules:
    return given.regulations.rulebook.being_heard


def breach_recorded(given: Circumstances) -> BreachRecorded:
    """Put the broken promise on the applicant's record (失信认定)."""
    return BreachRecorded(
        procedure=given.case.procedure,
        credit_code=given.file.project.applicant.credit_code,
        reason=given.asked(RecordBreach).reason,
        article=basis_in_force(given, Measure.CREDIT_RECORD),
    )


def credit_repaired(given: Circumstances) -> CreditRepaired:
    """Take the repaired breach off the applicant's record (信用修复)."""
    return CreditRepaired(
        procedure=given.case.procedure,
        credit_code=given.file.project.applicant.credit_code,
        reason=given.asked(RepairCredit).reason,
    )
