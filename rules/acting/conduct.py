"""Every act of the office: its ordered rules, then what is recorded (办理规则).

Reads as a table of contents. A rule is a function of the circumstances that returns
a refusal or ``None``; the first refusal wins; the list is the documentation.
"""

from collections.abc import Callable
from dataclasses import dataclass

from models.acts import (
    Act,
    ReceiveDocument,
    RecordBreach,
    Refuse,
    RepairCredit,
    Resume,
    Withdraw,
)
from models.credit import BreachRecorded, CreditRepaired
from models.labels import ACTS, STATES
from models.ledger import (
    ApplicationRefused,
    ClockResumed,
    Delivered,
    Payload,
    Withdrawn,
)
from models.measure import Measure
from models.promise import (
    DeferredItemReceived,
)
from models.refusal import Refused
from rules.acceptance import deferral, documents, expectation, hearing, promise
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.duty import declined_on_a_ground, need_not_be_taken_in
from rules.acceptance.regime import refusal_exists
from rules.acting import being_heard, decision, preview, records, reviewing
from rules.acting.consequences import nothing_is_waited_for
from rules.fold.lifecycle import MOVES, ActImpossible, acts_possible
from rules.fold.waiting import waits_for

Rule = Callable[[Circumstances], Refused | None]


@dataclass(frozen=True, slots=True)
class Conduct:
    """How one act is done (办理规则): what must hold, and what is recorded."""

    rules: tuple[Rule, ...]
    record: Callable[[Circumstances], Payload]


def examine(now: Circumstances) -> Refused | None:
    """Return the first refusal that stands against the act, or ``None``."""
    for rule in (state_allows_it, *CONDUCT[now.request.act].rules):
        if refused := rule(now):
            return refused
    return None


def state_allows_it(now: Circumstances) -> Refused | None:
    """The life cycle decides first (办件流转表)."""
    act = now.request.act
    if now.case.state in MOVES[act]:
        return None
    waiting = waits_for(now.file, now.case.procedure)
    possible = "、".join(ACTS[one] for one in acts_possible(now.case.state)) or "无"
    hint = f"；尚待前置事项：{'、'.join(waiting)}" if waiting else f"；当前可办：{possible}"
    return ActImpossible(
        f"{now.procedure.code} {now.procedure.name}当前为“{STATES[now.case.state]}”，"
        f"不能{ACTS[act]}{hint}",
        state=now.case.state.value,
        act=act.value,
    )


CONDUCT: dict[Act, Conduct] = {
    Act.SUBMIT: Conduct(
        (nothing_is_waited_for, documents.submitted_documents_are_known), records.submitted
    ),
    Act.ACCEPT: Conduct((documents.documents_are_complete,), records.accepted),
    Act.ACCEPT_CONDITIONALLY: Conduct(deferral.MAY_DEFER, deferral.conditionally_accepted),
    Act.GIVE_PREVIEW_OPINION: Conduct(
        (preview.preview_is_practised, preview.prerequisites_are_lacking),
        preview.preview_opinion_given,
    ),
    Act.REQUEST_CORRECTION: Conduct(
        (
            documents.correction_names_documents,
            documents.told_only_once,
            documents.correction_date_is_ahead,
        ),
        records.correction_requested,
    ),
    Act.CORRECT: Conduct(
        (documents.corrected_documents_are_known, documents.correction_answers_an_item),
        records.corrected,
    ),
    Act.DECLINE: Conduct(
        (promise.acceptance_may_end, need_not_be_taken_in, declined_on_a_ground),
        promise.declined,
    ),
    Act.RECEIVE_DOCUMENT: Conduct(
        (documents.document_is_owed,),
        lambda now: DeferredItemReceived(
            procedure=now.case.procedure,
            document=now.document(now.asked(ReceiveDocument).document),
        ),
    ),
    Act.EXTEND_PROMISE: Conduct((promise.promise_may_be_extended,), promise.extended),
    Act.ORDER_RECTIFICATION: Conduct(
        (promise.rectification_is_due,), promise.rectification_ordered
    ),
    Act.PAUSE: Conduct((decision.special_procedure_is_listed,), records.paused),
    Act.RESUME: Conduct(
        (hearing.hearing_is_not_skipped,),
        lambda now: ClockResumed(procedure=now.case.procedure, result=now.asked(Resume).result),
    ),
    Act.EXTEND: Conduct((decision.extension_is_allowed,), records.extended),
    Act.REVIEW: Conduct((reviewing.review_is_anothers,), reviewing.reviewed),
    Act.DECIDE: Conduct(
        (
            decision.nothing_is_owed,
            decision.file_is_complete,
            promise.hard_stop_is_clear,
            decision.prerequisites_are_concluded,
            decision.notice_period_is_over,
            hearing.hearing_right_is_over,
            reviewing.another_has_looked,
            reviewing.contradiction_is_explained,
        ),
        records.concluded,
    ),
    Act.DECIDE_CONDITIONALLY: Conduct(
        (
            decision.profile_lets_decide_early,
            promise.hard_stop_is_clear,
            decision.prerequisites_are_concluded,
            decision.notice_period_is_over,
            hearing.hearing_right_is_over,
            reviewing.another_has_looked,
            reviewing.contradiction_is_explained,
        ),
        records.concluded,
    ),
    Act.REFUSE: Conduct(
        (refusal_exists, hearing.hearing_right_is_over, reviewing.another_has_looked),
        lambda now: ApplicationRefused(
            procedure=now.case.procedure, reason=now.asked(Refuse).reason
        ),
    ),
    Act.DELIVER: Conduct(
        (decision.delivery_is_due,),
        lambda now: Delivered(procedure=now.case.procedure, served_on=records.served_on(now)),
    ),
    Act.WITHDRAW: Conduct(
        (),
        lambda now: Withdrawn(procedure=now.case.procedure, reason=now.asked(Withdraw).reason),
    ),
    Act.ANNOUNCE_MEASURE: Conduct(
        (being_heard.measure_fits_the_case,), being_heard.measure_announced
    ),
    Act.STATE_DEFENCE: Conduct((being_heard.defence_is_asked_for,), being_heard.defence_stated),
    Act.REVOKE: Conduct(
        (promise.rectification_has_run_out, being_heard.revocation_was_announced),
        promise.revoked,
    ),
    Act.RECORD_BREACH: Conduct(
        (
            promise.promise_was_broken,
            being_heard.credit_authority_decides,
            being_heard.credit_record_was_announced,
        ),
        lambda now: BreachRecorded(
            procedure=now.case.procedure,
            credit_code=now.file.project.applicant.credit_code,
            reason=now.asked(RecordBreach).reason,
            article=being_heard.basis_in_force(now, Measure.CREDIT_RECORD),
        ),
    ),
    Act.REPAIR_CREDIT: Conduct(
        (promise.breach_is_open, being_heard.credit_authority_decides),
        lambda now: CreditRepaired(
            procedure=now.case.procedure,
            credit_code=now.file.project.applicant.credit_code,
            reason=now.asked(RepairCredit).reason,
        ),
    ),
    Act.EXPECT_DOCUMENT: Conduct(
        (expectation.document_is_missing, expectation.expected_day_is_not_past),
        expectation.document_expected,
    ),
    Act.OFFER_HEARING: Conduct((hearing.hearing_may_be_offered,), hearing.offered),
    Act.REQUEST_HEARING: Conduct((hearing.hearing_may_be_requested,), hearing.requested),
    Act.HOLD_HEARING: Conduct((hearing.hearing_is_awaited,), hearing.held),
}
"""Act → how it is done. Acts that name a gate are in `rules/acting/starting.py`."""
