"""How other places practise approval (他地做法): to be compared with, never the district's own.

Published elsewhere, each with its source and how far that source is to be trusted. No
rule, clock or light reads any of it: only a comparison does (`rules/clocks/practice.py`).
"""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from models.catalogue import Unit
from models.labelled import Labelled
from models.vocabulary import Sourced, Value

NOT_OURS = "仅供对照，不是本区规定"
"""Stands on every output that shows another place's practice."""


class Confidence(Labelled):
    """How far a source is to be trusted (可信度)."""

    STATUTE = "A", "A 法规文本"
    """法规文本."""
    OFFICIAL = "B", "B 政府页面或党报"
    """政府页面或党报."""
    RETOLD = "C", "C 镜像或转载"
    """镜像或转载."""


class PlaceLimit(Value):
    """A time limit that another place published (他地时限)."""

    value: int = Field(ge=0, le=400)
    unit: Unit
    note: str = ""


class PlaceBundle(Value):
    """Several procedures that another place grants together (他地并联时限)."""

    items: tuple[str, ...] = Field(min_length=1)
    total_days: int = Field(ge=1)
    unit: Unit
    basis: str


class PlaceDeferral(Value):
    """A paper that another place lets follow later (他地可容缺材料)."""

    procedure: str
    material: str
    makeup: str = ""
    makeup_days: int | None = Field(default=None, ge=1)
    unit: Unit = Unit.WORKDAY


class PlaceStop(Value):
    """A special procedure outside the limits of another place (他地特别程序)."""

    name: str
    max_days: int = Field(ge=1)
    unit: Unit
    clock_stops: bool
    note: str = ""


class PlacePractice(Sourced):
    """What one place published about its practice (他地做法)."""

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    name: str = Field(min_length=1)
    source: str = Field(min_length=1)
    """The document or page that says so."""
    confidence: Confidence
    year: int | None = Field(default=None, ge=1990, le=2100)
    """``None`` = the page bears no year."""
    unverified: bool = False
    """Whether it is still in force could not be verified (效力未核)."""
    mode: str = ""
    scope: str = ""
    hard_stop: str = ""
    promised: Mapping[str, PlaceLimit] = Field(default_factory=dict)
    """Procedure → the limit that the place promises."""
    statutory: Mapping[str, PlaceLimit] = Field(default_factory=dict)
    """Procedure → the limit that the place names as statutory."""
    bundles: tuple[PlaceBundle, ...] = ()
    deferrable: tuple[PlaceDeferral, ...] = ()
    stops: tuple[PlaceStop, ...] = ()
    materials: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    practices: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What it says that has no column of its own."""


class PracticeLine(Value):
    """One procedure of a project beside another place's limits (对照事项)."""

    procedure: str
    name: str
    promised: PlaceLimit | None
    """The district's own promised limit, as it applies to the case; ``None`` = none is set."""
    promised_there: PlaceLimit | None
    statutory: PlaceLimit | None
    statutory_there: PlaceLimit | None
    due_on: date | None
    """When the case is due under its own promised limit."""
    due_there_on: date | None
    """When it would be due under that place's, all else the same."""
    deferrable_there: tuple[str, ...] = ()


class PracticeComparison(Value):
    """A project beside another place's practice (做法对照)."""

    notice: str = NOT_OURS
    place: str
    place_name: str
    source: str
    confidence: Confidence
    unverified: bool
    project: str
    project_name: str
    as_of: date
    lines: tuple[PracticeLine, ...]
    silent: tuple[str, ...]
    """Procedures of the project about which the place says nothing."""
