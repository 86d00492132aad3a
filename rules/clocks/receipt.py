"""What runs from receipt (自收到申请之日起): a clock that nobody has to accept first.

建筑法 8, 环境影响评价法 22 and others count from the day on which the application came in.
Until it is accepted such a clock runs under the law of the day of receipt; with acceptance
the case keeps the limits that it was accepted under.
"""

from dataclasses import replace

from models.case import Case, CaseFile, CaseState, Limits
from models.catalogue import CountsFrom
from rules.in_force.regulations import Regulations


def timed(file: CaseFile, case: Case, regulations: Regulations) -> Case:
    """Return a case with the limits that run: its own, or before acceptance those from receipt.

    A case of which nothing runs from receipt comes back as it is.
    """
    if case.limits is not None or case.state is not CaseState.SUBMITTED:
        return case
    if case.received_on is None:
        return case
    known = regulations.procedures(file.project, on=case.received_on).get(case.procedure)
    if known is None:
        return case
    limits = Limits(known.promised, known.statutory)
    if CountsFrom.RECEIPT not in (limits.promised.counts_from, limits.statutory.counts_from):
        return case
    return replace(case, limits=limits)


def clock_runs(file: CaseFile, case: Case, regulations: Regulations) -> bool:
    """Tell whether a limit of a case runs: since its acceptance, or since its receipt."""
    if case.concluded or case.ended_on is not None:
        return False
    return case.clock_from is not None or timed(file, case, regulations) is not case
