"""Days that a person, a letter or a rule named, and that are not over (指定的日期).

A promise, a correction, an answer to a slip: each ends on the next working day where the
day named is closed (民法典 203; before 2021 民法总则 203).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.case import Case, CaseFile, CaseState
from models.days import DateKind
from models.supervision import Matter, Slip
from rules.clocks.clock import ONE_DAY
from rules.in_force.regulations import Regulations


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day of a file that was named, before it rolls (指定的日期)."""

    what: DateKind
    day: date
    procedure: str = ""
    about: str = ""
    """Which matter or issue, by its number."""
    office: str = ""
    """Whose day it is, where no department of the procedure is meant."""


NAMED_DAYS = frozenset(
    {
        DateKind.PROMISE_DUE,
        DateKind.CORRECTION_DUE,
        DateKind.RECTIFICATION_DUE,
        DateKind.GRACE_END,
        DateKind.ISSUE_DUE,
        DateKind.REPLY_DUE,
        DateKind.SETTLE_DUE,
        DateKind.REVIEW_REQUEST_DUE,
        DateKind.REVIEW_DUE,
    }
)
"""What they are: they end on the next working day."""


def named_days(file: CaseFile, regulations: Regulations) -> Iterator[NamedDay]:
    """Yield every day of a file that was named and is not settled, each series by day."""
    for case in file.cases.values():
        yield from _of_case(case)
    for issue in file.issues.values():
        if issue.open:
            yield NamedDay(
                DateKind.ISSUE_DUE, issue.due_on, about=str(issue.number), office=issue.office
            )
    ladder = regulations.rulebook.escalation
    for matter in file.matters.values():
        if matter.open and matter.slip is not None and ladder is not None:
            yield from _of_matter(matter, matter.slip, ladder.review_days)


def _of_case(case: Case) -> Iterator[NamedDay]:
    code = case.procedure
    if case.concluded or case.ended_on is None:
        for owed in sorted(case.outstanding, key=lambda one: one.due_on):
            if owed.lapsed_on is None:
                yield NamedDay(DateKind.PROMISE_DUE, owed.due_on, code)
    if case.state is CaseState.CORRECTING:
        for due in sorted({item.due_on for item in case.open_corrections if item.due_on}):
            yield NamedDay(DateKind.CORRECTION_DUE, due, code)
    if case.lapsed and case.rectify_by is not None:
        yield NamedDay(DateKind.RECTIFICATION_DUE, case.rectify_by, code)
    if case.state is CaseState.OVERDUE_PROMISE and case.grace_until is not None:
        yield NamedDay(DateKind.GRACE_END, case.grace_until, code)


def _of_matter(matter: Matter, slip: Slip, review_days: int) -> Iterator[NamedDay]:
    """政府督查工作条例 17, and the ladder: answer, settle, ask for a review, decide it."""

    def named(what: DateKind, day: date, office: str = matter.office) -> NamedDay:
        return NamedDay(what, day, matter.procedure, str(matter.number), office)

    if matter.review_due_on is not None:
        yield named(DateKind.REVIEW_DUE, matter.review_due_on, "")
        return
    if slip.issued_on is not None and slip.reply_by is not None:
        if slip.answered_on is None:
            yield named(DateKind.REPLY_DUE, slip.reply_by)
        elif slip.done_by is not None:
            yield named(DateKind.SETTLE_DUE, slip.done_by)
    issued = matter.sent.issued_on if matter.sent is not None else None
    if issued is not None and matter.review_asked_on is None:
        yield named(DateKind.REVIEW_REQUEST_DUE, issued + review_days * ONE_DAY)
