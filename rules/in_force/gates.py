"""Whether a project may start building or producing (开工、投产门槛).

A gate is not the permit's list of prerequisites: it also asks for what other laws
make a condition of starting (环评法 25, 水土保持法 26, 节约能源法 15, 建筑法 7-8).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.case import CaseFile
from models.catalogue import Gate

START_CONSTRUCTION = "start_construction"


@dataclass(frozen=True, slots=True)
class MissingCondition:
    """One condition that still keeps a gate shut (尚缺条件)."""

    code: str
    """A procedure code, or the code of a confirmation."""
    name: str
    is_procedure: bool


def missing(file: CaseFile, gate: Gate, names: Mapping[str, str]) -> tuple[MissingCondition, ...]:
    """Return what still keeps the gate shut, procedures first; ``names`` = code → name."""
    return tuple(_missing(file, gate, names))


def first_missing(file: CaseFile, gate: Gate) -> str | None:
    """Return the code of the first condition that keeps the gate shut; ``None`` = it may open."""
    return next((one.code for one in _missing(file, gate, {})), None)


def _missing(file: CaseFile, gate: Gate, names: Mapping[str, str]) -> Iterator[MissingCondition]:
    for code in (*gate.all_of, *gate.applicable_of):
        if not file.concluded(code):
            yield MissingCondition(code, names.get(code, code), is_procedure=True)
    for one in gate.confirmations:
        if f"{gate.code}.{one.code}" not in file.confirmed:
            yield MissingCondition(one.code, one.name, is_procedure=False)
