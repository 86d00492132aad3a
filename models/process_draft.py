"""What was read of a process model that came from elsewhere (流程草案): a draft, never in force."""

from models.vocabulary import Value


class DraftProcedure(Value):
    """A procedure of the draft (草案事项): its order is read, its law is to be filled in."""

    element: str
    """Id of the element that it was read from."""
    code: str
    provisional: bool
    """The code is none of the model's: it was numbered here."""
    name: str
    department: str
    """Code; empty = the lane names no department of ours."""
    lane: str
    prerequisites: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    tolerable: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    """Comes after these, but the model does not say whether after all or after one of them."""


class UnreadElement(Value):
    """An element that was not read, and why (未读入的元素)."""

    element: str
    line: int
    why: str


class ProcessDraft(Value):
    """Procedures and their order as a process model says (流程草案)."""

    title: str
    procedures: tuple[DraftProcedure, ...]
    unread: tuple[UnreadElement, ...]
