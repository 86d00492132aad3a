"""A case that waits for a prerequisite alone (前置容缺): its clock stands still, by fact.

Where a procedure may be accepted before an earlier one is concluded, it may not be decided
before that (滨州市工程建设项目并联审批管理规定 16). Once its file is complete and nothing
but the earlier procedure keeps it from a decision, no day of it is the department's: the
stop begins with that fact and ends with the day on which the last prerequisite is concluded.
"""

from collections.abc import Iterator

from models.awaiting import UpstreamArrived, UpstreamAwaited
from models.case import Case, CaseFile
from models.ledger import Payload
from rules.clocks.clock import counted_from, read_clock
from rules.clocks.holders import ASKED_FOR
from rules.fold.lifecycle import RUNNING
from rules.fold.waiting import lacking_prerequisites
from rules.in_force.regulations import Regulations


def upstream_follows(file: CaseFile, regulations: Regulations) -> Iterator[Payload]:
    """Yield the stops that begin or end with the present state of the file."""
    rule = regulations.rulebook.clock.upstream_stop
    for code, case in file.cases.items():
        if case.state not in RUNNING:
            continue
        awaited = lacking_prerequisites(file, code)
        if case.awaits_upstream and not awaited:
            yield UpstreamArrived(procedure=code)
        elif rule is None or case.stopped or not awaited:
            continue
        elif _nothing_else_is_missing(file, case, regulations):
            yield UpstreamAwaited(procedure=code, awaited=awaited, source=rule.source)


def _nothing_else_is_missing(file: CaseFile, case: Case, regulations: Regulations) -> bool:
    """Tell whether every document is in and a limit runs that could be missed."""
    if case.outstanding or case.limits is None or case.accepted_on is None:
        return False
    days = regulations.days_of(case)
    limits = (case.limits.promised, case.limits.statutory)
    if not any(
        (start := counted_from(case, limit)) is not None
        and read_clock(case, limit, on=start, days=days) is not None
        for limit in limits
    ):
        return False
    procedure = regulations.procedures(file.project, on=case.accepted_on).get(case.procedure)
    return procedure is None or all(
        document.code in case.documents
        for document in procedure.documents
        if document.level in ASKED_FOR
    )
