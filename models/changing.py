"""Frozen dataclasses with some fields changed: `dataclasses.replace`, made for the fold.

A case has 37 fields and a stream some hundred entries; `replace` looks each field up by
name, and a frozen class sets each past its own lock. Here all values are fetched in one call and
set by a twin with the same slots and no lock, which then turns into what it stands for.
"""

from collections.abc import Callable
from dataclasses import fields, make_dataclass, replace
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

NOTHING: MappingProxyType[Any, Any] = MappingProxyType({})
"""The empty mapping, shared."""

if TYPE_CHECKING:  # so that the fields are checked as those of `replace` are
    changed = replace
else:

    def changed(instance: Any, **changes: Any) -> Any:
        """Return the instance with fields changed; every field is one that `__init__` takes."""
        kind = type(instance)
        values_of, place_of, twin = _shape(kind)
        values = list(values_of(instance))
        for name, value in changes.items():
            values[place_of[name]] = value
        new = twin(*values)
        new.__class__ = kind
        return new


@cache
def _shape(kind: type) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, int], type]:
    names = [one.name for one in fields(kind)]
    twin = make_dataclass(kind.__name__, names, slots=True, eq=False, repr=False)
    return attrgetter(*names), {name: place for place, name in enumerate(names)}, twin
