"""The form of a weekly report in the browser (周报填报表): shown prefilled, read back as typed.

An emptied field means empty here; the fields below (`models.report_form`) take an empty one
for “as prefilled”, and 无 for empty. Sums that follow from last week stay open: 留空自动累计.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.progress import LandStatus, ProgressReport, Utility, WorkStatus
from models.refusal import BadInput, Refused
from models.report_form import CLEAR, ReportFields, filled_in, titles
from portal.web.filled import Filled, Objection, Problem, Problems

SUMS = ("invested_year", "invested_total")
"""Left open, they are last week's plus this week's."""
MONEY = ("invested_week", "funds_arrived", "funds_paid")
DAYS = ("started_on", "completion_expected_on", "statistics_entered_on")
TEXTS = ("physical_work", "last_problems", "next_week", "explanation")
NAMES = ("filled_by", "checked_by")
CHOICES: Mapping[str, list[tuple[str, str]]] = {
    "status": [(words, words) for words in WorkStatus.words().values()],
    "land_status": [(words, words) for words in LandStatus.words().values()],
    "utility_gaps": [(words, words) for words in Utility.words().values()],
}
SPARE_ROWS = 2
MOST_ROWS = 40
_CUTS = str.maketrans({"|": "/", "｜": "/", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class Shown:
    """A form as it is shown: field → text, and the rows of its two lists."""

    values: Mapping[str, str]
    utility_gaps: tuple[str, ...]
    bottlenecks: tuple[tuple[str, str, str], ...]
    """Procedure, what it sticks at, when it is expected."""
    problems: tuple[tuple[str, str, str], ...]
    """What is wrong, what has to be coordinated, office."""


def prefilled(report: ProgressReport) -> Shown:
    """Return the form as the system has filled it in."""
    values = dict(filled_in(report))
    for name in SUMS:
        values[name] = ""
    return Shown(
        values=values,
        utility_gaps=tuple(one.label for one in report.utility_gaps),
        bottlenecks=tuple(
            (one.procedure, one.sticking_point, str(one.expected_on or ""))
            for one in report.bottlenecks
        ),
        problems=(
            *((one.text, one.needs, one.office) for one in report.problems),
            *((("", "", ""),) * SPARE_ROWS),
        ),
    )


def typed(form: Filled) -> Shown:
    """Return the form as somebody filled it in."""
    problems = tuple(_rows(form, "problem", ("text", "needs", "office")))
    return Shown(
        values={name: form.text(name) for name in ReportFields.model_fields},
        utility_gaps=form.many("utility_gaps"),
        bottlenecks=tuple(_rows(form, "bottleneck", ("procedure", "point", "day"))),
        problems=(*(one for one in problems if any(one)), *((("", "", ""),) * SPARE_ROWS)),
    )


def fields(shown: Shown, draft: ProgressReport) -> ReportFields:
    """Return what was typed as the fields that are recorded; what was emptied is 无."""
    known = filled_in(draft)
    given: dict[str, str] = {}
    for name in ReportFields.model_fields:
        text = shown.values.get(name, "")
        cleared = name in (*DAYS, *TEXTS, "checked_by") and not text and known[name]
        given[name] = CLEAR if cleared else text
    given["utility_gaps"] = "、".join(shown.utility_gaps) or CLEAR
    given["bottlenecks"] = _lines(shown.bottlenecks)
    given["problems"] = _lines([one for one in shown.problems if any(one)])
    return ReportFields.model_validate(given)


def problem_of(wrong: BadInput) -> Problem:
    """Return a wrong value as a problem at its field."""
    named = {f"表单“{title}”": name for name, title in titles().items()}
    return Problem(named.get(wrong.place, ""), wrong.message)


def at_fields(refused: Objection) -> Problems:
    """Return a refusal with each contradiction at its field."""
    cause = refused.__cause__
    if isinstance(cause, BadInput):
        return Problems((problem_of(cause),))
    doubts = cause.facts.get("doubts") if isinstance(cause, Refused) else None
    if not isinstance(doubts, list):
        return refused.problems
    told = [Problem(str(one["field"]), str(one["text"])) for one in doubts]
    if isinstance(cause, Refused) and not any(one["hard"] for one in doubts):
        told.append(Problem("explanation", str(cause.facts["advice"])))
    return Problems(tuple(told))


def _rows(form: Filled, prefix: str, parts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of a list, as many as the form says it has."""
    for number in range(MOST_ROWS):
        names = [f"{prefix}-{number}-{part}" for part in parts]
        if not any(name in form.given for name in names):
            return
        first, second, third = (form.text(name) for name in names)
        yield first, second, third


def _lines(rows: Sequence[tuple[str, str, str]]) -> str:
    listed = ("｜".join(part.translate(_CUTS) for part in row) for row in rows)
    return "\n".join(listed) or CLEAR
