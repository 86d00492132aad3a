"""A matter under supervision as an official paper (督办文书): what it says, printed or saved."""

from datetime import date

from models.vocabulary import Value


class MatterStep(Value):
    """One step that the matter has taken (督办经过)."""

    on: date
    by: str
    """Who did it, in words; empty = the system."""
    what: str
    text: str


class MatterPaper(Value):
    """The paper of a matter: an interview, or a slip of supervision (督办文书)."""

    project: str
    project_name: str
    number: int
    title: str
    """约谈通知书, or the name of its rung."""
    interview: bool
    draft: bool
    """Not signed: it may not be served (未签发不得送达)."""
    dropped: bool
    addressed_to: str
    """The unit or department that has to answer."""
    posts: tuple[str, ...]
    """The posts that it is addressed to."""
    issuer: str
    signed_by: str
    signed_on: date | None
    reply_by: date | None
    subject: str
    """What it is about, in words."""
    facts: tuple[str, ...]
    """How the project stands, a sentence each."""
    basis: tuple[str, ...]
    """Articles that it stands on."""
    steps: tuple[MatterStep, ...]
    held_on: date | None = None
    attendants: str = ""
    minutes: str = ""
    as_of: date
    version: int
    """The entry of the project's ledger up to which it is read."""
