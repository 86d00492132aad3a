"""What a weekly report is compared with (周报核对依据): last week, next week, the ledger."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from models.case import CaseFile
from models.doubt import Doubt, DoubtCode
from models.progress import ProgressReport, WorkStatus
from models.rulebook import WeeklyRules
from rules.clocks.round_days import monday_of, next_week
from rules.in_force.regulations import Regulations

UNDER_WAY = frozenset(set(WorkStatus) - {WorkStatus.NOT_STARTED})


@dataclass(frozen=True)
class ReportFacts:
    """A report and everything that it is compared with (周报核对依据)."""

    report: ProgressReport
    week: str
    file: CaseFile
    regulations: Regulations
    on: date

    @cached_property
    def before(self) -> ProgressReport | None:
        """Return the newest report of an earlier week."""
        found = self.file.progress.before(self.week)
        return found.report if found is not None else None

    @cached_property
    def before_week(self) -> str:
        """Return the week of that report, or nothing."""
        found = self.file.progress.before(self.week)
        return found.week if found is not None else ""

    @cached_property
    def after(self) -> ProgressReport | None:
        """Return the oldest report of a later week: this one corrects the past."""
        found = self.file.progress.after(self.week)
        return found.report if found is not None else None

    @property
    def follows(self) -> bool:
        """Tell whether the earlier report is that of the week before."""
        return self.before is not None and next_week(self.before_week) == self.week

    @property
    def same_year(self) -> bool:
        """Tell whether the earlier report is of the same calendar year (年初至今)."""
        return bool(self.before_week) and self.before_week[:4] == self.week[:4]

    @property
    def within_year(self) -> bool:
        """Tell whether the whole week lies in one calendar year."""
        monday = monday_of(self.week)
        return monday.year == date.fromordinal(monday.toordinal() + 6).year

    @property
    def rules(self) -> WeeklyRules:
        """Return the rules of the weekly round."""
        return self.regulations.rulebook.weekly

    def hard(self, code: DoubtCode, field: str, text: str) -> Doubt:
        """Return a contradiction that cannot be."""
        return Doubt(code=code, field=field, text=text, hard=True)

    def soft(self, code: DoubtCode, field: str, text: str) -> Doubt:
        """Return a contradiction that needs words."""
        return Doubt(code=code, field=field, text=text)


def folded(text: str) -> str:
    """Return a text without what does not tell two texts apart: width, spaces, punctuation."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(one for one in plain if unicodedata.category(one)[0] not in "ZPC")
