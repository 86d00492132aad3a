"""The regulations in force: one campaign's catalogue, rules and days, ready for use."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from models.campaign import Campaign
from models.case import Case
from models.catalogue import Gate, Procedure
from models.days import DayTable
from models.milestone import PlannedProcedure
from models.nature import Nature
from models.project import Project, ProjectTier, ProjectTraits, ProjectType
from models.rulebook import DeferralProfile, Rulebook
from rules.days.working_days import WorkingDays, working_days
from rules.in_force.applicability import (
    Traited,
    Typed,
    conditional_documents,
    not_owed,
    plan,
    variants_in_force,
    with_variants,
    without_documents,
)

REMEMBERED = 8192
"""For so many projects the procedures are remembered."""

_ByTypeAndTurn = dict[tuple[ProjectType, ProjectTier, int], Mapping[str, Procedure]]


class _Laid:
    """The procedures under some variants, and as projects see them that owe fewer documents."""

    def __init__(self, procedures: Mapping[str, Procedure]) -> None:
        self.procedures = procedures
        self._conditional = conditional_documents(procedures)
        self._by_left_out: dict[tuple[str, ...], Mapping[str, Procedure]] = {}

    def of(self, project: Typed) -> Mapping[str, Procedure]:
        """Return code → procedure with the documents that this project owes."""
        left_out = not_owed(self._conditional, project)
        if left_out not in self._by_left_out:
            self._by_left_out[left_out] = without_documents(self.procedures, left_out)
        return self._by_left_out[left_out]


class Regulations:
    """What one version of a campaign says (现行规定). Built once, then only read."""

    def __init__(
        self,
        campaign: Campaign,
        days: DayTable | None = None,
        past_days: Sequence[tuple[datetime, DayTable]] = (),
    ) -> None:
        self.campaign = campaign
        self.day_table = days or campaign.days
        self._past_days = past_days
        self._by_variants: dict[tuple[str, ...], _Laid] = {}
        self._known: dict[int, tuple[ProjectTraits, _ByTypeAndTurn]] = {}

    @cached_property
    def days(self) -> WorkingDays:
        """Return the working-day calendar."""
        return working_days(self.day_table)

    def days_of(self, case: Case) -> WorkingDays:
        """Return the calendar that a case is counted by: a settled one keeps that of its day.

        A notice that comes later moves no date of a case that was concluded or ended.
        """
        if case.settled_at is not None:
            for replaced_at, table in self._past_days:
                if case.settled_at <= replaced_at:
                    return working_days(table)
        return self.days

    @property
    def rulebook(self) -> Rulebook:
        """Return the campaign's rules."""
        return self.campaign.rulebook

    @property
    def deferral(self) -> DeferralProfile:
        """Return the deferral profile in force."""
        return self.campaign.rulebook.deferral

    def deferral_of(self, case: Case) -> DeferralProfile:
        """Return the profile as it was when a case was accepted: its letter binds both sides.

        A profile changed under the same key reaches only cases accepted from then on.
        """
        return case.terms or self.rulebook.profiles.get(case.profile, self.deferral)

    @cached_property
    def gates(self) -> Mapping[str, Gate]:
        """Return gate code → gate."""
        return {gate.code: gate for gate in self.campaign.catalogue.gates}

    @cached_property
    def natures(self) -> Mapping[str, Nature]:
        """Return procedure code → what it is in law; no variant changes that."""
        return {one.code: one.nature for one in self.campaign.catalogue.procedures}

    @cached_property
    def _turns_of_law(self) -> Sequence[date]:
        """Return the days on which some variant begins or ceases to hold, in order."""
        variants = self.campaign.catalogue.statute_variants
        return sorted({day for one in variants for day in (one.since, one.before) if day})

    def turns(self, after: date, until: date) -> bool:
        """Tell whether some variant of the law begins or ceases to hold after a day, until one."""
        turns = self._turns_of_law
        return bisect_right(turns, after) != bisect_right(turns, until)

    def procedures(self, project: Typed, *, on: date) -> Mapping[str, Procedure]:
        """Return code → procedure as the law stands for this project on that day.

        Asked some twenty times an act: for the same traits and type between two turns of the
        law the answer is remembered.
        """
        traits = project.traits
        known = self._known.get(id(traits))
        if known is None or known[0] is not traits:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[id(traits)] = (traits, {})
        turn = project.type, project.tier, bisect_right(self._turns_of_law, on)
        found = known[1].get(turn)
        if found is None:
            found = known[1][turn] = self._laid(project, on, project.tier).of(project)
        return found

    def procedure_names(self, project: Traited, *, on: date) -> Mapping[str, str]:
        """Return code → name as the law has it for these traits on that day."""
        return {code: one.name for code, one in self._laid(project, on).procedures.items()}

    def _laid(self, project: Traited, on: date, tier: ProjectTier | None = None) -> _Laid:
        variants = variants_in_force(self.campaign.catalogue, project, on=on, tier=tier)
        key = tuple(variant.code for variant in variants)
        if key not in self._by_variants:
            self._by_variants[key] = _Laid(with_variants(self.campaign.catalogue, variants))
        return self._by_variants[key]

    def plan(
        self, project: Project, *, on: date
    ) -> tuple[tuple[PlannedProcedure, ...], dict[str, str]]:
        """Return what the project needs, and why it does not need the rest."""
        return plan(self.procedures(project, on=on), project)

    def department_name(self, code: str) -> str:
        """Return the short Chinese name of a department."""
        return self.campaign.office_names[code]
