"""How a platform said no (平台拒收): in one line without secrets, and what that means."""

from datetime import timedelta


class SendFailure(Exception):
    """A message that a platform did not take (未送达)."""

    def __init__(
        self,
        reason: str,
        *,
        hopeless: bool = False,
        too_fast: bool = False,
        retry_after: timedelta | None = None,
        unreachable: bool = False,
        timed_out: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hopeless = hopeless
        """Trying again is no use: wrong token, unknown reader."""
        self.too_fast = too_fast
        """Too many in too short a time: whatever goes to the same robot has to wait."""
        self.retry_after = retry_after
        """How long the platform asks to be left alone."""
        self.unreachable = unreachable or timed_out
        """Nobody answered: others who send there need not try."""
        self.timed_out = timed_out
        """Nobody answered in time."""
