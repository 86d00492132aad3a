"""Procedures as a process model (流程模型): what BPMN draws, in the words of the catalogue."""

from datetime import date

from models.catalogue import Unit
from models.vocabulary import Value


class ProcessTimer(Value):
    """A time limit of a step (流程时限): so many days, or the very day where the clock runs."""

    name: str
    """承诺时限 or 法定时限."""
    days: int
    unit: Unit
    due_on: date | None = None
    assumed: bool = False


class ProcessStep(Value):
    """One procedure in a process model (流程事项)."""

    procedure: str
    name: str
    department: str
    prerequisites: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    tolerable: tuple[str, ...] = ()
    """Waited for by the decision alone: acceptance and decision are drawn apart."""
    timers: tuple[ProcessTimer, ...] = ()
    notes: tuple[str, ...] = ()


class ProcessGate(Value):
    """What must be true before building or producing (流程门槛)."""

    code: str
    name: str
    waits_for: tuple[str, ...]
    confirmations: tuple[tuple[str, str], ...] = ()
    """Code and name of what somebody named confirms."""


class ProcessModel(Value):
    """The procedures of a project or of a whole catalogue, in their order (流程模型)."""

    key: str
    title: str
    notes: tuple[str, ...]
    lanes: tuple[tuple[str, str], ...]
    """Code and name of each department that has a step."""
    steps: tuple[ProcessStep, ...]
    gates: tuple[ProcessGate, ...] = ()
