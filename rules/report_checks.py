"""Contradictions of a weekly report (周报核对): shown before it is sent, and after.

Hard = impossible, not recorded. Soft = recorded with the reporter's own words
(情况说明). After `weekly_report.validations` of the reference data; what compares with
the approval record is this system's own.
"""

from collections.abc import Iterable
from datetime import date

from models.case import CaseFile
from models.doubt import Doubt
from models.progress import ProgressReport
from models.refusal import Refused
from rules import report_figures, report_record
from rules.regulations import Regulations
from rules.report_facts import ReportFacts


class ReportImpossible(Refused):
    """Figures or dates of the report cannot be true (周报数据不成立)."""

    code = "report_impossible"


class ReportDoubtful(Refused):
    """The report contradicts the record and does not say why (周报存疑未说明)."""

    code = "report_doubtful"


def check_report(
    report: ProgressReport, *, week: str, file: CaseFile, regulations: Regulations, on: date
) -> tuple[Doubt, ...]:
    """Return every contradiction of a report: hard ones first, in the order of the fields."""
    facts = ReportFacts(report, week, file, regulations, on)
    found = (*report_figures.doubts(facts), *report_record.doubts(facts))
    order = list(ProgressReport.model_fields)
    return tuple(sorted(found, key=lambda one: (not one.hard, order.index(one.field))))


def refusal_of(report: ProgressReport, doubts: Iterable[Doubt]) -> Refused | None:
    """Return why a report is not recorded as it stands, or ``None``."""
    doubts = tuple(doubts)
    told = [doubt.model_dump(mode="json") for doubt in doubts]
    if hard := [doubt for doubt in doubts if doubt.hard]:
        return ReportImpossible(f"周报数据不成立：{_listed(hard)}", doubts=told)
    if doubts and not report.explanation.strip():
        return ReportDoubtful(
            f"周报有存疑事项，请核实更正；确属实情的，请在“情况说明”中写明后再报：{_listed(doubts)}",
            doubts=told,
        )
    return None


def _listed(doubts: Iterable[Doubt]) -> str:
    return "；".join(doubt.text for doubt in doubts)
