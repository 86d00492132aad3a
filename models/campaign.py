"""A campaign: everything its folder says, read and checked as one (专项行动)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Self

from pydantic import Field, model_validator

from models.book import Book
from models.book_line import BookLine
from models.bulletin import MonthlyBulletin
from models.catalogue import Catalogue, Procedure
from models.days import DayTable
from models.earlier_timings import TimingsLoaded
from models.people import Account, Department, ResponsibleUnit, Role
from models.practice import PlacePractice
from models.project import Project
from models.rulebook import Rulebook
from models.target import Maturity, Target
from models.vocabulary import Value


class Campaign(Value):
    """A campaign without its projects (专项行动): catalogue, rules, people, days, targets."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    document: str
    """The plan it carries out (文号)."""
    district: str
    first_day: date
    last_day: date
    catalogue: Catalogue
    rulebook: Rulebook
    days: DayTable
    targets: tuple[Target, ...]
    maturity: Maturity | None = None
    """When a reserve project is ready to apply; ``None`` = the campaign does not say."""
    departments: tuple[Department, ...]
    units: tuple[ResponsibleUnit, ...]
    accounts: tuple[Account, ...]
    places: tuple[PlacePractice, ...] = ()
    """How other places practise approval, to be compared with: nothing here follows them."""
    books: tuple[Book, ...] = ()
    """What the clauses of the plan keep beside the approvals."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        departments = {department.code for department in self.departments}
        offices = departments | {unit.code for unit in self.units}
        codes = [procedure.code for procedure in self.catalogue.procedures]
        if len(set(codes)) != len(codes):
            twice = sorted({code for code in codes if codes.count(code) > 1})
            raise ValueError(f"事项编码重复：{'、'.join(twice)}")
        for procedure in self.catalogue.procedures:
            if procedure.department not in departments:
                raise ValueError(f"{procedure.code}: 部门“{procedure.department}”不在机构名录")
            if unknown := _named(procedure) - set(codes):
                raise ValueError(f"{procedure.code}: 前置事项不存在：{'、'.join(sorted(unknown))}")
        for account in self.accounts:
            if account.office and account.office not in offices:
                raise ValueError(f"账号 {account.number}: 机构“{account.office}”不在机构名录")
        if self.rulebook.profile not in self.rulebook.profiles:
            raise ValueError(f"容缺办法“{self.rulebook.profile}”没有定义")
        return self

    def account(self, number: str) -> Account | None:
        """Return the account of that number."""
        return self._by_number.get(number)

    def accounts_of(self, role: Role, office: str | None = None) -> tuple[Account, ...]:
        """Return the accounts of a role, of one office or of all, in the campaign's order."""
        return self._by_role.get((role, office), ())

    @cached_property
    def office_names(self) -> Mapping[str, str]:
        """Return code → short Chinese name of every responsible unit and department."""
        names = {one.code: one.short for one in self.units}
        return names | {one.code: one.short for one in self.departments}

    @cached_property
    def _office_places(self) -> Mapping[str, int]:
        return {code: place for place, code in enumerate(self.office_names)}

    def office_place(self, code: str) -> tuple[int, str]:
        """Return where an office stands in the directory: lists follow it, not our codes."""
        return self._office_places.get(code, len(self._office_places)), code

    @cached_property
    def holder_names(self) -> Mapping[str, str]:
        """Return what whoever may hold something is called: code of an office, number of a post."""
        return {**self.office_names, **{one.number: one.name for one in self.accounts}}

    @cached_property
    def _by_number(self) -> dict[str, Account]:
        return {one.number: one for one in reversed(self.accounts)}

    @cached_property
    def _by_role(self) -> dict[tuple[Role, str | None], tuple[Account, ...]]:
        found: dict[tuple[Role, str | None], list[Account]] = {}
        for one in self.accounts:
            for office in (one.office, None):
                found.setdefault((one.role, office), []).append(one)
        return {key: tuple(accounts) for key, accounts in found.items()}

    def book(self, code: str) -> Book | None:
        """Return the book of that code or name, or ``None``."""
        return next((one for one in self.books if code in (one.code, one.name)), None)

    def department(self, code: str) -> Department:
        """Return the department of that code."""
        return next(one for one in self.departments if one.code == code)

    def unit(self, code: str) -> ResponsibleUnit:
        """Return the responsible unit of that code."""
        return self._units[code]

    @cached_property
    def _units(self) -> Mapping[str, ResponsibleUnit]:
        return {one.code: one for one in reversed(self.units)}


@dataclass(frozen=True, slots=True)
class WeeklyRound:
    """The weekly round of one ISO week (周报轮次)."""

    week: str
    opened_on: date
    units: tuple[str, ...]
    closed_on: date | None = None
    missing: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    """应报项目."""
    opened_at: datetime | None = None
    cutoff_at: datetime | None = None
    late: bool = False
    chased: frozenset[int] = frozenset()
    """The chases that were made, by their hours before the cut-off."""
    missing_projects: tuple[str, ...] = ()
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """Everything the ledger says of the campaign itself (专项行动档案)."""

    campaign: Campaign
    days: DayTable
    digests: Mapping[str, str]
    version: int
    rounds: Mapping[str, WeeklyRound]
    past_days: tuple[tuple[datetime, DayTable], ...] = ()
    """Calendars that are in force no more, each with the instant at which it was replaced."""
    loaded_on: date | None = None
    """When the campaign came into this ledger: before it nothing can have been missed."""
    law: int = 1
    """Version of the entry since which campaign, calendar and loaded timings are what they are."""
    timings: tuple[tuple[date, TimingsLoaded], ...] = ()
    """Timings of earlier campaigns, each with the day on which it was loaded."""
    lights_read_on: date | None = None
    """The day for which the lights of all projects were read last."""
    bulletins: Mapping[str, MonthlyBulletin] = field(default_factory=lambda: MappingProxyType({}))
    """Monthly bulletins by month, ``2020-06``."""
    books: Mapping[str, Mapping[int, BookLine]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Lines of the books: code of the book → number → line."""

    def timings_on(self, day: date) -> Mapping[str, TimingsLoaded]:
        """Return earlier campaign → its timings, as they had been loaded by the end of a day."""
        return {loaded.campaign: loaded for on, loaded in self.timings if on <= day}


class CampaignFolder(Value):
    """A campaign folder as read from disk (专项行动目录): the campaign and its projects."""

    campaign: Campaign
    projects: tuple[Project, ...]
    digests: Mapping[str, str]
    """File name → SHA-256 of its bytes."""


def _named(procedure: Procedure) -> set[str]:
    """Return every procedure code that a procedure names as a prerequisite."""
    groups = (code for group in procedure.prerequisites_any_of for code in group)
    return {*procedure.prerequisites, *procedure.tolerable_prerequisites, *groups}
