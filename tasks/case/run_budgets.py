"""How long a Prefect run may stay in a state (状态时限), and what stands still by that.

Judged by the age of the state alone: a heartbeat may be missing for a run that is well,
and a run that was claimed by a server that died never had one.
"""

from datetime import datetime, timedelta

from prefect.client.schemas.objects import State, StateType

CLAIMED = timedelta(minutes=1)
"""Pending: the warm worker claims a run only when a thread is free for it."""
CANCELLING = timedelta(minutes=2)
"""Cancelling: as long as a flow may take to come to its end."""
LATE = timedelta(minutes=10)
"""Scheduled, past its time: two watches, since after an outage runs wait in line."""

LOST = frozenset({StateType.CRASHED, StateType.FAILED})
"""Nothing goes on by itself any more: no time is allowed."""


def stands_still(state: State, now: datetime, *, longest: timedelta) -> bool:
    """Tell whether a run has been longer in a state than it may; ``longest`` caps every budget.

    ``longest`` is the budget of a Running run (``GREENCHANNEL_STUCK_SECONDS``).
    """
    match state.type:
        case StateType.PENDING:
            return now - state.timestamp > min(CLAIMED, longest)
        case StateType.RUNNING:
            return now - state.timestamp > longest
        case StateType.CANCELLING:
            return now - state.timestamp > min(CANCELLING, longest)
        case StateType.SCHEDULED:
            due_at = state.state_details.scheduled_time or state.timestamp
            return now - max(due_at, state.timestamp) > LATE
        case _:
            return state.type in LOST
