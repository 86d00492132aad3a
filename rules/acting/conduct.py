"""Every act of the office: when, by whom, under which rules, what is recorded (办理规则).

Reads as a table of contents. A rule is a function of the circumstances that returns
a refusal or ``None``; the first refusal wins; the list is the documentation. Life cycle,
authority and examination are views of it (`rules/acting/examining.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.act_requests import Act
from models.case import CaseState as S
from models.case_entries import ClockResumed, Withdrawn
from models.ledger import Payload
from models.light_rules import DelayJustified
from models.measure import DefenceStated
from models.milestone import Started, StartPinned
from models.people import Role
from models.refusal import Refused
from rules.acceptance import deferral, documents, duty, expectation, hearing, promise
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.handling import assigned, handing_on_is_explained, handler_is_a_colleague
from rules.acceptance.reapplying import deceit_is_past
from rules.acceptance.regime import refusal_exists
from rules.acting import being_heard, decision, preview, records, reviewing, starting
from rules.acting.consequences import nothing_is_waited_for
from rules.fold.lifecycle import BREACHABLE, ENDED, REPROACHABLE, REVOCABLE, RUNNING
from rules.in_force import authority as by
from rules.in_force.authority import Reach
from rules.supervision import acts as supervision
from rules.supervision import issues, recording
from rules.supervision.matters import there_is_one_matter

Rule = Callable[[Circumstances], Refused | None]


@dataclass(frozen=True, slots=True)
class Conduct:
    """How one act is done (办理规则)."""

    states: frozenset[S] | None
    """States of a case in which it is possible; ``None`` = it concerns the whole project.

    Such an act names a gate instead of a procedure. What follows is the fold's to say.
    """
    who: Mapping[Role, Reach]
    """Role → reach; a role that is not named has no right (default deny)."""
    rules: tuple[Rule, ...]
    record: Callable[[Circumstances], Payload]


def _at(*states: S) -> frozenset[S]:
    return frozenset(states)


_BEFORE_A_DECISION = (
    promise.hard_stop_is_clear,
    decision.prerequisites_are_concluded,
    decision.notice_period_is_over,
    hearing.hearing_right_is_over,
    reviewing.another_has_looked,
    reviewing.enough_agree,
    reviewing.contradiction_is_explained,
)

_IN_HAND = RUNNING | {S.SUBMITTED, S.CORRECTING, S.PAUSED, S.OVERDUE_PROMISE}

CONDUCT: dict[Act, Conduct] = {
    Act.SUBMIT: Conduct(
        ENDED | {S.OPEN},
        by.HANDING_IN,
        (nothing_is_waited_for, deceit_is_past, documents.submitted_documents_are_known),
        records.submitted,
    ),
    Act.ACCEPT: Conduct(
        _at(S.SUBMITTED), by.ALONE, (documents.documents_are_complete,), records.accepted
    ),
    Act.ACCEPT_CONDITIONALLY: Conduct(
        _at(S.SUBMITTED), by.ALONE, deferral.MAY_DEFER, deferral.conditionally_accepted
    ),
    Act.GIVE_PREVIEW_OPINION: Conduct(
        _at(S.NOT_OPEN, S.SUBMITTED),
        by.ALONE,
        (preview.preview_is_practised, preview.prerequisites_are_lacking),
        preview.preview_opinion_given,
    ),
    Act.REQUEST_CORRECTION: Conduct(
        _at(S.SUBMITTED),
        by.ALONE,
        (
            documents.correction_names_documents,
            documents.told_only_once,
            documents.correction_date_is_ahead,
        ),
        records.correction_requested,
    ),
    Act.CORRECT: Conduct(
        _at(S.CORRECTING),
        by.HANDING_IN,
        (documents.corrected_documents_are_known, documents.correction_answers_an_item),
        records.corrected,
    ),
    Act.DECLINE: Conduct(
        _at(S.SUBMITTED, S.CORRECTING, S.CONDITIONALLY_ACCEPTED, S.OVERDUE_PROMISE),
        by.DEPARTMENT,
        (promise.acceptance_may_end, duty.need_not_be_taken_in, duty.declined_on_a_ground),
        promise.declined,
    ),
    Act.RECEIVE_DOCUMENT: Conduct(
        RUNNING | {S.PAUSED, S.OVERDUE_PROMISE, S.APPROVED_CONDITIONALLY},
        by.ALONE,
        (documents.document_is_owed,),
        records.document_received,
    ),
    Act.EXTEND_PROMISE: Conduct(
        _at(S.CONDITIONALLY_ACCEPTED, S.PAUSED, S.APPROVED_CONDITIONALLY),
        by.HEADS,
        (promise.promise_may_be_extended,),
        promise.extended,
    ),
    Act.ORDER_RECTIFICATION: Conduct(
        _at(S.APPROVED_CONDITIONALLY),
        by.HEADS,
        (promise.rectification_is_due,),
        promise.rectification_ordered,
    ),
    Act.PAUSE: Conduct(
        RUNNING, by.DEPARTMENT, (decision.special_procedure_is_listed,), records.paused
    ),
    Act.RESUME: Conduct(
        _at(S.PAUSED),
        by.DEPARTMENT,
        (hearing.hearing_is_not_skipped,),
        records.copied(ClockResumed),
    ),
    Act.EXTEND: Conduct(RUNNING, by.HEADS, (decision.extension_is_allowed,), records.extended),
    Act.REVIEW: Conduct(
        RUNNING | {S.PAUSED, S.OVERDUE_PROMISE},
        by.GIVING_OPINIONS,
        (reviewing.review_is_anothers,),
        reviewing.reviewed,
    ),
    Act.DECIDE: Conduct(
        RUNNING,
        by.DEPARTMENT,
        (decision.nothing_is_owed, decision.file_is_complete, *_BEFORE_A_DECISION),
        records.concluded,
    ),
    Act.DECIDE_CONDITIONALLY: Conduct(
        _at(S.CONDITIONALLY_ACCEPTED),
        by.HEADS,
        (decision.profile_lets_decide_early, *_BEFORE_A_DECISION),
        records.concluded,
    ),
    Act.REFUSE: Conduct(
        RUNNING | {S.OVERDUE_PROMISE},
        by.HEADS,
        (refusal_exists, hearing.hearing_right_is_over, reviewing.another_has_looked),
        records.refused,
    ),
    Act.DELIVER: Conduct(
        REVOCABLE | {S.REFUSED}, by.ALONE, (decision.delivery_is_due,), records.delivered
    ),
    Act.EXTEND_CERTIFICATE: Conduct(
        REVOCABLE, by.HEADS, (decision.certificate_may_be_extended,), decision.prolonged
    ),
    Act.WITHDRAW: Conduct(_IN_HAND, by.CARERS, (), records.copied(Withdrawn)),
    Act.REVOKE: Conduct(
        REVOCABLE,
        by.HEADS,
        (promise.rectification_has_run_out, being_heard.revocation_was_announced),
        promise.revoked,
    ),
    Act.ANNOUNCE_MEASURE: Conduct(
        REPROACHABLE,
        by.DEPARTMENT,
        (being_heard.measure_fits_the_case,),
        being_heard.measure_announced,
    ),
    Act.STATE_DEFENCE: Conduct(
        REPROACHABLE,
        by.HANDING_IN,
        (being_heard.defence_is_asked_for,),
        records.copied(DefenceStated),
    ),
    # Not its own department's alone: `rules/acting/being_heard.py` says who decides on credit.
    Act.RECORD_BREACH: Conduct(
        BREACHABLE,
        by.CREDIT_DECIDERS,
        (
            promise.promise_was_broken,
            being_heard.credit_authority_decides,
            being_heard.credit_record_was_announced,
        ),
        being_heard.breach_recorded,
    ),
    Act.REPAIR_CREDIT: Conduct(
        frozenset(S) - {S.NOT_OPEN, S.NOT_REQUIRED},
        by.CREDIT_DECIDERS,
        (promise.breach_is_open, being_heard.credit_authority_decides),
        being_heard.credit_repaired,
    ),
    Act.EXPECT_DOCUMENT: Conduct(
        ENDED | {S.NOT_OPEN, S.OPEN, S.SUBMITTED, S.CORRECTING},
        by.HANDING_IN,
        (expectation.document_is_missing, expectation.expected_day_is_not_past),
        expectation.document_expected,
    ),
    Act.ASSIGN: Conduct(
        _IN_HAND, by.DEPARTMENT, (handler_is_a_colleague, handing_on_is_explained), assigned
    ),
    Act.OFFER_HEARING: Conduct(
        RUNNING, by.DEPARTMENT, (hearing.hearing_may_be_offered,), hearing.offered
    ),
    # The right is not lost because another special procedure has stopped the clock meanwhile.
    Act.REQUEST_HEARING: Conduct(
        RUNNING | {S.PAUSED}, by.HANDING_IN, (hearing.hearing_may_be_requested,), hearing.requested
    ),
    Act.HOLD_HEARING: Conduct(_at(S.PAUSED), by.DEPARTMENT, hearing.MAY_HOLD, hearing.held),
    Act.CONFIRM_CONDITION: Conduct(
        None,
        by.CONFIRMING,
        (starting.condition_is_open, starting.its_book_says_so),
        starting.confirmed,
    ),
    Act.PIN_START: Conduct(
        None,
        by.PLANNING,
        (
            starting.not_started_yet,
            starting.date_is_a_working_day_ahead,
            starting.moving_it_is_explained,
            starting.a_missed_date_is_explained,
        ),
        records.copied(StartPinned),
    ),
    Act.REPORT_START: Conduct(None, by.STARTING, starting.MAY_START, records.copied(Started)),
    Act.DELEGATE: Conduct(None, by.PROJECT_UNIT, (issues.office_is_known,), records.entrusted),
    # Whose signature a rung needs, and who was asked, is for `rules/supervision/acts.py` to say.
    Act.SIGN_SLIP: Conduct(
        None,
        by.SUPERVISING,
        (there_is_one_matter, supervision.signer_is_named, supervision.ground_still_holds),
        recording.signed,
    ),
    Act.DROP_SLIP: Conduct(
        None, by.SUPERVISING, (there_is_one_matter, supervision.signer_is_named), recording.dropped
    ),
    Act.ANSWER_SLIP: Conduct(
        None,
        by.ANSWERING,
        (there_is_one_matter, supervision.answerer_is_asked, supervision.answer_is_in_reach),
        recording.answered,
    ),
    Act.CLOSE_MATTER: Conduct(
        None,
        by.SUPERVISING,
        (there_is_one_matter, supervision.closer_stands_high_enough),
        recording.closed,
    ),
    Act.ESCALATE_MATTER: Conduct(
        None, by.SUPERVISING, (supervision.rung_is_higher,), recording.escalated
    ),
    Act.HOLD_INTERVIEW: Conduct(
        None,
        by.SUPERVISING,
        (there_is_one_matter, supervision.interview_was_signed),
        recording.interviewed,
    ),
    Act.REQUEST_REVIEW: Conduct(
        None,
        by.ANSWERING,
        (there_is_one_matter, supervision.answerer_is_asked, supervision.review_is_in_time),
        recording.review_requested,
    ),
    Act.DECIDE_REVIEW: Conduct(
        None,
        by.REVIEWERS,
        (there_is_one_matter, supervision.reviewer_did_not_sign),
        recording.review_decided,
    ),
    Act.RAISE_ISSUE: Conduct(
        None, by.RAISING, (issues.office_is_known, issues.day_is_ahead), issues.raised_by_request
    ),
    Act.SOLVE_ISSUE: Conduct(
        None, by.SOLVING, (issues.issue_is_known, issues.issue_is_theirs), issues.solved
    ),
    Act.EXPLAIN_MISSED_START: Conduct(
        None, by.PROJECT_UNIT, (supervision.start_was_missed,), recording.explained
    ),
    Act.JUSTIFY_DELAY: Conduct(
        None, by.PLANNING, (starting.reason_holds_for_a_while,), records.copied(DelayJustified)
    ),
}
"""Act → how it is done, in the order of the life cycle; the acts on a whole project last."""
