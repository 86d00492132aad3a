"""What follows by itself from an act (联动): procedures open or close, gates open or shut."""

from models.case import CaseFile, CaseState
from models.case_entries import ProcedureClosed, ProcedureOpened
from models.ledger import Payload
from models.milestone import GatePassed, GateReopened
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.clocks.awaiting import upstream_follows
from rules.fold.waiting import blockers, pending, waits_for
from rules.in_force.gates import first_missing
from rules.in_force.regulations import Regulations
from rules.plan.baseline import baseline_follows
from rules.supervision.ladder import supervision_follows

UNTOUCHED = (CaseState.NOT_OPEN, CaseState.OPEN)
"""States of a case that nobody has applied for: it opens and closes by itself."""


class PrerequisiteOpen(Refused):
    """A prerequisite has not been concluded (前置事项未办结)."""


def consequences(file: CaseFile, regulations: Regulations) -> tuple[Payload, ...]:
    """Return the entries that the present state of the file entails, none when it is settled."""
    follows: list[Payload] = []
    waiting = pending(file)
    for code, planned in file.plan.items():
        state = file.cases[code].state
        if state not in UNTOUCHED:
            continue
        if state is CaseState.NOT_OPEN and not waiting.isdisjoint(planned.prerequisites):
            continue  # as most are
        blocker = next(blockers(planned, waiting), None)
        if state is CaseState.NOT_OPEN and blocker is None:
            follows.append(ProcedureOpened(procedure=code))
        elif state is CaseState.OPEN and blocker is not None:
            follows.append(ProcedureClosed(procedure=code, because=blocker))
    for gate in regulations.gates.values():
        lacking = first_missing(file, gate)
        if lacking is None and gate.code not in file.passed:
            follows.append(GatePassed(gate=gate.code))
        elif lacking is not None and gate.code in file.passed:
            follows.append(GateReopened(gate=gate.code, because=lacking))
    follows.extend(upstream_follows(file, regulations))
    follows.extend(baseline_follows(file, regulations))
    follows.extend(supervision_follows(file, regulations))
    return tuple(follows)


def nothing_is_waited_for(given: Circumstances) -> Refused | None:
    """Also an application that is handed in anew needs its prerequisites (受理前置)."""
    waiting = waits_for(given.file, given.case.procedure)
    if waiting:
        return PrerequisiteOpen(
            f"前置事项尚未办结，不能申报：{'、'.join(waiting)}", procedures=waiting
        )
    return None
