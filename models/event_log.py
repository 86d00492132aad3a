"""What happened, as process mining reads it (事件日志): who did what, when, in no words."""

from datetime import datetime

from models.vocabulary import Value


class LoggedEvent(Value):
    """One entry of a project's ledger (日志事件)."""

    project: str
    version: int
    procedure: str
    """Empty = it is about the project as a whole."""
    activity: str
    at: datetime
    by: str
    """The account; empty = the system by itself."""
    office: str
    """Department or unit of the account; empty = none."""
