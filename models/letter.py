"""An official letter (公文): what it says, printed or saved; whatever its kind."""

from datetime import date

from models.vocabulary import Value


class Section(Value):
    """Paragraphs under a heading (公文段落)."""

    heading: str = ""
    paragraphs: tuple[str, ...]


class Letter(Value):
    """One letter (公文): a draft until a named person has signed it."""

    title: str
    number: str = ""
    """By which it is called (文书编号); empty = it has none, a draft never has."""
    mark: str = ""
    """What must not be done with it yet; empty = it may go out."""
    addressed_to: str
    sections: tuple[Section, ...]
    issuer: str
    signed_by: str = ""
    signed_on: date | None = None
    """``None`` = room is left to sign by hand."""
    seal: str = ""
    """Whose seal goes where the place for it is marked; nothing is printed in its stead."""
    receipt: tuple[str, ...] = ()
    """Lines to be filled in by hand by whoever receives it (签收栏)."""
    foot: str
    """Which entry of the ledger it was read from."""
