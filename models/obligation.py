"""What issued papers stand on (容缺影响面): undelivered documents and what hangs on them."""

from datetime import date

from models.case import CaseState
from models.vocabulary import Value


class HangingCase(Value):
    """A case that hangs on an undelivered document (受影响事项)."""

    procedure: str
    name: str
    department_name: str
    state: CaseState
    state_name: str
    issued: bool
    """It is granted already: a paper in somebody's hands stands on the document."""
    concluded_on: date | None
    permit_number: str
    through: tuple[str, ...]
    """The way from the case that owes the document, both ends named."""


class HangingGate(Value):
    """A gate that hangs on an undelivered document (受影响门槛)."""

    code: str
    name: str
    passed_on: date | None
    through: tuple[str, ...]
    """Its conditions that hang on the document."""


class Blast(Value):
    """What falls if one owed document never comes (容缺影响面)."""

    document: str
    name: str
    owed_by: str
    owed_by_name: str
    due_on: date
    lapsed: bool
    cases: tuple[HangingCase, ...]
    gates: tuple[HangingGate, ...]

    @property
    def issued(self) -> tuple[HangingCase, ...]:
        """Return what is granted already and would fall."""
        return tuple(one for one in self.cases if one.issued)


class SettledCase(Value):
    """A granted case that hangs on nothing (无条件办结的事项)."""

    procedure: str
    name: str
    department_name: str
    concluded_on: date | None
    permit_number: str


class ConditionalStatus(Value):
    """How far a project stands on undelivered documents (容缺条件状态)."""

    project: str
    name: str
    applicant: str
    credit_code: str
    as_of: date
    version: int
    head: str
    """Hash of the last entry that this was read from."""
    obligations: tuple[Blast, ...]
    """By document, what lapsed first."""
    settled: tuple[SettledCase, ...]
    gates: tuple[HangingGate, ...]
    """Every gate, with the conditions that hang on a document."""
    breaches: tuple[str, ...] = ()
    """Unrepaired breaches of the applicant, in words."""

    @property
    def unconditional(self) -> bool:
        """Tell whether no granted paper hangs on a document."""
        return not any(one.issued for one in self.obligations)
