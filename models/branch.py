"""A branch of the plan (推演): what if these dates, deferrals, windows or rules were other ones.

A branch is input and never written down; what would make it real are acts of people.
"""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, model_validator

from models.catalogue import Procedure
from models.vocabulary import Text, Value
from models.written import Day, ItemCode, OfficeCode, PlainCode


class MovedPin(Value):
    """Another pinned start date (改卡开工时间)."""

    project: PlainCode
    start_on: Day
    reason: Text = ""


class ClearedLand(Value):
    """Another day for the cleared land (改净地交付时间)."""

    project: PlainCode
    cleared_by: Day


class ExpectedPaper(Value):
    """Another day on which a missing document comes (改材料到位时间)."""

    project: PlainCode
    procedure: ItemCode
    document: ItemCode
    """Code or name."""
    expected_on: Day


class DeferredPaper(Value):
    """A missing document that is deferred (增加容缺)."""

    project: PlainCode
    procedure: ItemCode
    document: ItemCode
    """Code or name."""


class AddedStaff(Value):
    """More hands at a department's windows (窗口增员): its work takes a share of the time.

    Either the share itself, or the windows it has and those that are added. Notice
    periods are not shortened by anybody.
    """

    department: OfficeCode
    factor: float | None = Field(default=None, ge=0.1, le=1)
    windows: int | None = Field(default=None, ge=1, le=200)
    added: int | None = Field(default=None, ge=1, le=200)

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        by_windows = self.windows is not None and self.added is not None
        if by_windows is (self.factor is not None) or (
            not by_windows and (self.windows is not None or self.added is not None)
        ):
            raise ValueError("请只填 factor，或同时填 windows 与 added")
        return self

    @property
    def share(self) -> float:
        """Return which part of the time its work takes then."""
        if self.factor is not None:
            return self.factor
        assert self.windows is not None
        assert self.added is not None
        return self.windows / (self.windows + self.added)


class ChangedRules(Value):
    """Another version of the rules (改用规则版本)."""

    profile: str | None = None
    """Key of the deferral profile in force."""
    procedures: Mapping[ItemCode, Mapping[str, Any]] = {}
    """Procedure code → fields of :class:`Procedure` in their JSON form."""

    @model_validator(mode="after")
    def _names_only_fields_of_a_procedure(self) -> Self:
        for code, fields in self.procedures.items():
            if unknown := set(fields) - (set(Procedure.model_fields) - {"code"}):
                raise ValueError(f"{code}：事项没有这些字段：{'、'.join(sorted(unknown))}")
        return self


class Branch(Value):
    """A branch file (推演方案): everything that would be other than it is."""

    title: str = Field(min_length=2, max_length=80)
    pins: tuple[MovedPin, ...] = ()
    land: tuple[ClearedLand, ...] = ()
    documents: tuple[ExpectedPaper, ...] = ()
    deferrals: tuple[DeferredPaper, ...] = ()
    staff: tuple[AddedStaff, ...] = ()
    rules: ChangedRules = ChangedRules()

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        listed = (self.pins, self.land, self.documents, self.deferrals, self.staff)
        if not any(listed) and self.rules == ChangedRules():
            raise ValueError("推演方案没有任何改动")
        return self
