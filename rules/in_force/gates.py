"""Whether a project may start building or producing (开工、投产门槛).

A gate is not the permit's list of prerequisites: it also asks for what other laws
make a condition of starting (环评法 25, 水土保持法 26, 节约能源法 15, 建筑法 7-8).
"""

from collections.abc import Iterator, Mapping

from models.case import CaseFile
from models.catalogue import Gate
from models.project_views import MissingView

START_CONSTRUCTION = "start_construction"


def missing(file: CaseFile, gate: Gate, names: Mapping[str, str]) -> tuple[MissingView, ...]:
    """Return what still keeps the gate shut, procedures first; ``names`` = code → name."""
    return tuple(_missing(file, gate, names))


def first_missing(file: CaseFile, gate: Gate) -> str | None:
    """Return the code of the first condition that keeps the gate shut; ``None`` = it may open."""
    return next((one.code for one in _missing(file, gate, {})), None)


def _missing(file: CaseFile, gate: Gate, names: Mapping[str, str]) -> Iterator[MissingView]:
    for code in (*gate.all_of, *gate.applicable_of):
        if not file.concluded(code):
            yield MissingView(code=code, name=names.get(code, code))
    for one in gate.confirmations:
        if f"{gate.code}.{one.code}" not in file.confirmed:
            yield MissingView(code=one.code, name=one.name)
