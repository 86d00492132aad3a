"""Everything a rule may look at when somebody acts (办理情形). Nothing else exists for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from models.act_requests import Request
from models.book_line import BookLine
from models.case import Case, CaseFile
from models.catalogue import Gate, Procedure, RequirementLevel
from models.changing import NOTHING
from models.people import Account
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """One act on one case, or on a whole project, as it is about to be done (办理情形)."""

    file: CaseFile
    about: tuple[Case, Procedure] | Gate
    """A case and its procedure as the law stands today, or the gate that the act names.

    An accepted case keeps its own limits.
    """
    request: Request
    by: Account
    on: date
    regulations: Regulations
    open_breaches: tuple[str, ...] = ()
    """Unrepaired breaches of this applicant, in words."""
    books: Mapping[str, Mapping[int, BookLine]] = field(default_factory=lambda: NOTHING)
    """Lines of the books, by book and number."""
    person: str = ""
    """Login of who acts at the post ``by``, where that is not the account itself."""

    def is_by(self, account: str, person: str) -> bool:
        """Tell whether who acts now is who acted then: the same post, or one person at two."""
        now = self.person or self.by.number
        return account == self.by.number or (person or account) == now

    @property
    def case(self) -> Case:
        """Return the case that the act is about."""
        assert isinstance(self.about, tuple)
        return self.about[0]

    @property
    def procedure(self) -> Procedure:
        """Return the procedure of the case."""
        assert isinstance(self.about, tuple)
        return self.about[1]

    @property
    def gate(self) -> Gate:
        """Return the gate, where the act concerns the whole project."""
        assert isinstance(self.about, Gate)
        return self.about

    @property
    def days(self) -> WorkingDays:
        """Return the working-day calendar."""
        return self.regulations.days

    def asked(self, kind: type[R]) -> R:
        """Return the request as the kind that the act takes."""
        assert isinstance(self.request, kind)
        return self.request

    def document(self, code_or_name: str) -> str:
        """Return the code of a document given by code or name; what is unknown stays as it is."""
        document = self.procedure.document(code_or_name)
        return document.code if document else code_or_name

    def document_name(self, code: str) -> str:
        """Return a document's Chinese name."""
        document = self.procedure.document(code)
        return document.name if document else code

    def absent(self, level: RequirementLevel) -> tuple[str, ...]:
        """Return the codes of the documents of a level that have not been handed in."""
        return tuple(
            document.code
            for document in self.procedure.documents
            if document.level is level and document.code not in self.case.documents
        )

    def named(self, codes: tuple[str, ...]) -> str:
        """Return documents in words, for a sentence."""
        return "、".join(f"《{self.document_name(code)}》" for code in codes)
