"""The life of a case (办件流转): which act is possible in which state.

One table, read by the rules, the forms and the handbook alike.
"""

from typing import ClassVar

from models.acts import Act
from models.case import CaseState as S
from models.refusal import Refused

RUNNING = frozenset({S.ACCEPTED, S.CONDITIONALLY_ACCEPTED})
"""Accepted, and the clock runs."""

REPROACHABLE = frozenset(
    {
        *(S.CONDITIONALLY_ACCEPTED, S.OVERDUE_PROMISE, S.APPROVED, S.APPROVED_CONDITIONALLY),
        *(S.RETURNED, S.REFUSED, S.DECLINED, S.REVOKED),
    }
)
"""States in which something may be meant to be done to the applicant's disadvantage."""

MOVES: dict[Act, frozenset[S]] = {
    Act.SUBMIT: frozenset({S.OPEN, S.DECLINED, S.RETURNED, S.WITHDRAWN, S.REFUSED, S.REVOKED}),
    Act.ACCEPT: frozenset({S.SUBMITTED}),
    Act.ACCEPT_CONDITIONALLY: frozenset({S.SUBMITTED}),
    Act.GIVE_PREVIEW_OPINION: frozenset({S.NOT_OPEN, S.SUBMITTED}),
    Act.REQUEST_CORRECTION: frozenset({S.SUBMITTED}),
    Act.CORRECT: frozenset({S.CORRECTING}),
    Act.DECLINE: frozenset(
        {S.SUBMITTED, S.CORRECTING, S.CONDITIONALLY_ACCEPTED, S.OVERDUE_PROMISE}
    ),
    Act.RECEIVE_DOCUMENT: frozenset(
        {
            S.ACCEPTED,
            S.CONDITIONALLY_ACCEPTED,
            S.PAUSED,
            S.OVERDUE_PROMISE,
            S.APPROVED_CONDITIONALLY,
        }
    ),
    Act.EXTEND_PROMISE: frozenset({S.CONDITIONALLY_ACCEPTED, S.PAUSED, S.APPROVED_CONDITIONALLY}),
    Act.ORDER_RECTIFICATION: frozenset({S.APPROVED_CONDITIONALLY}),
    Act.PAUSE: RUNNING,
    Act.RESUME: frozenset({S.PAUSED}),
    Act.EXTEND: RUNNING,
    Act.REVIEW: RUNNING | {S.PAUSED, S.OVERDUE_PROMISE},
    Act.DECIDE: RUNNING,
    Act.DECIDE_CONDITIONALLY: frozenset({S.CONDITIONALLY_ACCEPTED}),
    Act.REFUSE: RUNNING | {S.OVERDUE_PROMISE},
    Act.DELIVER: frozenset({S.APPROVED, S.APPROVED_CONDITIONALLY, S.REFUSED}),
    Act.WITHDRAW: RUNNING | {S.SUBMITTED, S.CORRECTING, S.PAUSED, S.OVERDUE_PROMISE},
    Act.REVOKE: frozenset({S.APPROVED, S.APPROVED_CONDITIONALLY}),
    Act.ANNOUNCE_MEASURE: REPROACHABLE,
    Act.STATE_DEFENCE: REPROACHABLE,
    Act.RECORD_BREACH: frozenset(
        {
            *(S.CONDITIONALLY_ACCEPTED, S.OVERDUE_PROMISE, S.APPROVED_CONDITIONALLY),
            *(S.RETURNED, S.REFUSED, S.DECLINED, S.REVOKED),
        }
    ),
    Act.REPAIR_CREDIT: frozenset(set(S) - {S.NOT_OPEN, S.NOT_REQUIRED}),
    Act.EXPECT_DOCUMENT: frozenset(
        {
            *(S.NOT_OPEN, S.OPEN, S.SUBMITTED, S.CORRECTING),
            *(S.DECLINED, S.RETURNED, S.WITHDRAWN, S.REFUSED, S.REVOKED),
        }
    ),
    Act.OFFER_HEARING: RUNNING,
    # The right is not lost because another special procedure has stopped the clock meanwhile.
    Act.REQUEST_HEARING: RUNNING | {S.PAUSED},
    Act.HOLD_HEARING: frozenset({S.PAUSED}),
}
"""Act → the states in which it is possible. What follows is the fold's to say."""

GATE_ACTS = frozenset(
    {
        Act.CONFIRM_CONDITION,
        Act.PIN_START,
        Act.REPORT_START,
        Act.SIGN_SLIP,
        Act.DROP_SLIP,
        Act.ANSWER_SLIP,
        Act.CLOSE_MATTER,
        Act.ESCALATE_MATTER,
        Act.HOLD_INTERVIEW,
        Act.REQUEST_REVIEW,
        Act.DECIDE_REVIEW,
        Act.EXPLAIN_MISSED_START,
        Act.RAISE_ISSUE,
        Act.SOLVE_ISSUE,
        Act.JUSTIFY_DELAY,
    }
)
"""Acts that concern the whole project and name a gate instead of a procedure."""

NATIONAL_STATUS: dict[S, int] = {
    S.SUBMITTED: 1,
    S.WITHDRAWN: 14,
    S.RETURNED: 2,
    S.DECLINED: 5,
    S.CORRECTING: 6,
    S.ACCEPTED: 3,
    S.CONDITIONALLY_ACCEPTED: 3,
    S.OVERDUE_PROMISE: 6,
    S.PAUSED: 9,
    S.APPROVED: 11,
    S.APPROVED_CONDITIONALLY: 12,
    S.REFUSED: 13,
    S.REVOKED: 15,
}
"""国家工改数据标准办件状态 1–15 (`codes.item_status` of the reference data)."""


class ActImpossible(Refused):
    """The state of the case does not allow the act (当前状态不能办理)."""

    code: ClassVar[str] = "act_impossible"


def acts_possible(state: S) -> tuple[Act, ...]:
    """Return the acts that the state allows, in the order of the table."""
    return tuple(act for act, states in MOVES.items() if state in states)
