"""Contradictions of a weekly report (周报核对): shown before it is sent, and after.

Hard = impossible, not recorded. Soft = recorded with the reporter's own words
(情况说明). After `weekly_report.validations` of the reference data; what compares with
the approval record is this system's own.
"""

from collections.abc import Iterable
from datetime import date

from models.case import CaseFile
from models.doubt import Doubt
from models.progress import ProgressReport, ProgressReported
from models.refusal import Refused
from rules.in_force.regulations import Regulations
from rules.weekly import figures, record
from rules.weekly.facts import ReportFacts, folded

_WRITE = "请核实更正；确属实情的，请在“情况说明”中写明后再报"
_WRITE_MORE = "本周原有的“情况说明”没有说到，请核实更正，或者补充说明后再报"


class ReportImpossible(Refused):
    """Figures or dates of the report cannot be true (周报数据不成立)."""


class ReportDoubtful(Refused):
    """The report contradicts the record and does not say why (周报存疑未说明)."""


def check_report(
    report: ProgressReport, *, week: str, file: CaseFile, regulations: Regulations, on: date
) -> tuple[Doubt, ...]:
    """Return every contradiction of a report: hard ones first, in the order of the fields."""
    facts = ReportFacts(report, week, file, regulations, on)
    found = [one for check in (*figures.CHECKS, *record.CHECKS) for one in check(facts)]
    order = list(ProgressReport.model_fields)
    return tuple(sorted(found, key=lambda one: (not one.hard, order.index(one.field))))


def refusal_of(
    report: ProgressReport, doubts: Iterable[Doubt], sent: ProgressReported | None = None
) -> Refused | None:
    """Return why a report is not recorded as it stands, or ``None``.

    ``sent`` is what was reported of the same week before: its explanation is no word about
    a contradiction that came up since, or about a figure that has changed. The refusal carries
    the contradictions that stand in the way, and what is to be done about the soft ones
    (``advice``).
    """
    doubts = tuple(doubts)
    hard = [doubt for doubt in doubts if doubt.hard]
    unsaid = [doubt for doubt in doubts if not doubt.hard]
    advice = _WRITE
    if report.explanation.strip():
        of_before = sent is not None and folded(report.explanation) == folded(
            sent.report.explanation
        )
        unsaid = [doubt for doubt in unsaid if of_before and not _known(doubt, report, sent)]
        advice = _WRITE_MORE
    told = [doubt.model_dump(mode="json") for doubt in (*hard, *unsaid)]
    if hard:
        return ReportImpossible(
            f"周报数据不成立：{_listed(hard)}", doubts=told, advice=advice if unsaid else ""
        )
    if unsaid:
        return ReportDoubtful(
            f"周报有存疑事项，{advice}：{_listed(unsaid)}", doubts=told, advice=advice
        )
    return None


def _known(doubt: Doubt, report: ProgressReport, sent: ProgressReported | None) -> bool:
    """Tell whether a contradiction stood in what was sent before, about the same value."""
    if sent is None:
        return False
    same = getattr(report, doubt.field) == getattr(sent.report, doubt.field)
    return same and doubt.code.value in sent.doubts


def _listed(doubts: Iterable[Doubt]) -> str:
    return "；".join(doubt.text for doubt in doubts)
