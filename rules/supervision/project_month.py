"""A project read through one month of its ledger (项目当月情况): before, after, what was decided.

From the entries alone: whenever it is read, a month that is over reads the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.bulletin_figures import PromptStart
from models.campaign import Campaign
from models.case import Case, CaseFile
from models.case_entries import ApplicationRefused, Concluded
from models.ledger import Entry
from models.milestone import Started, StartPinned
from rules.clocks.bulletin_days import first_of
from rules.fold.file import fold


@dataclass(frozen=True, slots=True)
class ProjectMonth:
    """One project through one month (项目当月情况)."""

    before: CaseFile | None
    """At the end of the month before; ``None`` = registered later."""
    file: CaseFile
    entries: tuple[Entry, ...]
    decided: tuple[Case, ...]
    """Cases as they stood right after a decision of the month."""
    prompt_start: PromptStart | None


def project_month(
    entries: Sequence[Entry], campaign: Campaign, *, month: str, as_of: date
) -> ProjectMonth | None:
    """Read a project's entries through a month; ``None`` = it was not registered by then."""
    first = first_of(month)
    earlier = [one for one in entries if one.on < first]
    of_month = tuple(one for one in entries if first <= one.on <= as_of)
    before = fold(None, earlier) if earlier else None
    file, decided, start = before, [], None
    for entry in of_month:
        file = fold(file, [entry])
        match entry.payload:
            case Concluded(procedure=code) | ApplicationRefused(procedure=code):
                decided.append(file.cases[code])
            case Started(started_on=day) if file.pinned_start and day <= file.pinned_start:
                start = _prompt_start(file, file.pinned_start, day, entries, campaign)
            case _:
                pass
    return ProjectMonth(before, file, of_month, tuple(decided), start) if file else None


def _prompt_start(
    file: CaseFile, pinned: date, day: date, entries: Sequence[Entry], campaign: Campaign
) -> PromptStart:
    pins = (one.payload.start_on for one in entries if isinstance(one.payload, StartPinned))
    return PromptStart(
        project=file.project.code,
        project_name=file.project.name,
        unit_name=campaign.unit(file.project.unit).short,
        started_on=day,
        pinned_on=pinned,
        first_pinned_on=next(pins, pinned),
    )
