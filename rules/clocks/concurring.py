"""What other offices have said of an application (会签、联合验收): who agrees, who owes a word.

The last word of an office counts, in whatever order they come: who agreed may object later,
and who objected may agree once it is put right. Nothing stands for a word that was not given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.case import Case, CaseFile
from models.case_entries import Reminded, reminded
from models.catalogue import Catalogue, Procedure, TimeLimit
from models.notice import Ground
from models.people import Account
from models.review import AskedOffice, Recommendation, ReviewForm, SignedReview
from rules.clocks.clock import due_within
from rules.days.last_day import day_after, passed
from rules.days.working_days import WorkingDays
from rules.fold.lifecycle import RUNNING
from rules.in_force.regulations import Regulations
from rules.in_force.review_forms import review_form


@dataclass(frozen=True, slots=True)
class Concurrence:
    """The offices that are asked about an application, and what each said last (会签情况)."""

    form: ReviewForm
    words: Mapping[str, SignedReview]
    """Office → its last word; an office that has not signed is left out."""

    def said(self, recommends: Recommendation) -> tuple[AskedOffice, ...]:
        """Return the offices whose last word recommends this."""
        return tuple(
            one
            for one in self.form.asked
            if one.department in self.words and self.words[one.department].recommends is recommends
        )

    @property
    def agreed(self) -> tuple[AskedOffice, ...]:
        """Return the offices that agree."""
        return self.said(Recommendation.GRANT)

    @property
    def objecting(self) -> tuple[AskedOffice, ...]:
        """Return the offices that object."""
        return self.said(Recommendation.REFUSE)

    @property
    def owing(self) -> tuple[AskedOffice, ...]:
        """Return the offices that have not said anything yet."""
        return tuple(one for one in self.form.asked if one.department not in self.words)

    @property
    def enough(self) -> bool:
        """Tell whether so many agree as must, among them all whom the law names."""
        agreed = self.agreed
        named = all(one in agreed for one in self.form.asked if one.by_law)
        return named and len(agreed) >= self.form.needed


def concurrence(case: Case, procedure: Procedure, catalogue: Catalogue) -> Concurrence:
    """Return what the offices that a procedure asks have said; none is asked of most."""
    words = {one.office: one for one in case.reviews if one.office}
    return Concurrence(review_form(procedure, catalogue), words)


def offices_asked(procedure: Procedure, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the codes of the departments whose opinion a procedure asks for."""
    return tuple(one.department for one in review_form(procedure, catalogue).asked)


def is_asked(account: Account, procedure: Procedure, catalogue: Catalogue) -> bool:
    """Tell whether an account signs for an office whose opinion a procedure asks for."""
    return account.office in offices_asked(procedure, catalogue)


def opinions_due(case: Case, form: ReviewForm, *, days: WorkingDays) -> date | None:
    """Return the last good day for opinions; ``None`` = no limit, or the clock stands still."""
    within = TimeLimit(value=form.within_workdays)
    return due_within(case, within, days=days) if form.asked else None


@dataclass(frozen=True, slots=True)
class Awaited:
    """Opinions that are still to come, and by when (待会签)."""

    offices: tuple[AskedOffice, ...] = ()
    due_on: date | None = None
    source: str = ""
    """What the asking rests on."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the offices."""
        return tuple(one.department for one in self.offices)

    def late(self, *, on: date, days: WorkingDays) -> bool:
        """Tell whether their day is over."""
        return self.due_on is not None and passed(self.due_on, on=on, days=days)


NOBODY = Awaited()


def awaited(file: CaseFile, case: Case, regulations: Regulations) -> Awaited:
    """Return whose opinions a running case waits for, as the law of its acceptance asks."""
    if case.state not in RUNNING or case.accepted_on is None:
        return NOBODY
    procedures = regulations.procedures(file.project, on=case.accepted_on)
    if case.procedure not in procedures:
        return NOBODY
    catalogue = regulations.campaign.catalogue
    found = concurrence(case, procedures[case.procedure], catalogue)
    if not found.owing:
        return NOBODY
    due_on = opinions_due(case, found.form, days=regulations.days_of(case))
    return Awaited(found.owing, due_on, found.form.source)


def opinion_reminders(
    file: CaseFile, case: Case, regulations: Regulations
) -> Iterator[tuple[date, Reminded]]:
    """Yield when offices are asked for their opinions, and reminded of those that are late."""
    waiting = awaited(file, case, regulations)
    if not waiting.offices or case.accepted_on is None:
        return
    told = [(Ground.OPINION_ASKED, case.accepted_on, case.accepted_on)]
    if waiting.due_on is not None:
        late_on = day_after(waiting.due_on, regulations.days_of(case))
        told.append((Ground.OPINION_LATE, waiting.due_on, late_on))
    for ground, about_on, on in told:
        if (ground, about_on) not in case.reminded:
            yield on, reminded(ground, about_on, case.procedure)
