"""A campaign folder read from disk (专项行动目录): all of it is right, or nothing is taken.

Eight files make a campaign, a ninth its books where it keeps any. Each is read, checked by
itself, then against the others; :class:`BadInput` names the file, the line and the field.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from pydantic import Field

from models.book import Book
from models.campaign import Campaign, CampaignFolder
from models.catalogue import Catalogue
from models.days import DayNotice, DayTable
from models.people import Account, Department, ResponsibleUnit
from models.practice import PlacePractice
from models.project import Project
from models.refusal import BadInput, Refused
from models.rulebook import Rulebook
from models.target import Maturity, Target
from models.vocabulary import Value
from rules.days.day_table import seeded_table, with_notice
from rules.in_force.catalogue_faults import (
    bulletin_faults,
    catalogue_faults,
    people_faults,
    place_faults,
    repeated,
    rulebook_faults,
)
from rules.in_force.coherence import Fault, duplicates, misfits
from rules.in_force.heard_traits import trait_faults
from rules.in_force.limit_faults import limit_faults
from rules.in_force.naming_faults import book_faults, credit_faults, review_faults, target_faults
from store.files.yaml_file import YamlFile, read_yaml

FILES = (
    "campaign.yaml",
    "catalogue.yaml",
    "rules.yaml",
    "targets.yaml",
    "people.yaml",
    "days.yaml",
    "places.yaml",
    "projects.yaml",
)
BOOKS = "books.yaml"
"""The books of a campaign; it may do without any."""


class _Facts(Value):
    """What ``campaign.yaml`` says (基本情况)."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    document: str
    district: str = Field(pattern=r"^\d{6}$")
    first_day: date
    last_day: date


class _Targets(Value):
    targets: tuple[Target, ...]
    maturity: Maturity | None = None


class _People(Value):
    departments: tuple[Department, ...]
    units: tuple[ResponsibleUnit, ...]
    accounts: tuple[Account, ...]


class _Days(Value):
    notices: tuple[DayNotice, ...]


class _Places(Value):
    places: tuple[PlacePractice, ...]


class _Books(Value):
    books: tuple[Book, ...]


class _Projects(Value):
    projects: tuple[Project, ...]


def read_campaign_folder(path: Path) -> CampaignFolder:
    """Read a campaign folder; :class:`BadInput` says what is wrong and where."""
    try:
        found = path.is_dir()
    except OSError:  # a name that no file can have
        found = False
    if not found:
        raise BadInput(path.name or str(path), "没有这个专项行动目录")
    named = (*FILES, BOOKS) if (path / BOOKS).exists() else FILES
    files = {name: read_yaml(path / name) for name in named}
    campaign = _campaign(files)
    projects = files["projects.yaml"].read_as(_Projects).projects
    files["projects.yaml"].check(_project_faults(projects, campaign))
    digests = {name: file.digest for name, file in files.items()}
    return CampaignFolder(campaign=campaign, projects=projects, digests=digests)


def _campaign(files: Mapping[str, YamlFile]) -> Campaign:
    facts = files["campaign.yaml"].read_as(_Facts)
    catalogue = files["catalogue.yaml"].read_as(Catalogue)
    rulebook = files["rules.yaml"].read_as(Rulebook)
    aims = files["targets.yaml"].read_as(_Targets)
    targets = aims.targets
    people = files["people.yaml"].read_as(_People)
    places = files["places.yaml"].read_as(_Places).places
    if facts.last_day < facts.first_day:
        files["campaign.yaml"].refuse(("last_day",), "结束日早于首日")
    if rulebook.profile not in rulebook.profiles:
        files["rules.yaml"].refuse(("profile",), f"容缺办法“{rulebook.profile}”没有定义")
    files["rules.yaml"].check(
        repeated("eligibility", "code", [rule.code for rule in rulebook.eligibility], "容缺条件")
    )
    books = _books(files, people)
    files["targets.yaml"].check(target_faults(targets, people.units, books))
    files["people.yaml"].check(people_faults(people.departments, people.units, people.accounts))
    files["catalogue.yaml"].check(catalogue_faults(catalogue, people.departments))
    files["catalogue.yaml"].check(limit_faults(catalogue))
    files["catalogue.yaml"].check(trait_faults(catalogue))
    files["catalogue.yaml"].check(review_faults(catalogue, people.departments))
    files["rules.yaml"].check(rulebook_faults(rulebook, catalogue))
    files["rules.yaml"].check(credit_faults(rulebook, people.accounts))
    files["rules.yaml"].check(bulletin_faults(rulebook, people.accounts))
    files["places.yaml"].check(place_faults(places, catalogue))
    return Campaign(
        **facts.model_dump(),
        catalogue=catalogue,
        rulebook=rulebook,
        days=_day_table(files["days.yaml"]),
        targets=targets,
        maturity=aims.maturity,
        departments=people.departments,
        units=people.units,
        accounts=people.accounts,
        places=places,
        books=books,
    )


def _books(files: Mapping[str, YamlFile], people: _People) -> tuple[Book, ...]:
    """Return the books, each with a code of its own and keepers that exist."""
    file = files.get(BOOKS)
    if file is None:
        return ()
    books = file.read_as(_Books).books
    file.check(repeated("books", "code", [one.code for one in books], "清单"))
    file.check(book_faults(books, people.departments, people.units))
    return books


def _day_table(file: YamlFile) -> DayTable:
    table = seeded_table()
    for index, notice in enumerate(file.read_as(_Days).notices):
        try:
            table = with_notice(table, notice)
        except Refused as refusal:
            raise BadInput(file.place(("notices", index)), refusal.message) from refusal
    return table


def _project_faults(projects: tuple[Project, ...], campaign: Campaign) -> Iterator[Fault]:
    for index, _, code in duplicates(projects):
        yield ("projects", index, "code"), f"项目代码“{code}”重复"
    for index, project in enumerate(projects):
        for loc, message in misfits(project, campaign, on=campaign.first_day):
            yield ("projects", index, *loc), message
