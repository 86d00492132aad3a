"""The life of a case (办件流转): its states, as acts and readings group them.

Which act is possible in which state is a column of the one table of acts
(`rules/acting/conduct.py`).
"""

from models.case import CaseState as S

RUNNING = frozenset({S.ACCEPTED, S.CONDITIONALLY_ACCEPTED})
"""Accepted, and the clock runs."""

REPROACHABLE = frozenset(
    {
        *(S.CONDITIONALLY_ACCEPTED, S.OVERDUE_PROMISE, S.APPROVED, S.APPROVED_CONDITIONALLY),
        *(S.RETURNED, S.REFUSED, S.DECLINED, S.REVOKED),
    }
)
"""States in which something may be meant to be done to the applicant's disadvantage."""

REVOCABLE = frozenset({S.APPROVED, S.APPROVED_CONDITIONALLY})
"""Granted, so that it may be revoked."""

ENDED = frozenset({S.DECLINED, S.RETURNED, S.WITHDRAWN, S.REFUSED, S.REVOKED})
"""States after which an application may be handed in anew."""

BREACHABLE = REPROACHABLE - {S.APPROVED}
"""States of a case of which a promise may have been broken."""

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
