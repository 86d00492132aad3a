"""Clock proofs of a project (时限举证): of one case, of those that run, of all applied for."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from models.case import CaseFile, CaseState
from models.ledger import Entry
from models.proof import ClockProof
from rules.in_force.regulations import Regulations
from rules.proof.proof import clock_proof
from rules.standing.delay import delay_ledger

ENDED = frozenset({CaseState.DECLINED, CaseState.WITHDRAWN, CaseState.RETURNED, CaseState.REVOKED})


def proofs(
    file: CaseFile,
    procedures: Collection[str],
    entries: Sequence[Entry],
    *,
    on: date,
    regulations: Regulations,
) -> Iterator[ClockProof]:
    """Yield the proofs of some procedures; ``entries`` are those that the file was folded from."""
    if not procedures:
        return
    held = delay_ledger(entries, upto=on, regulations=regulations)
    for code in procedures:
        yield clock_proof(
            file,
            code,
            on=on,
            regulations=regulations,
            entries=entries,
            head=entries[-1].hash,
            delay=held.get(code, {}),
        )


def running(file: CaseFile) -> list[str]:
    """Return the procedures of which any clock still runs: notice, review or delivery."""
    return [code for code in file.plan if _runs(file, code)]


def applied_for(file: CaseFile) -> list[str]:
    """Return the procedures that were applied for here, whatever became of it."""
    return [code for code in file.plan if file.cases[code].submitted_on is not None]


def _runs(file: CaseFile, procedure: str) -> bool:
    case = file.cases[procedure]
    if case.concluded or case.state is CaseState.REFUSED:
        return case.accepted_on is not None and case.delivered_on is None
    return case.submitted_on is not None and case.state not in ENDED
